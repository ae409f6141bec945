"""A PostgreSQL that is there and yet does not do what it is asked: who works on it waits, and goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from secrets import token_hex

import psycopg
import pytest

from coterie.adapters.stores.postgres import PostgresStore, open_store, snapshot
from coterie.core.clock import SystemClock
from coterie.core.contracts.store_tools import add, entry
from coterie.core.errors import Missing, StoreError
from coterie.core.ports import Queue
from tests.adapters.stores.server import Server

LOCKED = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '{}'"
ENDED = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()"


def _name(url: str) -> str:
    return url.rpartition("/")[2]


def _cancelled(postgres: Server, name: str) -> None:
    """Cancel what waits for a lock, as soon as anything does."""
    late = time.monotonic() + 20
    while not (found := postgres.ask(LOCKED.format(name))):
        assert time.monotonic() < late
        time.sleep(0.02)
    for (pid,) in found:
        postgres.ask(f"SELECT pg_cancel_backend({pid})")
    while [one for one in postgres.ask(LOCKED.format(name)) if one in found]:
        time.sleep(0.02)


async def _read(store: PostgresStore) -> None:
    async with store.unit() as unit:
        assert await unit.get("t", "k") == 1


async def _written(store: PostgresStore) -> None:
    await add(store, Queue.INBOX, entry("e"))
    assert await store.size(Queue.INBOX) == 1


@pytest.mark.parametrize(
    ("work", "table"), [(_read, "record"), (_written, "progress")], ids=["what is read", "what is kept"]
)
async def test_a_statement_that_somebody_cancels_is_asked_again(
    postgres: Server, work: Callable[[PostgresStore], object], table: str
) -> None:
    url = postgres.new_database()
    store = await open_store(url, "", SystemClock())
    async with store.unit() as unit:
        unit.put("t", "k", 1)
    with psycopg.connect(url, options="-c search_path=coterie") as blocking:
        blocking.execute(f"LOCK TABLE {table}")  # type: ignore[arg-type,unused-ignore]  # the test's own words
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            tasks.create_task(work(store))  # type: ignore[arg-type]
            await asyncio.to_thread(_cancelled, postgres, _name(url))
            blocking.rollback()
    await store.close()


async def test_the_time_that_others_are_given_for_a_statement_is_not_that_of_a_worker(postgres: Server) -> None:
    url = postgres.new_database()
    for setting in ("statement_timeout = '100ms'", "lock_timeout = '50ms'"):
        postgres.ask(f"ALTER DATABASE {_name(url)} SET {setting}")
    store = await open_store(url, "", SystemClock())
    rows = await store._connections.ask(
        "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')", []
    )
    assert list(rows) == [("0", "0")]
    await store.close()


async def test_a_server_that_takes_no_writes_for_a_while_is_waited_for(postgres: Server) -> None:
    url = postgres.new_database()
    store = await open_store(url, "", SystemClock())
    await add(store, Queue.INBOX, entry("before"))
    postgres.ask(f"ALTER DATABASE {_name(url)} SET default_transaction_read_only = on")
    postgres.ask(ENDED.format(_name(url)))
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(add(store, Queue.INBOX, entry("meanwhile")))
        done, _ = await asyncio.wait([keeping], timeout=0.3)
        assert not done
        with pytest.raises(StoreError, match="session is read-only; it takes no writes: name the server that does"):
            await open_store(url, "", SystemClock())
        async with snapshot(url, "") as there:  # as of one that follows another
            assert [one.key for one in await there.documents(None, 9) if one.table == "queue/inbox"] == ["before"]
        postgres.ask(f"ALTER DATABASE {_name(url)} RESET default_transaction_read_only")
    assert await store.size(Queue.INBOX) == 2
    await store.close()


async def test_who_gets_no_more_connections_makes_do_with_those_there_are(postgres: Server) -> None:
    role, password = f"few_{token_hex(4)}", token_hex(4)
    url = postgres.new_database()
    postgres.ask(f"CREATE ROLE {role} LOGIN PASSWORD '{password}' CONNECTION LIMIT 4")
    postgres.ask(f"GRANT CREATE ON DATABASE {_name(url)} TO {role}")
    store = await open_store(
        f"postgresql://{role}:{password}@127.0.0.1:{postgres.port}/{_name(url)}", "", SystemClock()
    )

    async def keeps(number: int) -> None:
        async with store.unit() as unit:
            await unit.get("t", str(number))
            unit.put("t", str(number), number)

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        for number in range(40):
            tasks.create_task(keeps(number))
    async with store.unit() as unit:
        assert len(await unit.keys("t")) == 40
    await store.close()


async def test_where_there_is_no_store_yet_that_is_said_of_a_server_that_takes_no_writes_too(postgres: Server) -> None:
    url = postgres.new_database()
    postgres.ask(f"ALTER DATABASE {_name(url)} SET default_transaction_read_only = on")
    with pytest.raises(Missing, match="there is no store in"):
        async with snapshot(url, ""):
            pass


async def test_a_unit_whose_connection_breaks_again_while_it_looks_what_is_still_so_reads_on(postgres: Server) -> None:
    url = postgres.new_database()
    store = await open_store(url, "", SystemClock())
    async with store.unit() as unit:
        unit.put("t", "a", 1)
        unit.put("t", "b", 2)
    snapshot_of, cuts = store._connections.snapshot, 2

    async def cut_at_once(begin: str) -> object:
        nonlocal cuts
        found = await snapshot_of(begin)
        if cuts:
            cuts -= 1
            await asyncio.to_thread(
                postgres.ask, f"SELECT pg_terminate_backend({found[0].connection.info.backend_pid})"
            )
        return found

    async with store.unit() as unit:
        assert await unit.get("t", "a") == 1
        postgres.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        store._connections.snapshot = cut_at_once  # type: ignore[method-assign, assignment]  # so it breaks in the middle
        assert await unit.get("t", "b") == 2
    assert cuts == 0
    await store.close()
