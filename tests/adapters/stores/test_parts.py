"""Several stores at one location: nothing of one is seen in another, and one can be taken away with everything in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coterie.adapters.stores import tinydb
from coterie.core.clock import ManualClock
from coterie.core.ports import Removable, Store
from tests.adapters.stores.server import Server

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
Open = Callable[[str], Awaitable[Store]]


@pytest.fixture(params=["tinydb", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    if request.param == "tinydb":
        return lambda part: tinydb.open_store("tinydb", str(tmp_path), ManualClock(NOW), part=part)
    server: Server = request.getfixturevalue("postgres")
    from coterie.adapters.stores import postgres

    return lambda part: postgres.open_store(server.url(), "", ManualClock(NOW), part=part, schema="parts")


async def test_parts_know_nothing_of_each_other_and_one_can_be_removed(opened: Open) -> None:
    stores = {part: await opened(part) for part in ("", "T0FIRST", "T0SECOND")}
    for part, store in stores.items():
        async with store.unit() as unit:
            unit.put("table", "key", part or "whole")
    for part, store in stores.items():
        async with store.unit() as unit:
            assert await unit.get("table", "key") == (part or "whole")
    first = stores.pop("T0FIRST")
    assert isinstance(first, Removable)
    await first.remove()
    again = stores["T0FIRST"] = await opened("T0FIRST")
    async with again.unit() as unit:
        assert await unit.get("table", "key") is None
    async with stores["T0SECOND"].unit() as unit:
        assert await unit.get("table", "key") == "T0SECOND"
    for store in stores.values():
        await store.close()
