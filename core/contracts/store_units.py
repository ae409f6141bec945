"""What a store must do when units run side by side, or fail."""

from __future__ import annotations

import asyncio

import pytest

from ..errors import Conflict, Missing
from ..ports import Queue, Store, Timer, Unit
from .store_tools import add, again, at, contents, entry, fill


class UnitContract:
    """All or nothing, one instant, and no change lost."""

    async def test_a_unit_that_raises_writes_nothing(self, store: Store) -> None:
        await fill(store)
        before = await contents(store)
        with pytest.raises(ZeroDivisionError):
            async with store.unit() as unit:
                unit.put("people", "cleo", 1)
                unit.put("people", "ana", 1)
                unit.delete("people", "ben")
                unit.enqueue(Queue.INBOX, entry("3"))
                unit.finish(Queue.INBOX, "1")
                unit.postpone(Queue.INBOX, "2", at(5))
                unit.cancel_timer("noon")
                unit.set_timer(Timer("late", at(1)))
                raise ZeroDivisionError
        assert await contents(store) == before
        await add(store, Queue.INBOX, entry("3"))
        assert await store.size(Queue.INBOX) == 3, "an id that was never committed is not remembered"

    async def test_a_unit_that_is_cancelled_writes_nothing(self, store: Store) -> None:
        with pytest.raises(asyncio.CancelledError):
            async with store.unit() as unit:
                unit.put("t", "k", 1)
                raise asyncio.CancelledError
        async with store.unit() as unit:
            assert await unit.get("t", "k") is None

    async def test_a_unit_that_finishes_what_is_not_there_writes_nothing(self, store: Store) -> None:
        for wrong in ("finish", "postpone"):
            with pytest.raises(Missing):
                async with store.unit() as unit:
                    unit.put("t", "k", 1)
                    if wrong == "finish":
                        unit.finish(Queue.INBOX, "nothing")
                    else:
                        unit.postpone(Queue.INBOX, "nothing", at(1))
        async with store.unit() as unit:
            assert await unit.get("t", "k") is None

    async def test_nobody_sees_the_writes_of_a_unit_before_its_end(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "k", 1)
            unit.enqueue(Queue.INBOX, entry("1"))
            unit.set_timer(Timer("noon", at(0)))
            async with store.unit() as other:
                assert await other.get("t", "k") is None
                assert list(await other.scan("t")) == []
            assert await store.claim(Queue.INBOX, at(0)) is None
            assert list(await store.due(at(0))) == []
            assert await store.size(Queue.INBOX) == 0
        async with store.unit() as other:
            assert await other.get("t", "k") == 1
        assert await store.claim(Queue.INBOX, at(0)) is not None

    async def test_all_reads_of_a_unit_see_one_instant(self, store: Store) -> None:
        async with store.unit() as unit:
            for key in "abc":
                unit.put("t", key, "old")
        async with store.unit() as unit:
            assert await unit.get("t", "a") == "old"
            async with store.unit() as other:
                other.put("t", "b", "new")
                other.delete("t", "c")
                other.put("t", "d", "new")
            async with store.unit() as other:
                other.put("t", "b", "newer")
            assert await unit.get("t", "b") == "old"
            assert await unit.get("t", "d") is None
            assert list(await unit.scan("t")) == [("a", "old"), ("b", "old"), ("c", "old")]
            assert list(await unit.scan("t", limit=3)) == [("a", "old"), ("b", "old"), ("c", "old")]
        async with store.unit() as unit:
            assert list(await unit.scan("t")) == [("a", "old"), ("b", "newer"), ("d", "new")]

    @pytest.mark.parametrize("there", [True, False])
    async def test_a_unit_conflicts_when_what_it_read_was_changed(self, store: Store, there: bool) -> None:
        if there:
            async with store.unit() as unit:
                unit.put("t", "k", 1)
        with pytest.raises(Conflict):
            async with store.unit() as unit:
                await unit.get("t", "k")
                async with store.unit() as other:
                    other.put("t", "k", 2)
                unit.put("t", "other", 1)
        async with store.unit() as unit:
            assert await unit.get("t", "k") == 2
            assert await unit.get("t", "other") is None, "a unit that conflicts writes nothing"

    async def test_a_unit_conflicts_when_what_it_read_was_deleted(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "k", 1)
        with pytest.raises(Conflict):
            async with store.unit() as unit:
                await unit.get("t", "k")
                async with store.unit() as other:
                    other.delete("t", "k")
                unit.enqueue(Queue.INBOX, entry("1"))
        assert await store.size(Queue.INBOX) == 0

    @pytest.mark.parametrize("change", ["added", "changed", "deleted"])
    async def test_a_unit_conflicts_when_what_it_scanned_was_changed(self, store: Store, change: str) -> None:
        async with store.unit() as unit:
            unit.put("t", "a/1", 1)
        with pytest.raises(Conflict):
            async with store.unit() as unit:
                await unit.scan("t", "a/")
                async with store.unit() as other:
                    if change == "added":
                        other.put("t", "a/2", 2)
                    elif change == "changed":
                        other.put("t", "a/1", 2)
                    else:
                        other.delete("t", "a/1")
                unit.put("t", "b", 1)

    async def test_an_empty_scan_conflicts_with_the_first_record(self, store: Store) -> None:
        with pytest.raises(Conflict):
            async with store.unit() as unit:
                assert list(await unit.scan("t")) == []
                async with store.unit() as other:
                    other.put("t", "k", 1)
                unit.put("other", "k", 1)

    async def test_units_that_touch_different_records_do_not_conflict(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "mine", await unit.get("t", "mine") or 1)
            async with store.unit() as other:
                other.put("t", "yours", await other.get("t", "yours") or 2)
        async with store.unit() as unit:
            assert list(await unit.scan("t")) == [("mine", 1), ("yours", 2)]

    async def test_a_unit_that_writes_nothing_does_not_conflict(self, store: Store) -> None:
        async with store.unit() as unit:
            await unit.get("t", "k")
            async with store.unit() as other:
                other.put("t", "k", 1)

    async def test_the_first_of_two_that_conflict_wins(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "count", 0)

        async def slow_then_fast(unit: Unit) -> None:
            value = await unit.get("t", "count")
            if value == 0:
                async with store.unit() as other:
                    other.put("t", "count", await other.get("t", "count") + 10)
            unit.put("t", "count", value + 1)

        assert await again(store, slow_then_fast) == 1
        async with store.unit() as unit:
            assert await unit.get("t", "count") == 11

    async def test_no_increment_is_lost_among_many_writers(self, store: Store) -> None:
        async def increment(unit: Unit) -> None:
            unit.put("t", "count", (await unit.get("t", "count") or 0) + 1)

        async def write() -> None:
            for _ in range(5):
                await again(store, increment)

        async with asyncio.TaskGroup() as group:
            for _ in range(8):
                group.create_task(write())
        async with store.unit() as unit:
            assert await unit.get("t", "count") == 40

    async def test_what_moves_between_two_records_is_never_seen_twice_or_not_at_all(self, store: Store) -> None:
        async with store.unit() as unit:
            for name in "abcd":
                unit.put("purse", name, 10)

        async def move(source: str, target: str) -> None:
            async def once(unit: Unit) -> None:
                unit.put("purse", source, await unit.get("purse", source) - 1)
                unit.put("purse", target, await unit.get("purse", target) + 1)

            for _ in range(4):
                await again(store, once)

        async def watch() -> None:
            for _ in range(20):
                async with store.unit() as unit:
                    assert sum([await unit.get("purse", name) for name in "abcd"]) == 40
                    assert sum(value for _, value in await unit.scan("purse")) == 40

        async with asyncio.TaskGroup() as group:
            for pair in ("ab", "bc", "cd", "da", "ac", "db"):
                group.create_task(move(*pair))
            group.create_task(watch())

    async def test_two_that_scan_for_the_same_gap_do_not_both_fill_it(self, store: Store) -> None:
        async def join(name: str) -> None:
            async def once(unit: Unit) -> None:
                if len(await unit.scan("members")) < 3:
                    unit.put("members", name, True)

            await again(store, once)

        async with asyncio.TaskGroup() as group:
            for number in range(10):
                group.create_task(join(f"person {number}"))
        async with store.unit() as unit:
            assert len(await unit.scan("members")) == 3
