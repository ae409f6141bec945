"""The doors of the house: what an adapter, a store and a clock must be.

`coterie.core.contracts` holds the suites by which anybody can check their own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol, runtime_checkable

from attrs import field

from .clock import Clock
from .model.content import Capability, Choice
from .model.effect import Effect
from .model.event import Account, Event
from .refs import MessageRef, PersonRef, RoomRef
from .values import frozen

Json = Any
"""A value that JSON can hold: None, bool, int, float, str, list, dict with str keys. Stores take and give it by value."""


# --- adapters -------------------------------------------------------------------------------------------------------


@frozen
class Cursor:
    """How far an adapter has read its platform; saved in the same commit as the events up to there."""

    name: str
    value: str


class Inbox(Protocol):
    """Where an adapter brings what happened."""

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        """Return once the events are durable; then acknowledge. An event whose id was seen before is dropped.

        Raises StoreError where it can't be saved: do not acknowledge, let the platform send again.
        """

    async def cursor(self, name: str) -> str | None:
        """The value last saved under this name."""

    def ready(self, platform: str) -> None:
        """Say that the platform is connected and listened to."""

    def away(self, platform: str) -> None:
        """Say that it is not, until `ready` says otherwise: what is asked whether coterie is ready is told so."""


@frozen
class Sought:
    """What somebody types to find one of more choices than a platform shows: on the card that `message` shows, or in the `field` of the form with
    the key `form`. References are native."""

    person: PersonRef
    typed: str
    room: RoomRef | None = None
    message: MessageRef | None = None
    form: str = ""
    field: str = ""


@runtime_checkable
class Suggests(Protocol):
    """An inbox that can be asked what may be chosen."""

    async def suggestions(self, sought: Sought, most: int) -> Sequence[Choice]:
        """What this person may choose there and what fits what they typed, so many at most, the best first; nothing where they may not.

        Raises StoreError where it can't be looked up.
        """


@frozen
class Performed:
    """What came of an effect: `native` is the reference id (`PLATFORM/ID`) of what was made, None where nothing was.

    Of a `Post` to a person it is the message; `room` then is the native direct conversation it stands in. `learned` are events that
    the platform tells nobody of by itself: who is in a room that was there before.
    """

    native: str | None = None
    room: str | None = None
    learned: tuple[Event, ...] = ()


class Adapter(Protocol):
    """A chat platform. It translates and decides nothing."""

    @property
    def platform(self) -> str:
        """The name that its native references begin with."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What works here."""

    async def listen(self, inbox: Inbox) -> None:
        """Bring events until cancelled. Raises LoggedOut where the credentials are void; comes back from all else by itself."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        """Do it, once per key. All references in it are native to this platform.

        With `again`, an earlier try may have succeeded without our hearing of it: look before doing it twice.
        Raises Transient, Refused, Unsupported (a capability not declared) or LoggedOut.
        """


class AdapterFactory(Protocol):
    """What an entry point of `coterie.adapters` names: a class like this.

    `Settings` is an attrs class: the section of coterie.toml with the entry point's name. `secrets` names the environment variables of
    which it takes what it needs; `missing_secrets` gives those without which it can't run.
    """

    Settings: ClassVar[type]
    secrets: ClassVar[tuple[str, ...]]

    def missing_secrets(self, settings: Any, environment: Mapping[str, str]) -> tuple[str, ...]: ...

    def __call__(self, settings: Any, environment: Mapping[str, str], clock: Clock) -> Adapter: ...


# --- what is reached over HTTP --------------------------------------------------------------------------------------


@frozen
class Request:
    """A request over HTTP: the query as written, the headers by their names in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = field(default=b"", repr=False)


@frozen
class Response:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(factory=dict)


Route = Callable[[Request], Awaitable[Response]]
"""Answers requests."""


class Routes(Protocol):
    """The server of a running coterie, as those see it who want to be reached."""

    @property
    def address(self) -> str:
        """How it is reached from outside, without a slash at the end."""

    def add(self, method: str, path: str, route: Route) -> None:
        """Let requests of this method to this path be answered by the route."""

    def remove(self, method: str, path: str) -> None:
        """Let them be answered by nobody."""


@runtime_checkable
class Reached(Protocol):
    """An adapter whose platform sends requests to us: where `[web]` listens, it is reached there and opens no server of its own."""

    def reached_at(self, routes: Routes) -> None:
        """To be called before it listens."""


