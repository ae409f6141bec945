"""The embedded store: documents in TinyDB, kept by a journal.

TinyDB's own storage writes everything anew for each change, in place. Here the storage reads a journal, the tables change in memory alone,
and a change reaches them only after its line is on the disk. So `Table._update_table`, which is private to TinyDB, is taken over: its
minor version is pinned, and a test watches that every writing method still goes through it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from coterie.core.clock import Clock
from coterie.core.errors import StoreError
from coterie.core.held_folder import HeldFolder
from coterie.core.logs import get_logger
from coterie.core.ports import Json, Made

from .commits import OUTDATED, GroupCommit, is_worth_rewriting
from .documents import Write, copied
from .journal import JournalFile, Reading
from .store import DocumentStore

log = get_logger(__name__)

JOURNAL = "store.journal"
"""The file in the folder of a store."""
PARTS = "parts"
"""The folder in it that holds stores apart from it."""

Tables = dict[str, dict[str, dict[str, Json]]]
"""As TinyDB has it: the documents of each table by their ids. Ours have one field, `value`."""


class JournalStorage(Storage):
    """What TinyDB reads from: a journal, played into memory when it is opened.

    `read` gives the live tables. `write` makes a new journal of all that it is given; single changes don't come this way.
    """

    def __init__(self, path: Path) -> None:
        path.with_name(path.name + ".new").unlink(missing_ok=True)
        if not path.exists():
            JournalFile.create(path, ()).settle(path)
        self.tables: Tables = {}
        """The live ones."""
        self.file = self._play(Reading(path))

    def read(self) -> Tables:
        return self.tables

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        self.tables = {
            name: {str(id): dict(document) for id, document in table.items()} for name, table in data.items()
        }
        self.file.replace(JournalFile.create(self.file.path, writes_of(self.tables)))

    def close(self) -> None:
        self.file.close()

    def _play(self, reading: Reading) -> JournalFile:
        count = 0
        for line in reading.lines():
            count += len(line)
            for table, key, value in line:
                if value is None:
                    self.tables.get(table, {}).pop(key, None)
                else:
                    self.tables.setdefault(table, {})[key] = {"value": value}
        if reading.torn:
            log.warning(
                "a line that was never finished is dropped",
                file=str(reading.path),
                byte=reading.size,
                length=reading.torn,
            )
        return JournalFile.open(reading.path, reading.size, count)


class JournalTable(Table):
    """A table whose ids are texts, and whose changes stay in memory."""

    document_id_class = str  # type: ignore[assignment]  # declared as int there, and meant to be changed

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        updater(self._storage.read().setdefault(self.name, {}))  # type: ignore[union-attr]  # ours always gives tables
        self.clear_cache()

    _searched = False
    """Whether TinyDB may remember what a search found: nothing else is remembered."""

    def search(self, cond: Any) -> list[Document]:
        self._searched = True
        return super().search(cond)

    def apply(self, key: str, value: Json) -> None:
        """Put a document, or take it away where the value is None: as `upsert` and `remove` do, without looking for it first."""
        tables: Tables = self._storage.tables  # type: ignore[attr-defined]  # as ours has them
        if (documents := tables.get(self._name)) is None:
            documents = tables[self._name] = {}
        if value is None:
            documents.pop(key, None)
        else:
            documents[key] = {"value": dict(value) if type(value) is Made else value}
        if self._searched:
            self.clear_cache()


_NONE: dict[str, dict[str, Json]] = {}


class JournalDB(TinyDB):
    """TinyDB with our tables on our storage."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment]  # declared as one class there, meant to be changed


