"""People on a homeserver, and coterie's adapter for it; they are new for each test."""

import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, homeserver, why_no_homeserver
from coterie.core.clock import SystemClock

REFERENCE = Path(__file__).parents[3].parent / "shared" / "matrix"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def limited_server() -> AsyncIterator[Homeserver]:
    """A homeserver with Synapse's own rate limits."""
    if reason := why_no_homeserver():
        pytest.skip(reason)
    async with homeserver(rate_limits=True) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def mortal_server(server: Homeserver) -> AsyncIterator[Homeserver]:
    """The homeserver of all, for one that stops it, in the loop of the session: it is up again afterwards, whatever happens."""
    yield server
    if not server.is_up:
        await server.start()


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


@pytest.fixture
async def bot(server: Homeserver) -> MatrixPerson:
    """coterie's own account, looked at from outside."""
    return await server.person("coterie", localpart=f"coterie-{secrets.token_hex(4)}")


@pytest.fixture
async def new_adapter(bot: MatrixPerson) -> AsyncIterator[Callable[[], MatrixAdapter]]:
    """Makes an adapter for coterie's account, as each start of the program would."""
    made: list[MatrixAdapter] = []

    def new() -> MatrixAdapter:
        made.append(MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, SystemClock()))
        return made[-1]

    yield new
    for adapter in made:
        await adapter.close()


@pytest.fixture
def adapter(new_adapter: Callable[[], MatrixAdapter]) -> MatrixAdapter:
    return new_adapter()


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of the specification's example events and schemas."""
    if not REFERENCE.is_dir():
        pytest.skip("the examples of the Matrix specification do not lie beside this repository")
    return REFERENCE / "event-schemas"
