"""A group that lives in a thread: what is done there is heard as done in the group, also before coterie knows what it said there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest.mock import patch

from attrs import evolve

from coterie.adapters.simulator.things import Message
from coterie.core.engine.outbox import enqueue
from coterie.core.engine.retention import Retention
from coterie.core.engine.thread_homes.records import HOMES, MESSAGES
from coterie.core.model.community import THREAD, Community
from coterie.core.model.effect import OpenRoom
from coterie.core.refs import PersonRef

from . import playing as played
from .playing import passes, playing
from .test_early import VOTE, Late
from .town import Town, community, founded


def quay() -> Community:
    """The community of the tests, its group in a thread of the room of all."""
    plain = community()
    group = evolve(plain.groups["python"], homes={"simulator": THREAD})
    return evolve(plain, room={"simulator": "quay"}, groups={"python": group})


@asynccontextmanager
async def in_a_thread(town: Town) -> AsyncIterator[Message]:
    """coterie runs, and the group's thread is open with ana and bo in it: the message with which it begins."""
    room = town.world.add_room("quay", ["ana", "bo", "cy"], app=True)
    Late.heard = asyncio.Event()
    Late.heard.set()
    with patch.object(played, "community", quay):
        async with playing(town, VOTE, kind=Late) as house:
            people = (PersonRef("simulator/ana"), PersonRef("simulator/bo"))
            effect = OpenRoom(
                key="home:python:simulator:1", name=THREAD, platform="simulator", title="P", invite=people
            )
            async with house.app.store.unit() as unit:
                await enqueue(unit, effect, town.clock.now(), house.app.adapters)
            await passes(town, minutes=1)
            yield next(one for one in room.messages if one.thread is None and one.author == "coterie")


def said(town: Town, root: Message) -> list[str]:
    return [one.text for one in town.world.messages.values() if one.thread == root.id and one.author == "coterie"]


async def members(town: Town) -> list[str]:
    async with town.store.unit() as unit:
        return [key.partition(" ")[2] for key in await unit.keys("member", "python ")]


async def test_a_press_counts_that_comes_before_the_card_in_the_thread_is_known() -> None:
    town = founded()
    async with in_a_thread(town) as root:
        Late.heard = asyncio.Event()
        before = len(said(town, root))
        town.world.say("bo", root.room or "", "!coterie vote", thread=root.id)
        while len(said(town, root)) == before:  # noqa: ASYNC110 - it is the platform's state that is waited for
            await asyncio.sleep(0)
        town.world.press("bo", [one for one in town.world.messages.values() if one.thread == root.id][-1].id, "tea")
        await town.world.all_acknowledged()
        for _ in range(100):
            await asyncio.sleep(0)
        Late.heard.set()
        await passes(town, hours=2)
        assert said(town, root)[-2:] == ["Tea or coffee?", "tea"]


async def test_what_is_said_beside_the_thread_is_not_said_in_the_group() -> None:
    town = founded()
    async with in_a_thread(town) as root:
        before = said(town, root)
        town.world.say("bo", root.room or "", "!coterie vote")
        other = town.world.say("bo", root.room or "", "Another thread")
        town.world.say("bo", root.room or "", "!coterie vote", thread=other.id)
        await passes(town, hours=1)
        assert said(town, root) == before


async def test_who_leaves_the_room_around_is_in_the_group_no_more_and_who_was_elsewhere_still_is() -> None:
    town = founded()
    async with in_a_thread(town) as root:
        assert await members(town) == ["ana", "bo"]
        town.world.leave("bo", root.room or "")
        town.world.leave("cy", root.room or "")
        await town.settled()
        assert await members(town) == ["ana"]


async def test_which_messages_stood_there_is_forgotten_in_time_and_the_home_never() -> None:
    town = founded()
    async with in_a_thread(town) as root:
        town.world.say("bo", root.room or "", "Hello", thread=root.id)
        await passes(town, minutes=1)
        retention = Retention(town.store, town.clock)
        await retention.forget()
        for _ in range(15):
            await passes(town, days=31)
            await retention.forget()
        async with town.store.unit() as unit:
            assert await unit.keys(HOMES) and not await unit.keys(MESSAGES)