@runtime_checkable
class OneListener(Protocol):
    """An adapter with which one worker at a time listens, because the account has one place in its stream of events."""

    @property
    def account(self) -> str:
        """What only one listens to, the same in every worker: `PLATFORM:ACCOUNT`."""


@frozen
class Tenant:
    """A workspace that let coterie in, with a community of its own. `id` is the platform's, of letters and digits.

    `community` is the id of the community in a file that lives there; None where there is none, and it is made in chat. `managers` are the
    accounts of those who let coterie in.
    """

    platform: str
    id: str
    name: str
    community: str | None = None
    managers: tuple[Account, ...] = ()


class Tenants(Protocol):
    """Where the communities of workspaces live: each has a store of its own, and nothing of one is ever seen by another."""

    def open(self, tenant: Tenant, adapter: Adapter) -> AbstractAsyncContextManager[None]:
        """The community lives as long as the block lasts. What ends it from inside (a PlatformError, a StoreError) is raised in a group."""

    async def forget(self, tenant: str) -> None:
        """Take away all that is kept of a workspace; its community does not live now."""


@runtime_checkable
class Units(Protocol):
    """What a store is to whoever only reads and writes records."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """As that of a store."""


class Hosting(Protocol):
    """A platform's app that any number of workspaces install: it lets each of their communities live while it is installed."""

    async def host(self, store: Store, tenants: Tenants, routes: Routes) -> None:
        """Do so until cancelled; who installed it is kept in `store`. Raises StoreError where that can't be used any more."""

    def entered(self, store: Store, tenant: str) -> AbstractAsyncContextManager[tuple[Tenant, Adapter]]:
        """One workspace, and an adapter that acts there as long as the block lasts, without listening. Raises UserError where it is not installed."""

    def examine(
        self, store: Units, homes: Callable[[Tenant], Awaitable[Mapping[str, str]]]
    ) -> AsyncIterator[Diagnosis]:
        """Look at every workspace as `Examined` does, one after another; what is amiss in one keeps none from being looked at. `store` is only
        read, beside whoever has it open; `homes` gives those of the groups of one workspace."""


@runtime_checkable
class Removable(Protocol):
    """A store that can be taken away with everything in it."""

    async def remove(self) -> None:
        """Close it, and leave nothing of it behind."""


@runtime_checkable
class KeepsFiles(Protocol):
    """An adapter that keeps what can't be in the store: keys that must never leave the machine, say."""

    def kept_in(self, folder: Path) -> None:
        """To be called before all else, with the data folder."""


class Verdict(Enum):
    """How something was found by who looks after it."""

    GOOD = "good"
    WARNING = "warning"
    PROBLEM = "problem"


@frozen
class Diagnosis:
    """What was found about one thing, and what to do where it is not as it should be."""

    about: str
    verdict: Verdict
    found: str
    remedy: str = ""


@runtime_checkable
class Examined(Protocol):
    """An adapter that can say whether all is well with its platform."""

    def examine(self, homes: Mapping[str, str]) -> AsyncIterator[Diagnosis]:
        """Look at the credentials, the permissions, the clock and the homes of groups (group → its home, as named or as known), and change nothing.

        Raises PlatformError where nothing more can be looked at.
        """


# --- stores ---------------------------------------------------------------------------------------------------------


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
class Guessing(Protocol):
    """A store of which it is quicker to guess what stands in it."""

    def guess(self) -> AbstractAsyncContextManager[Guess]:
        """A unit for what can be run again. At its end, whatever it writes and whatever is raised in it, it is looked at what was read;
        where that was not so any more, it writes nothing and raises Conflict.
        """


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


class SnapshotFactory(Protocol):
    """What an entry point of `coterie.snapshots` names, by the name of the store; its arguments are those of a `StoreFactory`.

    It makes, locks and changes nothing; `part` as in `StoreFactory`. Raises Missing where there is no store yet, Corrupt where it is damaged.
    """

    def __call__(self, location: str, folder: str, *, part: str = "") -> AbstractAsyncContextManager[Snapshot]: ...


class StoreFactory(Protocol):
    """What an entry point of `coterie.stores` names; `location` is what stands in coterie.toml, `folder` its data folder.

    `part` names one of several stores there, apart from each other; by letters, digits and `_`.

    Raises Locked where another process has it open, Corrupt where it is damaged.
    """

    async def __call__(self, location: str, folder: str, clock: Clock, *, part: str = "") -> Store: ...
