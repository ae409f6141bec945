"""Stores with one fault each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import Any, ClassVar

from attrs import evolve

from coterie.adapters.stores.documents import PlainDocuments, Write
from coterie.adapters.stores.lines import Agenda, Line, Ticket
from coterie.adapters.stores.memory import MemoryStore
from coterie.adapters.stores.packed import PackedTable
from coterie.adapters.stores.records import Place
from coterie.adapters.stores.store import DocumentStore
from coterie.adapters.stores.unit import OpenUnit, queue_table, record_table, seen_table
from coterie.core.clock import Clock
from coterie.core.errors import Missing
from coterie.core.ports import Entry, Json, Queue, Timer, Unit

# --- faults of a unit


class ScanMissesOwnWrites(OpenUnit):
    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        kept, self._written = self._written, {}
        try:
            return await super().scan(table, prefix, limit=limit)
        finally:
            self._written = kept


class GetMissesOwnWrites(OpenUnit):
    async def get(self, table: str, key: str) -> Json:
        kept, self._written = self._written, {}
        try:
            return await super().get(table, key)
        finally:
            self._written = kept


class ScanForgetsItsLimit(OpenUnit):
    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        return await super().scan(table, prefix)


class ScanIgnoresCase(OpenUnit):
    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        return sorted(await super().scan(table, prefix, limit=limit), key=lambda item: item[0].casefold())


class ScanTakesAWildcard(OpenUnit):
    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        return await super().scan(table, prefix.replace("%", "").replace("_", ""), limit=limit)


class FalsyIsNothing(OpenUnit):
    async def get(self, table: str, key: str) -> Json:
        return (await super().get(table, key)) or None


class TrueIsOne(OpenUnit):
    async def get(self, table: str, key: str) -> Json:
        value = await super().get(table, key)
        return int(value) if isinstance(value, bool) else value


class GetGivesTheStoredThing(OpenUnit):
    async def get(self, table: str, key: str) -> Json:
        await super().get(table, key)
        place = (record_table(table), key)
        return self._written[place] if place in self._written else self._records.get(place, self.instant)


class PutKeepsTheGivenThing(OpenUnit):
    def put(self, table: str, key: str, value: Json) -> None:
        super().put(table, key, value)
        self._written[record_table(table), key] = value


class PutMerges(OpenUnit):
    def put(self, table: str, key: str, value: Json) -> None:
        old = self._records.get((record_table(table), key))
        super().put(table, key, {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value)


class PutTakesNone(OpenUnit):
    def put(self, table: str, key: str, value: Json) -> None:
        if value is not None:
            super().put(table, key, value)


class PutTakesEmptyKeys(OpenUnit):
    def _check(self, *names: str) -> None:
        super()._check()


class NeverOver(OpenUnit):
    def _check(self, *names: str) -> None:
        if not all(names):
            raise ValueError(names)


class TablesRunTogether(OpenUnit):
    async def get(self, table: str, key: str) -> Json:
        return await super().get("all", f"{table}/{key}")

    def put(self, table: str, key: str, value: Json) -> None:
        super().put("all", f"{table}/{key}", value)

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        found = await super().scan("all", f"{table}/{prefix}", limit=limit)
        return [(key.removeprefix(f"{table}/"), value) for key, value in found]


class NoConflict(OpenUnit):
    def stale(self) -> Place | None:
        return None


class NoPhantoms(OpenUnit):
    def stale(self) -> Place | None:
        self._scanned = set()
        return super().stale()


class AbsenceIsNotRead(OpenUnit):
    def stale(self) -> Place | None:
        self._read = {place for place in self._read if self._records.get(place, self.instant) is not None}
        return super().stale()


class ConflictsAlways(OpenUnit):
    def stale(self) -> Place | None:
        return next(iter(self._read), None) if self._records.now > self.instant else None


class ReadsTheNewest(OpenUnit):
    async def get(self, table: str, key: str) -> Json:
        self.instant, kept = self._records.now, self.instant
        try:
            return await super().get(table, key)
        finally:
            self.instant = kept


class DeletedIsSeenNoMore(OpenUnit):
    """Its snapshot knows of old values, but not of records deleted since."""

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        found = await super().scan(table, prefix, limit=limit)
        return [item for item in found if self._records.get((record_table(table), item[0])) is not None]


class LosesTheAttempt(OpenUnit):
    def writes(self, order: Iterator[int], now: datetime) -> tuple[Write, ...]:
        return tuple(self._without(write) for write in super().writes(order, now))

    def _without(self, write: Write) -> Write:
        old = self._records.get(write[:2])
        if write.table.startswith("queue/") and old is not None and write.value is not None:
            return write._replace(value={**write.value, "attempts": old["attempts"]})
        return write


class LosesTheNewBody(OpenUnit):
    def postpone(self, queue: Queue, id: str, due: datetime, body: Json = None) -> None:
        super().postpone(queue, id, due)


class EmptyBodyIsNone(OpenUnit):
    def postpone(self, queue: Queue, id: str, due: datetime, body: Json = None) -> None:
        super().postpone(queue, id, due, body or None)


class ForgetsWhatWasFinished(OpenUnit):
    def writes(self, order: Iterator[int], now: datetime) -> tuple[Write, ...]:
        return tuple(write for write in super().writes(order, now) if not write.table.startswith("seen/"))


class LastOfTwinsWins(OpenUnit):
    def enqueue(self, queue: Queue, entry: Entry) -> None:
        super().enqueue(queue, entry)
        twin = self._records.get((queue_table(queue), entry.id))
        if twin is not None:
            self._written[queue_table(queue), entry.id] = {**twin, "body": entry.body}


class FinishesNothingQuietly(OpenUnit):
    def writes(self, order: Iterator[int], now: datetime) -> tuple[Write, ...]:
        try:
            return super().writes(order, now)
        except Missing:
            self._work = []
            return super().writes(order, now)


class TimerLosesItsFraction(OpenUnit):
    def set_timer(self, timer: Timer) -> None:
        super().set_timer(evolve(timer, due=timer.due.replace(microsecond=0)))


class TimerStaysWhereItWas(OpenUnit):
    def set_timer(self, timer: Timer) -> None:
        if self._records.get(("timers", timer.key)) is None:
            super().set_timer(timer)


class CancelsWhatWasMoved(OpenUnit):
    def cancel_timer(self, key: str, due: datetime | None = None) -> None:
        super().cancel_timer(key)


class CancelsOwnTimersBlindly(OpenUnit):
    def cancel_timer(self, key: str, due: datetime | None = None) -> None:
        super().cancel_timer(key, None if ("timers", key) in self._written else due)


class TakesAgain(OpenUnit):
    def _refuse_known(self, work: Any) -> None:
        """Whatever came before."""


class OvertakesWhatWaits(OpenUnit):
    def take(self, queue: Queue, id: str, lane: str) -> None:
        super().take(queue, id, f"another {lane}")


class LooksOnlyWhenItTakes(OpenUnit):
    def writes(self, order: Iterator[int], now: datetime) -> tuple[Write, ...]:
        self._refuse_known = lambda work: None  # type: ignore[method-assign]
        return super().writes(order, now)


class RemembersWhatLeftNoTrace(OpenUnit):
    @property
    def empty(self) -> bool:
        return super().empty and not self._taken


# --- faults of a line


class LastInFirstOut(Line):
    def put(self, ticket: Ticket) -> None:
        super().put(ticket)
        self._withdraw(ticket.lane)
        self._queue(ticket.lane).move_to_end(ticket.id, last=False)
        self._offer(ticket.lane)


class ByIdInTheLane(Line):
    def put(self, ticket: Ticket) -> None:
        super().put(ticket)
        self._withdraw(ticket.lane)
        for id in sorted(self._queue(ticket.lane)):
            self._queue(ticket.lane).move_to_end(id)
        self._offer(ticket.lane)


class PostponedGoesToTheEnd(Line):
    def put(self, ticket: Ticket) -> None:
        super().put(ticket)
        self._withdraw(ticket.lane)
        self._queue(ticket.lane).move_to_end(ticket.id)
        self._offer(ticket.lane)


class ClaimsTwice(Line):
    def claim(self, now: datetime) -> str | None:
        id = super().claim(now)
        if id is not None:
            self.release(id)
        return id


class ClaimsPastTheHead(Line):
    """A claimed entry doesn't hold up the rest of its lane."""

    def claim(self, now: datetime) -> str | None:
        id = super().claim(now)
        if id is not None and len(self._queue(self._tickets[id].lane)) > 1:
            lane = self._tickets[id].lane
            del self._queue(lane)[id]
            del self._claimed[lane]
            self._queue(lane)[id] = None
            self._offer(lane)
        return id


