"""A snapshot read as a unit gives what the store's own unit gives, and writes nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.commands.reading import ReadUnit
from coterie.core.errors import StoreError

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEYS = st.text("ab\x00é\U0010ffff", min_size=1, max_size=4)


@given(
    st.dictionaries(st.tuples(st.sampled_from(("t", "ta", "u")), KEYS), st.integers()),
    KEYS,
    st.none() | st.integers(1, 5),
)
def test_every_record_and_every_range_is_found(
    records: dict[tuple[str, str], int], wanted: str, limit: int | None
) -> None:
    async def compare() -> None:
        store = MemoryStore(ManualClock(NOW))
        async with store.unit() as unit:
            for (table, key), value in records.items():
                unit.put(table, key, value)
        read = ReadUnit(store)
        async with store.unit() as unit:
            for table in ("t", "ta", "u", "none"):
                assert await read.get(table, wanted) == await unit.get(table, wanted)
                for prefix in ("", wanted):
                    found = await unit.scan(table, prefix, limit=limit)
                    assert await read.scan(table, prefix, limit=limit) == found

    asyncio.run(compare())


def test_nothing_is_written() -> None:
    with pytest.raises(StoreError, match="only read"):
        ReadUnit(MemoryStore(ManualClock(NOW))).put("t", "k", 1)
