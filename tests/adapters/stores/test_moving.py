"""A store is moved into another: everything of it, whatever happens on the way."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from secrets import token_hex

import pytest
import pytest_asyncio

from coterie.adapters.stores.memory import MemoryStore
from coterie.adapters.stores.postgres import PostgresStore, open_store
from coterie.core.clock import SystemClock
from coterie.core.commands.moving import PAGE, carried, refuse_half_moved
from coterie.core.contracts.store_tools import add, at, contents, drain, entry, fill
from coterie.core.errors import StoreError, UserError
from coterie.core.ports import Document, Portable, Queue, Store
from tests.adapters.stores.server import Server

KEYS = ("a", "b/1", "ä", "a\x00b", "a\x01", "\U0001f600", "\uffff")


@pytest_asyncio.fixture
async def new(postgres: Server) -> AsyncIterator[PostgresStore]:
    store = await open_store(postgres.url(), "", SystemClock(), schema=f"moved_{token_hex(4)}")
    yield store
    await store.close()


async def old_store(records: int = 0) -> MemoryStore:
    """A store with something of everything, some of it strange."""
    store = MemoryStore(SystemClock())
    await fill(store)
    async with store.unit() as unit:
        for number, key in enumerate(KEYS):
            unit.put("strange", key, {"number": number, "text": key, "big": 2**53, "small": 0.1, "none": [None]})
            unit.put(f"strange{key}", "k", number)
        for number in range(records):
            unit.put("many", f"{number:06}", {"n": number})
        unit.enqueue(Queue.INBOX, entry("last", "room"))
    assert await store.claim(Queue.OUTBOX, at(3)) is not None
    async with store.unit() as unit:
        unit.postpone(Queue.OUTBOX, "9", at(5), "again")
        unit.enqueue(Queue.INBOX, entry("done"))
        unit.finish(Queue.INBOX, "done")
    return store


async def everything(store: Portable) -> Sequence[Document]:
    return await store.documents(None, 100_000)


async def test_everything_is_there_afterwards_and_after_moving_back(new: PostgresStore) -> None:
    old = await old_store(records=2 * PAGE + 7)
    counts = await carried(old, new, "memory")
    assert counts == {"records": 2 * PAGE + 7 + 3 + 2 * len(KEYS), "queue": 4, "seen": 1, "timers": 2}
    assert await everything(new) == await everything(old)
    back = MemoryStore(SystemClock())
    await carried(new, back, "postgresql")
    assert await everything(back) == await everything(old)
    assert await contents(back) == await contents(old) == await contents(new)


async def test_work_goes_on_where_it_was(new: PostgresStore) -> None:
    old = await old_store()
    await carried(old, new, "memory")
    stores: list[Store] = [old, new]
    for store in stores:
        await add(store, Queue.INBOX, entry("newest"), entry("done"))
    ended = [[(one.id, one.attempts) for one in await drain(store, Queue.INBOX)] for store in stores]
    assert ended[0] == ended[1] == [("1", 0), ("2", 0), ("last", 0), ("newest", 0)]
    last = await new.claim(Queue.OUTBOX, at(5))
    assert last is not None and (last.id, last.body, last.attempts, last.fresh) == ("9", "again", 1, False)


class Full(MemoryStore):
    """A store that keeps so many pages, and then no more."""

    pages = 2

    async def write(self, documents: Sequence[Document]) -> None:
        self.pages -= 1
        if self.pages < 0:
            raise StoreError("no room")
        await super().write(documents)


async def test_a_move_that_was_stopped_is_seen_and_goes_on_with_what_changed_meanwhile(new: PostgresStore) -> None:
    old, half = await old_store(records=3 * PAGE), Full(SystemClock())
    with pytest.raises(StoreError, match="no room"):
        await carried(old, half, "memory")
    assert 0 < len(await everything(half)) < len(await everything(old))
    with pytest.raises(StoreError, match="move of memory into this store was not finished"):
        await refuse_half_moved(half)
    with pytest.raises(UserError, match="a move of memory into the new store was not finished"):
        await carried(old, half, "another")
    async with old.unit() as unit:
        unit.put("many", "000001", "changed")
        unit.delete("many", "000002")
    half.pages = 1000
    await carried(old, half, "memory")
    assert await everything(half) == await everything(old)
    await refuse_half_moved(half)


async def test_a_store_that_holds_something_is_left_alone(new: PostgresStore) -> None:
    async with new.unit() as unit:
        unit.put("t", "k", 1)
    with pytest.raises(UserError, match="holds something already"):
        await carried(await old_store(), new, "memory")
    assert await everything(new) == [Document("records/t", "k", 1)]


class Forgetful(MemoryStore):
    """A store that halves what it is given."""

    async def write(self, documents: Sequence[Document]) -> None:
        await super().write([one for one in documents if one.key != "ana"])


async def test_what_is_not_the_same_afterwards_is_found() -> None:
    forgetful = Forgetful(SystemClock())
    with pytest.raises(StoreError, match="records/people/ana is not the same"):
        await carried(await old_store(), forgetful, "memory")
    with pytest.raises(StoreError, match="was not finished"):
        await refuse_half_moved(forgetful)


async def test_the_command_moves_there_and_back_and_refuses_what_is_in_use(postgres: Server, tmp_path: Path) -> None:
    from coterie.adapters.stores.tinydb import open_store as open_tiny

    url = postgres.new_database()
    tiny = await open_tiny("tinydb", str(tmp_path / "old"), SystemClock())
    await fill(tiny)
    held = await contents(tiny)
    assert "is in use by process" in await command(tmp_path, 3, "tinydb:old", url)
    await tiny.close()
    said = await command(tmp_path, 0, "tinydb:old", url)
    assert "moved and compared: 3 queue, 3 records, 2 timers" in said
    assert "holds something already" in await command(tmp_path, 1, "tinydb:old", url)
    running = await open_store(url, "", SystemClock())
    said = await command(tmp_path, 3, url, "tinydb:new")
    assert (
        "is in use by 1 running coterie: stop it, then move; one that was killed" in said
        and postgres.password not in said
    )
    await running.close()
    await command(tmp_path, 0, url, "tinydb:new")
    back = await open_tiny("tinydb", str(tmp_path / "new"), SystemClock())
    assert await contents(back) == held
    await back.close()


async def command(folder: Path, status: int, *words: str) -> str:
    """What `coterie store move` says; it must end with this status."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "coterie", "store", "move", *words],
        cwd=folder,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr
