"""A store is read beside whoever holds it: nothing is made, locked or brought up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from coterie.adapters.stores.postgres import open_store as open_postgres
from coterie.adapters.stores.postgres import snapshot as of_database
from coterie.adapters.stores.snapshot import snapshot as of_journal
from coterie.adapters.stores.tinydb import JOURNAL, open_store
from coterie.core.clock import SystemClock
from coterie.core.contracts.store_tools import fill
from coterie.core.errors import Corrupt, Missing, StoreError
from tests.adapters.stores.server import Server


async def test_a_journal_is_read_up_to_its_last_whole_line(tmp_path: Path) -> None:
    store = await open_store("tinydb", str(tmp_path), SystemClock())
    await fill(store)
    with (tmp_path / JOURNAL).open("ab") as journal:
        journal.write(b"01234567 1f [[")
    async with of_journal("tinydb", str(tmp_path)) as there:
        assert await there.documents(None, 1000) == await store.documents(None, 1000)
        assert await there.documents(("records/people", ""), 1) == await store.documents(("records/people", ""), 1)
    await store.close()


async def test_a_damaged_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_bytes(b"coterie-store 1\n00000000 2 []\n00000000 2 []\n")
    with pytest.raises(Corrupt):
        async with of_journal("tinydb", str(tmp_path)):
            pass


async def test_where_no_store_is_none_is_made(postgres: Server, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="there is no store"):
        async with of_journal("tinydb", str(tmp_path / "data")):
            pass
    assert not (tmp_path / "data").exists()
    url = postgres.new_database()
    with pytest.raises(Missing, match="there is no store"):
        async with of_database(url, ""):
            pass
    found = postgres.ask(
        "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'coterie'", url.rpartition("/")[2]
    )
    assert found == [(0,)]


async def test_a_store_of_a_newer_coterie_is_not_read(postgres: Server) -> None:
    url = postgres.new_database()
    await (await open_postgres(url, "", SystemClock())).close()
    postgres.ask("UPDATE coterie.version SET number = 99", url.rpartition("/")[2])
    with pytest.raises(StoreError, match="has schema 99"):
        async with of_database(url, ""):
            pass
