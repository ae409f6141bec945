"""How long it takes to make the digests of a large community, all due at one local time in their zones.

python -m tests.bench digest [PEOPLE] [GROUPS]

Everybody reads one of two languages and lives in one of six zones; three plugins contribute two lines each to every group. What is measured is
everything from the timers up to the outbox; what the platforms take to bring it to people is not.
"""

from __future__ import annotations

import asyncio
import logging
import random
import resource
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog

from coterie.core.api import Context, Line, Plugin
from coterie.core.assembly import House, assembled
from coterie.core.clock import ManualClock
from coterie.core.discovery import STORES, load
from coterie.core.engine.recurring import PluginTimers
from coterie.core.engine.scene import Scene
from coterie.core.library import read_library
from coterie.core.model.community import Community, Group
from coterie.core.model.event import TimerFired
from coterie.core.ports import Queue, Store, Timer
from coterie.plugins.digest import plugin

PEOPLE = 100_000
GROUPS = 2_000
BEGINS = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Europe/Lisbon", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "Asia/Kolkata")


def main(arguments: Sequence[str]) -> None:
    people = int(arguments[0]) if arguments else PEOPLE
    groups = int(arguments[1]) if len(arguments) > 1 else GROUPS
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_measure(people, groups))


async def _measure(people: int, groups: int) -> None:
    clock = ManualClock(BEGINS)
    store: Store = await load(STORES, "memory")("", "", clock)
    asked = list[str]()
    plugins = [plugin.load(), *(_teller(name, asked).load() for name in ("next", "won", "kept"))]
    names = frozenset(one.name for one in plugins)
    written = {f"g{number}": Group(f"g{number}", f"Group {number}", "Learn.") for number in range(groups)}
    community = Community("town", "Town", groups=written, managers=("ana",))
    library = read_library((), plugins).sound()
    house = assembled(store, clock, [], [community], library, plugins, uses=lambda definitions, group: names)
    await _settle(store, people, groups)
    print(f"the store of the community alone: {_memory():.0f} MB")
    timers = PluginTimers(house.recurrence.clockwork.plugins)
    await _enrol(house, store, timers, clock)
    print(f"with everybody on a page: {_memory():.0f} MB")
    begin, sent, slowest, wakes = 0.0, 0, 0.0, 0
    before = time.perf_counter()
    end = datetime(2026, 11, 24, 12, tzinfo=UTC)
    while (due := await store.next_due()) is not None and due <= end:
        clock.jump(max(due, clock.now()))
        started = time.perf_counter()
        for timer in await store.due(clock.now()):
            await _fire(house, timers, timer)
            wakes += 1
        slowest = max(slowest, time.perf_counter() - started)
        begin += time.perf_counter() - started
        sent += await _taken(store, clock)
    print(
        f"{people:,} people in {groups:,} groups: {sent:,} digests in {begin:.1f} s (with the emptying of the outbox "
        f"{time.perf_counter() - before:.1f} s), {wakes} wakings, the slowest {slowest:.2f} s; plugins asked {len(asked):,} times; "
        f"{_memory():.0f} MB of memory at most"
    )


def _memory() -> float:
    """The most memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _teller(name: str, asked: list[str]) -> Plugin:
    found = Plugin(name, about="Tells.")

    @found.contribute("digest")
    async def tell(ctx: Context, since: datetime) -> tuple[Line, ...]:
        asked.append(ctx.group.id)
        return (Line(f"**{name}**: something of this week in {ctx.group.id}", 0.5), Line("And something more", 0.4))

    return found


async def _settle(store: Store, people: int, groups: int) -> None:
    """People in one to four groups, with a zone and a language."""
    chance = random.Random(1)
    for begin in range(0, people, 500):
        async with store.unit() as unit:
            for number in range(begin, min(people, begin + 500)):
                person = f"simulator/p{number}"
                about = {"name": f"P{number}", "zone": chance.choice(ZONES), "locale": chance.choice(("en", "de"))}
                unit.put("person", person, about)
                for group in chance.sample(range(groups), min(groups, chance.randint(1, 4))):
                    unit.put("member", f"g{group} {person}", {"homes": ["simulator/r"]})
                    unit.put("joined", f"{person} g{group}", True)


async def _enrol(house: House, store: Store, timers: PluginTimers, clock: ManualClock) -> None:
    """As if a manager had said `digest-default weekly monday 08:00`."""
    async with store.unit() as unit:
        kept = {"version": 1, "value": {"pages": {}, "default": "weekly monday 08:00", "woken": None}}
        unit.put("state", "digest Hours community town", kept)
        key = "plugin:digest:timer:enrol::enrol"
        waiting = {"plugin": "digest", "then": "enrol", "value": 0, "group": None, "room": None, "person": None}
        unit.put("plugin-timer", key, waiting)
        unit.set_timer(Timer(key, clock.now()))
    begin = time.perf_counter()
    while fired := await store.due(clock.now()):
        for timer in fired:
            await _fire(house, timers, timer)
    print(f"enrolled in {time.perf_counter() - begin:.1f} s")


async def _fire(house: House, timers: PluginTimers, timer: Timer) -> None:
    event = TimerFired(
        id=f"timer:{timer.key}:{timer.due}",
        at=house.app.clock.now(),
        platform="core",
        timer=timer.key,
        due=timer.due,
    )

    async def act(scene: Scene) -> None:
        scene.unit.cancel_timer(timer.key)
        await timers(scene)

    await house.app.within(event, act)


async def _taken(store: Store, clock: ManualClock) -> int:
    """Empty the outbox, as the platforms would; how many stood in it."""
    count = 0
    while entry := await store.claim(Queue.OUTBOX, clock.now()):
        async with store.unit() as unit:
            unit.finish(Queue.OUTBOX, entry.id)
        count += 1
    return count
