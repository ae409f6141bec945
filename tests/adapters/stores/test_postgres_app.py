"""Two apps on one PostgreSQL, as two processes would have them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from secrets import token_hex

import pytest
import pytest_asyncio
from attrs import define, field

from coterie.adapters.stores.postgres import PostgresStore, open_store
from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.outbox import enqueue
from coterie.core.model.content import Capability, Card
from coterie.core.model.effect import Effect, Post
from coterie.core.ports import Inbox, Performed
from coterie.core.refs import RoomRef
from tests.adapters.stores.server import Server

ROOMS = 20
"""More than one worker speaks in at a time."""


@define
class Account:
    """A platform on which everybody speaks and one listens. Nobody goes on before both have something to say.

    `said` and `both` are shared by those who speak.
    """

    said: list[tuple[str, str]]
    both: asyncio.Event
    name: str
    listening: asyncio.Event = field(factory=asyncio.Event)
    platform: str = "matrix"
    account: str = "matrix:@coterie:example.org"
    capabilities: frozenset[Capability] = frozenset()

    async def listen(self, inbox: Inbox) -> None:
        self.listening.set()
        inbox.ready(self.platform)
        await asyncio.Event().wait()

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        assert isinstance(effect, Post)
        self.said.append((self.name, effect.card.text))
        if len({name for name, _ in self.said}) == 2:
            self.both.set()
        await self.both.wait()
        return Performed(f"matrix/{effect.key}")


@pytest_asyncio.fixture
async def stores(postgres: Server) -> AsyncIterator[list[PostgresStore]]:
    schema = f"app_{token_hex(4)}"
    stores = [await open_store(postgres.url(), "", SystemClock(), schema=schema) for _ in range(2)]
    yield stores
    for store in stores:
        await store.close()


async def test_one_listens_both_speak_each_thing_once_and_a_room_in_order(stores: list[PostgresStore]) -> None:
    said: list[tuple[str, str]] = []
    both = asyncio.Event()
    one, other = Account(said, both, "one"), Account(said, both, "other")
    clock = SystemClock()
    rooms = [RoomRef(f"matrix/!{number}:example.org") for number in range(ROOMS)]
    async with asyncio.timeout(30), AsyncExitStack() as stack:
        first = await stack.enter_async_context(App(stores[0], clock, [one]))
        await first.connected()
        async with App(stores[1], clock, [other]):
            async with stores[0].unit() as unit:
                for number in range(3 * ROOMS):
                    post = Post(
                        key=f"k{number}", to=rooms[number % ROOMS], card=Card(f"{number % ROOMS} {number // ROOMS}")
                    )
                    await enqueue(unit, post, clock.now(), {"matrix": one})
            while len(said) < 3 * ROOMS:  # noqa: ASYNC110 - one of them hears of it from the other by the database
                await asyncio.sleep(0.01)
            await first.settled()
            assert not other.listening.is_set(), "one listens at a time"
            await stack.aclose()
            await other.listening.wait()
    texts = [text for _, text in said]
    assert sorted(texts) == sorted(f"{room} {number}" for room in range(ROOMS) for number in range(3))
    for room in range(ROOMS):
        assert [text for text in texts if text.startswith(f"{room} ")] == [f"{room} {n}" for n in range(3)]


@pytest.mark.parametrize("location", ["tinydb", "memory"])
async def test_nobody_else_pays_for_psycopg(location: str) -> None:
    code = (
        "import sys, coterie.core.running, coterie.core.moving; from coterie.core.discovery import STORES, load; "
        f"load(STORES, {location!r}); sys.exit('psycopg' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await process.wait() == 0
