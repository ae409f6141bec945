"""What a store must do, as tests that everybody runs on their own.

    class TestMyStore(StoreContract):
        @pytest.fixture
        def open_store(self) -> OpenStore:
            return lambda folder, clock: my_store.open_store("mine", folder, clock)

Needs pytest, pytest-asyncio and hypothesis. Every sentence of the port `Store` is a test here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import ClassVar

import pytest
import pytest_asyncio

from ..clock import ManualClock
from ..errors import StoreError
from ..ports import Queue, Store, Timer
from .store_machine import check_machine
from .store_queues import QueueContract
from .store_records import RecordContract
from .store_taking import TakingContract
from .store_tools import START, OpenStore, at, contents, drain, entry, fill
from .store_units import UnitContract

__all__ = ["OpenStore", "StoreContract"]


class StoreContract(RecordContract, UnitContract, QueueContract, TakingContract):
    """Subclass it and give a fixture `open_store`.

    It opens the store of a folder (a path that exists, or a name for whoever has no use for folders): the same folder again is the same
    store again, another folder another store. A store that keeps nothing on closing says `keeps = False`.
    """

    keeps: ClassVar[bool] = True
    examples: ClassVar[int] = 60
    """So many stories of what is done to a store are compared with a dict."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(START)

    @pytest_asyncio.fixture
    async def store(self, open_store: OpenStore, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Store]:
        store = await open_store(str(tmp_path), clock)
        yield store
        await store.close()

    async def test_a_closed_store_can_be_opened_again_and_holds_what_it_held(
        self, open_store: OpenStore, tmp_path: Path, clock: ManualClock
    ) -> None:
        before = await open_store(str(tmp_path), clock)
        await fill(before)
        held = await contents(before)
        await before.close()
        after = await open_store(str(tmp_path), clock)
        again = await contents(after)
        await after.close()
        assert again == (held if self.keeps else ({}, (), (), ()))

    async def test_what_was_deleted_finished_or_cancelled_is_gone_after_opening_again(
        self, open_store: OpenStore, tmp_path: Path, clock: ManualClock
    ) -> None:
        store = await open_store(str(tmp_path), clock)
        await fill(store)
        async with store.unit() as unit:
            unit.delete("people", "ana")
            unit.finish(Queue.INBOX, "1")
            unit.cancel_timer("noon")
        await store.close()
        store = await open_store(str(tmp_path), clock)
        async with store.unit() as unit:
            assert await unit.get("people", "ana") is None
        assert "1" not in [found.id for found in await drain(store, Queue.INBOX)]
        assert "noon" not in [timer.key for timer in await store.due(at(10_000))]
        await store.close()

    async def test_an_entry_that_was_there_when_the_store_was_opened_is_not_fresh(
        self, open_store: OpenStore, tmp_path: Path, clock: ManualClock
    ) -> None:
        if not self.keeps:
            pytest.skip("this store keeps nothing when it is closed")
        store = await open_store(str(tmp_path), clock)
        async with store.unit() as unit:
            unit.enqueue(Queue.INBOX, entry("1"))
        await store.claim(Queue.INBOX, at(0))
        await store.close()
        store = await open_store(str(tmp_path), clock)
        again = await store.claim(Queue.INBOX, at(0))
        await store.close()
        assert again is not None, "a claim does not outlast the process that made it"
        assert not again.fresh

    async def test_ids_are_remembered_over_opening_again(
        self, open_store: OpenStore, tmp_path: Path, clock: ManualClock
    ) -> None:
        if not self.keeps:
            pytest.skip("this store keeps nothing when it is closed")
        store = await open_store(str(tmp_path), clock)
        async with store.unit() as unit:
            unit.enqueue(Queue.OUTBOX, entry("1"))
            unit.finish(Queue.OUTBOX, "1")
        await store.close()
        store = await open_store(str(tmp_path), clock)
        async with store.unit() as unit:
            unit.enqueue(Queue.OUTBOX, entry("1"))
        size = await store.size(Queue.OUTBOX)
        await store.close()
        assert size == 0

    async def test_lanes_keep_their_order_over_opening_again(
        self, open_store: OpenStore, tmp_path: Path, clock: ManualClock
    ) -> None:
        if not self.keeps:
            pytest.skip("this store keeps nothing when it is closed")
        store = await open_store(str(tmp_path), clock)
        for name in ("z", "a", "m"):
            async with store.unit() as unit:
                unit.enqueue(Queue.INBOX, entry(name))
        async with store.unit() as unit:
            unit.postpone(Queue.INBOX, "z", at(0))
        await store.close()
        store = await open_store(str(tmp_path), clock)
        async with store.unit() as unit:
            unit.enqueue(Queue.INBOX, entry("b"))
        found = [found.id for found in await drain(store, Queue.INBOX)]
        await store.close()
        assert found == ["z", "a", "m", "b"]

    async def test_a_closed_store_says_so(self, open_store: OpenStore, tmp_path: Path, clock: ManualClock) -> None:
        store = await open_store(str(tmp_path), clock)
        await store.close()
        with pytest.raises(StoreError):
            async with store.unit() as unit:
                unit.set_timer(Timer("noon", at(1)))
        with pytest.raises(StoreError):
            await store.claim(Queue.INBOX, at(0))

    async def test_two_stores_know_nothing_of_each_other(
        self, open_store: OpenStore, tmp_path: Path, clock: ManualClock
    ) -> None:
        folders = [tmp_path / name for name in ("one", "other")]
        for folder in folders:
            folder.mkdir()
        one, other = [await open_store(str(folder), clock) for folder in folders]
        await fill(one)
        assert await contents(other) == ({}, (), (), ())
        await one.close()
        await other.close()

    def test_whatever_is_done_in_whatever_order_it_holds_what_a_dict_would(
        self, open_store: OpenStore, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        check_machine(
            open_store, lambda: str(tmp_path_factory.mktemp("store")), keeps=self.keeps, examples=self.examples
        )
