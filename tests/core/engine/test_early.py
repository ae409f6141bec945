"""What people do before coterie knows where: with a message that the platform shows already, in a room that is looked for still."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar
from unittest.mock import patch

import pytest

from coterie.adapters.simulator.adapter import SimulatorAdapter
from coterie.adapters.simulator.things import Message
from coterie.core.engine import lanes
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect, OpenRoom, Post
from coterie.core.model.event import Event, RoomOpened
from coterie.core.ports import Cursor, Inbox, Performed

from .playing import passes, playing, written
from .town import Town, founded

VOTE = written("""
    playbook: vote
    starts: [{command: vote}]
    steps:
      - id: vote
        ask: {text: Tea or coffee?, choices: {tea: Tea, coffee: Coffee}, until: 1}
      - post: {text: "{{ vote.winner }}"}
""")
TALK = written("""
    playbook: talk
    starts: [{command: talk}]
    steps:
      - id: hello
        post: {text: Who is here?}
      - wait: 1h
      - post: {text: "{{ replies(hello) }} were here, {{ reactions(hello) }} waved"}
""")


class Late(SimulatorAdapter):
    """Everybody sees what is said, but coterie hears that it was said only when it is let."""

    heard: ClassVar[asyncio.Event]

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        done = await super().perform(effect, again=again)
        if isinstance(effect, Post):
            await self.heard.wait()
        return done


async def early(town: Town, command: str, act: Callable[[Message], object]) -> None:
    """Somebody asks for a run; what it says is acted upon before coterie knows of it; then time passes."""
    Late.heard = asyncio.Event()
    town.world.say("bo", town.room, command)
    while not town.texts():  # noqa: ASYNC110 - it is the platform's state that is waited for
        await asyncio.sleep(0)
    act(next(one for one in town.world.messages.values() if one.author == "coterie"))
    await town.world.all_acknowledged()
    for _ in range(100):
        await asyncio.sleep(0)
    Late.heard.set()
    await passes(town, hours=2)


async def test_a_press_counts_that_comes_before_the_card_is_known() -> None:
    town = founded()
    async with playing(town, VOTE, kind=Late):
        await early(town, "!coterie vote", lambda card: town.world.press("bo", card.id, "tea"))
        assert town.texts() == ["Tea or coffee?", "tea"]


async def test_so_does_a_reaction_that_stands_for_a_choice() -> None:
    town = founded()
    async with playing(town, VOTE, kind=Late, lacks=(Capability.BUTTONS,)):
        await early(town, "!coterie vote", lambda card: town.world.react("bo", card.id, "1️⃣"))
        assert town.texts()[-1] == "tea"


async def test_so_do_what_is_said_below_a_message_and_what_is_put_on_it() -> None:
    town = founded()

    def act(message: Message) -> None:
        town.world.say("bo", town.room, "I am", thread=message.id)
        town.world.react("ana", message.id, "👋")

    async with playing(town, TALK, kind=Late):
        await early(town, "!coterie talk", act)
        assert town.texts() == ["Who is here?", "1 were here, 1 waved"]


async def test_what_is_said_below_a_message_of_somebody_else_waits_for_nothing() -> None:
    town = founded()
    async with playing(town, TALK):
        said = town.world.say("ana", town.room, "Hello")
        town.world.react("bo", said.id, "👋")
        town.world.say("bo", town.room, "Hello yourself", thread=said.id)
        await town.settled()
        assert await town.app.next_due() is None


class Seeking(SimulatorAdapter):
    """It takes a while to find a home there, and what rooms there are is not told unasked."""

    found: ClassVar[asyncio.Event]

    async def listen(self, inbox: Inbox) -> None:
        take = inbox.take

        async def told(events: Sequence[Event], cursor: Cursor | None = None) -> None:
            await take([one for one in events if not isinstance(one, RoomOpened)], cursor)

        with patch.object(inbox, "take", told):
            await super().listen(inbox)

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, OpenRoom):
            await self.found.wait()
        return await super().perform(effect, again=again)


@pytest.mark.parametrize("there", [True, False], ids=["that is found", "that is not there"])
async def test_what_is_said_while_a_home_is_looked_for_waits_for_it(there: bool) -> None:
    town, Seeking.found = founded(), asyncio.Event()
    async with asyncio.timeout(30), playing(town, VOTE, kind=Seeking, seeking="python" if there else "nowhere"):
        town.world.say("bo", town.room, "!coterie vote")
        town.world.say("bo", town.room, "Shall we?")
        await town.world.all_acknowledged()
        for _ in range(100):
            await asyncio.sleep(0)
        assert town.texts() == []
        Seeking.found.set()
        await passes(town, minutes=1)
        assert town.texts() == (
            ["Tea or coffee?"] if there else ["I don't know vote. !coterie help lists what I can do."]
        )
        async with town.store.unit() as unit:
            assert await lanes.sought_on(unit, "simulator") == []


async def test_so_it_waits_where_so_many_homes_are_looked_for_that_this_one_is_not_yet() -> None:
    town, Seeking.found = founded(), asyncio.Event()
    async with asyncio.timeout(30), playing(town, VOTE, kind=Seeking, seeking="python", more=40):
        town.world.say("bo", town.room, "!coterie vote")
        await town.world.all_acknowledged()
        Seeking.found.set()
        await passes(town, minutes=1)
        assert town.texts() == ["Tea or coffee?"]


async def test_what_an_earlier_start_looked_for_in_vain_keeps_nobody_waiting() -> None:
    town = founded()
    async with town.store.unit() as unit:
        lanes.opens(unit, f"{lanes.HOME}gone:simulator:2026-01-01", ["simulator"])
    async with playing(town, VOTE):
        town.world.add_room("elsewhere")
        room = next(one for one in town.world.rooms.values() if one.name == "elsewhere")
        town.world.enter(room.id)
        town.world.join("bo", room.id)
        town.world.say("bo", room.id, "!coterie help")
        await town.settled()
        assert await town.app.next_due() is None


async def test_when_no_home_is_looked_for_any_more_that_is_one_record_to_whatever_is_said_elsewhere() -> None:
    town, Seeking.found = founded(), asyncio.Event()
    async with asyncio.timeout(30), playing(town, VOTE, kind=Seeking, seeking="nowhere"):
        town.world.say("bo", town.room, "Hello?")
        await town.world.all_acknowledged()
        assert await sought(town)
        Seeking.found.set()
        await passes(town, minutes=1)
        town.world.say("bo", town.room, "Hello??")
        await town.settled()
        assert not await sought(town)


async def sought(town: Town) -> bool:
    async with town.store.unit() as unit:
        return await unit.get(lanes.SOUGHT, "simulator") is not None
