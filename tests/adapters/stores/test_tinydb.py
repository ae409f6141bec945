"""The embedded store, under the contract, and what it takes over of TinyDB."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from coterie.adapters.stores.tinydb import JournalDB, JournalStorage, JournalTable, open_store
from coterie.core.clock import SystemClock
from coterie.core.contracts.store import OpenStore, StoreContract


class TestTinyStore(StoreContract):
    @pytest.fixture
    def open_store(self) -> OpenStore:
        return lambda folder, clock: open_store("tinydb", folder, clock)


class WatchedTable(JournalTable):
    """Counts the changes that pass the method taken over."""

    changes = 0

    def _update_table(self, updater):  # type: ignore[no-untyped-def]  # as in the class it watches
        self.changes += 1
        super()._update_table(updater)


class NeverWritten(MemoryStorage):
    """A storage that must not be written to."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # so it is in TinyDB
        self.memory = {}

    def write(self, data: object) -> None:
        raise AssertionError("TinyDB wrote everything anew")


def test_tinydb_has_the_minor_version_this_was_written_for() -> None:
    assert version("tinydb").startswith("4.9.")


def test_every_writing_method_of_a_table_changes_memory_alone_through_the_method_taken_over() -> None:
    table = WatchedTable(NeverWritten(), "t")
    table.insert(Document({"value": 1}, doc_id="a"))  # type: ignore[arg-type]  # our ids are texts
    table.insert_multiple([Document({"value": 2}, doc_id="b"), Document({"value": 3}, doc_id="c")])  # type: ignore[arg-type]
    table.update({"value": 4}, doc_ids=["b"])  # type: ignore[list-item]
    table.update_multiple([({"value": 5}, where("value") == 3)])
    table.upsert(Document({"value": 6}, doc_id="d"))  # type: ignore[arg-type]
    assert {str(document.doc_id): document["value"] for document in table} == {"a": 1, "b": 4, "c": 5, "d": 6}
    table.remove(doc_ids=["a"])  # type: ignore[list-item]
    table.remove(where("value") == 4)
    assert table.changes == 8, "one each, and two of the upsert"
    assert [str(document.doc_id) for document in table.search(where("value") == 6)] == ["d"]
    table.truncate()
    assert (len(table), table.changes) == (0, 9)


async def test_records_are_documents_that_tinydb_can_be_asked_for(tmp_path: Path) -> None:
    store = await open_store("tinydb", str(tmp_path), SystemClock())
    async with store.unit() as unit:
        unit.put("people", "ana", {"name": "Ana"})
        unit.put("people", "ben", {"name": "Ben"})
    await store.close()
    with JournalDB(tmp_path / "store.journal") as db:
        assert isinstance(db, TinyDB)
        assert db.tables() == {"records/people"}
        found = db.table("records/people").search(where("value")["name"] == "Ben")
        assert [(str(document.doc_id), document["value"]) for document in found] == [("ben", {"name": "Ben"})]


def test_a_table_dropped_as_a_whole_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.journal"
    with JournalDB(path) as db:
        for name in ("a", "b"):
            db.table(name).insert(Document({"value": 1}, doc_id="k"))  # type: ignore[arg-type]  # our ids are texts
        db.drop_table("a")
    assert JournalStorage(path).read() == {"b": {"k": {"value": 1}}}