class WaitingDoesNotHoldItsLane(Line):
    def claim(self, now: datetime) -> str | None:
        for name in self._lanes:
            self._withdraw(name)
            lane = self._queue(name)
            late = [id for id in lane if self._tickets[id].due > now]
            for id in late:
                lane.move_to_end(id)
            self._offer(name)
        return super().claim(now)


class EarliestDueFirst(Line):
    def claim(self, now: datetime) -> str | None:
        self._turn_to(now)
        ticket = min(self._shown.values(), default=None)
        if ticket is None or ticket.due > now:
            return None
        self._withdraw(ticket.lane)
        self._claimed[ticket.lane] = ticket.id
        return ticket.id


class NeverLooksBack(Line):
    """Once due, always due, whatever instant is asked for."""

    def _turn_to(self, now: datetime) -> None:
        super()._turn_to(max(now, self._until))


class AlwaysFresh(Line):
    def claim(self, now: datetime) -> str | None:
        id = super().claim(now)
        self.begun.discard(id or "")
        return id


class SizeLeavesClaimedOut(Line):
    def __len__(self) -> int:
        return super().__len__() - len(self._claimed)


class NextDueOfClaimed(Line):
    def next_due(self) -> datetime | None:
        return min((ticket.due for ticket in self._tickets.values()), default=None)


