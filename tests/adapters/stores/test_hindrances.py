"""Whether coterie could write into a store that it can read: said before it is started, with what to do, and nothing is written to find out."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

import psycopg
import pytest

from coterie.adapters.stores import snapshot as embedded
from coterie.adapters.stores import tinydb
from coterie.adapters.stores.postgres import open_store, snapshot
from coterie.core.clock import SystemClock
from coterie.core.ports import Diagnosis, Snapshot, TellsHindrance, Verdict
from tests.adapters.stores.server import Server

NOBODY = 65534


async def told(opened: AbstractAsyncContextManager[Snapshot]) -> Diagnosis | None:
    async with opened as there:
        assert isinstance(there, TellsHindrance)
        found = await there.hindrance()
    assert found is None or (found.about == "store" and found.verdict is Verdict.PROBLEM)
    return found


# --- the embedded store


@pytest.fixture
def folder() -> Iterator[Path]:
    """With a store in it; everybody may look into it."""
    with tempfile.TemporaryDirectory(prefix="coterie-read-only-") as name:
        path = Path(name)
        path.chmod(0o755)
        asyncio.run(made(name))
        yield path


async def made(folder: str) -> None:
    await (await tinydb.open_store("tinydb", folder, SystemClock())).close()


def everything_in(folder: Path) -> dict[str, os.stat_result]:
    return {one.name: one.stat() for one in folder.iterdir()}


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Root may write everywhere; whoever is not root only what the mode of a file allows."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


async def test_a_folder_of_ones_own_has_none_also_while_coterie_runs_and_is_left_as_it_is(folder: Path) -> None:
    store = await tinydb.open_store("tinydb", str(folder), SystemClock())
    before = everything_in(folder)
    assert await told(embedded.snapshot("tinydb", str(folder))) is None
    assert everything_in(folder) == before
    await store.close()


@pytest.mark.parametrize("name", ["store.journal", "lock"])
def test_a_file_that_cant_be_written_is_named_with_what_to_do(folder: Path, name: str) -> None:
    folder.chmod(0o777)
    for one in folder.iterdir():
        one.chmod(0o444 if one.name == name else 0o666)
    with as_somebody_else():
        found = asyncio.run(told(embedded.snapshot("tinydb", str(folder))))
    assert found is not None and found.found == f"{folder / name} can't be written: Permission denied"
    assert found.remedy.startswith(f"let who runs coterie write {folder}")


def test_so_is_a_folder_in_which_no_file_can_be_made(folder: Path) -> None:
    folder.chmod(0o555)
    for one in folder.iterdir():
        one.chmod(0o666)
    with as_somebody_else():
        found = asyncio.run(told(embedded.snapshot("tinydb", str(folder))))
    assert found is not None and found.found == f"no file can be made in {folder}"


# --- PostgreSQL


@pytest.fixture
async def url(postgres: Server) -> str:
    """Of a database with a store in it."""
    url = postgres.new_database()
    await (await open_store(url, "", SystemClock())).close()
    return url


def database_of(url: str) -> str:
    return url.rpartition("/")[2]


async def test_a_database_that_takes_writes_has_none(url: str) -> None:
    assert await told(snapshot(url, "")) is None


@pytest.mark.parametrize("kind", ["DATABASE {name}", "ROLE {role}", "ROLE {role} IN DATABASE {name}"])
async def test_a_database_that_is_set_to_read_only_is_told_with_the_statements_that_set_it_back(
    postgres: Server, url: str, kind: str
) -> None:
    name, role = database_of(url), f"role_{token_hex(4)}"
    what = kind.format(name=name, role=role)
    postgres.ask(f"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD 'x'")
    postgres.ask(f"ALTER {what} SET default_transaction_read_only = on")
    location = url.replace(f"coterie:{postgres.password}", f"{role}:x")
    found = await told(snapshot(location, ""))
    assert found is not None and found.found.endswith(f"/{name} takes no writes: default_transaction_read_only is on")
    setting = "default_transaction_read_only = off;"
    assert found.remedy == f"in psql: SET {setting} ALTER {what} SET {setting}"
    with psycopg.connect(location, autocommit=True) as psql:
        for statement in found.remedy.removeprefix("in psql: ").rstrip(";").split(";"):
            psql.execute(statement)  # type: ignore[arg-type,unused-ignore]  # it was told to us
    assert await told(snapshot(location, "")) is None


async def test_so_is_a_location_that_says_so_itself(url: str) -> None:
    found = await told(snapshot(f"{url}?options={quote('-c default_transaction_read_only=on')}", ""))
    assert found is not None and found.remedy == "take it out of the location, or out of PGOPTIONS"


async def test_somebody_who_may_only_read_is_told_what_they_may_not(postgres: Server, url: str) -> None:
    name = database_of(url)
    postgres.ask(
        f"CREATE ROLE reader_{name} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA coterie TO reader_{name}; "
        f"GRANT SELECT ON ALL TABLES IN SCHEMA coterie TO reader_{name}; "
        f"GRANT INSERT, UPDATE, DELETE ON coterie.lane TO reader_{name}",
        name,
    )
    found = await told(snapshot(url.replace(f"coterie:{postgres.password}", f"reader_{name}:x"), ""))
    assert found is not None
    assert found.found.startswith(f"reader_{name} may not write into entry, lease, progress, record, seen, timer, ")
    assert found.remedy.startswith(f"GRANT ALL ON ALL TABLES IN SCHEMA coterie TO reader_{name}, or ")
    postgres.ask(found.remedy.partition(", or ")[0], name)
    assert await told(snapshot(url.replace(f"coterie:{postgres.password}", f"reader_{name}:x"), "")) is None


async def test_a_server_that_follows_another_is_told_unless_the_other_is_named_too(postgres: Server, url: str) -> None:
    with postgres.followed() as other:
        name = database_of(url)
        alone = await told(snapshot(other.url(name), ""))
        assert alone is not None and alone.found.endswith("takes no writes: it follows another server")
        assert alone.remedy.startswith("name the one that writes, or several")
        hosts = f"127.0.0.1:{other.port},127.0.0.1:{postgres.port}"
        both = url.replace(f"127.0.0.1:{postgres.port}", hosts)
        assert await told(snapshot(both, "")) is None
