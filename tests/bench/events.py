"""How many events a second are taken in durably, handled and written down, with a hundred busy rooms.

python -m tests.bench events [STORE] [EVENTS] [WORKERS]      STORE is memory, tinydb or postgresql; unless given, all of it is measured

Each event is somebody's message in a room. It is taken in as a platform brings it, by itself and acknowledged when it is on the disk; and
it is handled in the order of its room: whose it is is looked up, a record of the room is read, changed and written, in one commit with the
event's id. Several workers on PostgreSQL are processes of their own; each brings its share.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier

import structlog
from attrs import define, field, frozen

from coterie.adapters.stores.memory import open_store as open_memory
from coterie.adapters.stores.postgres import open_store as open_postgres
from coterie.adapters.stores.tinydb import open_store as open_tinydb
from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect
from coterie.core.model.event import MessagePosted
from coterie.core.ports import Inbox, Performed, Queue, Store
from coterie.core.refs import MessageRef, PersonRef, RoomRef
from tests.adapters.stores.server import server

ROOMS = 100
EVENTS = 20_000
SILENT = 30
"""The level of a log in which nothing is said of what goes well."""


@define
class Busy:
    """A platform in whose rooms so many say something one after another, and that hears nothing."""

    rooms: Sequence[int]
    each: int
    platform: str = "busy"
    capabilities: frozenset[Capability] = frozenset()
    begin: asyncio.Event = field(factory=asyncio.Event)

    async def listen(self, inbox: Inbox) -> None:
        inbox.ready(self.platform)
        await self.begin.wait()
        async with asyncio.TaskGroup() as group:
            for room in self.rooms:
                group.create_task(self._talk(inbox, room))
        await asyncio.Event().wait()

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        return Performed()

    async def _talk(self, inbox: Inbox, room: int) -> None:
        where, who = RoomRef(f"busy/r{room}"), PersonRef(f"busy/p{room}")
        for number in range(self.each):
            id = f"busy:{room}:{number}"
            now = datetime.now(UTC)
            said = MessagePosted(
                id=id, at=now, platform="busy", room=where, person=who, message=MessageRef(f"busy/{id}"), text="hello"
            )
            await inbox.take([said])


@define
class Counting:
    """Counts the messages of each room."""

    name: str = "core.count"

    async def __call__(self, scene: Scene) -> None:
        assert scene.event.room is not None
        count = await scene.unit.get("count", scene.event.room.id) or 0
        scene.unit.put("count", scene.event.room.id, count + 1)


@frozen
class Measured:
    """Seconds, and those of the processor."""

    wall: float
    cpu: float


def main(arguments: Sequence[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(SILENT))
    events = int(arguments[1]) if len(arguments) > 1 else EVENTS
    workers = [int(arguments[2])] if len(arguments) > 2 else [1, 2]
    print(f"{events:,} events in {ROOMS} rooms")
    for kind in arguments[:1] or ("memory", "tinydb", "postgresql"):
        for number in workers if kind == "postgresql" else [1]:
            _print(kind, number, events, _measure(kind, number, events))


def _print(kind: str, workers: int, events: int, measured: Sequence[Measured]) -> None:
    wall, cpu = max(one.wall for one in measured), sum(one.cpu for one in measured)
    print(
        f"{kind:12}{workers} at work: {events / wall:8,.0f} events/s of the clock, "
        f"{events / cpu * workers:8,.0f} of each one's processor",
        flush=True,
    )


def _measure(kind: str, workers: int, events: int) -> Sequence[Measured]:
    with ExitStack() as stack:
        where = stack.enter_context(tempfile.TemporaryDirectory(dir=os.getcwd()))
        if kind == "postgresql":
            where = stack.enter_context(server()).new_database()
        if workers == 1:
            return [asyncio.run(_work(kind, where, range(ROOMS), events, None))]
        processes = multiprocessing.get_context("spawn")
        barrier = processes.Barrier(workers)
        with processes.Pool(workers, initializer=_share, initargs=(barrier,)) as pool:
            rooms = [range(number, ROOMS, workers) for number in range(workers)]
            return pool.starmap(_worker, [(kind, where, mine, events) for mine in rooms], chunksize=1)


_barrier: list[Barrier] = []


def _share(barrier: Barrier) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(SILENT))
    _barrier.append(barrier)


def _worker(kind: str, where: str, rooms: Sequence[int], events: int) -> Measured:
    return asyncio.run(_work(kind, where, rooms, events, _barrier[0]))


async def open_store(kind: str, where: str, clock: SystemClock) -> Store:
    """A store of this kind, `where` it is."""
    match kind:
        case "memory":
            return await open_memory(kind, where, clock)
        case "tinydb":
            return await open_tinydb(kind, where, clock)
    return await open_postgres(where, "", clock)


async def _work(kind: str, where: str, rooms: Sequence[int], events: int, barrier: Barrier | None) -> Measured:
    """What one worker took until nothing was left to do for anybody."""
    clock = SystemClock()
    store = await open_store(kind, where, clock)
    busy, router = Busy(rooms, events // ROOMS), Router()
    router.add(Counting(), MessagePosted)
    async with App(store, clock, [busy], router=router) as app:
        await app.connected()
        gc.collect()
        gc.freeze()
        if barrier is not None:
            await asyncio.to_thread(barrier.wait)
        begin, worked = time.perf_counter(), time.process_time()
        busy.begin.set()
        while not await _all_counted(store, rooms, events // ROOMS):  # noqa: ASYNC110 - the other worker may do it
            await asyncio.sleep(0.1)
        while await store.size(Queue.INBOX):  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.1)
        measured = Measured(time.perf_counter() - begin, time.process_time() - worked)
        if barrier is not None:
            await asyncio.to_thread(barrier.wait)
    await store.close()
    return measured


async def _all_counted(store: Store, rooms: Sequence[int], each: int) -> bool:
    """Whether every room of these has so many messages counted."""
    async with store.unit() as unit:
        counts = dict(await unit.scan("count", "busy/"))
    return all(counts.get(f"busy/r{room}") == each for room in rooms)
