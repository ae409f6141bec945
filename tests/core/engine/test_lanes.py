"""Where a message is on its way is told with its lane; stores in which it stood apart are read as before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine import lanes
from coterie.core.ports import Store, Unit

KEY = "plugin:hello:post:1"


@pytest.fixture
def store() -> Store:
    return MemoryStore(ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC)))


async def records(unit: Unit) -> dict[str, object]:
    return {table: await unit.get(table, KEY) for table in ("lane", "on the way")}


async def test_a_message_is_on_its_way_until_it_arrived_everywhere_and_takes_one_record_all_the_time(
    store: Store,
) -> None:
    async with store.unit() as unit:
        lanes.leaves(unit, KEY, "room:python", ["matrix", "slack"])
    async with store.unit() as unit:
        assert await lanes.lane_of(unit, KEY) == "room:python"
        assert await lanes.on_the_way(unit, KEY) == ("matrix", "slack")
        await lanes.arrived(unit, KEY, "slack")
        assert await lanes.on_the_way(unit, KEY) == ("matrix",)
        assert await lanes.lane_of(unit, KEY) == "room:python"
        await lanes.arrived(unit, KEY, "matrix")
        assert await lanes.on_the_way(unit, KEY) == ()
        assert await records(unit) == {"lane": "room:python", "on the way": None}


async def test_what_left_before_they_stood_together_arrives_too(store: Store) -> None:
    async with store.unit() as unit:
        unit.put("lane", KEY, "room:python")
        unit.put("on the way", KEY, ["matrix", "slack"])
    async with store.unit() as unit:
        assert await lanes.lane_of(unit, KEY) == "room:python"
        assert await lanes.on_the_way(unit, KEY) == ("matrix", "slack")
        await lanes.arrived(unit, KEY, "matrix")
        await lanes.arrived(unit, KEY, "slack")
        assert await lanes.on_the_way(unit, KEY) == ()
        assert await records(unit) == {"lane": "room:python", "on the way": None}


async def test_a_room_that_is_opened_has_no_lane_and_is_on_its_way_all_the_same(store: Store) -> None:
    async with store.unit() as unit:
        lanes.opens(unit, KEY, ["slack"])
        assert await lanes.on_the_way(unit, KEY) == ("slack",)
        assert await lanes.lane_of(unit, KEY) is None
        await lanes.arrived(unit, KEY, "slack")
        assert await records(unit) == {"lane": None, "on the way": None}


async def test_of_what_nobody_remembers_nothing_is_written_when_it_arrives(store: Store) -> None:
    async with store.unit() as unit:
        await lanes.arrived(unit, KEY, "slack")
        assert await records(unit) == {"lane": None, "on the way": None}
