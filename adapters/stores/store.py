"""The `Store` port over documents in memory: units, claims and timers. A journal decides what is kept on disk.

Nobody sees what isn't durable yet. A unit's writes are shown to others once the journal holds them; until then a unit that depends on them
waits. So a failed write leaves nothing behind, and nothing is claimed or answered that a crash could undo.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import lru_cache
from itertools import count, islice
from types import TracebackType
from typing import Protocol

from coterie.core.clock import Clock
from coterie.core.errors import Conflict, StoreError
from coterie.core.ports import Entry, Json, Queue, Timer, Unit

from .documents import Documents, Write, accepted
from .lines import Agenda, Line, Ticket
from .records import Place, Records
from .unit import TIMERS, OpenUnit, made, queue_table, seen_table, text_of

_INDEXED = {TIMERS, *map(queue_table, Queue), *map(seen_table, Queue)}
"""The tables of which more is known than stands in the documents: what waits, what comes due, what was seen. All others hold records."""

# So many ids are forgotten in one commit, so that none of them is long.
_FORGOTTEN_AT_ONCE = 1000


class Journal(Protocol):
    """What makes commits last."""

    def append(self, writes: Sequence[Write], kept: Callable[[], None], failed: Callable[[], None]) -> Awaitable[None]:
        """Keep a commit; done, or StoreError, when its fate is known. `kept` or `failed` is called then, in the order of the appends."""

    async def settled(self) -> None:
        """Return when the fate of all that was appended is known."""

    async def close(self) -> None:
        """Settle, and let go of the files."""


class DocumentStore:
    """A store of documents. They must hold what the journal kept until now."""

    def __init__(self, documents: Documents, journal: Journal, clock: Clock) -> None:
        self._documents = documents
        self._records = Records(documents)
        self._journal = journal
        self._clock = clock
        self._lines = {queue_table(queue): Line() for queue in Queue}
        self._agenda = Agenda()
        self._pending: dict[Place, int] = {}
        self._newest_seen: dict[str, str] = {}
        """The newest instant in a table of ids that were seen, if they are known to stand in the order of time."""
        self._closed = False
        self._load()
        self._orders = count(1 + max(line.last_order for line in self._lines.values()))

    # --- the port

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        return _Block(self)

    async def claim(self, queue: Queue, now: datetime) -> Entry | None:
        found = await self.claim_some(queue, now, 1)
        return found[0] if found else None

    async def claim_some(self, queue: Queue, now: datetime, most: int) -> Sequence[Entry]:
        line = self._line(queue)
        found: list[Entry] = []
        while len(found) < most and (id := line.claim(now)) is not None:
            fresh = id not in line.begun
            line.begun.add(id)
            document = self._documents.get(queue_table(queue), id)
            found.append(
                Entry(id, document["lane"], document["body"], _instant(document["due"]), document["attempts"], fresh)
            )
        return found

    async def release(self, queue: Queue, id: str) -> None:
        self._line(queue).release(id)

    async def begun(self, queue: Queue, lane: str) -> str | None:
        line = self._line(queue)
        head = line.head(lane)
        return head if head in line.begun else None

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Timer]:
        return [self._timer(key) for key in self._agenda.due(now, limit)]

    async def next_due(self) -> datetime | None:
        instants = [self._agenda.next_due(), *(line.next_due() for line in self._lines.values())]
        return min((instant for instant in instants if instant is not None), default=None)

    async def size(self, queue: Queue) -> int:
        return len(self._line(queue))

    async def forget_seen(self, before: datetime) -> int:
        limit = text_of(before)
        old = [Write(table, id, None) for table in map(seen_table, Queue) for id in self._seen_before(table, limit)]
        for first in range(0, len(old), _FORGOTTEN_AT_ONCE):
            await self._keep(old[first : first + _FORGOTTEN_AT_ONCE])
        return len(old)

    def _seen_before(self, table: str, limit: str) -> list[str]:
        """The ids that were finished before. Mostly they stand in the order of time: then the others are not looked at."""
        found, newest, in_order = list[str](), "", True
        for id, at in self._documents.items(table):
            if at < limit:
                found.append(id)
            elif table in self._newest_seen:
                return found
            in_order, newest = in_order and newest <= at, at
        if in_order:
            self._newest_seen[table] = newest
        return found

    async def close(self) -> None:
        self._closed = True
        await self._journal.close()

    # --- the port Portable

    async def documents(self, after: tuple[str, str] | None, limit: int) -> Sequence[Write]:
        self._check_open()
        return [
            Write(table, key, self._documents.get(table, key))
            for table, key in islice(self._records.places(after or ("", "")), limit)
        ]

    async def write(self, documents: Sequence[Write]) -> None:
        self._newest_seen.clear()
        newest = {(table, key): accepted(value) for table, key, value in documents}
        await self._keep([Write(table, key, value) for (table, key), value in newest.items()])
        self._orders = count(1 + max(line.last_order for line in self._lines.values()))
        for table, id, _ in documents:
            if table in self._lines:  # what comes from elsewhere may have been begun there
                self._lines[table].begun.add(id)

    async def others(self) -> int:
        return 0

    # --- what a unit needs

    def begin(self) -> OpenUnit:
        """A unit that sees the present."""
        self._check_open()
        return OpenUnit(self._records, self._waits)

    async def commit(self, unit: OpenUnit) -> None:
        """Write what the unit wants, once it is sure that what it read still holds."""
        if unit.empty:
            return
        self._check_open()
        while unit.waits_for(self._pending.keys()):
            await self._journal.settled()
        if (place := unit.stale()) is not None:
            raise Conflict(f"{'/'.join(place)} was changed since this unit read it; run the unit again")
        if writes := unit.writes(self._orders, self._clock.now()):
            unit.leave()  # it reads no more: for it alone nothing has to be remembered as it was
            await self._keep(writes)

    # --- private

    def _keep(self, writes: Sequence[Write]) -> Awaitable[None]:
        self._check_open()
        places, pending = [write[:2] for write in writes], self._pending
        for place in places:
            pending[place] = pending.get(place, 0) + 1

        def settle() -> None:
            for place in places:
                if left := pending[place] - 1:
                    pending[place] = left
                else:
                    del pending[place]

        def kept() -> None:
            settle()
            self._show(writes)

        return self._journal.append(writes, kept, settle)

    def _show(self, writes: Sequence[Write]) -> None:
        """Let everybody see what is durable now."""
        self._records.apply(writes)
        for write in writes:
            if write[0] in _INDEXED:
                self._index(write)

    def _load(self) -> None:
        """Rebuild the lines and the agenda from the documents."""
        for table, line in self._lines.items():
            waiting = {id: self._documents.get(table, id) for id in self._documents.keys(table)}
            for id in sorted(waiting, key=lambda id: waiting[id]["order"]):
                self._index(Write(table, id, waiting[id]))
                line.begun.add(id)
        for key in self._documents.keys(TIMERS):
            self._index(Write(TIMERS, key, self._documents.get(TIMERS, key)))

    def _index(self, write: Write) -> None:
        """Let the lines and the agenda know of a write."""
        table, key, value = write
        if table == TIMERS:
            self._agenda.drop(key) if value is None else self._agenda.put(key, _instant(value["due"]))
        elif table in self._newest_seen:
            self._note_seen(table, value)
        elif (line := self._lines.get(table)) is not None:
            if value is None:
                line.drop(key)
            else:
                line.put(made(Ticket, (_instant(value["due"]), value["order"], key, value["lane"])))

    def _note_seen(self, table: str, at: str | None) -> None:
        if at is not None and at < self._newest_seen[table]:
            del self._newest_seen[table]  # the clock went back
        elif at is not None:
            self._newest_seen[table] = at

    def _waits(self, queue: Queue, lane: str) -> bool:
        return self._line(queue).head(lane) is not None

    def _line(self, queue: Queue) -> Line:
        self._check_open()
        return self._lines[queue_table(queue)]

    def _timer(self, key: str) -> Timer:
        document: Json = self._documents.get(TIMERS, key)
        return Timer(key, datetime.fromisoformat(document["due"]), document["body"])

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("this store was closed; open it again")


@lru_cache(maxsize=256)
def _instant(text: str) -> datetime:
    """One for all that are due together."""
    return datetime.fromisoformat(text)


class _Block:
    """`async with` around a unit: commits where the block ends well."""

    def __init__(self, store: DocumentStore) -> None:
        self._store = store

    async def __aenter__(self) -> Unit:
        self._unit = self._store.begin()
        return self._unit

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        unit = self._unit
        try:
            if kind is None and not unit.empty:
                await self._store.commit(unit)
        finally:
            unit.leave()
