"""The store that keeps nothing, under the contract."""

from __future__ import annotations

import pytest

from coterie.adapters.stores.memory import open_store
from coterie.core.contracts.store import OpenStore, StoreContract


class TestMemoryStore(StoreContract):
    keeps = False

    @pytest.fixture
    def open_store(self) -> OpenStore:
        return lambda folder, clock: open_store("memory", folder, clock)
