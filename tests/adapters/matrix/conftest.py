"""One homeserver for the session; people and rooms are new for each test."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, homeserver, why_no_homeserver


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Homeserver]:
    """A homeserver without rate limits."""
    if reason := why_no_homeserver():
        pytest.skip(reason)
    async with homeserver() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def limited_server() -> AsyncIterator[Homeserver]:
    """A homeserver with Synapse's own rate limits."""
    if reason := why_no_homeserver():
        pytest.skip(reason)
    async with homeserver(rate_limits=True) as running:
        yield running


@pytest.fixture(params=["11", "12"], ids=["room version 11", "room version 12"])
def version(request: pytest.FixtureRequest) -> str:
    """A room version: 12 made room ids lose their server and creators all-powerful."""
    return str(request.param)


@pytest.fixture
async def ana(server: Homeserver) -> MatrixPerson:
    return await server.person("Ana")


@pytest.fixture
async def bo(server: Homeserver) -> MatrixPerson:
    return await server.person("Bo")
