"""What every worker knows of the groups."""

from __future__ import annotations

from contextlib import suppress

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import SystemClock
from coterie.core.engine import register
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.register import Register
from coterie.core.model.community import Community, Group


class _Lost(Exception):
    """Something that keeps a unit from being committed."""


async def test_what_was_tried_in_vain_is_not_taken_for_what_another_worker_wrote_in_its_place() -> None:
    files = Definitions((Community("town", "Town"),))
    store, one, other = MemoryStore(SystemClock()), Register(files), Register(files)

    async def name(workers: Register) -> str:
        async with store.unit() as unit:
            found = (await workers.definitions(unit)).group("python")
            return found.name if found else ""

    with suppress(_Lost):
        async with store.unit() as unit:
            await register.put(unit, files, "town", Group("python", "In vain", "Learn"))
            assert (await one.definitions(unit)).group("python") is not None
            raise _Lost
    async with store.unit() as unit:
        await register.put(unit, files, "town", Group("python", "Python", "Learn"))
    assert [await name(one), await name(other)] == ["Python", "Python"]
