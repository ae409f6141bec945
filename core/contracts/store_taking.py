"""What a store must do with work that never waits."""

from __future__ import annotations

import asyncio

import pytest

from ..errors import Behind, Known
from ..ports import Queue, Store
from .store_tools import add, drain, entry


async def _take(store: Store, id: str, lane: str = "room", value: int = 1) -> None:
    async with store.unit() as unit:
        unit.take(Queue.INBOX, id, lane)
        unit.put("t", "k", value)


async def _value(store: Store) -> object:
    async with store.unit() as unit:
        return await unit.get("t", "k")


class TakingContract:
    """Entries that a unit takes past their queue."""

    async def test_what_a_unit_takes_is_done_and_never_comes_again(self, store: Store) -> None:
        await _take(store, "1")
        assert await store.size(Queue.INBOX) == 0
        await add(store, Queue.INBOX, entry("1"))
        assert not await drain(store, Queue.INBOX), "its id is remembered"
        with pytest.raises(Known):
            await _take(store, "1", value=2)
        assert await _value(store) == 1

    async def test_what_was_done_or_waits_is_not_taken(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "elsewhere"))
        with pytest.raises(Known):
            await _take(store, "1")
        await drain(store, Queue.INBOX)
        with pytest.raises(Known):
            await _take(store, "1")
        assert await _value(store) is None

    async def test_nothing_is_taken_before_what_waits_in_its_lane(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1"))
        with pytest.raises(Behind):
            await _take(store, "2")
        await _take(store, "3", "another room")
        await drain(store, Queue.INBOX)
        await _take(store, "2", value=2)
        assert await _value(store) == 2

    async def test_nor_before_what_is_done_just_now(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1"))
        assert len(await store.claim_some(Queue.INBOX, entry("1").due, 1)) == 1
        with pytest.raises(Behind):
            await _take(store, "2")

    async def test_that_holds_for_a_unit_that_writes_nothing(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1"))
        with pytest.raises(Behind):
            async with store.unit() as unit:
                unit.take(Queue.INBOX, "2", "room")

    async def test_of_a_unit_that_writes_nothing_nothing_is_remembered(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.take(Queue.INBOX, "1", "room")
        await _take(store, "1")
        assert await _value(store) == 1

    async def test_what_is_taken_twice_at_the_same_time_is_done_once(self, store: Store) -> None:
        outcomes = await asyncio.gather(
            *(_take(store, "1", f"lane {number}", number) for number in range(5)), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in outcomes) == ["Known"] * 4 + ["NoneType"]

    async def test_what_two_units_take_side_by_side_is_done_once(self, store: Store) -> None:
        with pytest.raises(Known):
            async with store.unit() as slow:
                slow.take(Queue.INBOX, "1", "room")
                slow.put("t", "slow", 1)
                await _take(store, "1", value=2)
        async with store.unit() as unit:
            assert await unit.get("t", "slow") is None and await unit.get("t", "k") == 2

    async def test_a_unit_that_raises_took_nothing(self, store: Store) -> None:
        with pytest.raises(ZeroDivisionError):
            async with store.unit() as unit:
                unit.take(Queue.INBOX, "1", "room")
                unit.put("t", "k", 1)
                raise ZeroDivisionError
        await _take(store, "1")

    async def test_a_queue_knows_only_what_came_to_it(self, store: Store) -> None:
        await add(store, Queue.OUTBOX, entry("1"))
        await _take(store, "1")
        assert [one.id for one in await drain(store, Queue.OUTBOX)] == ["1"]
