"""The store in PostgreSQL, under the contract."""

from __future__ import annotations

from hashlib import sha256

import pytest

from coterie.core.clock import Clock
from coterie.core.contracts.store import OpenStore, StoreContract
from coterie.core.ports import Store
from tests.adapters.stores.server import Server


def opener(postgres: Server) -> OpenStore:
    """Opens the store of a folder in a schema that is named after it."""
    from coterie.adapters.stores.postgres import open_store

    async def opened(folder: str, clock: Clock) -> Store:
        return await open_store(postgres.url(), folder, clock, schema=f"s{sha256(folder.encode()).hexdigest()[:16]}")

    return opened


class TestPostgresStore(StoreContract):
    examples = 10  # each makes a schema of its own, and every read goes to the server

    @pytest.fixture
    def open_store(self, postgres: Server) -> OpenStore:
        return opener(postgres)
