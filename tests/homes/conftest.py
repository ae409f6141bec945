"""One homeserver for the session; people and rooms are new for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from coterie.adapters.matrix.testing import Homeserver, homeserver, why_no_homeserver

from . import town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def synapse() -> AsyncIterator[Homeserver]:
    """A homeserver without rate limits."""
    async with homeserver() as running:
        yield running


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The two platforms; with Matrix among them the homeserver is up."""
    found: tuple[str, str] = request.param
    if "matrix" in found:
        if reason := why_no_homeserver():
            pytest.skip(reason)
        town.SERVER.append(request.getfixturevalue("synapse"))
    return found
