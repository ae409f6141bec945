"""What an embedded store holds, read beside the process that has it open: a journal only grows, so its whole lines are always one instant."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path

from coterie.core.errors import Missing, StoreError
from coterie.core.held_folder import LOCK
from coterie.core.ports import STORE, Diagnosis, Document, Snapshot, Verdict
from coterie.core.values import frozen

from .documents import PlainDocuments
from .journal import Reading
from .records import Records
from .tinydb import JOURNAL, folder_of


@frozen
class JournalSnapshot:
    """The documents of a journal."""

    folder: Path
    records: Records
    held: PlainDocuments

    async def documents(self, after: tuple[str, str] | None, limit: int) -> Sequence[Document]:
        places = islice(self.records.places(after or ("", "")), limit)
        return [Document(table, key, self.held.get(table, key)) for table, key in places]

    async def hindrance(self) -> Diagnosis | None:
        return await asyncio.to_thread(_hindrance, self.folder)


@asynccontextmanager
async def snapshot(location: str, folder: str, *, part: str = "") -> AsyncIterator[Snapshot]:
    """The entry point `tinydb` of `coterie.snapshots`: what the store in `folder` holds now, or a part of it. It takes no lock and changes nothing.

    Raises Missing where there is no store, Corrupt where it is damaged.
    """
    yield await asyncio.to_thread(_read, folder_of(folder, part))


def _read(folder: Path) -> JournalSnapshot:
    held = PlainDocuments()
    try:
        for line in Reading(folder / JOURNAL).lines():
            held.apply(line)
    except FileNotFoundError as error:
        raise Missing(f"there is no store in {folder} yet: `coterie run` makes one") from error
    except OSError as error:
        raise StoreError(f"can't read the store in {folder}: {error.strerror}") from error
    return JournalSnapshot(folder, Records(held), held)


def _hindrance(folder: Path) -> Diagnosis | None:
    """Why nothing can be written there. The journal is added to, and now and then another takes its place."""
    remedy = f"let who runs coterie write {folder} and all that is in it, or name another `data` folder"
    for file in (folder / JOURNAL, folder / LOCK):
        try:
            os.close(os.open(file, os.O_WRONLY | os.O_APPEND))
        except FileNotFoundError:
            continue
        except OSError as error:
            return Diagnosis(STORE, Verdict.PROBLEM, f"{file} can't be written: {error.strerror}", remedy)
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        return Diagnosis(STORE, Verdict.PROBLEM, f"no file can be made in {folder}", remedy)
    return None
