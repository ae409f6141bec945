"""Hands that are full rest: nothing is looked for again and again that nobody could begin."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

import pytest

from coterie.adapters.stores.memory import MemoryStore
from coterie.adapters.stores.unit import OpenUnit
from coterie.core.clock import ManualClock
from coterie.core.engine.set_back import noted
from coterie.core.engine.workers import AT_ONCE, UNWRITTEN, Workers
from coterie.core.errors import Fenced, StoreError
from coterie.core.ports import Document, Entry, Queue, Timer

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


class Lost(MemoryStore):
    """A store whose lease was lost: what was claimed is another's."""

    async def commit(self, unit: OpenUnit) -> None:
        raise Fenced("the lease is over")


async def test_what_fails_while_the_lease_is_lost_is_left_to_whoever_has_it_now() -> None:
    clock = ManualClock(NOW)
    store, tried = Lost(clock), 0

    async def fail(entry: Entry) -> None:
        nonlocal tried
        tried += 1
        raise KeyError("a fault")

    await store.write(
        [Document("queue/outbox", "e", {"lane": "l", "body": {}, "due": NOW.isoformat(), "attempts": 0, "order": 1})]
    )
    workers = Workers(store, clock, {Queue.INBOX: fail, Queue.OUTBOX: fail})
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(workers.run())
        await turns(100)
        assert (tried, working.done()) == (1, False)
        working.cancel()


class Settable(ManualClock):
    """A clock that somebody sets back."""

    def set_back(self, span: timedelta) -> None:
        self._now -= span


async def test_what_waits_when_the_clock_is_set_back_waits_no_longer_than_it_would_have() -> None:
    clock, done = Settable(NOW), list[str]()
    store = MemoryStore(clock)

    async def handle(entry: Entry) -> None:
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, entry.id)
        done.append(entry.id)

    async with store.unit() as unit:
        unit.enqueue(Queue.INBOX, Entry("at once", "l", {}, NOW))
        unit.enqueue(Queue.INBOX, Entry("a minute later", "other", {}, NOW + timedelta(minutes=1)))
        unit.set_timer(Timer("bell", NOW + timedelta(minutes=1)))
    workers = Workers(store, clock, {Queue.INBOX: handle, Queue.OUTBOX: handle})
    clock.set_back(timedelta(days=7))
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(workers.run())
        await turns(200)
        assert done == ["at once"]
        clock.jump(clock.now() + timedelta(minutes=1))
        await turns(200)
        assert done == ["at once", "a minute later"]
        assert await store.due(NOW + timedelta(minutes=1)), "a timer is for a time"
        working.cancel()


async def test_a_timer_that_is_for_a_span_rings_after_it_though_the_clock_was_set_back() -> None:
    clock, minute = Settable(NOW), timedelta(minutes=1)
    store, rung = MemoryStore(clock), list[str]()

    async def handle(entry: Entry) -> None:
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, entry.id)
        rung.append(entry.body["timer"])

    async with store.unit() as unit:
        unit.set_timer(Timer("span", NOW + minute, noted("me", minute)))
        unit.set_timer(Timer("begun before", NOW - timedelta(days=7) + minute / 2, noted("me", 7 * minute)))
        unit.set_timer(Timer("time", NOW + minute, noted("me", None)))
    workers = Workers(store, clock, {Queue.INBOX: handle, Queue.OUTBOX: handle})
    clock.set_back(timedelta(days=7))
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(workers.run())
        await turns(200)
        assert rung == []
        clock.jump(clock.now() + minute / 2)
        await turns(200)
        assert rung == ["begun before"]
        clock.jump(clock.now() + minute / 2)
        await turns(200)
        assert rung == ["begun before", "span"]
        assert [timer.key for timer in await store.due(NOW + minute)] == ["time"]
        working.cancel()


class Full(MemoryStore):
    """A store on a disk that is full."""

    async def commit(self, unit: OpenUnit) -> None:
        raise StoreError("no room")


async def test_a_full_disk_ends_it_and_is_no_fault_of_what_was_to_be_kept() -> None:
    clock = ManualClock(NOW)
    store = Full(clock)

    async def keep(entry: Entry) -> None:
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, entry.id)

    await store.write(
        [Document("queue/inbox", "e", {"lane": "l", "body": {}, "due": NOW.isoformat(), "attempts": 2, "order": 1})]
    )
    workers = Workers(store, clock, {Queue.INBOX: keep, Queue.OUTBOX: keep})
    with pytest.raises(ExceptionGroup) as ended:
        await workers.run()
    assert ended.group_contains(StoreError, match="no room")
    assert await store.size(Queue.INBOX) == 1


async def test_whoever_was_done_makes_room_for_the_next_before_it_is_written_down_and_not_without_end() -> None:
    clock = ManualClock(NOW)
    store, disk, done = MemoryStore(clock), asyncio.Event(), list[str]()

    async def finish(entry: Entry) -> None:
        await disk.wait()
        async with store.unit() as unit:
            unit.finish(Queue.OUTBOX, entry.id)

    async def perform(entry: Entry) -> Awaitable[None]:
        done.append(entry.id)
        return finish(entry)

    async def never(entry: Entry) -> None:
        raise AssertionError

    many = UNWRITTEN + AT_ONCE[Queue.OUTBOX]
    async with store.unit() as unit:
        for number in range(many):
            unit.enqueue(Queue.OUTBOX, Entry(f"e{number}", f"lane {number}", {}, NOW))
    workers = Workers(store, clock, {Queue.INBOX: never, Queue.OUTBOX: perform})
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(workers.run())
        await turns(300)
        assert len(done) == UNWRITTEN
        disk.set()
        await workers.settled()
        assert (len(done), await store.size(Queue.OUTBOX)) == (many, 0)
        working.cancel()


async def test_what_fails_while_it_is_written_down_is_tried_again() -> None:
    clock = ManualClock(NOW)
    store, tries = MemoryStore(clock), 0

    async def finish(entry: Entry) -> None:
        nonlocal tries
        tries += 1
        raise KeyError("a fault")

    async def perform(entry: Entry) -> Awaitable[None]:
        return finish(entry)

    async with store.unit() as unit:
        unit.enqueue(Queue.OUTBOX, Entry("e", "lane", {}, NOW))
    workers = Workers(store, clock, {Queue.INBOX: perform, Queue.OUTBOX: perform})
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(workers.run())
        await workers.settled()
        assert (tries, await store.size(Queue.OUTBOX)) == (1, 1)
        clock.jump(NOW + timedelta(minutes=1))
        await workers.settled()
        assert tries == 2
        working.cancel()
