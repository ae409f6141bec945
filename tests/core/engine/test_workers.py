"""Hands that are full rest: nothing is looked for again and again that nobody could begin."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine.workers import AT_ONCE, Workers
from coterie.core.ports import Entry, Queue, Timer

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Counting(MemoryStore):
    """Counts how often it is asked what comes next."""

    asked = 0

    async def next_due(self) -> datetime | None:
        self.asked += 1
        return await super().next_due()


async def test_while_a_platform_takes_nothing_the_rest_of_the_outbox_waits_quietly_and_timers_ring() -> None:
    clock = ManualClock(NOW)
    store, open_again, rung = Counting(clock), asyncio.Event(), list[str]()
    done = list[str]()

    async def perform(entry: Entry) -> None:
        await open_again.wait()
        done.append(entry.id)
        await finish(Queue.OUTBOX, entry)

    async def ring(entry: Entry) -> None:
        rung.append(entry.body["timer"])
        await finish(Queue.INBOX, entry)

    async def finish(queue: Queue, entry: Entry) -> None:
        async with store.unit() as unit:
            unit.finish(queue, entry.id)

    many = AT_ONCE[Queue.OUTBOX] + 5
    async with store.unit() as unit:
        for number in range(many):
            unit.enqueue(Queue.OUTBOX, Entry(f"e{number}", f"lane {number}", {}, NOW))
        unit.set_timer(Timer("bell", NOW + timedelta(hours=1)))
    workers = Workers(store, clock, {Queue.INBOX: ring, Queue.OUTBOX: perform})
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(workers.run())
        await turns(300)
        assert store.asked < 10
        clock.jump(NOW + timedelta(hours=1))
        await turns(300)
        assert rung == ["bell"]
        assert store.asked < 20
        open_again.set()
        await workers.settled()
        assert len(done) == many
        working.cancel()


async def turns(count: int) -> None:
    """Let everybody else have so many turns."""
    for _ in range(count):
        await asyncio.sleep(0)
