"""Two apps on one PostgreSQL, as two processes would have them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from secrets import token_hex

import pytest
import pytest_asyncio
from attrs import define, field

from coterie.adapters.stores.postgres import PostgresStore, open_store
from coterie.core.claims import insist
from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.outbox import Outbox, enqueue
from coterie.core.errors import Transient
from coterie.core.model.content import Capability, Card
from coterie.core.model.effect import Effect, Post, Remove
from coterie.core.ports import Inbox, Performed, Queue
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


async def test_what_a_worker_let_go_because_it_was_not_sure_of_its_lease_is_done_when_it_is(postgres: Server) -> None:
    clock, said = SystemClock(), list[tuple[str, str]]()
    store = await open_store(postgres.url(), "", clock, schema=f"late_{token_hex(4)}")
    both = asyncio.Event()
    both.set()
    account = Account(said, both, "one")
    async with asyncio.timeout(30), App(store, clock, [account]) as app:
        await app.connected()
        await app.settled()
        sure, store._presence._until = store._presence._until, 0.0
        async with store.unit() as unit:
            post = Post(key="k", to=RoomRef("matrix/!r:example.org"), card=Card("hello"))
            await enqueue(unit, post, clock.now(), app.adapters)
        app._workers.stir()
        while await store.begun(Queue.OUTBOX, "matrix/!r:example.org@matrix") is None:  # noqa: ASYNC110 - it looks by itself
            await asyncio.sleep(0.01)
        assert not said
        store._presence._until = sure
        while not said:  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.01)
    await store.close()


@define
class Sleeper:
    """A platform that knows no repeated request. Whoever speaks first is suspended in the middle, `before` or after the request left."""

    name: str
    said: list[str]
    removed: list[str]
    before: bool
    suspended: asyncio.Event = field(factory=asyncio.Event)
    awake: asyncio.Event = field(factory=asyncio.Event)
    platform: str = "slack"
    capabilities: frozenset[Capability] = frozenset()

    async def listen(self, inbox: Inbox) -> None:
        await asyncio.Event().wait()

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, Remove):
            self.removed.append(effect.message.id)
            return Performed()
        if self.before:
            await self._sleep()
        insist()
        self.said.append(self.name)
        if not self.before:
            await self._sleep()
        return Performed(f"slack/{effect.key} by {self.name}")

    async def _sleep(self) -> None:
        self.suspended.set()
        await self.awake.wait()


@pytest.mark.parametrize("before", [True, False])
async def test_who_slept_through_their_lease_says_nothing_and_takes_back_what_is_said_twice(
    postgres: Server, before: bool
) -> None:
    schema, said, removed = f"sleep_{token_hex(4)}", list[str](), list[str]()
    lease, clock = timedelta(seconds=0.6), SystemClock()
    stores = [await open_store(postgres.url(), "", clock, schema=schema, lease=lease) for _ in range(2)]
    one, other = Sleeper("one", said, removed, before), Sleeper("other", said, removed, before)
    other.awake.set()
    async with asyncio.timeout(30), App(stores[0], clock, [one]) as app:
        async with stores[0].unit() as unit:
            post = Post(key="k", to=RoomRef("slack/C1"), card=Card("hello"))
            await enqueue(unit, post, clock.now(), {"slack": one})
        app._workers.stir()
        await one.suspended.wait()
        stores[0]._presence_task.cancel()  # it renews its lease no more
        async with App(stores[1], clock, [other]):
            while "other" not in said:  # noqa: ASYNC110 - it hears of the lease from the database
                await asyncio.sleep(0.05)
            one.awake.set()
            while not before and not removed:  # noqa: ASYNC110 - likewise
                await asyncio.sleep(0.05)
            await app.settled()
    assert said == (["other"] if before else ["one", "other"])
    assert removed == ([] if before else ["slack/k by one"])
    for store in stores:
        await store.close()


async def test_what_another_worker_may_try_next_is_not_remembered_here(stores: list[PostgresStore]) -> None:
    class Undone(Transient):
        undone = True

    class Limited(Account):
        async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
            raise Undone("not now")

    store, clock = stores[0], SystemClock()
    account = Limited([], asyncio.Event(), "one")

    async def wants(unit: object, event: object) -> bool:
        return False

    outbox = Outbox(store, clock, {account.platform: account}, wants)
    async with store.unit() as unit:
        post = Post(key="k", to=RoomRef("matrix/!r:example.org"), card=Card("hello"))
        await enqueue(unit, post, clock.now(), {account.platform: account})
    entry = await store.claim(Queue.OUTBOX, clock.now())
    assert entry is not None
    await outbox.handle(entry)
    assert await store.size(Queue.OUTBOX) == 1
    assert not outbox._undone


@pytest.mark.parametrize("location", ["tinydb", "memory"])
async def test_nobody_else_pays_for_psycopg(location: str) -> None:
    code = (
        "import sys, coterie.core.commands.running, coterie.core.commands.moving; from coterie.core.discovery import STORES, load; "
        f"load(STORES, {location!r}); sys.exit('psycopg' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await process.wait() == 0