class TinyDocuments:
    """The documents of a store, in TinyDB."""

    def __init__(self, path: Path) -> None:
        self._db = JournalDB(path)
        self._tables: dict[str, JournalTable] = {}
        self.storage: JournalStorage = self._db.storage  # type: ignore[assignment]  # that is the class we gave it

    def __len__(self) -> int:
        return sum(len(table) for table in self.storage.read().values())

    def tables(self) -> Collection[str]:
        return self.storage.read().keys()

    def get(self, table: str, key: str) -> Json:
        # Read as TinyDB's table reads it; that however goes through all that a query could ask for.
        documents = self.storage.tables.get(table)
        document = None if documents is None else documents.get(key)
        if document is None:
            return None
        value = document["value"]
        return value if type(value) is str else copied(value)

    def has(self, table: str, key: str) -> bool:
        documents = self.storage.tables.get(table)
        return documents is not None and key in documents

    def values(self, table: str, keys: Iterable[str]) -> Iterator[tuple[str, Json]]:
        for key in keys:
            if (value := self.get(table, key)) is not None:
                yield key, value

    def items(self, table: str) -> Iterator[tuple[str, Json]]:
        for key, document in self.storage.read().get(table, {}).items():
            yield key, copied(document["value"])

    def keys(self, table: str) -> Collection[str]:
        return self.storage.tables.get(table, _NONE).keys()

    def apply(self, writes: Iterable[Write]) -> None:
        for name, key, value in writes:
            table = self._tables.get(name)
            if table is None:
                opened: JournalTable = self._db.table(name)  # type: ignore[assignment]  # that is the class we gave it
                table = self._tables[name] = opened
            table.apply(key, value)

    def snapshot(self) -> Iterator[Write]:
        """The documents there are now, to be gone through in another thread. Those that change meanwhile may be old or new."""
        return writes_of({name: dict(table) for name, table in self.storage.read().items()})

    def tidy(self, outdated: int) -> None:
        """Write the file anew where that is worth it."""
        if is_worth_rewriting(self.storage.file.writes, len(self), outdated):
            self.storage.write(self.storage.read())


class TinyStore(DocumentStore):
    """A store in a folder of its own."""

    def __init__(self, folder: HeldFolder, documents: TinyDocuments, clock: Clock, outdated: int) -> None:
        self._folder = folder
        journal = GroupCommit(documents.storage.file, documents.__len__, documents.snapshot, outdated)
        super().__init__(documents, journal, clock)

    async def close(self) -> None:
        await super().close()
        self._folder.release()

    async def remove(self) -> None:
        await self.close()
        await asyncio.to_thread(rmtree, self._folder.path)


async def open_store(
    location: str, folder: str, clock: Clock, *, part: str = "", outdated: int = OUTDATED
) -> TinyStore:
    """The entry point `tinydb` of `coterie.stores`: the store in `folder`, which is made where it isn't there; a `part` stands below `parts` in it.

    Its file is written anew when more than `outdated` of its writes, and more than half of them, are outdated.
    Raises Locked, Corrupt, or StoreError where the folder can't be used or was written by a newer coterie.
    """
    return await asyncio.to_thread(_open, folder_of(folder, part), clock, outdated)


def folder_of(folder: str, part: str) -> Path:
    """Where a part of a store stands; without one the store itself."""
    return Path(folder, PARTS, part) if part else Path(folder)


def _open(path: Path, clock: Clock, outdated: int) -> TinyStore:
    folder = HeldFolder(path)
    try:
        documents = TinyDocuments(path / JOURNAL)
        with suppress(OSError):  # a full disk can still be read
            documents.tidy(outdated)
        return TinyStore(folder, documents, clock, outdated)
    except OSError as error:
        folder.release()
        raise StoreError(
            f"can't use the store in {path}: {error.strerror}; see that it can be read and written"
        ) from error
    except BaseException:
        folder.release()
        raise


def writes_of(tables: Mapping[str, Mapping[str, Mapping[str, Json]]]) -> Iterator[Write]:
    """The writes that would make these tables."""
    return (
        Write(table, key, document["value"])
        for table, documents in tables.items()
        for key, document in documents.items()
    )
