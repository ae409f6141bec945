"""Two years of a community: whether coterie's memory stays what it is.

python -m tests.bench months [MONTHS] [GROUPS]

Every group lives by the heartbeat that coterie brings along: a question a week, to which mostly somebody replies, and a task for its leader where few
did, of which half are done; the leader of every tenth gets a digest each week. Month by month is told what it took, what the process holds, and what
stands in its store. What the simulator keeps of the past is let go of: a platform is another program. What is forgotten only after a year or so
(docs/adr/0017) grows until then, and no longer.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from coterie.adapters.simulator.things import Message
from coterie.adapters.simulator.world import World
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.assembly import assembled
from coterie.core.clock import ManualClock
from coterie.core.files.library import read_library
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.community import Community, Group, Person, Use

from .community import Closed, Town, _memory

MONTHS, GROUPS = 24, 2_000
MEMBERS = 5
BEGINS = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday
DAY, MONTH = timedelta(days=1), timedelta(days=30)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def main(arguments: Sequence[str]) -> None:
    given = [int(one) for one in arguments[:2]]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_measure(*given, *(MONTHS, GROUPS)[len(given) :]))


async def _measure(months: int, groups: int) -> None:
    clock, plugins, chance = ManualClock(BEGINS), installed_plugins(), random.Random(1)
    adapter, store = Closed(clock, World(clock)), MemoryStore(clock)
    town = Town(
        assembled(
            store,
            clock,
            [adapter],
            [_community(groups)],
            read_library((), plugins).sound(),
            plugins,
        ),
        store,
        clock,
        adapter,
    )
    gc.set_threshold(50_000, 20, 20)  # as the program does
    async with town.house:
        await town.house.settled()
        _people(town, groups)
        await town.house.settled()
        for number in range(0, groups, 10):
            town.world.command(f"p{number}", town.world.direct(f"p{number}").id, "digest weekly sunday 10:00")
        await town.house.settled()
        print(f"{groups:,} groups, {groups * MEMBERS:,} people; {_memory()}", flush=True)
        for month in range(1, months + 1):
            began, said = time.perf_counter(), len(town.world.log)
            await _month(town, chance)
            town.forget_the_platform()
            took, happened = time.perf_counter() - began, len(town.world.log) - said
            print(
                f"month {month:2}: {took:5.0f} s, {happened:8,} things happened; {_memory()}; {_held(store)}",
                flush=True,
            )


def _community(groups: int) -> Community:
    people = {
        f"lead{number}": Person(f"lead{number}", f"Lead {number}", accounts={"simulator": f"p{number}"})
        for number in range(groups)
    }
    written = {
        f"g{number}": Group(
            f"g{number}",
            f"Group {number}",
            f"Learn number {number} together.",
            leaders=(f"lead{number}",),
            homes={"simulator": f"g{number}"},
            playbooks=(Use("heartbeat", {"at": f"{DAYS[number % 5]} {9 + number % 8:02}:00"}),),
        )
        for number in range(groups)
    }
    return Community("town", "Town", people=people, groups=written, managers=("lead0",), plugins=("digest", "prompts"))


def _people(town: Town, groups: int) -> None:
    """In each group its leader and some others."""
    for number in range(groups * MEMBERS):
        town.world.add_person(f"p{number}", f"Person {number}")
    town.rooms = [town.world.add_room(f"g{number}").id for number in range(groups)]
    for number in range(groups * MEMBERS):
        town.world.join(f"p{number}", town.rooms[number % groups])


async def _month(town: Town, chance: random.Random) -> None:
    """Let a month pass, from one thing that comes due to the next; people answer once a day."""
    end, answered = town.clock.now() + MONTH, town.clock.now()
    seen: set[str] = set()
    while (due := await town.house.next_due()) is not None and due <= end:
        town.clock.jump(max(due, town.clock.now()))
        await town.house.settled()
        if town.clock.now() - answered > DAY:
            answered = town.clock.now()
            _answer(town, chance, [one for id, one in town.world.messages.items() if id not in seen])
            await town.house.settled()
            seen.update(town.world.messages)
    town.clock.jump(end)
    await town.house.settled()


def _answer(town: Town, chance: random.Random, news: Sequence[Message]) -> None:
    """What was said since the day before gets a reply here and there, and half of the tasks are done."""
    places = {room: number for number, room in enumerate(town.rooms)}
    for message in news:
        assert message.room is not None
        if (number := places.get(message.room)) is not None:
            if chance.random() < 5 / 6:
                town.world.say(f"p{number + len(places)}", message.room, "Mine is green.", thread=message.id)
        elif message.choices and (who := town.world.rooms[message.room].direct) and chance.random() < 1 / 2:
            town.world.press(who, message.id, message.choices[0].id)


def _held(store: MemoryStore) -> str:
    """How much JSON stands in the store, and in which tables most of it."""
    sizes = sorted(_sizes(store), reverse=True)
    most = ", ".join(f"{table} {count:,}: {size / 2**20:.1f}" for size, count, table in sizes[:7])
    return f"{sum(size for size, _, _ in sizes) / 2**20:.0f} MB of documents ({most})"


def _sizes(store: MemoryStore) -> Iterator[tuple[int, int, str]]:
    for table, texts in store._documents._tables.items():  # type: ignore[attr-defined]  # that of a store in memory has them
        size = sum(len(key) + len(text) for key, text in texts.items())
        yield size, len(texts), table.removeprefix("records/")
