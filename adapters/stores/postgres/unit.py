"""A unit: reads in one snapshot of the database, and what it wants written, kept back until its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from coterie.core.errors import Behind, Conflict, Misused, StoreError
from coterie.core.ports import Entry, Json, Queue, Timer

from ..documents import accepted, copied
from ..unit import text_of
from .connections import Connections, Lent, Severed
from .names import just_behind, shown, span, stored
from .outlook import TIMERS

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode

Place = tuple[str, str]
_TRIES = 5
"""So often one record is read where the connection breaks each time."""

_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT number FROM progress"
_GET = "SELECT number, value::text FROM record WHERE tab = %s AND key = %s"
_SCAN = "SELECT key, number, value::text FROM record WHERE tab = %s AND key >= %s{} ORDER BY key{}"


WAITS = """
    SELECT l.name FROM json_array_elements(%s::json) AS t JOIN lane AS l ON l.queue = t->>0 AND l.name = t->>1 LIMIT 1"""
"""The first of these lanes in which something waits."""


def behind(lane: str) -> Behind:
    """What a unit ends with that must not be done yet."""
    return Behind(f"something waits in the lane {lane!r} still")


class OpenUnit:
    """The `Unit` of a store in PostgreSQL. It takes a connection with its first read and gives it back in `leave`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lent: Lent | None = None
        self._instant = 0
        self._gets: dict[Place, tuple[int, Json]] = {}
        self._scans: list[Mapping[str, Any]] = []
        self._written: dict[Place, Json] = {}
        self._timers: dict[str, Mapping[str, Any]] = {}
        self._work: list[Mapping[str, Any]] = []
        self._taken: list[Mapping[str, Any]] = []
        self._over = False

    # --- what a handler sees

    async def get(self, table: str, key: str) -> Json:
        place = self._place(table, key)
        if place in self._written:
            return copied(self._written[place])
        if place not in self._gets:
            rows = await self._read(_GET, place)
            self._gets[place] = (rows[0][0], _decode(rows[0][1])) if rows else (0, None)
        return copied(self._gets[place][1])

    async def scan(self, table: str, prefix: str = "", *, limit: int | None = None) -> Sequence[tuple[str, Json]]:
        tab = self._name(table)
        if limit is not None and limit <= 0:
            return []
        low, high = span(prefix)
        own = {
            key: value
            for (where, key), value in self._written.items()
            if where == tab and key.startswith(low)  # the escape keeps beginnings
        }
        # Of what this unit itself wrote some may stand before what is read, or take the place of it.
        wanted = None if limit is None else limit + len(own)
        ends, bounds = (" AND key < %s" if high is not None else ""), [high] if high is not None else []
        most, number = (" LIMIT %s", [wanted]) if wanted is not None else ("", [])
        rows = await self._scanned(ends, most, [tab, low, *bounds, *number])
        if wanted is not None and len(rows) == wanted:
            high = just_behind(rows[-1][0])
        self._scans.append({"tab": tab, "low": low, "high": high, "count": len(rows), "number": self._instant})
        found: dict[str, Json] = {key: _decode(value) for key, _, value in rows} | own
        kept = [(shown(key), copied(value)) for key, value in sorted(found.items()) if value is not None]
        return kept[:limit]

    async def keys(self, table: str, prefix: str = "") -> Sequence[str]:
        return [key for key, _ in await self.scan(table, prefix)]

    def put(self, table: str, key: str, value: Json) -> None:
        place = self._place(table, key)
        if value is None:
            raise ValueError(f"None can't be stored under {table}/{key}; delete the record, or store another value")
        self._written[place] = accepted(value)

    def delete(self, table: str, key: str) -> None:
        self._written[self._place(table, key)] = None

    def enqueue(self, queue: Queue, entry: Entry) -> None:
        act = self._act("enqueue", queue, entry.id)
        body = _text(accepted(entry.body))
        self._work.append(
            act | {"lane": stored(entry.lane), "body": body, "due": text_of(entry.due), "attempts": entry.attempts}
        )

    def take(self, queue: Queue, id: str, lane: str) -> None:
        self._taken.append(self._act("take", queue, id) | {"lane": stored(lane)})

    def finish(self, queue: Queue, id: str) -> None:
        self._work.append(self._act("finish", queue, id))

    def postpone(self, queue: Queue, id: str, due: datetime, body: Json = None) -> None:
        text = None if body is None else _text(accepted(body))
        self._work.append(self._act("postpone", queue, id) | {"due": text_of(due), "body": text})

    def set_timer(self, timer: Timer) -> None:
        name = self._name(timer.key)
        self._timers[name] = {"key": name, "due": text_of(timer.due), "body": _text(accepted(timer.body))}

    def cancel_timer(self, key: str, due: datetime | None = None) -> None:
        name = self._name(key)
        own = self._timers.get(name, {})
        if due is None or own.get("due") == text_of(due):
            self._timers[name] = {"key": name, "only": None}
        elif "due" not in own and "only" not in own:
            self._timers[name] = {"key": name, "only": text_of(due)}

    # --- what the store sees

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing to be written."""
        return not (self._written or self._timers or self._work)

    @property
    def brings(self) -> bool:
        """Whether others may find something to do in what it writes."""
        return bool(self._work or self._timers)

    def touches(self) -> Collection[str]:
        """The queues in which it does something, and `timers`."""
        return {act["queue"] for act in self._work} | ({TIMERS} if self._timers else set())

    def ended(self) -> Sequence[tuple[Queue, str]]:
        """The entries that it finishes or postpones."""
        return [(Queue(act["queue"]), act["id"]) for act in self._work if act["act"] != "enqueue"]

    @property
    def is_plain(self) -> bool:
        """Whether it does no more than one thing with each entry."""
        work = self.work
        return len({(act["queue"], act["id"]) for act in work}) == len(work)

    def acts(self) -> Collection[tuple[str, str]]:
        """What it ends or takes, by queue and id, and the timers that it sets or cancels."""
        ends = {(act["queue"], act["id"]) for act in self.work if act["act"] != "enqueue"}
        return ends | {(TIMERS, name) for name in self._timers}

    def written(self) -> Mapping[Place, Json]:
        """What it writes, None where it deletes."""
        return self._written

    def numbers(self) -> Iterable[tuple[Place, int]]:
        """The records that it looked for one by one, with the numbers that they had."""
        return [(place, number) for place, (number, _) in self._gets.items()]

    @property
    def scans(self) -> Sequence[Mapping[str, Any]]:
        """The spans that it read, as the database is told of them."""
        return self._scans

    @property
    def work(self) -> Sequence[Mapping[str, Any]]:
        """What it does with entries, in order."""
        return [*self._taken, *self._work]

    @property
    def timers(self) -> Collection[Mapping[str, Any]]:
        """The timers that it sets, and those that it cancels, which have no `due`."""
        return self._timers.values()

    def places(self) -> Collection[Place]:
        """The records that it looked for one by one."""
        return self._gets

    def depends_on(self, written: Collection[Place]) -> bool:
        """Whether it reads or writes any of these records."""
        if not written:
            return False
        if not (self._gets.keys().isdisjoint(written) and self._written.keys().isdisjoint(written)):
            return True
        return any(_is_within(place, scan) for scan in self._scans for place in written)

    @property
    def lanes(self) -> Sequence[tuple[str, str]]:
        """The lanes in which nothing may wait, by queue and name."""
        return [(act["queue"], act["lane"]) for act in self._taken]

    def reads(self) -> Mapping[str, Any]:
        """What it depends on."""
        gets = [{"tab": tab, "key": key, "number": number} for (tab, key), number in self.numbers()]
        return {"gets": gets, "scans": self._scans}

    def wants(self) -> Mapping[str, Any]:
        """All of it, as the database is told."""
        written = self._written.items()
        return {
            **self.reads(),
            "puts": [{"tab": t, "key": k, "value": _text(value)} for (t, k), value in written if value is not None],
            "deletes": [{"tab": t, "key": k} for (t, k), value in written if value is None],
            "work": self.work,
            "timers": [timer for timer in self.timers if "due" in timer],
            "cancelled": [timer for timer in self.timers if "only" in timer],
        }

    async def look_no_more(self) -> None:
        """Give the connection back: nothing is read any more."""
        self._over = True
        lent, self._lent = self._lent, None
        if lent is not None:
            await lent.give_back()

    # --- private

    async def _scanned(self, bounds: str, most: str, values: Sequence[Any]) -> Sequence[Any]:
        return await self._read(_SCAN.format(bounds, most), values)

    async def _read(self, query: str, values: Sequence[Any]) -> Sequence[Any]:
        for _ in range(_TRIES):
            try:
                if self._lent is None:
                    await self._look()
                assert self._lent is not None
                return await self._lent.rows(query, values)
            except Severed:
                self._lent = None
        raise StoreError(f"the connection to PostgreSQL broke {_TRIES} times while one record was read")

    async def _look(self) -> None:
        """Begin to read; again, after a connection broke: then what was read must still be so."""
        lent, number = await self._connections.snapshot(_BEGIN)
        if self._gets or self._scans:
            changed = await lent.rows(
                "SELECT stale(%s::json, %s::json)", [_text(self.reads()["gets"]), _text(self._scans)]
            )
            if changed[0][0] is not None:
                await lent.give_back()
                raise Conflict(f"{changed[0][0]} was changed while the connection was away; run the unit again")
        self._lent, self._instant = lent, number

    def _act(self, act: str, queue: Queue, id: str) -> dict[str, Any]:
        return {"act": act, "queue": queue.value, "id": self._name(id)}

    def _place(self, table: str, key: str) -> Place:
        return self._name(table), stored(key)

    def _name(self, name: str) -> str:
        if self._over:
            raise Misused("this unit is over; open a new one with `async with store.unit()`")
        return stored(name)


def _is_within(place: Place, scan: Mapping[str, Any]) -> bool:
    tab, key = place
    return bool(tab == scan["tab"] and scan["low"] <= key and (scan["high"] is None or key < scan["high"]))


def _text(value: Json) -> str:
    return _encode(value).decode()
