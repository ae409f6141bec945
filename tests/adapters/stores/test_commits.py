"""Commits that wait together, disks that fail, files that are written anew under load."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from coterie.adapters.stores.commits import GroupCommit
from coterie.adapters.stores.documents import PlainDocuments, Write
from coterie.adapters.stores.journal import JournalFile, Reading
from coterie.adapters.stores.store import DocumentStore
from coterie.adapters.stores.tinydb import TinyStore, open_store
from coterie.core.clock import SystemClock
from coterie.core.contracts.store_tools import entry
from coterie.core.errors import StoreError
from coterie.core.ports import Queue, Store
from tests.adapters.stores.killing import processes


class FailingFile(JournalFile):
    """A file on a disk that fails when it is told to."""

    writing_fails = False
    syncing_fails = False
    syncs = 0

    def _write(self, line: bytes) -> None:
        if self.writing_fails:
            super()._write(line[: len(line) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        super()._write(line)

    def _sync(self) -> None:
        self.syncs += 1
        if self.syncing_fails:
            raise OSError(errno.EIO, "Input/output error")
        super()._sync()


def failing(folder: Path) -> tuple[DocumentStore, FailingFile]:
    """A store on such a file."""
    path = folder / "store.journal"
    JournalFile.create(path, ()).settle(path)
    file = FailingFile.open(path, path.stat().st_size, 0)
    assert isinstance(file, FailingFile)
    return DocumentStore(PlainDocuments(), GroupCommit(file, lambda: 0, tuple), SystemClock()), file


async def put(store: Store, key: str) -> None:
    async with store.unit() as unit:
        unit.put("t", key, key)
        unit.enqueue(Queue.INBOX, entry(key))


async def keys(store: Store) -> list[str]:
    async with store.unit() as unit:
        return [key for key, _ in await unit.scan("t")]


async def keys_on_disk(folder: Path) -> list[str]:
    store = await open_store("tinydb", str(folder), SystemClock())
    found = await keys(store)
    await store.close()
    return found


async def test_whoever_waits_for_the_disk_waits_together(tmp_path: Path) -> None:
    store, file = failing(tmp_path)
    async with asyncio.TaskGroup() as group:
        for number in range(100):
            group.create_task(put(store, f"{number:02}"))
    assert file.syncs <= 3
    assert len(await keys(store)) == 100
    await store.close()
    assert len(await keys_on_disk(tmp_path)) == 100


async def test_nothing_is_shown_before_it_is_on_the_disk(tmp_path: Path) -> None:
    store, file = failing(tmp_path)
    writing = asyncio.ensure_future(put(store, "a"))
    while not file.syncs:
        if not writing.done():
            assert await keys(store) == []
            assert await store.size(Queue.INBOX) == 0
        await asyncio.to_thread(int)
    await writing
    assert await keys(store) == ["a"]
    await store.close()


async def test_a_full_disk_loses_nothing_and_takes_more_when_there_is_room(tmp_path: Path) -> None:
    store, file = failing(tmp_path)
    await put(store, "a")
    file.writing_fails = True
    with pytest.raises(StoreError, match="No space left on device"):
        await put(store, "b")
    assert await keys(store) == ["a"]
    assert await store.size(Queue.INBOX) == 1
    file.writing_fails = False
    await put(store, "b")
    await put(store, "c")
    assert await keys(store) == ["a", "b", "c"]
    await store.close()
    assert await keys_on_disk(tmp_path) == ["a", "b", "c"]


@pytest.mark.parametrize("replaced", [False, True], ids=["taken away", "another put in its place"])
async def test_what_no_start_would_find_is_not_kept(tmp_path: Path, replaced: bool) -> None:
    store = await open_store("tinydb", str(tmp_path), SystemClock())
    await put(store, "a")
    before = (tmp_path / "store.journal").read_bytes()
    (tmp_path / "store.journal").unlink()
    if replaced:
        (tmp_path / "store.journal").write_bytes(before)
    for key in ("b", "c"):
        with pytest.raises(StoreError, match="store.journal was taken away, or another put in its place"):
            await put(store, key)
    assert await keys(store) == ["a"]
    await store.close()


async def test_a_disk_that_fails_to_sync_ends_all_writing_but_not_reading(tmp_path: Path) -> None:
    store, file = failing(tmp_path)
    await put(store, "a")
    file.syncing_fails = True
    with pytest.raises(StoreError, match="Input/output error.*started again"):
        await put(store, "b")
    file.syncing_fails = False
    with pytest.raises(StoreError, match="Input/output error.*started again"):
        await put(store, "c")
    assert await keys(store) == ["a"]
    claimed = await store.claim(Queue.INBOX, SystemClock().now())
    assert claimed is not None and claimed.id == "a"
    await store.close()
    assert await keys_on_disk(tmp_path) == ["a"]


async def test_those_who_wait_behind_a_failed_commit_learn_of_it_too(tmp_path: Path) -> None:
    store, file = failing(tmp_path)
    file.syncing_fails = True
    results = await asyncio.gather(*(put(store, f"{number}") for number in range(20)), return_exceptions=True)
    assert [type(result) for result in results] == [StoreError] * 20
    assert await keys(store) == []
    await store.close()


async def test_a_duplicate_is_not_acknowledged_before_the_first_is_on_the_disk(tmp_path: Path) -> None:
    store, file = failing(tmp_path)
    file.writing_fails = True

    async def enqueue() -> None:
        async with store.unit() as unit:
            unit.enqueue(Queue.INBOX, entry("1"))

    results = await asyncio.gather(enqueue(), enqueue(), return_exceptions=True)
    assert [type(result) for result in results] == [StoreError, StoreError]
    await store.close()


async def test_a_commit_whose_waiter_was_cancelled_is_whole_and_holds_nobody_up(tmp_path: Path) -> None:
    store, _ = failing(tmp_path)
    first = asyncio.ensure_future(put(store, "a"))
    second = asyncio.ensure_future(put(store, "b"))
    await asyncio.to_thread(int)
    first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    await put(store, "c")
    held = await keys(store)
    assert held in (["a", "b", "c"], ["b", "c"])
    assert await store.size(Queue.INBOX) == len(held)
    await store.close()
    assert await keys_on_disk(tmp_path) == held


async def rewritten(store: TinyStore, path: Path, units: int) -> int:
    """Write over a few records from many tasks; how many new files took the place of the old one."""
    files: set[int] = set()

    async def write(writer: int) -> None:
        for number in range(units):
            async with store.unit() as unit:
                unit.put("t", f"{writer}", number)
            files.add(os.stat(path).st_ino)

    async with asyncio.TaskGroup() as group:
        for writer in range(10):
            group.create_task(write(writer))
    return len(files) - 1


async def test_a_file_of_old_writes_is_written_anew_while_others_write(tmp_path: Path) -> None:
    store = await open_store("tinydb", str(tmp_path), SystemClock(), outdated=50)
    path = tmp_path / "store.journal"
    assert await rewritten(store, path, 100) > 0
    await store.close()
    assert sum(len(line) for line in Reading(path).lines()) < 500
    store = await open_store("tinydb", str(tmp_path), SystemClock())
    async with store.unit() as unit:
        assert await unit.scan("t") == [(f"{writer}", 99) for writer in range(10)]
    await store.close()
    assert not (tmp_path / "store.journal.new").exists()


async def test_a_file_of_old_writes_is_written_anew_when_it_is_opened(tmp_path: Path) -> None:
    store = await open_store("tinydb", str(tmp_path), SystemClock())
    path = tmp_path / "store.journal"
    assert await rewritten(store, path, 100) == 0
    await store.close()
    large = path.stat().st_size
    store = await open_store("tinydb", str(tmp_path), SystemClock(), outdated=100)
    await store.close()
    assert path.stat().st_size < large / 10


async def test_where_a_new_file_can_not_be_written_the_old_one_goes_on(tmp_path: Path) -> None:
    store = await open_store("tinydb", str(tmp_path), SystemClock(), outdated=50)
    (tmp_path / "store.journal.new").mkdir()
    assert await rewritten(store, tmp_path / "store.journal", 50) == 0
    await store.close()
    (tmp_path / "store.journal.new").rmdir()
    store = await open_store("tinydb", str(tmp_path), SystemClock())
    async with store.unit() as unit:
        assert await unit.scan("t") == [(f"{writer}", 49) for writer in range(10)]
    await store.close()


async def _fill_the_disk(folder: str) -> tuple[list[str], str, list[str]]:
    store = await open_store("tinydb", folder, SystemClock())
    await put(store, "a")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((Path(folder) / "store.journal").stat().st_size + 20, limits[1]))
    try:
        await put(store, "b")
        problem = "none"
    except StoreError as error:
        problem = str(error)
    held = await keys(store)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    await put(store, "c")
    await store.close()
    return held, problem, await keys_on_disk(Path(folder))


def fill_the_disk(folder: str, answer: Connection) -> None:
    answer.send(asyncio.run(_fill_the_disk(folder)))


def test_a_file_that_may_not_grow_is_told_of_by_the_system_itself(tmp_path: Path) -> None:
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=fill_the_disk, args=(str(tmp_path), theirs))
    process.start()
    theirs.close()
    held, problem, on_disk = ours.recv()
    process.join()
    assert "File too large" in problem
    assert (held, on_disk) == (["a"], ["a", "c"])


async def test_a_journal_keeps_the_order_in_which_commits_came(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    JournalFile.create(path, ()).settle(path)
    journal = GroupCommit(JournalFile.open(path, path.stat().st_size, 0), lambda: 0, tuple)
    kept: list[int] = []

    def commit(number: int) -> asyncio.Future[None]:
        writes: Sequence[Write] = [Write("t", f"{number}", number)]
        return asyncio.ensure_future(journal.append(writes, lambda: kept.append(number), lambda: None))

    commits = [commit(number) for number in range(50)]
    await asyncio.to_thread(int)
    commits += [commit(number) for number in range(50, 80)]
    await asyncio.gather(*commits)
    await journal.close()
    assert kept == list(range(80))
    assert [write.value for line in Reading(path).lines() for write in line] == list(range(80))
