"""A backup of a running store is one instant of it, comes back whole into either store, and is refused where a single byte is not as it was."""

from __future__ import annotations

import asyncio
import gzip
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from coterie.adapters.stores.postgres import PostgresStore
from coterie.adapters.stores.postgres import open_store as open_postgres
from coterie.adapters.stores.tinydb import TinyStore
from coterie.adapters.stores.tinydb import open_store as open_tiny
from coterie.core.clock import SystemClock
from coterie.core.commands import backup as backups
from coterie.core.commands.backup import PAGE, checked
from coterie.core.commands.moving import refuse_half_moved
from coterie.core.contracts.store_tools import contents, fill
from coterie.core.errors import Corrupt, Locked, StoreError, UserError
from coterie.core.ports import Store
from tests.adapters.stores.server import Server


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "coterie.toml").write_text("[simulator]\n", encoding="utf-8")
    return tmp_path / "coterie.toml"


async def backup(file: Path, config: Path, store: str | None = None) -> str:
    return await asyncio.to_thread(backups.backup, file, config, store)


async def restore(file: Path, config: Path, store: str | None = None) -> str:
    return await asyncio.to_thread(backups.restore, file, config, store)


async def tiny(folder: Path) -> TinyStore:
    return await open_tiny("tinydb", str(folder), SystemClock())


@pytest_asyncio.fixture
async def running(config: Path) -> AsyncIterator[TinyStore]:
    """The store of the configuration, with something of everything, held by a process."""
    there = await tiny(config.parent / "data")
    await fill(there)
    yield there
    await there.close()


def beside(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


async def write_pairs(store: Store, until: asyncio.Event) -> int:
    """Write the same number at two ends of the store in one commit, again and again; how often."""
    number = 0
    while not until.is_set():
        number += 1
        async with store.unit() as unit:
            unit.put("a", "first", number)
            unit.put("z", "last", number)
            unit.put("m", f"{number:06}", {"n": number})
    return number


async def pair(store: Store) -> tuple[int, int, int]:
    async with store.unit() as unit:
        return await unit.get("a", "first"), await unit.get("z", "last"), len(await unit.scan("m"))


async def test_a_running_store_is_kept_in_one_file_that_nobody_else_can_read_and_comes_back_whole(
    running: TinyStore, config: Path, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    said = await backup(file, config)
    assert said == f"8 documents are kept in {file}, sha256 {checked(file).sha256}"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and beside(tmp_path, "*.part") == []
    other = tmp_path / "other"
    other.mkdir()
    (other / "coterie.toml").write_text("[simulator]\n", encoding="utf-8")
    assert "8 documents" in await restore(file, other / "coterie.toml")
    back = await tiny(other / "data")
    assert await contents(back) == await contents(running)
    await refuse_half_moved(back)
    await back.close()
    with pytest.raises(UserError, match="holds something already"):
        await restore(file, other / "coterie.toml")


async def test_a_backup_of_the_embedded_store_is_one_instant_of_it(
    running: TinyStore, config: Path, tmp_path: Path
) -> None:
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(write_pairs(running, enough))
        while (await pair(running))[2] < 5:  # noqa: ASYNC110 - the other task's doing
            await asyncio.sleep(0)
        await backup(tmp_path / "kept", config)
        enough.set()
    (tmp_path / "other.toml").write_text('[coterie]\ndata = "other"\n[simulator]\n', encoding="utf-8")
    await restore(tmp_path / "kept", tmp_path / "other.toml")
    back = await tiny(tmp_path / "other")
    first, last, rows = await pair(back)
    assert 5 <= first == last == rows <= writing.result()
    await back.close()


async def test_a_backup_of_postgresql_under_load_is_one_instant_of_it_and_comes_back_into_either(
    postgres: Server, config: Path, tmp_path: Path
) -> None:
    url, enough = postgres.new_database(), asyncio.Event()
    worker: PostgresStore = await open_postgres(url, "", SystemClock())
    async with worker.unit() as unit:
        for number in range(3 * PAGE):  # several pages, read one after another
            unit.put("b", f"{number:06}", {"n": number})
    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(write_pairs(worker, enough))
        while (await pair(worker))[2] < 5:  # noqa: ASYNC110 - the other task's doing
            await asyncio.sleep(0)
        await backup(tmp_path / "kept", config, url)
        enough.set()
    with pytest.raises(Locked, match="is in use by 1 running coterie: stop it, then restore; one that was killed"):
        await restore(tmp_path / "kept", config, url)
    await worker.close()
    new = postgres.new_database()
    await restore(tmp_path / "kept", config, new)
    await restore(tmp_path / "kept", config)
    back, embedded = await open_postgres(new, "", SystemClock()), await tiny(config.parent / "data")
    first, last, rows = await pair(back)
    assert 5 <= first == last == rows <= writing.result()
    assert await pair(embedded) == (first, last, rows) and await contents(embedded) == await contents(back)
    await back.close()
    await embedded.close()


async def test_a_file_with_one_byte_changed_is_refused_and_nothing_is_written(
    running: TinyStore, config: Path, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    await backup(file, config)
    (tmp_path / "other.toml").write_text('[coterie]\ndata = "other"\n[simulator]\n', encoding="utf-8")
    whole = file.read_bytes()
    for place in range(10, len(whole), 7):  # what stands before is the time and the system, which gzip does not check
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Corrupt, match="Nothing was restored"):
            checked(file)
    for length in range(0, len(whole), 13):
        file.write_bytes(whole[:length])
        with pytest.raises(Corrupt):
            checked(file)
    with pytest.raises(Corrupt):
        await restore(file, tmp_path / "other.toml")
    assert not (tmp_path / "other").exists()


async def test_a_line_that_was_edited_or_taken_away_is_found_though_it_was_packed_well(
    running: TinyStore, config: Path, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    await backup(file, config)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    for changed in (
        [*lines[:2], *lines[3:]],
        [lines[0], lines[2], lines[1], *lines[3:]],
        [*lines, lines[-1]],
        lines[:-1],
        lines[1:],
        [lines[0], b'["records/t","k",1]\n', *lines[1:]],
    ):
        file.write_bytes(gzip.compress(b"".join(changed)))
        with pytest.raises(Corrupt):
            checked(file)
    file.write_bytes(gzip.compress(b"".join([lines[0].replace(b'backup":1', b'backup":3'), *lines[1:]])))
    with pytest.raises(StoreError, match="has format 3"):
        checked(file)
    other = file.read_bytes()
    file.write_bytes(other[:-8] + bytes([other[-8] ^ 1]) + other[-7:])  # as if it were the 3 that was not written so
    with pytest.raises(Corrupt, match="is damaged"):
        checked(file)


async def test_a_file_that_is_there_is_not_overwritten_and_where_there_is_no_store_none_is_kept(
    config: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="there is no store in"):
        await backup(tmp_path / "kept", config)
    assert beside(tmp_path, "kept*") == beside(tmp_path, "data") == []
    (tmp_path / "kept").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="is there already"):
        await backup(tmp_path / "kept", config)
    with pytest.raises(UserError, match="there is no file"):
        await restore(tmp_path / "nothing", config)
    with pytest.raises(Corrupt, match="no backup of coterie"):
        await restore(tmp_path / "kept", config)
