"""What a store must be that can be carried into another one, or into a file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, Protocol, runtime_checkable

from .examining import Diagnosis
from .store import Json


class Document(NamedTuple):
    """A piece of what a store holds, as every store tells it. With None as value: that there is none.

    table             key   value
    records/TABLE     KEY   the record
    queue/QUEUE       ID    {lane, body, due, attempts, order}; `order` counts up over the queue
    seen/QUEUE        ID    the instant it was finished
    timers            KEY   {due, body}

    Instants are texts, in UTC and to the microsecond.
    """

    table: str
    key: str
    value: Json


@runtime_checkable
class Portable(Protocol):
    """A store whose whole content can be carried to another."""

    async def documents(self, after: tuple[str, str] | None, limit: int) -> Sequence[Document]:
        """The documents behind this table and key, in the order of both (by code point)."""

    async def write(self, documents: Sequence[Document]) -> None:
        """Make these documents so, all of them or none."""

    async def others(self) -> int:
        """How many other processes have it open."""


class Snapshot(Protocol):
    """What a store holds at one instant, read beside whoever has it open."""

    async def documents(self, after: tuple[str, str] | None, limit: int) -> Sequence[Document]:
        """The documents behind this table and key, in the order of both (by code point)."""


@runtime_checkable
class TellsHindrance(Protocol):
    """A snapshot of which can be told whether coterie could write into the store."""

    async def hindrance(self) -> Diagnosis | None:
        """What keeps coterie from writing there, and what to do; None where nothing does. Nothing is written to find out."""


class SnapshotFactory(Protocol):
    """What an entry point of `coterie.snapshots` names, by the name of the store; its arguments are those of a `StoreFactory`.

    It makes, locks and changes nothing; `part` as in `StoreFactory`. Raises Missing where there is no store yet, Corrupt where it is damaged.
    """

    def __call__(self, location: str, folder: str, *, part: str = "") -> AbstractAsyncContextManager[Snapshot]: ...
