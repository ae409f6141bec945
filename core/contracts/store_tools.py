"""Small things the tests of a store are written with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from ..clock import Clock
from ..errors import Conflict
from ..ports import Entry, Json, Queue, Store, Timer, Unit

OpenStore = Callable[[str, Clock], Awaitable[Store]]
"""Opens the store of a folder, with a clock."""

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

Contents = tuple[dict[str, Json], tuple[str, ...], tuple[str, ...], tuple[Timer, ...]]


def at(minutes: float) -> datetime:
    """So many minutes after the clock's start."""
    return START + timedelta(minutes=minutes)


def entry(id: str, lane: str = "room", body: Json = None, due: float = 0) -> Entry:
    """An entry that is due so many minutes after the start."""
    return Entry(id, lane, body, at(due))


async def add(store: Store, queue: Queue, *entries: Entry) -> None:
    """Enqueue them in a unit of their own."""
    async with store.unit() as unit:
        for one in entries:
            unit.enqueue(queue, one)


async def drain(store: Store, queue: Queue) -> list[Entry]:
    """Everything that can ever be claimed, finished one after another."""
    found: list[Entry] = []
    while (one := await store.claim(queue, at(10_000))) is not None:
        found.append(one)
        async with store.unit() as unit:
            unit.finish(queue, one.id)
    return found


async def again(store: Store, block: Callable[[Unit], Awaitable[None]]) -> int:
    """Run a block in a unit until it does not conflict; how often it did."""
    conflicts = 0
    while True:
        try:
            async with store.unit() as unit:
                await block(unit)
            return conflicts
        except Conflict:
            conflicts += 1


async def fill(store: Store) -> None:
    """Something of everything."""
    async with store.unit() as unit:
        unit.put("people", "ana", {"name": "Ana", "years": 41, "tags": ["a", "b"], "left": None})
        unit.put("people", "ben", "Ben ✓")
        unit.put("groups", "g1", [1, 2.5, True])
        unit.enqueue(Queue.INBOX, entry("1", "room", {"text": "hello"}))
        unit.enqueue(Queue.INBOX, entry("2", "room"))
        unit.enqueue(Queue.OUTBOX, entry("9", "other", due=3))
        unit.set_timer(Timer("noon", at(180), {"for": "ana"}))
        unit.set_timer(Timer("ten", at(60)))


async def contents(store: Store) -> Contents:
    """All that `fill` writes, as far as it is there."""
    async with store.unit() as unit:
        tables = [(table, await unit.scan(table)) for table in ("people", "groups")]
    queues = []
    for queue in Queue:
        claimed = []
        while (one := await store.claim(queue, at(10_000))) is not None:
            claimed.append(one.id)
        for id in claimed:
            await store.release(queue, id)
        queues.append(tuple(claimed))
    records = {f"{table}/{key}": value for table, found in tables for key, value in found}
    return records, queues[0], queues[1], tuple(await store.due(at(10_000)))
