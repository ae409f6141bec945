"""A large community for some days: everybody's digest, reminder and coffee, from the timers that wake them to the outbox.

python -m tests.bench community [PEOPLE] [GROUPS] [STORE]        STORE is memory or tinydb

Nothing is written past the engine. People with a zone and a language of their own join rooms of the simulator; leaders plan a gathering
and order coffee; everybody says that they come; some choose the hour of their digest. Then the clock goes on, from timer to timer, through
all that every installed plugin does by itself, in three parts: one in which everybody gets a digest, one in which everybody is reminded of
their gathering, one in which everybody in every group is paired. Of each part is told what it took until all of it stood in the outbox, made
ready for its platform: everybody must be in there once, and nobody twice. The platform takes what stands there when the part is over, and
before whenever the outbox is nearly full, for then no event would be handled; how long that takes is not counted.

The work is bounded so: people of one zone and hour stand on pages of 500, tables of coffee on pages of 250, and each page is a commit of
its own, woken by the one before; each gathering reminds those who come to it in one commit.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from attrs import define, field, frozen

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.simulator.world import World
from coterie.adapters.stores.store import DocumentStore
from coterie.adapters.stores.unit import queue_table
from coterie.core.assembly import House, assembled
from coterie.core.clock import ManualClock
from coterie.core.discovery import STORES, load
from coterie.core.engine.depth import BOUNDS
from coterie.core.files.library import read_library
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.community import Community, Group, Person
from coterie.core.model.effect import Effect
from coterie.core.ports import Json, Performed, Queue

PEOPLE, GROUPS = 100_000, 2_000
ELSEWHERE = 0.2
"""So many of the people are in a second group too."""
CHOOSY = 0.1
"""So many chose when their digest comes; the others get it as the community wants it."""
ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Tokyo",
)
LOCALES = ("en", "de")
DEFAULT, CHOSEN = "weekly monday 08:00", ("weekly saturday 09:30", "weekly sunday 18:00", "weekly monday 07:30")
BEGINS = datetime(2026, 11, 19, 9, tzinfo=UTC)  # a Thursday
GATHERING = {
    "title": "Show and tell",
    "kind": "meetup",
    "day": "2026-11-26",
    "minutes": "60",
    "where": "The library",
}
TIMES = tuple(f"{hour}:{minute}" for hour in range(10, 20) for minute in ("00", "30"))
"""When groups meet on that day, one after another."""
PARTS = (
    ("digest", datetime(2026, 11, 24, 8, tzinfo=UTC), "plugin:digest:page:"),
    ("reminder", datetime(2026, 11, 25, 21, tzinfo=UTC), "plugin:gatherings:day:"),
    ("coffee", datetime(2026, 11, 26, 9, 15, tzinfo=UTC), "plugin:coffee:"),
)
"""What, until when, and how the keys of its messages begin. The second reminder, shortly before a gathering, would come after the last."""
CAUGHT_UP = timedelta(minutes=1)
"""Before it is measured so much passes: the cards of gatherings show then who comes, which they put off while hundreds reply."""
NEARLY_FULL = BOUNDS[Queue.OUTBOX] - 10_000
"""With so much in the outbox the platform takes it."""
AT_ONCE = 1_000
"""So many people act before it is waited for coterie."""

Act = Callable[[], object]


def main(arguments: Sequence[str]) -> None:
    given = [int(one) for one in arguments[:2]]
    people, groups = [*given, *(PEOPLE, GROUPS)[len(given) :]]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        asyncio.run(_measure(people, groups, arguments[2] if len(arguments) > 2 else "memory", folder))


class Closed(SimulatorAdapter):
    """The simulator, whose app is not let through while the door is closed. What is said meanwhile waits in the outbox."""

    def __init__(self, clock: ManualClock, world: World) -> None:
        super().__init__(SimulatorSettings(), {}, clock, world)
        self.door = asyncio.Event()
        self.door.set()

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        await self.door.wait()
        return await super().perform(effect, again=again)


@frozen
class Passed:
    """What it took to let some time pass: seconds, those of the processor, those of the slowest instant, and how many instants."""

    wall: float
    cpu: float
    slowest: float
    instants: int


@define
class Town:
    """The community while it is measured; `members` by group, the leader first."""

    house: House
    store: DocumentStore
    clock: ManualClock
    adapter: Closed
    rooms: list[str] = field(factory=list)
    members: list[list[str]] = field(factory=list)
    said: Counter[tuple[str, str]] = field(factory=Counter)
    """What the platform took of this part: how the key begins, and to whom."""
    taking: tuple[float, float] = (0.0, 0.0)
    """How long it took to take it: seconds, and those of the processor."""

    @property
    def world(self) -> World:
        return self.adapter.world

    @property
    def leaders(self) -> Iterable[tuple[str, str]]:
        """Every leader, with their room."""
        return ((f"p{number}", room) for number, room in enumerate(self.rooms))

    async def handled(self) -> None:
        """Return when nothing is left to be handled at this time, whatever waits in the outbox."""
        await self.world.all_acknowledged()
        while await self._is_busy():
            if await self.store.size(Queue.OUTBOX) > NEARLY_FULL:
                await self.take()
            await asyncio.sleep(0.005)

    async def _is_busy(self) -> bool:
        return bool(await self.store.size(Queue.INBOX) or await self.store.due(self.clock.now(), 1))

    async def take(self) -> None:
        """Let the platform take what stands in the outbox, without a look; but for the few that it was given and has not answered for."""
        began, worked = time.perf_counter(), time.process_time()
        while entry := await self.store.claim(Queue.OUTBOX, self.clock.now()):
            self.said[_told(entry.id, entry.body)] += 1
            async with self.store.unit() as unit:
                unit.finish(Queue.OUTBOX, entry.id)
        wall, cpu = self.taking
        self.taking = (wall + time.perf_counter() - began, cpu + time.process_time() - worked)

    def forget_the_platform(self) -> None:
        """Let go of what the simulator keeps of the past, so that the memory is coterie's: a platform is another program.

        What everybody can press in the rooms of groups stays.
        """
        world, rooms = self.world, set(self.rooms)
        there = world.messages.items()
        cards = {id: one for id, one in there if one.choices and one.seen_by is None and one.room in rooms}
        for room in world.rooms.values():
            room.messages[:] = [one for one in room.messages if one.id in cards]
        world.messages.clear()
        world.messages.update(cards)
        for kept in (world.by_key, world.done):
            kept.clear()
        world.log[:] = world.log[:1] * len(world.log)

    async def act(self, what: str, acts: Sequence[Act]) -> None:
        """Let people do these things, some at a time, each time until all that comes of it is done."""
        begin = time.perf_counter()
        for first in range(0, len(acts), AT_ONCE):
            for act in acts[first : first + AT_ONCE]:
                act()
            await self.world.all_acknowledged()
            await self.house.settled()
            self.forget_the_platform()
        took = time.perf_counter() - begin
        print(f"  {what}: {len(acts):,}, {took:.0f} s, {len(acts) / took:,.0f} a second; {_memory()}", flush=True)

    async def passing(self, until: datetime) -> Passed:
        """Let time pass, from one timer to the next."""
        cpu = wall = slowest = 0.0
        instants = 0
        self.said.clear()
        while timers := await self.store.due(until, 1):
            self.taking = (0.0, 0.0)
            worked, began = time.process_time(), time.perf_counter()
            self.clock.jump(max(timers[0].due, self.clock.now()))
            await self.handled()
            took = time.perf_counter() - began - self.taking[0]
            cpu, wall, slowest, instants = (
                cpu + time.process_time() - worked - self.taking[1],
                wall + took,
                max(slowest, took),
                instants + 1,
            )
        return Passed(wall, cpu, slowest, instants)


async def _measure(people: int, groups: int, kind: str, folder: str) -> None:
    clock, plugins, chance = ManualClock(BEGINS), installed_plugins(), random.Random(1)
    adapter = Closed(clock, World(clock))
    for number in range(people):
        adapter.world.add_person(f"p{number}", f"Person {number}", chance.choice(ZONES), chance.choice(LOCALES))
    store: DocumentStore = await load(STORES, kind)(kind, folder, clock)
    community = _community(groups, [one.name for one in plugins])
    house = assembled(store, clock, [adapter], [community], read_library((), plugins).sound(), plugins)
    print(
        f"{people:,} people, {groups:,} groups, {len(plugins)} plugins, store {kind}; {_memory()} before anybody joins"
    )
    gc.set_threshold(50_000, 20, 20)  # as the program does
    gc.freeze()
    async with house:
        town = Town(house, store, clock, adapter)
        await house.settled()
        await _settle(town, people, groups, chance)
        await town.passing(clock.now() + CAUGHT_UP)
        gc.collect()
        total = Passed(0, 0, 0, 0)
        for what, until, prefix in PARTS:
            adapter.door.clear()
            passed = await town.passing(until)
            total = Passed(total.wall + passed.wall, total.cpu + passed.cpu, 0, total.instants + passed.instants)
            memory = _memory()
            due = _everybody(town, each_group=what == "coffee")
            await town.take()
            said = town.said + Counter(_outbox(store))
            got = Counter[str]()
            for (key, to), count in said.items():
                if key == prefix:
                    got[to] += count
            adapter.door.set()
            await house.settled()
            assert got == due, f"{what}: {(due - got).total()} got nothing, {(got - due).total()} too much"
            print(
                f"{what:9}{got.total():8,} messages of {said.total():,} effects in {passed.wall:6.1f} s "
                f"({passed.cpu:6.1f} s of processor), {passed.instants:5} instants, the slowest {passed.slowest:5.2f} s; {memory}",
                flush=True,
            )
            for book in (due, said, got, town.said):  # who was to get something, and who did: the measure's own
                book.clear()
        print(f"all of it {total.wall:.1f} s ({total.cpu:.1f} s of processor); {_memory()}")
    await store.close()


def _community(groups: int, plugins: Sequence[str]) -> Community:
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
            locale=LOCALES[number % len(LOCALES)],
            homes={"simulator": f"g{number}"},
        )
        for number in range(groups)
    }
    return Community("town", "Town", people=people, groups=written, managers=("lead0",), plugins=tuple(plugins))


async def _settle(town: Town, people: int, groups: int, chance: random.Random) -> None:
    """Everybody joins, leaders plan and order, everybody replies, some choose their hour."""
    world = town.world
    town.rooms = [world.add_room(f"g{number}").id for number in range(groups)]
    town.members = [[] for _ in range(groups)]
    for number in range(people):
        town.members[number % groups].append(f"p{number}")
        if chance.random() < ELSEWHERE and groups > 1:
            town.members[(number + chance.randrange(1, groups)) % groups].append(f"p{number}")
    joins = [(who, room) for room, members in zip(town.rooms, town.members, strict=True) for who in members]
    chance.shuffle(joins)
    await town.act("joins", [partial(world.join, *one) for one in joins])
    command = world.command
    await town.act("the digest's default", [partial(command, "p0", world.direct("p0").id, f"digest-default {DEFAULT}")])
    choosy = [f"p{number}" for number in range(people) if chance.random() < CHOOSY]
    words = [f"digest {chance.choice(CHOSEN)}" for _ in choosy]
    direct = [world.direct(who).id for who in choosy]
    await town.act("hours chosen", [partial(command, *one) for one in zip(choosy, direct, words, strict=True)])
    await town.act("gatherings begun", [partial(command, *one, "gathering new") for one in town.leaders])
    plans = [{**GATHERING, "time": TIMES[number % len(TIMES)]} for number in range(groups)]
    answers = [{name: (value,) for name, value in plan.items()} for plan in plans]
    leaders = [who for who, _ in town.leaders]
    await town.act("gatherings planned", [partial(world.submit, *one) for one in zip(leaders, answers, strict=True)])
    cards = [next(one.id for one in reversed(world.rooms[room].messages) if one.choices) for room in town.rooms]
    await town.act("replies", [partial(world.press, f"p{n}", cards[n % groups], "yes") for n in range(people)])
    await town.act("coffee ordered", [partial(command, *one, "coffee every 7d") for one in town.leaders])


def _everybody(town: Town, *, each_group: bool) -> Counter[str]:
    """Everybody who is due, by reference: once, or once for each of their groups."""
    known = {f"p{number}": f"lead{number}" for number in range(len(town.rooms))}
    people = Counter(who for members in town.members for who in members)
    return Counter({known.get(who, f"simulator/{who}"): count if each_group else 1 for who, count in people.items()})


def _outbox(store: DocumentStore) -> Iterator[tuple[str, str]]:
    """What stands in the outbox."""
    table = queue_table(Queue.OUTBOX)
    for id in store._documents.keys(table):
        yield _told(id, store._documents.get(table, id)["body"])


def _told(id: str, body: Json) -> tuple[str, str]:
    """Which of the prefixes the key of an effect begins with, and to which one person it is said; empty where it is neither."""
    to = body["effect"].get("to")
    part = next((prefix for _, _, prefix in PARTS if id.startswith(prefix)), "")
    return part, to["ref"][1] if isinstance(to, dict) and to["ref"][0] == "person" else ""


def _memory() -> str:
    now = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    return f"{now:.0f} MB now, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"
