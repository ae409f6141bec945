"""One PostgreSQL for the session; each store has a schema of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.stores.server import Server, server, why_no_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL."""
    if reason := why_no_server():
        pytest.skip(reason)
    with server() as running:
        yield running
