"""People who are asked into a channel: each who can't be is told of to whoever leads; those of elsewhere come by Slack Connect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from attrs import define

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack, Person, Refusal, slack_on_loopback
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine import bindings
from coterie.core.engine.app import App
from coterie.core.engine.scene import Scene
from coterie.core.model import community as model
from coterie.core.model.effect import Effect, Invite, OpenRoom
from coterie.core.model.event import CommandGiven
from coterie.core.refs import PersonRef, RoomRef

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
ADDRESS = "kim@partner.example"
PYTHON = RoomRef("room:python")


@define
class Town:
    """A group of Ana's in a workspace. Kim is of another organisation, and the file knows their address alone."""

    slack: LoopbackSlack
    app: App
    ana: Person

    async def ask(self, *effects: Effect) -> None:
        event = CommandGiven(id=f"test:{effects[0].key}", at=START, platform="core", text="")

        async def act(scene: Scene) -> None:
            for effect in effects:
                scene.effect(effect)

        await self.app.within(event, act)
        await self.settled()

    async def settled(self) -> None:
        for _ in range(2):
            await self.app.settled()
            await self.slack.settled()

    @property
    def told(self) -> list[str]:
        return [one.text for one in self.ana.sees_dm() if one.by_coterie]

    @property
    def shared(self) -> list[str]:
        """Who was asked to share a channel."""
        calls = [one for one in self.slack.calls if one.name == "conversations.inviteShared"]
        assert all(one.flag("external_limited") for one in calls)
        return [one.text("emails") or one.text("user_ids") for one in calls]


@asynccontextmanager
async def town(*, connect: bool = True) -> AsyncIterator[Town]:
    clock = ManualClock(START)
    async with slack_on_loopback(clock) as slack:
        ana = slack.add_person("ana", "Ana")
        slack.add_channel("python", "ana")
        secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        people = {
            "ana": model.Person("ana", "Ana", accounts={"slack": ana.user.id}),
            "kim": model.Person("kim", "Kim", accounts={"slack": ADDRESS}),
        }
        group = model.Group("python", "Python", "Talk.", leaders=("ana",), homes={"slack": "python"})
        community = model.Community(
            id="club", name="Club", zone="UTC", locale="en", managers=("ana",), people=people, groups={"python": group}
        )
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url, connect=connect), secrets, clock)
        async with App(MemoryStore(clock), clock, [adapter], [community]) as app:
            await app.connected()
            one = Town(slack, app, ana)
            await one.settled()
            yield one


async def test_of_many_who_are_asked_each_who_could_not_be_is_told_of_in_words() -> None:
    async with town() as there:
        bo = there.slack.add_person("bo", "Bo")
        gone = there.slack.add_person("gone", "Gone", is_deactivated=True)
        people = tuple(PersonRef(f"slack/{one}") for one in (bo.user.id, gone.user.id, "U0NOBODY"))
        await there.ask(OpenRoom(key="home:python:again", name="python", invite=people, platform="slack"))
        channel = there.slack.workspace.channel_called("python")
        assert channel is not None and bo.user.id in channel.members
        (said,) = there.told
        assert said.startswith("Some people could not be asked into Python on Slack:")
        assert said.count("there is no such account on Slack, or not any more") == 2 and "@gone" in said


@pytest.mark.parametrize(
    ("word", "said"),
    [("ura_max_channels", "a guest on Slack"), ("no_permission", "may not ask them"), ("cant_invite", "`cant_invite`")],
)
async def test_one_who_could_not_be_asked_is_told_of_each_time(word: str, said: str) -> None:
    async with town() as there:
        bo = PersonRef(f"slack/{there.slack.add_person('bo', 'Bo').user.id}")
        for number in range(2):
            there.slack.faults.add("conversations.invite", Refusal(word))
            await there.ask(Invite(key=f"i{number}", room=PYTHON, person=bo))
        assert [said.replace("`", "") in one for one in there.told] == [True, True]


async def test_somebody_known_by_an_address_is_asked_to_share_the_channel_and_is_themselves_when_they_come() -> None:
    async with town() as there:
        await there.ask(Invite(key="i", room=PYTHON, person=PersonRef("kim")))
        assert there.shared == [ADDRESS] and not there.told
        kim = there.slack.add_person("kim", "Kim Lee", home="T0PARTNER")
        await kim.answer_invite(address=ADDRESS)
        await there.settled()
        async with there.app.store.unit() as unit:
            assert await bindings.ours(unit, PersonRef(f"slack/{kim.user.id}")) == PersonRef("kim")
            assert await bindings.natives(unit, PersonRef("kim")) == (PersonRef(f"slack/{kim.user.id}"),)
        (said,) = there.told
        assert "of another organisation, the first there" in said


async def test_an_answer_under_another_address_takes_nobodys_place() -> None:
    async with town() as there:
        await there.ask(Invite(key="i", room=PYTHON, person=PersonRef("kim")))
        eve = there.slack.add_person("eve", "Eve", home="T0PARTNER")
        await eve.answer_invite(address="eve@elsewhere.example")
        await there.settled()
        async with there.app.store.unit() as unit:
            eves = PersonRef(f"slack/{eve.user.id}")
            assert await bindings.ours(unit, eves) == eves


@pytest.mark.parametrize(
    ("accepted", "said"), [(False, f"{ADDRESS} said no to Python"), (True, "an administrator has to approve that yet")]
)
async def test_a_no_and_a_yes_that_waits_are_told(accepted: bool, said: str) -> None:
    async with town() as there:
        await there.ask(Invite(key="i", room=PYTHON, person=PersonRef("kim")))
        kim = there.slack.add_person("kim", "Kim Lee", home="T0PARTNER")
        await kim.answer_invite(accepted, address=ADDRESS, waits=accepted)
        await there.settled()
        (told,) = there.told
        assert said in told


async def test_an_account_of_elsewhere_that_slack_will_not_let_in_is_asked_to_share_the_channel() -> None:
    async with town() as there:
        kim = there.slack.add_person("kim", "Kim Lee", home="T0PARTNER")
        await there.ask(Invite(key="i", room=PYTHON, person=PersonRef(f"slack/{kim.user.id}")))
        assert there.shared == [kim.user.id] and not there.told


async def test_where_channels_are_not_shared_the_leader_hears_why() -> None:
    async with town(connect=False) as there:
        await there.ask(Invite(key="i", room=PYTHON, person=PersonRef("kim")))
        (said,) = there.told
        assert "with which this room is not shared" in said and not there.shared
    async with town() as there:
        there.slack.workspace.is_paid = False
        await there.ask(Invite(key="i", room=PYTHON, person=PersonRef("kim")))
        (said,) = there.told
        assert "yours does not share rooms" in said and "not_paid" in said


async def test_that_slack_keeps_events_from_us_is_told_to_who_manages_once_in_an_hour() -> None:
    async with town() as there:
        for minute in range(3):
            limited = {"type": "app_rate_limited", "token": "x", "team_id": "T0COMMUNE", "api_app_id": "A0COTERIE"}
            await there.slack.deliveries.event(limited | {"minute_rate_limited": 1518467820 + 60 * minute})
            await there.settled()
        (said,) = there.told
        assert said.startswith("Slack does not tell me everything just now")
