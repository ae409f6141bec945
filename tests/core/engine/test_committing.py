"""A write is done anew where another one came between, and gives up only where that never ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine.committing import TRIES, committed
from coterie.core.errors import Conflict
from coterie.core.ports import Unit

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def disturbed(store: MemoryStore, times: int) -> tuple[int, int]:
    """Count one up while others come between so often: what was written, and how often it was tried."""
    tries = 0

    async def count(unit: Unit) -> int:
        nonlocal tries
        tries += 1
        value = int(await unit.get("counts", "a") or 0) + 1
        if tries <= times:
            async with store.unit() as other:
                other.put("counts", "a", value + 10)
        unit.put("counts", "a", value)
        return value

    return await committed(store, count, "a count"), tries


async def test_it_is_written_with_what_is_there_then() -> None:
    assert await disturbed(MemoryStore(ManualClock(NOW)), 0) == (1, 1)
    assert await disturbed(MemoryStore(ManualClock(NOW)), 2) == (23, 3)


async def test_where_others_are_always_faster_it_says_so() -> None:
    with pytest.raises(Conflict, match=f"a count could not be committed in {TRIES} tries"):
        await disturbed(MemoryStore(ManualClock(NOW)), TRIES)
