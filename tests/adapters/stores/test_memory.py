"""The store that keeps nothing, under the contract."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coterie.adapters.stores.memory import MemoryStore, open_store
from coterie.core.clock import ManualClock
from coterie.core.contracts.store import OpenStore, StoreContract
from coterie.core.errors import Conflict, Misused
from coterie.core.ports import AtHand, Document, Entry, Queue

BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)


class TestMemoryStore(StoreContract):
    keeps = False

    @pytest.fixture
    def open_store(self) -> OpenStore:
        return lambda folder, clock: open_store("memory", folder, clock)


async def test_ids_are_forgotten_by_their_age_though_the_clock_went_back() -> None:
    clock = ManualClock(BEGIN)
    store = MemoryStore(clock)

    async def finish(*ids: str) -> None:
        async with store.unit() as unit:
            for id in ids:
                unit.enqueue(Queue.INBOX, Entry(id, id, None, clock.now()))
        async with store.unit() as unit:
            for id in ids:
                unit.finish(Queue.INBOX, id)

    await finish("1")
    clock.jump(BEGIN + timedelta(hours=2))
    await finish("2")
    assert await store.forget_seen(BEGIN) == 0
    clock = store._clock = ManualClock(BEGIN + timedelta(hours=1))  # as a machine's may
    await finish("3")
    assert await store.forget_seen(BEGIN + timedelta(minutes=90)) == 2
    clock.jump(BEGIN + timedelta(hours=3))
    await finish("4")
    assert await store.forget_seen(BEGIN + timedelta(hours=3)) == 1
    assert await store.forget_seen(BEGIN + timedelta(hours=4)) == 1


async def test_what_is_at_hand_is_what_a_unit_would_get_its_own_writes_first() -> None:
    store = MemoryStore(ManualClock(BEGIN))
    async with store.unit() as unit:
        unit.put("people", "a", [1])
    unit = store.begin()
    assert isinstance(unit, AtHand)
    unit.put("people", "b", [2])
    assert [unit.at_hand("people", key) for key in "abc"] == [await unit.get("people", key) for key in "abc"]
    unit.at_hand("people", "b").append(3)
    assert unit.at_hand("people", "b") == [2]
    unit.leave()
    with pytest.raises(Misused):
        unit.at_hand("people", "a")


async def test_what_was_at_hand_and_is_changed_since_is_a_conflict() -> None:
    store = MemoryStore(ManualClock(BEGIN))
    unit = store.begin()
    assert unit.at_hand("people", "a") is None
    async with store.unit() as other:
        other.put("people", "a", 1)
    unit.put("people", "b", 1)
    with pytest.raises(Conflict):
        await store.commit(unit)


async def test_what_is_brought_twice_at_once_is_there_once_as_it_came_last() -> None:
    store = MemoryStore(ManualClock(BEGIN))
    async with store.unit() as unit:
        unit.put("people", "a", 1)
    async with store.unit() as unit:
        assert await unit.keys("people") == ["a"]  # in order from now on
    await store.write([Document("records/people", "b", 1), Document("records/people", "b", 2)])
    async with store.unit() as unit:
        assert await unit.scan("people") == [("a", 1), ("b", 2)]


async def test_keys_are_found_in_order_however_long_nobody_asked_for_them() -> None:
    store, there = MemoryStore(ManualClock(BEGIN)), list[str]()
    for number in range(4):
        async with store.unit() as unit:
            assert [key for key, _ in await unit.scan("things", "key ")] == sorted(there)
            assert [key for key, _ in await unit.scan("things", "key 1")] == [
                one for one in sorted(there) if one.startswith("key 1")
            ]
        async with store.unit() as unit:
            for one in range(number * 3_000, (number + 1) * 3_000):
                unit.put("things", f"key {one}", one)
                there.append(f"key {one}")
        async with store.unit() as unit:
            for one in range(number * 3_000, number * 3_000 + 500):
                unit.delete("things", there.pop(there.index(f"key {one}")))


async def test_ids_are_forgotten_by_their_age_though_they_were_gone_through_before() -> None:
    clock = ManualClock(BEGIN)
    store = MemoryStore(clock)
    for hour in range(50):
        ids = [f"{hour} {number}" for number in range(100)]
        async with store.unit() as unit:
            for id in ids:
                unit.enqueue(Queue.INBOX, Entry(id, id, None, clock.now()))
        async with store.unit() as unit:
            for id in ids:
                unit.finish(Queue.INBOX, id)
        clock.jump(clock.now() + timedelta(hours=1))
    assert await store.forget_seen(BEGIN) == 0
    assert await store.forget_seen(BEGIN) == 0
    assert await store.forget_seen(BEGIN + timedelta(hours=40)) == 4_000
    assert await store.forget_seen(BEGIN + timedelta(hours=60)) == 1_000
