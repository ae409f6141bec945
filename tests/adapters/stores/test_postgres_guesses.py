"""Units that go by what was known a moment ago: nothing of what was so no more is kept, acted upon or told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from secrets import token_hex

import pytest
import pytest_asyncio

from coterie.adapters.stores.postgres import PostgresStore, open_store
from coterie.adapters.stores.postgres.together import together
from coterie.adapters.stores.postgres.unit import OpenUnit
from coterie.core.clock import ManualClock
from coterie.core.contracts.store_tools import START, add, at, entry
from coterie.core.engine.committing import committed
from coterie.core.errors import Behind, Conflict, Unfit
from coterie.core.ports import Guessing, Queue, Timer, Unit
from tests.adapters.stores.server import Server


@pytest_asyncio.fixture
async def stores(postgres: Server) -> AsyncIterator[list[PostgresStore]]:
    schema = f"guess_{token_hex(4)}"
    stores = [await open_store(postgres.url(), "", ManualClock(START), schema=schema) for _ in range(2)]
    yield stores
    for store in stores:
        await store.close()


async def knows(store: PostgresStore, key: str = "k") -> object:
    """What a worker believes to be there, asked for if it believes nothing."""
    async with store.guess() as unit:
        return await unit.get("t", key)


async def writes(store: PostgresStore, value: object, key: str = "k") -> None:
    async with store.unit() as unit:
        unit.put("t", key, value)


async def test_who_writes_by_what_another_worker_changed_meanwhile_conflicts_and_is_right_the_next_time(
    stores: list[PostgresStore],
) -> None:
    one, other = stores
    assert isinstance(one, Guessing)
    for before, after in ((None, 1), (1, 2)):
        assert await knows(one) == before
        await writes(other, after)
        with pytest.raises(Conflict):
            async with one.guess() as unit:
                assert await unit.get("t", "k") == before
                unit.put("t", "seen", True)
        assert await knows(one, "seen") is None
        assert await knows(one) == after


async def test_what_is_only_read_is_looked_at_too(stores: list[PostgresStore]) -> None:
    one, other = stores
    assert await knows(one) is None
    await writes(other, 1)
    with pytest.raises(Conflict):
        await knows(one)
    assert await knows(one) == 1


async def test_what_a_wrong_guess_makes_go_wrong_is_a_conflict_and_nothing_else(stores: list[PostgresStore]) -> None:
    one, other = stores
    assert await knows(one) is None
    await writes(other, 1)
    with pytest.raises(Conflict):
        async with one.guess() as unit:
            raise LookupError(await unit.get("t", "k"))
    with pytest.raises(LookupError):
        async with one.guess() as unit:
            raise LookupError(await unit.get("t", "k"))


async def test_what_this_worker_wrote_or_took_away_it_knows(stores: list[PostgresStore]) -> None:
    one, _ = stores
    await writes(one, {"a": [1]})
    found = await knows(one)
    assert found == {"a": [1]}
    found["a"].append(2)
    assert await knows(one) == {"a": [1]}, "whoever changes what they were given changes nothing"
    async with one.guess() as unit:
        unit.delete("t", "k")
    assert await knows(one) is None


async def test_a_scan_in_it_is_looked_at_as_well(stores: list[PostgresStore]) -> None:
    one, other = stores
    await writes(other, 1, "a")
    with pytest.raises(Conflict):
        async with one.guess() as unit:
            assert await unit.scan("t") == [("a", 1)]
            await writes(other, 2, "b")
            unit.put("t", "seen", True)
    async with one.guess() as unit:
        assert await unit.scan("t", limit=1) == [("a", 1)]
        assert await unit.scan("nothing") == []
        unit.put("t", "seen", True)


async def test_many_who_count_together_lose_none(stores: list[PostgresStore]) -> None:
    async def count(unit: Unit) -> None:
        unit.put("t", "k", (await unit.get("t", "k") or 0) + 1)

    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(committed(stores[number % 2], count, "a number"))
    async with stores[0].unit() as unit:
        assert await unit.get("t", "k") == 20


async def test_what_can_not_be_kept_of_one_unit_holds_up_no_other(stores: list[PostgresStore]) -> None:
    results = await asyncio.gather(
        writes(stores[0], 1, token_hex(10_000)),
        *(writes(stores[0], 1, f"k{number}") for number in range(5)),
        return_exceptions=True,
    )
    assert [type(one) for one in results] == [Unfit, *[type(None)] * 5]


async def test_what_several_units_do_to_the_queues_in_one_commit(stores: list[PostgresStore]) -> None:
    one = stores[0]
    await add(one, Queue.INBOX, entry("1", "a"), entry("2", "a"), entry("3", "b"), entry("4", "c"))
    claimed = await one.claim_some(Queue.INBOX, at(0), 9)
    assert [(found.id, found.lane) for found in claimed] == [("1", "a"), ("3", "b"), ("4", "c")]

    async def finish(id: str, *more: str) -> None:
        async with one.unit() as unit:
            unit.finish(Queue.INBOX, id)
            for new in more:
                unit.enqueue(Queue.INBOX, entry(new, "a"))

    async def postpone() -> None:
        async with one.unit() as unit:
            unit.postpone(Queue.INBOX, "3", at(5), "later")
            unit.set_timer(Timer("noon", at(1)))

    missing = finish("nobody", "never")
    results = await asyncio.gather(
        finish("1", "5", "2"), postpone(), finish("4", "5", "6"), missing, return_exceptions=True
    )
    assert [type(found).__name__ for found in results] == ["NoneType", "NoneType", "NoneType", "Missing"]
    assert [found.id for found in await one.claim_some(Queue.INBOX, at(0), 9)] == ["2"]
    await finish("2")
    assert [found.id for found in await one.claim_some(Queue.INBOX, at(5), 9)] == ["3", "5"]
    await asyncio.gather(finish("3"), finish("5"))
    assert [found.id for found in await one.claim_some(Queue.INBOX, at(5), 9)] == ["6"]
    assert [timer.key for timer in await one.due(at(1))] == ["noon"]


async def test_only_what_has_nothing_to_do_with_each_other_goes_together(stores: list[PostgresStore]) -> None:
    def unit(reads: str = "", writes: str = "", ends: str = "") -> OpenUnit:
        made = stores[0].begin()
        for key in reads:
            made._gets["t", key] = (0, None)
        for key in writes:
            made.put("t", key, 1)
        for id in ends:
            made.finish(Queue.INBOX, id)
        return made

    def chosen(*units: OpenUnit) -> list[int]:
        first, left = together(units, lambda one: one)
        assert sorted(map(units.index, (*first, *left))) == list(range(len(units)))
        return [units.index(one) for one in first]

    assert chosen(unit("a", "a"), unit("b", "b"), unit("a", "c")) == [0, 1]
    assert chosen(unit("a", "b"), unit("", "a")) == [0, 1], "what was read before may be written after"
    assert chosen(unit("", "a"), unit("", "a"), unit("", "b")) == [0, 2]
    assert chosen(unit(ends="1"), unit(ends="1"), unit(ends="2")) == [0, 2]
    assert chosen(unit(ends="11"), unit(ends="2")) == [0], "one that does several things with an entry goes alone"
    assert chosen(unit(ends="2"), unit(ends="11")) == [0]


async def test_who_guesses_takes_nothing_before_what_waits_even_if_they_write_nothing(
    stores: list[PostgresStore],
) -> None:
    one, other = stores[:2]
    await add(other, Queue.INBOX, entry("1", "room"))
    for writes_something in (False, True):
        with pytest.raises(Behind):
            async with one.guess() as unit:
                unit.take(Queue.INBOX, "2", "room")
                if writes_something:
                    unit.put("t", "k", 1)
    async with one.guess() as unit:
        assert await unit.get("t", "k") is None


async def test_of_many_who_take_together_each_is_told_its_own(stores: list[PostgresStore]) -> None:
    one = stores[0]
    await add(one, Queue.INBOX, entry("waits", "full"))

    async def take(id: str, lane: str) -> None:
        async with one.guess() as unit:
            unit.take(Queue.INBOX, id, lane)
            unit.put("t", f"{id} {lane}", 1)

    asked = [("1", "a"), ("2", "full"), ("3", "b"), ("waits", "c")]
    results = await asyncio.gather(*(take(*each) for each in asked), return_exceptions=True)
    assert [type(found).__name__ for found in results] == ["NoneType", "Behind", "NoneType", "Known"]
    results = await asyncio.gather(*(take(*each) for each in asked), return_exceptions=True)
    assert [type(found).__name__ for found in results] == ["Known", "Behind", "Known", "Known"]
    async with one.guess() as unit:
        assert [key for key, _ in await unit.scan("t")] == ["1 a", "3 b"]
