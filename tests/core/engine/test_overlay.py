"""A unit within a unit: its own writes first, and what is not there may come to be there."""

from __future__ import annotations

import pytest

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine.overlay import Overlay
from coterie.core.ports import Unit

from .town import BEGIN


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(ManualClock(BEGIN))


async def test_what_was_looked_for_in_vain_is_found_once_it_is_there(store: MemoryStore) -> None:
    async with store.unit() as unit:
        overlay = Overlay(unit)
        assert await overlay.get("tea", "ana") is None
        overlay.put("tea", "ana", {"sugar": 1})
        assert await overlay.get("tea", "ana") == {"sugar": 1}
        overlay.delete("tea", "ana")
        assert await overlay.get("tea", "ana") is None


async def test_what_an_inner_one_hands_over_is_found(store: MemoryStore) -> None:
    async with store.unit() as unit:
        overlay = Overlay(unit)
        assert await overlay.get("tea", "ana") is None
        inner = Overlay(overlay)
        assert await inner.get("tea", "ana") is None
        inner.put("tea", "ana", 1)
        assert await overlay.get("tea", "ana") is None
        inner.merge()
        assert await overlay.get("tea", "ana") == 1
        overlay.merge()
    async with store.unit() as unit:
        assert await unit.get("tea", "ana") == 1


async def test_what_is_got_can_be_changed_without_harm(store: MemoryStore) -> None:
    async def sugar(unit: Unit) -> list[int]:
        found: list[int] = await unit.get("tea", "ana")
        return found

    async with store.unit() as unit:
        overlay = Overlay(unit)
        overlay.put("tea", "ana", (1, 2))
        (await sugar(overlay)).append(3)
        assert await sugar(overlay) == [1, 2]
        assert await overlay.scan("tea") == [("ana", [1, 2])]


async def test_records_of_one_table_are_none_of_another(store: MemoryStore) -> None:
    async with store.unit() as unit:
        overlay = Overlay(unit)
        overlay.put("tea", "ana", 1)
        overlay.put("coffee", "ana", 2)
        overlay.delete("coffee", "bo")
        assert await overlay.scan("tea") == [("ana", 1)]
        assert await overlay.scan("coffee") == [("ana", 2)]


async def test_keys_are_those_of_both_without_what_was_deleted(store: MemoryStore) -> None:
    async with store.unit() as unit:
        for key in ("a 1", "a 3", "b 1"):
            unit.put("tea", key, True)
        overlay = Overlay(unit)
        assert list(await overlay.keys("tea", "a ")) == ["a 1", "a 3"]
        overlay.put("tea", "a 2", True)
        overlay.delete("tea", "a 3")
        overlay.put("tea", "b 2", True)
        assert list(await overlay.keys("tea", "a ")) == ["a 1", "a 2"]
        assert list(await overlay.keys("tea")) == ["a 1", "a 2", "b 1", "b 2"]


async def test_where_nothing_was_there_is_something_once_it_was_put_or_handed_over(store: MemoryStore) -> None:
    async with store.unit() as unit:
        overlay = Overlay(unit)
        assert not await overlay.scan("tea", "a ") and not await overlay.keys("tea", "a ")
        overlay.put("tea", "a 1", 1)
        assert await overlay.scan("tea", "a ") == [("a 1", 1)]
        inner = Overlay(overlay)
        assert not await inner.scan("tea", "b ")
        inner.put("tea", "b 1", 2)
        inner.merge()
        assert await overlay.scan("tea", "b ") == [("b 1", 2)]
        assert list(await overlay.keys("tea", "b ")) == ["b 1"]
