"""Who manages by being in a channel: people of the workspace alone, whoever else reads along there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.testing.things import Channel
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock, elapse
from coterie.core.engine.app import App
from coterie.core.model.community import Community, Person

SECRETS = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}


@define
class Steering:
    """A community whose managers are whoever is in #steering."""

    slack: LoopbackSlack
    channel: Channel
    app: App

    async def managers(self) -> list[str]:
        """Everybody who manages, by their handles."""
        async with self.app.store.unit() as unit:
            found = (await self.app.register.definitions(unit)).community.managers
        users = self.slack.workspace.users
        return sorted(one if one == "ana" else users[one.partition("/")[2]].handle for one in found)

    def said(self, about: str) -> list[str]:
        return [one.text for one in self.channel.messages if one.by_app and about in one.text]

    async def until(self, so: Callable[[], Awaitable[bool]]) -> None:
        for _ in range(1000):
            await self.app.settled()
            if await so():
                return
            await elapse(timedelta(milliseconds=5))
        raise AssertionError(await self.managers())

    async def manage(self, *handles: str) -> None:
        async def so() -> bool:
            return await self.managers() == sorted(handles)

        await self.until(so)


@pytest.fixture
async def steering() -> AsyncIterator[Steering]:
    clock = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    async with slack_on_loopback(clock) as slack:
        for handle in ("ana", "bo"):
            slack.add_person(handle)
        slack.add_person("pat", home="T0PARTNER")
        slack.add_person("gus", is_guest=True)
        slack.add_person("robot", is_bot=True)
        channel = slack.add_channel("steering", "ana", "bo", "pat", "gus", "robot", private=True)
        people = {"ana": Person("ana", "Ana", accounts={"slack": slack.person("ana").user.id})}
        town = Community("town", "Town", people=people, managers_room={"slack": "steering"})
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), SECRETS, clock)
        app = App(MemoryStore(clock), clock, [adapter], [town])
        async with app:
            await app.connected()
            yield Steering(slack, channel, app)


async def test_partners_guests_and_programs_in_the_channel_manage_nothing_and_it_is_said_once(
    steering: Steering,
) -> None:
    await steering.manage("ana", "bo")

    async def told() -> bool:
        return len(steering.said("do not manage")) == 3

    await steering.until(told)
    assert all(len(steering.said(f"{who} is a guest, of another")) == 1 for who in ("pat", "gus", "robot"))
    await steering.slack.person("bo").leave("steering")
    await steering.manage("ana")
    assert len(steering.said("do not manage")) == 3, "of each of them once"


async def test_a_partner_who_comes_later_is_no_manager_either(steering: Steering) -> None:
    await steering.manage("ana", "bo")
    steering.slack.add_person("kim", home="T0OTHER")
    steering.slack.add_person("cy")
    for who in ("kim", "cy"):
        await steering.slack.person("ana").invite("steering", who)
    await steering.manage("ana", "bo", "cy")


async def test_who_becomes_a_guest_manages_no_more_until_they_are_none(steering: Steering) -> None:
    await steering.manage("ana", "bo")
    await steering.slack.person("bo").becomes(is_guest=True)
    await steering.manage("ana")
    await steering.slack.person("bo").becomes(is_guest=False)
    await steering.manage("ana", "bo")
