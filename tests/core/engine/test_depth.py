"""Every queue has a bound: past it a platform waits, and nothing piles up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from attrs import define

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine.depth import Depth
from coterie.core.engine.inbox import DurableInbox, entry_of
from coterie.core.engine.workers import Workers
from coterie.core.model.event import Event, MessagePosted
from coterie.core.ports import Entry, Queue, Store, Unit
from coterie.core.refs import MessageRef, PersonRef, RoomRef

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BOUND = 20


def events(first: int, count: int) -> Sequence[Event]:
    return [
        MessagePosted(
            id=f"e{number}",
            at=NOW,
            platform="p",
            room=RoomRef("r"),
            person=PersonRef("ana"),
            message=MessageRef(f"m{number}"),
            text="",
        )
        for number in range(first, first + count)
    ]


async def turns(count: int = 200) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def admit(unit: Unit, event: Event, now: datetime) -> None:
    unit.enqueue(Queue.INBOX, entry_of(event, now))


async def test_who_brings_more_than_the_inbox_holds_waits_until_something_was_handled() -> None:
    clock = ManualClock(NOW)
    store = MemoryStore(clock)
    inbox = DurableInbox(store, clock, admit, lambda: None, bound=BOUND)

    async def bring() -> None:
        for first in range(0, 200, 5):
            await inbox.take(events(first, 5))

    async with asyncio.TaskGroup() as tasks:
        bringing = tasks.create_task(bring())
        handled = 0
        while not bringing.done() or await store.size(Queue.INBOX):
            await turns()
            assert await store.size(Queue.INBOX) <= BOUND + 5
            assert bringing.done() or await store.size(Queue.INBOX) >= BOUND, (
                "it is let in again as soon as there is room"
            )
            entry = await store.claim(Queue.INBOX, NOW)
            assert entry is not None
            async with store.unit() as unit:
                unit.finish(Queue.INBOX, entry.id)
            handled += 1
            inbox.freed()
    assert handled == 200


async def test_while_more_than_enough_is_to_be_said_no_event_is_handled() -> None:
    clock = ManualClock(NOW)
    store, open_again = MemoryStore(clock), asyncio.Event()
    most = 0

    async def handle(entry: Entry) -> None:
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, entry.id)
            for number in range(5):
                unit.enqueue(Queue.OUTBOX, Entry(f"{entry.id} {number}", f"lane {number}", {}, NOW))

    async def perform(entry: Entry) -> None:
        nonlocal most
        await open_again.wait()
        most = max(most, await store.size(Queue.OUTBOX))
        async with store.unit() as unit:
            unit.finish(Queue.OUTBOX, entry.id)

    async with store.unit() as unit:
        for number in range(200):
            unit.enqueue(Queue.INBOX, Entry(f"e{number}", f"room {number}", {}, NOW))
    workers = Workers(store, clock, {Queue.INBOX: handle, Queue.OUTBOX: perform}, most_to_say=BOUND)
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(workers.run())
        await turns(2000)
        waiting = await store.size(Queue.INBOX)
        assert waiting > 140 and await store.size(Queue.OUTBOX) < 60 * 5
        open_again.set()
        while await store.size(Queue.INBOX) or await store.size(Queue.OUTBOX):
            await turns(10)
        working.cancel()
    assert most < 60 * 5


async def test_of_a_hundred_who_ask_at_once_how_much_room_there_is_one_counts() -> None:
    @define
    class Counted:
        asked: int = 0

        async def size(self, queue: Queue) -> int:
            self.asked += 1
            await asyncio.sleep(0)
            return 0

    store = Counted()
    depth = Depth(cast(Store, store), Queue.OUTBOX, BOUND)

    async def handle() -> None:
        if not depth.takes():
            assert await depth.room()
            depth.taken(1)

    await asyncio.gather(*(handle() for _ in range(BOUND)))
    assert store.asked == 1
    await asyncio.gather(*(handle() for _ in range(BOUND)))
    assert store.asked == 2