class ReleasesAnything(Line):
    """Releasing whatever entry opens its lane."""

    def release(self, id: str, lane: str | None = None) -> None:
        if id in self._tickets:
            self._claimed.pop(self._tickets[id].lane, None)
        super().release(id, lane)


class UnorderedAgenda(Agenda):
    def due(self, now: datetime, limit: int) -> list[str]:
        return sorted(super().due(now, limit))


class EndlessAgenda(Agenda):
    def due(self, now: datetime, limit: int) -> list[str]:
        return super().due(now, 10**9)


# --- faults of the store itself


class WithUnit(MemoryStore):
    """A store with another unit, line or agenda."""

    def __init__(
        self, clock: Clock, unit: type[OpenUnit] = OpenUnit, line: type[Line] = Line, agenda: type[Agenda] = Agenda
    ) -> None:
        super().__init__(clock)
        self._unit = unit
        self._lines = {table: line() for table in self._lines}
        self._agenda = agenda()

    def begin(self) -> OpenUnit:
        super().begin().leave()
        return self._unit(self._records, self._waits)


class KeepsDeleted(MemoryStore):
    def _keep(self, writes: Sequence[Write]) -> Coroutine[Any, Any, None]:
        return super()._keep([one for one in writes if one.value is not None or not one.table.startswith("records/")])


class KeepsCancelledTimers(MemoryStore):
    def _keep(self, writes: Sequence[Write]) -> Coroutine[Any, Any, None]:
        return super()._keep([one for one in writes if one.value is not None or one.table != "timers"])


class CommitsWhatRaised(MemoryStore):
    def unit(self) -> AbstractAsyncContextManager[Unit]:
        return _CommitsAlways(self)


class _CommitsAlways:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def __aenter__(self) -> OpenUnit:
        self._unit = self._store.begin()
        return self._unit

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._store.commit(self._unit)
        finally:
            self._unit.leave()


class WritesAtOnce(MemoryStore):
    """Half of a unit is written before it is known that the other half can be."""

    async def commit(self, unit: OpenUnit) -> None:
        early = [Write(table, key, value) for (table, key), value in unit._written.items()]
        unit._written = {}
        if unit.stale() is not None or unit._work:
            self._records.apply(early)
            unit._read = set()
        else:
            await self._keep(early)
        await super().commit(unit)


class LosesUpdatesInAHurry(MemoryStore):
    """Checks for conflicts, then lets others go first."""

    async def commit(self, unit: OpenUnit) -> None:
        if unit.stale() is None:
            await asyncio.sleep(0)
            unit._read, unit._scanned = set(), set()
        await super().commit(unit)


class RingsOnce(MemoryStore):
    """A timer is gone once it was shown."""

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Timer]:
        found = await super().due(now, limit)
        await self._keep([Write("timers", timer.key, None) for timer in found])
        return found


