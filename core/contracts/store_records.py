"""What a store must do with records and timers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ..errors import Conflict, StoreError
from ..ports import Json, Queue, Store, Timer
from .store_tools import add, at, entry


class RecordContract:
    """Records and timers, one unit after another."""

    async def test_a_record_that_was_put_is_got(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("people", "ana", {"name": "Ana"})
        async with store.unit() as unit:
            assert await unit.get("people", "ana") == {"name": "Ana"}

    async def test_a_record_that_never_was_is_none(self, store: Store) -> None:
        async with store.unit() as unit:
            assert await unit.get("people", "ana") is None
            assert list(await unit.scan("people")) == []

    async def test_a_record_is_written_over_as_a_whole(self, store: Store) -> None:
        for value in ({"a": 1, "b": 2}, {"b": 3}):
            async with store.unit() as unit:
                unit.put("t", "k", value)
        async with store.unit() as unit:
            assert await unit.get("t", "k") == {"b": 3}

    async def test_tables_do_not_mix(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("a", "k", 1)
            unit.put("a/k", "k", 2)
            unit.put("timers", "k", 3)
            unit.put("inbox", "k", 4)
            unit.put("_default", "k", 5)
        async with store.unit() as unit:
            assert [await unit.get(table, "k") for table in ("a", "a/k", "timers", "inbox", "_default")] == [
                1,
                2,
                3,
                4,
                5,
            ]
            assert list(await unit.scan("a")) == [("k", 1)]
        assert list(await store.due(at(10_000))) == []
        assert await store.size(Queue.INBOX) == 0

    @pytest.mark.parametrize(
        "value",
        [
            0,
            0.0,
            "",
            [],
            {},
            False,
            True,
            2**53,
            -1,
            1e300,
            0.1,
            "\x00\n\u2028",
            "𝄞",
            {"": {"": [None]}},
            {"a": [{"b": None}]},
        ],
        ids=repr,
    )
    async def test_every_json_value_but_none_is_kept_as_it_is(self, store: Store, value: Json) -> None:
        async with store.unit() as unit:
            unit.put("t", "k", value)
            own = await unit.get("t", "k")
        async with store.unit() as unit:
            kept = await unit.get("t", "k")
            assert list(await unit.scan("t")) == [("k", value)]
        assert (own, type(own)) == (kept, type(kept)) == (value, type(value))

    @pytest.mark.parametrize(
        "value",
        [None, float("nan"), float("inf"), date(2026, 1, 1), b"x", {1}, {1: 2}, object()],
        ids=lambda value: type(value).__name__,
    )
    async def test_what_json_can_not_hold_is_refused_when_it_is_put(self, store: Store, value: Any) -> None:
        async with store.unit() as unit:
            for wrong in (value, {"deep": [value]})[: 1 if value is None else 2]:
                with pytest.raises(ValueError):
                    unit.put("t", "k", wrong)
        async with store.unit() as unit:
            assert await unit.get("t", "k") is None

    async def test_a_tuple_becomes_a_list(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "k", {"x": (1, (2,))})
            assert await unit.get("t", "k") == {"x": [1, [2]]}

    @pytest.mark.parametrize(("table", "key"), [("", "k"), ("t", "")])
    async def test_tables_and_keys_are_not_empty(self, store: Store, table: str, key: str) -> None:
        async with store.unit() as unit:
            with pytest.raises(ValueError):
                unit.put(table, key, 1)
            with pytest.raises(ValueError):
                await unit.get(table, key)
            with pytest.raises(ValueError):
                unit.delete(table, key)

    async def test_changing_a_value_after_it_was_put_changes_nothing(self, store: Store) -> None:
        value = {"list": [1]}
        async with store.unit() as unit:
            unit.put("t", "k", value)
            value["list"].append(2)
            assert await unit.get("t", "k") == {"list": [1]}
        value["list"].append(3)
        async with store.unit() as unit:
            assert await unit.get("t", "k") == {"list": [1]}

    async def test_changing_a_value_that_was_got_or_scanned_changes_nothing(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "k", {"list": [1]})
            (await unit.get("t", "k"))["list"].append(2)
            (await unit.scan("t"))[0][1]["list"].append(3)
            assert await unit.get("t", "k") == {"list": [1]}
        async with store.unit() as unit:
            (await unit.get("t", "k"))["list"].append(4)
            (await unit.scan("t"))[0][1]["list"].append(5)
        async with store.unit() as unit:
            assert await unit.get("t", "k") == {"list": [1]}
            assert list(await unit.scan("t")) == [("k", {"list": [1]})]

    async def test_changing_a_body_changes_neither_entry_nor_timer(self, store: Store) -> None:
        body = {"list": [1]}
        async with store.unit() as unit:
            unit.set_timer(Timer("noon", at(1), body))
        await add(store, Queue.INBOX, entry("1", body=body))
        body["list"].append(2)
        (await store.due(at(1)))[0].body["list"].append(3)
        first = await store.claim(Queue.INBOX, at(0))
        assert first is not None and first.body == {"list": [1]}
        first.body["list"].append(4)
        await store.release(Queue.INBOX, "1")
        second = await store.claim(Queue.INBOX, at(0))
        assert second is not None and second.body == {"list": [1]}
        assert (await store.due(at(1)))[0].body == {"list": [1]}

    async def test_a_deleted_record_is_gone_and_can_be_put_again(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "k", 1)
        async with store.unit() as unit:
            unit.delete("t", "k")
            unit.delete("t", "never there")
        async with store.unit() as unit:
            assert await unit.get("t", "k") is None
            assert list(await unit.scan("t")) == []
            unit.put("t", "k", 2)
        async with store.unit() as unit:
            assert await unit.get("t", "k") == 2

    async def test_a_scan_gives_what_begins_with_the_prefix_in_the_order_of_code_points(self, store: Store) -> None:
        keys = [
            "b",
            "a",
            "aa",
            "a/1",
            "a/10",
            "a/2",
            "A",
            "ä",
            "a\U0001f600",
            "a\uffff",
            "a\x00",
            "a ",
            "a_",
            "a%",
            "é",
            "Z",
        ]
        async with store.unit() as unit:
            for number, key in enumerate(keys):
                unit.put("t", key, number)
        async with store.unit() as unit:
            assert [key for key, _ in await unit.scan("t")] == sorted(keys)
            for prefix in ("a", "a/", "a/1", "a_", "a%", "b", "ä", "x", "a\uffff"):
                expected = sorted((key, number) for number, key in enumerate(keys) if key.startswith(prefix))
                assert list(await unit.scan("t", prefix)) == expected
                assert list(await unit.keys("t", prefix)) == [key for key, _ in expected]

    async def test_the_keys_alone_are_those_of_a_scan(self, store: Store) -> None:
        async with store.unit() as unit:
            for key in ("a/c", "a/a", "b", "a/b"):
                unit.put("t", key, key)
        async with store.unit() as unit:
            assert list(await unit.keys("t", "a/")) == ["a/a", "a/b", "a/c"]
            unit.put("t", "a/aa", 1)
            unit.delete("t", "a/b")
            assert list(await unit.keys("t", "a/")) == ["a/a", "a/aa", "a/c"]
            assert list(await unit.keys("t")) == ["a/a", "a/aa", "a/c", "b"]
            assert list(await unit.keys("t", "c")) == list(await unit.keys("u")) == []

    async def test_a_unit_that_went_by_keys_conflicts_with_one_that_came_between(self, store: Store) -> None:
        with pytest.raises(Conflict):
            async with store.unit() as unit:
                assert list(await unit.keys("t", "a")) == []
                async with store.unit() as other:
                    other.put("t", "ab", 1)
                assert list(await unit.keys("t", "a")) == []
                unit.put("t", "b", 1)

    async def test_a_scan_gives_no_more_than_its_limit(self, store: Store) -> None:
        async with store.unit() as unit:
            for key in ("c", "a", "d", "b"):
                unit.put("t", key, key)
        async with store.unit() as unit:
            unit.put("t", "aa", "aa")
            unit.delete("t", "b")
            assert [key for key, _ in await unit.scan("t", limit=3)] == ["a", "aa", "c"]
            assert [key for key, _ in await unit.scan("t", limit=100)] == ["a", "aa", "c", "d"]
            assert list(await unit.scan("t", limit=0)) == []

    async def test_reads_see_the_unit_s_own_writes(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "old", 1)
            unit.put("t", "gone", 1)
        async with store.unit() as unit:
            unit.put("t", "new", 2)
            unit.put("t", "old", 3)
            unit.delete("t", "gone")
            unit.put("t", "brief", 4)
            unit.delete("t", "brief")
            assert [await unit.get("t", key) for key in ("new", "old", "gone", "brief")] == [2, 3, None, None]
            assert list(await unit.scan("t")) == [("new", 2), ("old", 3)]

    async def test_a_unit_that_is_over_raises(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.put("t", "k", 1)
        with pytest.raises(StoreError):
            await unit.get("t", "k")
        with pytest.raises(StoreError):
            unit.put("t", "k", 2)

    # --- timers

    async def test_timers_come_due_earliest_first_and_stay_until_cancelled(self, store: Store) -> None:
        async with store.unit() as unit:
            for key, minutes in (("late", 3), ("b", 1), ("early", 0.5), ("a", 1)):
                unit.set_timer(Timer(key, at(minutes), {"of": key}))
        assert [timer.key for timer in await store.due(at(0))] == []
        assert list(await store.due(at(0.5))) == [Timer("early", at(0.5), {"of": "early"})]
        for _ in range(2):
            assert [timer.key for timer in await store.due(at(2))] == ["early", "a", "b"]
        assert [timer.key for timer in await store.due(at(9), limit=2)] == ["early", "a"]
        async with store.unit() as unit:
            unit.cancel_timer("early")
            unit.cancel_timer("never set")
        assert [timer.key for timer in await store.due(at(9))] == ["a", "b", "late"]

    async def test_a_timer_that_is_set_again_moves(self, store: Store) -> None:
        for minutes in (5, 1, 3):
            async with store.unit() as unit:
                unit.set_timer(Timer("noon", at(minutes), minutes))
        assert list(await store.due(at(2))) == []
        assert list(await store.due(at(5))) == [Timer("noon", at(3), 3)]

    async def test_a_timer_is_cancelled_only_at_the_instant_that_is_named(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.set_timer(Timer("moved", at(1)))
            unit.set_timer(Timer("stays", at(1)))
        async with store.unit() as unit:
            unit.cancel_timer("moved", at(1))
            unit.cancel_timer("stays", at(1))
            unit.cancel_timer("never set", at(1))
            async with store.unit() as other:
                other.set_timer(Timer("moved", at(2)))
        assert list(await store.due(at(9))) == [Timer("moved", at(2))]
        async with store.unit() as unit:
            unit.cancel_timer("moved", at(2))
            unit.set_timer(Timer("moved", at(3)))
            unit.set_timer(Timer("own", at(4)))
            unit.cancel_timer("own", at(5))
        assert [timer.key for timer in await store.due(at(9))] == ["moved", "own"]
        async with store.unit() as unit:
            unit.cancel_timer("own", at(5))
            unit.cancel_timer("own")
            unit.set_timer(Timer("moved", at(6)))
            unit.cancel_timer("moved", at(6))
        assert list(await store.due(at(9))) == []

    async def test_the_instant_of_a_timer_is_kept_to_the_microsecond(self, store: Store) -> None:
        moment = at(0).replace(microsecond=123457)
        async with store.unit() as unit:
            unit.set_timer(Timer("noon", moment))
        assert [timer.due for timer in await store.due(moment)] == [moment]
        assert list(await store.due(moment.replace(microsecond=123456))) == []

    async def test_the_next_instant_is_that_of_the_earliest_timer_or_entry(self, store: Store) -> None:
        assert await store.next_due() is None
        async with store.unit() as unit:
            unit.set_timer(Timer("noon", at(5)))
        assert await store.next_due() == at(5)
        await add(store, Queue.OUTBOX, entry("1", "room", due=3), entry("2", "room", due=1), entry("3", "other", due=4))
        assert await store.next_due() == at(3), "what is not the head of its lane can't be claimed"
        assert await store.claim(Queue.OUTBOX, at(3)) is not None
        assert await store.next_due() == at(4), "a claimed lane is left aside"
        await store.release(Queue.OUTBOX, "1")
        assert await store.next_due() == at(3)
        async with store.unit() as unit:
            for id in "123":
                unit.finish(Queue.OUTBOX, id)
            unit.cancel_timer("noon")
        assert await store.next_due() is None
