"""What ends together is written down together, and what fails fails alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from coterie.adapters.stores.memory import MemoryStore
from coterie.adapters.stores.unit import OpenUnit
from coterie.core.clock import ManualClock
from coterie.core.engine.together import Together
from coterie.core.errors import Fenced, StoreError
from coterie.core.ports import Unit

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Counting(MemoryStore):
    """Counts its commits; the next ones can be made to fail."""

    commits = 0
    fails: StoreError | None = None

    async def commit(self, unit: OpenUnit) -> None:
        self.commits += 1
        if self.fails is not None:
            raise self.fails
        await super().commit(unit)


def putting(key: str) -> Callable[[Unit], Awaitable[None]]:
    async def write(unit: Unit) -> None:
        unit.put("said", key, True)

    return write


async def kept(store: MemoryStore) -> list[str]:
    async with store.unit() as unit:
        return [key for key, _ in await unit.scan("said")]


async def test_what_ends_in_the_same_turn_shares_a_commit_and_what_ends_later_has_its_own() -> None:
    store = Counting(ManualClock(NOW))
    together = Together(store, "it")
    await asyncio.gather(*(together.commit(putting(key)) for key in "abc"))
    assert (store.commits, await kept(store)) == (1, ["a", "b", "c"])
    await together.commit(putting("d"))
    assert (store.commits, await kept(store)) == (2, ["a", "b", "c", "d"])


async def test_a_write_that_raises_raises_alone_and_the_others_are_written() -> None:
    store = Counting(ManualClock(NOW))
    together = Together(store, "it")

    async def fail(unit: Unit) -> None:
        unit.put("said", "half", True)
        raise KeyError("a fault")

    writes = [putting("a"), fail, putting("c")]
    came = await asyncio.gather(*map(together.commit, writes), return_exceptions=True)
    assert [type(one) for one in came] == [type(None), KeyError, type(None)]
    assert await kept(store) == ["a", "c"]


@pytest.mark.parametrize("error", [Fenced("the lease is over"), StoreError("no room")])
async def test_where_the_store_refuses_everybody_is_told_so(error: StoreError) -> None:
    store = Counting(ManualClock(NOW))
    store.fails = error
    together = Together(store, "it")
    came = await asyncio.gather(*(together.commit(putting(key)) for key in "abc"), return_exceptions=True)
    assert came == [error] * 3
    store.fails = None
    await together.commit(putting("d"))
    assert await kept(store) == ["d"]


async def test_who_wrote_for_all_and_is_cancelled_keeps_nobody_waiting() -> None:
    store = Counting(ManualClock(NOW))
    together = Together(store, "it")
    first, second = (asyncio.ensure_future(together.commit(putting(key))) for key in "ab")
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert first.cancelled()
    assert await kept(store) == ["b"]
