"""A workspace that lets no app open channels: a group that was founded in chat lives in a thread of the community's channel then."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from attrs import define

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import SlackSettings
from coterie.adapters.slack.testing import BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.testing.faults import Dropped, Refusal
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.engine import bindings
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.directory import common_room_of
from coterie.core.engine.register import Register
from coterie.core.engine.thread_homes.performing import ThreadHomes
from coterie.core.errors import Refused, Transient
from coterie.core.model.community import Community, Group
from coterie.core.model.content import Card
from coterie.core.model.effect import OpenRoom, Post
from coterie.core.model.event import MemberJoined
from coterie.core.refs import PersonRef, RoomRef

BIKES = OpenRoom(
    key="room:bikes",
    name="bikes",
    names={"slack": "bikes"},
    title="Bike Kitchen",
    topic="Repair bikes.",
    invite=(PersonRef("slack/U0ANA"),),
)


@define
class Desk:
    """A workspace with a channel of the community, and an adapter that knows of threads."""

    slack: LoopbackSlack
    homes: ThreadHomes
    town: str

    def said(self, thread: str | None = None) -> list[str]:
        """What coterie said in a thread; without one, what began threads, or stands in none."""
        messages = [one for one in self.slack.workspace.channels[self.town].messages if one.by_app]
        roots = [one for one in messages if one.thread_ts in (None, one.ts)]
        return [one.text for one in messages if (one in roots if thread is None else one.thread_ts == thread)]

    def refuse(self, times: int = 1, why: str = "restricted_action") -> None:
        self.slack.faults.add("conversations.create", *[Refusal(why)] * times)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana", id="U0ANA")
        channel = slack.add_channel("town", "ana", with_coterie=True)
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), {"SLACK_BOT_TOKEN": BOT_TOKEN}, slack.clock)
        groups = {"bikes": Group("bikes", "Bike Kitchen", "Repair bikes.")}
        community = Community("town", "Town", room={"slack": "town"}, groups=groups)
        store = MemoryStore(slack.clock)
        async with store.unit() as unit:
            await bindings.bind(unit, common_room_of("town"), f"slack/{channel.id}")
        register = Register(Definitions((community,)))
        yield Desk(slack, ThreadHomes(adapter, store, slack.clock, register), channel.id)
        await adapter.close()


@pytest.mark.parametrize("why", ["restricted_action", "missing_scope"])
async def test_the_group_lives_below_a_message_in_the_channel_of_all(desk: Desk, why: str) -> None:
    desk.refuse(why=why)
    opened = await desk.homes.perform(BIKES)
    assert opened.native is not None and opened.native.startswith(f"slack/thread:{desk.town}:")
    (joined,) = opened.learned
    assert isinstance(joined, MemberJoined) and joined.room == RoomRef(opened.native)
    (root,) = desk.said()
    assert "Bike Kitchen" in root and "Repair bikes." in root
    await desk.homes.perform(Post(key="k", to=RoomRef(opened.native), card=Card("Hello."), pin=True))
    thread = opened.native.rpartition(":")[2]
    assert desk.said(thread)[-1] == "Hello." and any("U0ANA" in one for one in desk.said(thread))
    assert not any(one.pinned for one in desk.slack.workspace.channels[desk.town].messages)


async def test_who_dies_in_between_opens_one_thread(desk: Desk) -> None:
    desk.refuse(3)
    desk.slack.faults.add("chat.postMessage", Dropped(done=True))
    with pytest.raises(Transient):
        await desk.homes.perform(BIKES)
    first = await desk.homes.perform(BIKES, again=True)
    assert (await desk.homes.perform(BIKES, again=True)).native == first.native
    assert len(desk.said()) == 1


async def test_what_a_file_names_is_refused_as_before(desk: Desk) -> None:
    desk.refuse()
    with pytest.raises(Refused, match="restricted_action"):
        await desk.homes.perform(OpenRoom(key="home:bikes:slack:1", name="bikes", platform="slack"))
    assert not desk.said()


async def test_a_private_group_is_given_no_thread_that_all_can_read(desk: Desk) -> None:
    desk.refuse()
    with pytest.raises(Refused, match="restricted_action"):
        await desk.homes.perform(OpenRoom(key="room:bikes", name="bikes", platform="slack", private=True))
    assert not desk.said()
