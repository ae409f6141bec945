"""A unit: what it read, what it wants written, and the writes that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from coterie.core.errors import Behind, Known, Missing, Misused
from coterie.core.ports import Entry, Json, Made, Queue, Timer

from .documents import Write, accepted, copied, with_order
from .records import Place, Range, Records

TIMERS = "timers"
RECORDS = "records/"
"""The tables in which the records of others stand begin so."""


class _RecordTables(dict[str, str]):
    """`record_table` of each table, remembered: it is asked for with every record that is read or written."""

    def __missing__(self, name: str) -> str:
        self[name] = found = f"{RECORDS}{name}"
        return found


_RECORD_TABLES = _RecordTables()


def record_table(name: str) -> str:
    """The table of documents in which the records of a table stand, apart from those of the store itself."""
    return _RECORD_TABLES[name]


_TABLES = {queue: (f"queue/{queue.value}", f"seen/{queue.value}") for queue in Queue}
"""Of each queue the table of what waits in it, and that of what was finished."""


def queue_table(queue: Queue) -> str:
    """The table of documents of what waits in a queue."""
    return _TABLES[queue][0]


def seen_table(queue: Queue) -> str:
    """The table of documents of the ids that were finished."""
    return _TABLES[queue][1]


made = tuple.__new__
"""Makes a tuple of a class out of its items, without a word of Python in between: a commit has thousands."""


def text_of(instant: datetime) -> str:
    """An instant as it is stored: all texts of one length, so that their order is that of time."""
    if instant.tzinfo is UTC:
        return _text_of_utc(instant)
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no zone; the store takes aware instants, for example datetime(…, tzinfo=UTC)")
    return _text_of_utc(instant.astimezone(UTC))


@lru_cache(maxsize=256)
def _text_of_utc(instant: datetime) -> str:
    """One for all that are due together."""
    return instant.isoformat(timespec="microseconds")


class _Enqueue(NamedTuple):
    queue: Queue
    id: str
    document: Made


class _Take(NamedTuple):
    queue: Queue
    id: str


class _Finish(NamedTuple):
    queue: Queue
    id: str


class _Postpone(NamedTuple):
    queue: Queue
    id: str
    due: str
    body: Json


class OpenUnit:
    """The `Unit` of a store of documents, from its first read to its commit. `waits` says whether anything waits in a lane."""

    def __init__(self, records: Records, waits: Callable[[Queue, str], bool]) -> None:
        self._waits = waits
        self.instant = records.look()
        self._records = records
        self._read: set[Place] = set()
        self._scanned: set[Range] = set()
        self._written: dict[Place, Json] = {}
        self._cancelled: dict[str, str] = {}
        self._work: list[_Enqueue | _Finish | _Postpone] = []
        self._taken: list[_Take] = []
        self._over = False

    # --- what a handler sees

    async def get(self, table: str, key: str) -> Json:
        return self.at_hand(table, key)

    def at_hand(self, table: str, key: str) -> Json:
        """As `get`: nothing of this store has to be waited for to be read."""
        if self._over or type(key) is not str or not (table and key and key.isascii()):
            self._check(table, key)
        name = _RECORD_TABLES[table]
        place = (name, key)
        if self._written and place in self._written:
            return copied(self._written[place])
        self._read.add(place)
        records = self._records
        return records.newest(name, key) if self.instant == records.now else records.get(place, self.instant)

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        self._check(table)
        wanted = Range(_RECORD_TABLES[table], prefix)
        if limit is not None and limit <= 0:
            return []
        found = list(islice(self._present(wanted), limit))
        if len(found) == limit:
            wanted = Range(wanted.table, prefix, last=found[-1][0])
        self._scanned.add(wanted)
        return found

    async def keys(self, table: str, prefix: str = "") -> Sequence[str]:
        self._check(table)
        wanted = Range(_RECORD_TABLES[table], prefix)
        if self.instant != self._records.now or self._own(wanted):
            return [key for key, _ in await self.scan(table, prefix)]
        self._scanned.add(wanted)
        return list(self._records.keys(wanted, self.instant))

    def put(self, table: str, key: str, value: Json) -> None:
        if self._over or type(key) is not str or not (table and key and key.isascii()):
            self._check(table, key)
        if value is None:
            raise ValueError(f"None can't be stored under {table}/{key}; delete the record, or store another value")
        self._written[_RECORD_TABLES[table], key] = accepted(value)

    def delete(self, table: str, key: str) -> None:
        self._check(table, key)
        self._written[_RECORD_TABLES[table], key] = None

    def enqueue(self, queue: Queue, entry: Entry) -> None:
        self._check(entry.id)
        body, as_it_is = entry.body, type(entry.body) is Made
        document = Made(
            lane=entry.lane if as_it_is else accepted(entry.lane),
            body=body if as_it_is else accepted(body),
            due=text_of(entry.due),
            attempts=entry.attempts,
        )
        self._work.append(made(_Enqueue, (queue, entry.id, accepted(document) if as_it_is else document)))

    def take(self, queue: Queue, id: str, lane: str) -> None:
        self._check(id)
        if self._waits(queue, lane):
            raise Behind(f"something waits in the lane {lane!r} of the {queue.value} still")
        work = _Take(queue, id)
        self._refuse_known(work)
        self._taken.append(work)

    def finish(self, queue: Queue, id: str) -> None:
        self._check(id)
        self._work.append(_Finish(queue, id))

    def postpone(self, queue: Queue, id: str, due: datetime, body: Json = None) -> None:
        self._check(id)
        self._work.append(_Postpone(queue, id, text_of(due), accepted(body)))

    def set_timer(self, timer: Timer) -> None:
        self._check(timer.key)
        self._written[TIMERS, timer.key] = accepted({"due": text_of(timer.due), "body": timer.body})
        self._cancelled.pop(timer.key, None)

    def cancel_timer(self, key: str, due: datetime | None = None) -> None:
        self._check(key)
        own = self._written.get((TIMERS, key))
        if due is None or (own is not None and own["due"] == text_of(due)):
            self._written[TIMERS, key] = None
        elif own is None:
            self._cancelled[key] = text_of(due)

    # --- what the store sees

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing to be written."""
        return not (self._written or self._cancelled or self._work)

    def waits_for(self, pending: KeysView[Place]) -> bool:
        """Whether what it reads or queues depends on one of these documents, whose fate isn't known."""
        if not pending:
            return False
        if not pending.isdisjoint(self._read):
            return True
        for work in (*self._work, *self._taken):
            if (queue_table(work.queue), work.id) in pending:
                return True
        for work in self._taken:
            if (seen_table(work.queue), work.id) in pending:
                return True
        for key in self._cancelled:
            if (TIMERS, key) in pending:
                return True
        return bool(self._scanned) and any(scanned.holds(place) for scanned in self._scanned for place in pending)

    def stale(self) -> Place | None:
        """Something it read that was changed since, if anything was."""
        return self._records.changed(self._read, self._scanned, self.instant)

    def writes(self, order: Iterator[int], now: datetime) -> tuple[Write, ...]:
        """What the commit changes. Raises Missing where work that isn't there is finished or postponed, Known where work is taken that was."""
        written, done = self._written, ""
        if self._taken or self._work:
            done = now.astimezone(UTC).isoformat(timespec="microseconds")
        if self._taken or self._cancelled or self._work:
            written = dict(written)
        for taken in self._taken:
            if self.instant != self._records.now:  # else it was looked at when it was taken, and nothing came since
                self._refuse_known(taken)
            written[seen_table(taken.queue), taken.id] = done
        for key, due in self._cancelled.items():
            present = self._newest((TIMERS, key), written)
            if present is not None and present["due"] == due:
                written[TIMERS, key] = None
        for work in self._work:
            self._add(work, written, order, done)
        return tuple([made(Write, (table, key, value)) for (table, key), value in written.items()])

    def leave(self) -> None:
        """It is over; using it again raises Misused."""
        if not self._over:
            self._over = True
            self._records.leave(self.instant)

    # --- private

    def _present(self, wanted: Range) -> Iterator[tuple[str, Json]]:
        own = self._own(wanted)
        if not own and self.instant == self._records.now:
            return self._records.present(wanted)
        return self._as_it_was(wanted, own)

    def _own(self, wanted: Range) -> Sequence[str]:
        """The keys of the range under which it wrote itself."""
        if not self._written:
            return ()
        of, prefix = wanted.table, wanted.prefix
        return [key for table, key in self._written if table == of and key.startswith(prefix)]

    def _as_it_was(self, wanted: Range, own: Sequence[str]) -> Iterator[tuple[str, Json]]:
        for key in self._records.keys(wanted, self.instant, own):
            place = (wanted.table, key)
            value = copied(self._written[place]) if place in self._written else self._records.get(place, self.instant)
            if value is not None:
                yield key, value

    def _add(
        self, work: _Enqueue | _Finish | _Postpone, written: dict[Place, Json], order: Iterator[int], done: str
    ) -> None:
        id, (waiting_in, seen_in) = work.id, _TABLES[work.queue]
        place, seen = (waiting_in, id), (seen_in, id)
        if isinstance(work, _Enqueue):
            if not self._is_there(place, written) and not self._is_there(seen, written):
                written[place] = with_order(work.document, next(order))
        elif not self._is_there(place, written):
            raise Missing(f"there is no entry {id!r} in the {work.queue.value}; was it finished already?")
        elif isinstance(work, _Finish):
            written[place] = None
            written[seen] = done
        else:
            present = self._newest(place, written)
            body = present["body"] if work.body is None else work.body
            written[place] = {**present, "due": work.due, "body": body, "attempts": present["attempts"] + 1}

    def _refuse_known(self, work: _Take) -> None:
        for table in (seen_table(work.queue), queue_table(work.queue)):
            if self._records.has(table, work.id):
                raise Known(f"an entry {work.id!r} was in the {work.queue.value} before")

    def _is_there(self, place: Place, written: dict[Place, Json]) -> bool:
        return written[place] is not None if place in written else self._records.has(*place)

    def _newest(self, place: Place, written: dict[Place, Json]) -> Json:
        return written[place] if place in written else self._records.get(place)

    def _check(self, *names: str) -> None:
        if self._over:
            raise Misused("this unit is over; open a new one with `async with store.unit()`")
        for name in names:
            if type(name) is str and name and name.isascii():
                continue  # nearly all are
            if not (isinstance(name, str) and name and accepted(name)):
                raise ValueError(f"tables, keys and ids are texts of at least one character, not {name!r}")
