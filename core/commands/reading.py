"""A snapshot of a store as a unit that can only be read: for who looks beside a running coterie."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NoReturn

from ..errors import StoreError
from ..ports import Entry, Json, Queue, Snapshot, Timer
from ..values import frozen

PAGE = 200


@frozen
class ReadUnit:
    """A unit over a snapshot. Whatever would write raises StoreError."""

    snapshot: Snapshot

    async def get(self, table: str, key: str) -> Json:
        """The record, or None."""
        # Documents are read behind a place; the key without its end stands before the key.
        after = (f"records/{table}", key[:-1])
        while page := await self.snapshot.documents(after, PAGE):
            for one in page:
                if one[:2] == (f"records/{table}", key):
                    return one.value
                if one[:2] > (f"records/{table}", key):
                    return None
            after = page[-1][:2]
        return None

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        """The records whose key begins with `prefix`, in the order of their keys."""
        name, found = f"records/{table}", list[tuple[str, Json]]()
        after = (name, prefix[:-1])
        while page := await self.snapshot.documents(after, PAGE):
            for one in page:
                if one.table != name or not (one.key.startswith(prefix) or one.key < prefix) or len(found) == limit:
                    return found
                if one.key.startswith(prefix):
                    found.append((one.key, one.value))
            after = page[-1][:2]
        return found

    async def keys(self, table: str, prefix: str = "") -> Sequence[str]:
        """The keys of the records that begin with `prefix`, in order."""
        return [key for key, _ in await self.scan(table, prefix)]

    def put(self, table: str, key: str, value: Json) -> None:
        self._refuse()

    def delete(self, table: str, key: str) -> None:
        self._refuse()

    def enqueue(self, queue: Queue, entry: Entry) -> None:
        self._refuse()

    def take(self, queue: Queue, id: str, lane: str) -> None:
        self._refuse()

    def finish(self, queue: Queue, id: str) -> None:
        self._refuse()

    def postpone(self, queue: Queue, id: str, due: datetime, body: Json = None) -> None:
        self._refuse()

    def set_timer(self, timer: Timer) -> None:
        self._refuse()

    def cancel_timer(self, key: str, due: datetime | None = None) -> None:
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise StoreError("a snapshot is only read")


@frozen
class ReadStore:
    """A snapshot for whoever asks a store for units."""

    snapshot: Snapshot

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[ReadUnit]:
        """One that can only be read."""
        yield ReadUnit(self.snapshot)
