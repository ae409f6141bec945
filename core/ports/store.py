"""What a store must be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from ..clock import Clock
from ..values import frozen

Json = Any
"""A value that JSON can hold: None, bool, int, float, str, list, dict with str keys. Stores take and give it by value."""


class Made(dict[str, Json]):
    """JSON that the codec just made: nothing but JSON is in it, and whoever puts it never changes it again. A store may take it without a copy."""

    text: bytes = b""
    """For the store, as long as it has it in hand: the JSON as it is written down, so that it is written once."""


class Queue(Enum):
    """The two lines in which work waits."""

    INBOX = "inbox"
    OUTBOX = "outbox"

    __hash__ = (
        object.__hash__
    )  # each is the same object wherever it is; an Enum would hash its name anew, a dozen times a command


@frozen
class Entry:
    """A piece of work in a queue. Entries of one `lane` are claimed one after another, in the order they came.

    `due` is the earliest instant it may be claimed; `attempts` how often it was tried; `fresh` is false if it was claimed before or
    was in the store when it was opened: somebody may have begun it.
    """

    id: str
    lane: str
    body: Json
    due: datetime
    attempts: int = 0
    fresh: bool = True


@frozen
class Timer:
    """Something that comes due: a key, an instant, and what to remember until then."""

    key: str
    due: datetime
    body: Json = None


class Unit(Protocol):
    """Reads and writes that happen all at once or not at all. Reads see one instant of the store, and over it the unit's own writes.

    Records are JSON values under a table and a key (both non-empty text, else ValueError). What is read and written is copied: changing
    a value that was got or put changes nothing in the store. Once its block has ended, a unit raises StoreError.
    """

    async def get(self, table: str, key: str) -> Json:
        """The record, or None."""

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        """The records whose key begins with `prefix`, in the order of their keys (by code point)."""

    async def keys(self, table: str, prefix: str = "") -> Sequence[str]:
        """The keys alone of the records that `scan` would give: whoever needs no more of them has fewer read."""

    def put(self, table: str, key: str, value: Json) -> None:
        """Write a record. None, and what JSON can't hold, can't be stored: ValueError. A tuple becomes a list."""

    def delete(self, table: str, key: str) -> None:
        """Take a record away; nothing if there is none."""

    def enqueue(self, queue: Queue, entry: Entry) -> None:
        """Put work at the end of its lane. An id that was ever in this queue is dropped, for as long as the store remembers it."""

    def take(self, queue: Queue, id: str, lane: str) -> None:
        """Do with this unit the work of an entry that never has to wait: as if it were enqueued and finished by it.

        Where something waits in the lane, the unit ends with Behind, at once or at its end; where the id was ever in this queue, with Known. A
        unit that writes nothing leaves no trace: not even the id is remembered then.
        """

    def finish(self, queue: Queue, id: str) -> None:
        """The entry is done: out of the queue, its id remembered. If it is not in the queue, the unit ends with Missing."""

    def postpone(self, queue: Queue, id: str, due: datetime, body: Json = None) -> None:
        """Try the entry again at `due`, with one attempt more and, if given, another body. Its lane waits for it.

        If it is not in the queue, the unit ends with Missing.
        """

    def set_timer(self, timer: Timer) -> None:
        """Set or move the timer of this key."""

    def cancel_timer(self, key: str, due: datetime | None = None) -> None:
        """Forget it; nothing if there is none. With `due`, only one that is set to that very instant when the unit ends."""


class Store(Protocol):
    """Where everything stands that must outlast the process. Nobody is shown what is not durable yet. Once closed, it raises StoreError."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """A unit that commits when the block ends well, durably before it returns, and writes nothing when it raises.

        Raises Conflict at the end if something that was read or scanned was changed meanwhile: run the block again. A unit that writes
        nothing never conflicts.
        """

    async def claim(self, queue: Queue, now: datetime) -> Entry | None:
        """The oldest due entry that heads a lane in which nothing is claimed, or None. It stays claimed until finished, postponed or released."""

    async def claim_some(self, queue: Queue, now: datetime, most: int) -> Sequence[Entry]:
        """As many claims as there would be with `claim`, `most` of them, at once."""

    async def release(self, queue: Queue, id: str) -> None:
        """Give a claimed entry back untouched; nothing if it is not claimed."""

    async def begun(self, queue: Queue, lane: str) -> str | None:
        """The id of the entry that heads the lane, if somebody may have begun it (one that is not, or would not be, `fresh`); else None."""

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Timer]:
        """The timers that are due, earliest first, those of one instant by key. They stay until a unit cancels them."""

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a timer is due or an entry can be claimed, claimed lanes aside; None if nothing waits."""

    async def size(self, queue: Queue) -> int:
        """How many entries are not finished."""

    async def forget_seen(self, before: datetime) -> int:
        """Drop the ids finished before `before`; how many."""

    async def close(self) -> None:
        """Make everything durable and let go of the files. A closed store can be opened again by another process."""


@runtime_checkable
class Shared(Protocol):
    """A store that several processes have open at once; each of them is a worker. A claim is a worker's, under a lease that it renews.

    Where the lease is over, others are given what the worker had claimed. A unit of it that finishes or postpones such work ends with
    Fenced then, and writes nothing.
    """

    @property
    def takeovers(self) -> int:
        """How often this worker took away the lease of another, whose work is free since."""

    def holds(self, queue: Queue, id: str) -> bool:
        """Whether a claim still is ours: to be asked just before what can't be undone. Waits for nothing."""

    async def stirred(self) -> None:
        """Return when another worker may have brought work, or left some behind, since this was last asked."""

    async def alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work while no other worker does what has this name: wait for it, and where it is lost cancel the work and wait again.

        Returns when the work does; raises what it raises.
        """


@runtime_checkable
class Guess(Unit, Protocol):
    """A unit that goes by what was known of records a moment ago; what it reads need not have been so at one instant."""

    async def verify(self) -> None:
        """Raise Conflict where what was read is so no more, Behind where something waits before what it takes.

        To be asked before anything is concluded from what went wrong.
        """


@runtime_checkable
class AtHand(Unit, Protocol):
    """A unit of a store that has every record in memory. Whoever reads a dozen for each message need not begin a coroutine for each."""

    def at_hand(self, table: str, key: str) -> Json:
        """What `get` gives, at once."""


@runtime_checkable
class Guessing(Protocol):
    """A store of which it is quicker to guess what stands in it."""

    def guess(self) -> AbstractAsyncContextManager[Guess]:
        """A unit for what can be run again. At its end, whatever it writes and whatever is raised in it, it is looked at what was read;
        where that was not so any more, it writes nothing and raises Conflict.
        """


class StoreFactory(Protocol):
    """What an entry point of `coterie.stores` names; `location` is what stands in coterie.toml, `folder` its data folder.

    `part` names one of several stores there, apart from each other; by letters, digits and `_`.

    Raises Locked where another process has it open, Corrupt where it is damaged.
    """

    async def __call__(self, location: str, folder: str, clock: Clock, *, part: str = "") -> Store: ...