class LetsBodiesBeChanged(MemoryStore):
    async def claim(self, queue: Queue, now: datetime) -> Entry | None:
        found = await super().claim(queue, now)
        if found is None:
            return None
        bodies = self.__dict__.setdefault("bodies", {})
        return evolve(found, body=bodies.setdefault(found.id, found.body))


class ReleaseCountsAsAttempt(MemoryStore):
    async def release(self, queue: Queue, id: str) -> None:
        if (document := self._documents.get(queue_table(queue), id)) is not None:
            await self._keep([Write(queue_table(queue), id, {**document, "attempts": document["attempts"] + 1})])


class ForgetsTooMuch(MemoryStore):
    async def forget_seen(self, before: datetime) -> int:
        old = [Write(seen_table(queue), id, None) for queue in Queue for id in self._documents.keys(seen_table(queue))]
        await self._keep(old)
        return len(old)


class ForgetsWhatIsWaiting(MemoryStore):
    async def forget_seen(self, before: datetime) -> int:
        for queue in Queue:
            await self._keep(
                [Write(queue_table(queue), id, None) for id in [*self._documents.keys(queue_table(queue))]]
            )
        return await super().forget_seen(before)


class ForgetsNothing(MemoryStore):
    async def forget_seen(self, before: datetime) -> int:
        return 0


class NextDueLooksAtTimersOnly(MemoryStore):
    async def next_due(self) -> datetime | None:
        return self._agenda.next_due()


class NextDueLooksAtEntriesOnly(MemoryStore):
    async def next_due(self) -> datetime | None:
        return min((due for line in self._lines.values() if (due := line.next_due())), default=None)


class OneQueue(MemoryStore):
    async def claim(self, queue: Queue, now: datetime) -> Entry | None:
        found = await super().claim(queue, now)
        return found or await super().claim(Queue.INBOX, now)


class Reopened(DocumentStore):
    """A store whose documents outlive it, in a dict by folder. With no fault but those of its subclasses."""

    folders: ClassVar[dict[str, PlainDocuments]]

    @classmethod
    async def open(cls, folder: str, clock: Clock) -> DocumentStore:
        return cls(cls.folders.setdefault(folder, PlainDocuments()), MemoryStore(clock)._journal, clock)

    def tables(self) -> dict[str, PackedTable]:
        assert isinstance(self._documents, PlainDocuments)
        return self._documents._tables


class LosesAllWhenClosed(Reopened):
    async def close(self) -> None:
        await super().close()
        self.tables().clear()


class LosesDeletionsWhenClosed(Reopened):
    def _keep(self, writes: Sequence[Write]) -> Awaitable[None]:
        deleted = {write[:2]: self._documents.get(*write[:2]) for write in writes if write.value is None}
        self.deleted = {**getattr(self, "deleted", {}), **deleted}
        return super()._keep(writes)

    async def close(self) -> None:
        await super().close()
        for (table, key), value in getattr(self, "deleted", {}).items():
            self._documents.apply([Write(table, key, value)])


class ForgetsIdsWhenClosed(Reopened):
    async def close(self) -> None:
        await super().close()
        for table in self.tables():
            if table.startswith("seen/"):
                self.tables()[table] = PackedTable()


class FreshWhenOpened(Reopened):
    def _load(self) -> None:
        super()._load()
        for line in self._lines.values():
            line.begun.clear()


class ClaimsOutliveTheProcess(Reopened):
    async def claim(self, queue: Queue, now: datetime) -> Entry | None:
        found = await super().claim(queue, now)
        if found is not None:
            document = self._documents.get(queue_table(queue), found.id)
            late = {**document, "due": "9999-01-01T00:00:00.000000+00:00"}
            self._documents.apply([Write(queue_table(queue), found.id, late)])
        return found


class LanesByIdWhenOpened(Reopened):
    def _load(self) -> None:
        for table in self.tables():
            if table.startswith("queue/"):
                for order, id in enumerate(sorted(self._documents.keys(table))):
                    document = {**self._documents.get(table, id), "order": order}
                    self._documents.apply([Write(table, id, document)])
        super()._load()


class WorksWhenClosed(MemoryStore):
    async def close(self) -> None:
        """Nothing."""
