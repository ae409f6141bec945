"""A database that was restored by PostgreSQL's own means is taken for what it is: what it may not know of is looked for before it is said."""

from __future__ import annotations

import asyncio
import signal

from coterie.adapters.stores.postgres import PostgresStore, open_store
from coterie.core.clock import ManualClock
from coterie.core.contracts.store_tools import START, contents, fill
from coterie.core.engine.restored import AT, RESTORED
from tests.adapters.stores.server import Server, server


async def opened(url: str) -> PostgresStore:
    return await open_store(url, "", ManualClock(START))


async def filled(url: str) -> None:
    store = await opened(url)
    await fill(store)
    await store.close()


async def is_restored(url: str) -> bool:
    """Whether coterie would look before it says anything; and from then on it would not."""
    store = await opened(url)
    async with store.unit() as unit:
        found = await unit.get(RESTORED, AT)
        unit.delete(RESTORED, AT)
    await store.close()
    assert found in (None, "")
    return found is not None


def dumped(server: Server, url: str) -> bytes:
    return server.program("pg_dump", "-Fc", "-d", url)


async def test_a_dump_in_a_new_database_is_restored_once_and_holds_what_was_there(postgres: Server) -> None:
    url, other = postgres.new_database(), postgres.new_database()
    await filled(url)
    assert not await is_restored(url)
    postgres.program("pg_restore", "-d", other, given=dumped(postgres, url))
    assert await is_restored(other)
    assert not await is_restored(other)
    store, copy = await opened(url), await opened(other)
    assert await contents(copy) == await contents(store)
    await store.close()
    await copy.close()
    assert not await is_restored(url)


async def test_so_is_a_dump_that_takes_the_place_of_what_was_there(postgres: Server) -> None:
    url = postgres.new_database()
    await filled(url)
    postgres.program("pg_restore", "--clean", "-d", url, given=dumped(postgres, url))
    assert await is_restored(url)
    assert not await is_restored(url)


async def test_so_is_a_server_that_took_the_place_of_another_and_may_not_have_all_of_it(postgres: Server) -> None:
    url = postgres.new_database()
    await filled(url)
    with postgres.followed() as other:
        other.ask("SELECT pg_promote()")
        assert await is_restored(other.url(url.rpartition("/")[2]))


async def test_a_server_that_was_killed_and_started_again_is_not() -> None:
    with server() as own:
        url = own.new_database()
        await filled(url)
        await asyncio.to_thread(own.stop, signal.SIGQUIT)
        await asyncio.to_thread(own.start)
        assert not await is_restored(url)


async def test_somebody_who_may_not_ask_for_the_server_is_told_apart_by_the_rest(postgres: Server) -> None:
    url, other = postgres.new_database(), postgres.new_database()
    for one in (url, other):
        postgres.ask("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM public", one.rpartition("/")[2])
    postgres.ask("DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN PASSWORD 'x'")
    plain, copy = (one.replace(f"coterie:{postgres.password}", "plain:x") for one in (url, other))
    for one in (url, other):
        postgres.ask(f"GRANT CREATE ON DATABASE {one.rpartition('/')[2]} TO plain")
    await filled(plain)
    postgres.program("pg_restore", "-d", other, given=dumped(postgres, url))
    assert await is_restored(copy)


async def test_of_many_that_start_on_it_at_once_one_finds_it(postgres: Server) -> None:
    url, other = postgres.new_database(), postgres.new_database()
    await filled(url)
    postgres.program("pg_restore", "-d", other, given=dumped(postgres, url))
    stores = await asyncio.gather(*(opened(other) for _ in range(5)))
    for store in stores:
        async with store.unit() as unit:
            assert await unit.get(RESTORED, AT) == ""
        await store.close()
    assert await is_restored(other)
    assert not await is_restored(other)
