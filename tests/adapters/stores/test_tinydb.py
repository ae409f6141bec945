"""The embedded store, under the contract."""

from __future__ import annotations

import pytest

from coterie.adapters.stores.tinydb import open_store
from coterie.core.contracts.store import OpenStore, StoreContract


class TestTinyStore(StoreContract):
    @pytest.fixture
    def open_store(self) -> OpenStore:
        return lambda folder, clock: open_store("tinydb", folder, clock)
