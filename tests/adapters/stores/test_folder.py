"""Whose folder it is, and whether it can be one."""

from __future__ import annotations

import asyncio
import os
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.errors import Locked, StoreError
from coterie.core.ports import Store
from tests.adapters.stores.killing import processes


def hold(folder: str, door: Connection) -> None:
    """Open a store and say so, and keep it until killed."""
    store = asyncio.run(open_store("tinydb", folder, SystemClock()))
    door.send("open")
    door.recv()
    del store


async def opened(folder: Path) -> Store:
    return await open_store("tinydb", str(folder), SystemClock())


async def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    ours, theirs = processes.Pipe()
    holder = processes.Process(target=hold, args=(str(tmp_path), theirs))
    holder.start()
    theirs.close()
    assert ours.recv() == "open"
    with pytest.raises(Locked) as caught:
        await opened(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert f"process {holder.pid}:" in str(caught.value)
    assert "another data folder" in str(caught.value)
    holder.kill()
    holder.join()
    store = await opened(tmp_path)
    assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"
    await store.close()


async def test_the_same_process_is_refused_too_until_the_store_is_closed(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    with pytest.raises(Locked):
        await opened(tmp_path)
    await store.close()
    await store.close()
    again = await opened(tmp_path)
    await again.close()


async def test_a_store_that_could_not_be_opened_lets_the_folder_go(tmp_path: Path) -> None:
    (tmp_path / "store.journal").write_bytes(b"nonsense")
    for _ in range(2):
        with pytest.raises(StoreError, match="does not begin as a store must"):
            await opened(tmp_path)


@pytest.mark.parametrize("below", ["", "deeper/still"])
async def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="is a file.*name another data folder"):
        await opened(tmp_path / "data" / below)


async def test_a_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a" / "b")
    await store.close()
    assert (tmp_path / "a" / "b" / "store.journal").exists()


async def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "store.journal").mkdir()
    with pytest.raises(StoreError, match="can't use the store"):
        await opened(tmp_path)


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    """In a process of its own, as root may write anywhere: there it becomes a user who may not."""
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o555)
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=open_as_nobody, args=(str(folder), theirs))
    process.start()
    theirs.close()
    problem = ours.recv()
    process.join()
    assert problem.startswith(f"can't use the data folder {folder}: Permission denied; ")
    assert list(folder.iterdir()) == []


def open_as_nobody(folder: str, answer: Connection) -> None:
    os.chdir(folder)
    if os.geteuid() == 0:
        # Goes there first, as others may not enter the folders above it.
        os.setuid(65534)
    try:
        asyncio.run(open_store("tinydb", ".", SystemClock()))
    except StoreError as error:
        answer.send(str(error).replace("folder .:", f"folder {folder}:"))
