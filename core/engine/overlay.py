"""What one handler reads and writes, kept apart until it ended well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import cast

from ..ports import AtHand, Entry, Json, Queue, Timer, Unit

_GONE = object()


@cache
def _has_at_hand(kind: type[Unit]) -> bool:
    """Whether units of this class have records at hand: to ask a protocol takes longer than to read one."""
    return issubclass(kind, AtHand)


def _copied(value: Json) -> Json:
    """The same JSON value, sharing nothing that can be changed; a tuple becomes a list, as in a store."""
    if isinstance(value, str):  # as most are
        return value
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list | tuple) else value


class Overlay:
    """A unit within a unit: reads see its own writes first; nothing reaches the outer unit before `merge`."""

    def __init__(self, outer: Unit) -> None:
        self._outer = outer
        self._at_hand = cast(AtHand, outer).at_hand if _has_at_hand(type(outer)) else None
        self._records: dict[str, dict[str, object]] = {}
        """What was written, by table."""
        self._missing: dict[str, set[str]] = {}
        """What the outer unit was found not to have, by table: it sees one instant, and nobody else writes to it meanwhile."""
        self._empty: set[tuple[str, str]] = set()
        """The beginnings with which the outer unit was found to have no key, by table."""
        self._queued: list[tuple[Queue, Entry]] = []
        self._taken: list[tuple[Queue, str, str]] = []
        self._finished: list[tuple[Queue, str]] = []
        self._postponed: list[tuple[Queue, str, datetime, Json]] = []
        self._timers: dict[str, Timer | datetime | None] = {}

    async def get(self, table: str, key: str) -> Json:
        own = self._records.get(table)
        if own is not None and (value := own.get(key)) is not None:
            return None if value is _GONE else _copied(value)
        missing = self._missing.get(table)
        if missing is not None and key in missing:
            return None
        look = self._at_hand
        value = await self._outer.get(table, key) if look is None else look(table, key)
        if value is None:
            if missing is None:
                self._missing[table] = {key}
            else:
                missing.add(key)
        return value

    async def keys(self, table: str, prefix: str = "") -> Sequence[str]:
        own = self._records.get(table)
        if own is None or not any(key.startswith(prefix) for key in own):
            return () if (table, prefix) in self._empty else await self._outer.keys(table, prefix)
        there = {*await self._outer.keys(table, prefix)}
        for key, value in own.items():
            if key.startswith(prefix):
                there.discard(key) if value is _GONE else there.add(key)
        return sorted(there)

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        records = self._records.get(table)
        own = {key: value for key, value in records.items() if key.startswith(prefix)} if records else None
        if not own:
            if (table, prefix) in self._empty:
                return ()
            found = await self._outer.scan(table, prefix, limit=limit)
            if not found and limit is None:
                self._empty.add((table, prefix))
            return found
        merged = dict(await self._outer.scan(table, prefix)) | own
        kept = [(key, _copied(value)) for key, value in sorted(merged.items()) if value is not _GONE]
        return kept[:limit]

    def put(self, table: str, key: str, value: Json) -> None:
        if value is None:
            raise ValueError(f"None can't be stored; delete the record {key!r} of {table!r} instead")
        # Not copied: within the house nobody changes what they have put. It is copied where it is read, and by the outer unit.
        if (own := self._records.get(table)) is None:
            own = self._records[table] = {}
        own[key] = value

    def delete(self, table: str, key: str) -> None:
        self._records.setdefault(table, {})[key] = _GONE

    def enqueue(self, queue: Queue, entry: Entry) -> None:
        self._queued.append((queue, entry))

    def take(self, queue: Queue, id: str, lane: str) -> None:
        self._taken.append((queue, id, lane))

    def finish(self, queue: Queue, id: str) -> None:
        self._finished.append((queue, id))

    def postpone(self, queue: Queue, id: str, due: datetime, body: Json = None) -> None:
        self._postponed.append((queue, id, due, body))

    def set_timer(self, timer: Timer) -> None:
        self._timers[timer.key] = timer

    def cancel_timer(self, key: str, due: datetime | None = None) -> None:
        own = self._timers.get(key)
        if due is None or (isinstance(own, Timer) and own.due == due):
            self._timers[key] = None
        elif key not in self._timers:
            self._timers[key] = due

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked of it but to read."""
        work = self._taken or self._queued or self._finished or self._postponed
        return not (self._records or work or self._timers)

    def wrote_any(self, tables: Iterable[str]) -> bool:
        """Whether anything was written to any of these tables."""
        return not self._records.keys().isdisjoint(tables)

    def merge(self) -> None:
        """Hand everything to the outer unit, in the order it was asked for."""
        put, enqueue = self._outer.put, self._outer.enqueue
        for table, records in self._records.items():
            for key, value in records.items():
                if value is _GONE:
                    self._outer.delete(table, key)
                else:
                    put(table, key, value)
        for queue, entry in self._queued:
            enqueue(queue, entry)
        for queue, id, lane in self._taken:
            self._outer.take(queue, id, lane)
        for queue, id in self._finished:
            self._outer.finish(queue, id)
        for queue, id, due, body in self._postponed:
            self._outer.postpone(queue, id, due, body)
        for key, timer in self._timers.items():
            if isinstance(timer, Timer):
                self._outer.set_timer(timer)
            else:
                self._outer.cancel_timer(key, timer)
