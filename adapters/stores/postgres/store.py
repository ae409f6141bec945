"""The `Store` port over PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

import msgspec
import psycopg
from psycopg import sql

from coterie.core.clock import Clock
from coterie.core.engine.restored import AT, RESTORED
from coterie.core.errors import StoreError
from coterie.core.logs import get_logger
from coterie.core.ports import Document, Entry, Guess, Queue, Timer, Unit

from .alone import alone
from .carrying import page, write_all
from .commits import Asked, Commits
from .connections import Connection, Connections, LeaseLost, Server, Severed, first_line, is_broken
from .guesses import Guesses
from .guessing import GuessingUnit
from .names import shown, stored
from .outlook import NAMES, TIMERS, Outlook
from .presence import LEASE, Presence
from .refusals import refusal
from .schema import bring_up_to_date
from .unit import WAITS, OpenUnit, behind

log = get_logger(__name__)

SCHEMA = "coterie"
_TRIES = 5
"""So often the store is opened anew where the connection breaks in the middle: a server that is restarted just then, a pooler that lets go."""

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode

# Fails on the lane's foreign key where the worker's lease was taken away.
_CLAIM = """
    WITH heads AS (
        SELECT name, head FROM lane WHERE queue = %s AND worker IS NULL AND due <= %s AND name <> ALL (%s::text[])
        ORDER BY head LIMIT %s FOR UPDATE SKIP LOCKED
    ), mine AS (
        UPDATE lane AS l SET worker = %s, claimed = h.head FROM heads AS h WHERE l.queue = %s AND l.name = h.name
    )
    UPDATE entry AS e SET claims = e.claims + 1 FROM heads AS h WHERE e.queue = %s AND e.lane = h.name AND e.place = h.head
    RETURNING e.id, e.lane, e.body::text, e.due, e.attempts, e.claims, e.place"""
_RELEASE = """
    UPDATE lane AS l SET worker = NULL, claimed = NULL FROM entry AS e
    WHERE e.queue = %s AND e.id = %s AND l.queue = e.queue AND l.name = e.lane AND l.claimed = e.place AND l.worker = %s
    RETURNING 1"""
_RELEASE_UNKNOWN = """
    UPDATE lane AS l SET worker = NULL, claimed = NULL FROM entry AS e
    WHERE l.worker = %s AND e.queue = l.queue AND e.lane = l.name AND e.place = l.claimed AND NOT EXISTS (
        SELECT FROM json_array_elements(%s::json) AS known WHERE known->>0 = e.queue AND known->>1 = e.id)
    RETURNING 1"""
_BEGUN = """
    SELECT e.id FROM lane AS l JOIN entry AS e ON e.queue = l.queue AND e.lane = l.name AND e.place = l.head
    WHERE l.queue = %s AND l.name = %s AND (e.claims > 0 OR e.place <= %s)"""
_OTHERS = "SELECT count(*) FROM lease WHERE worker <> %s AND until > clock_timestamp()"
_DUE = "SELECT key, due, body::text FROM timer WHERE due <= %s ORDER BY due, key LIMIT %s"
_NEXT = """
    SELECT (SELECT min(due) FROM timer),
           (SELECT min(due) FROM lane WHERE queue = 'inbox' AND worker IS NULL),
           (SELECT min(due) FROM lane WHERE queue = 'outbox' AND worker IS NULL)"""
_SETTLE = "SELECT settle(%s, %s)"
_SIZE = "SELECT count(*) FROM entry WHERE queue = %s"
_FORGET = "WITH gone AS (DELETE FROM seen WHERE at < %s RETURNING 1) SELECT count(*) FROM gone"
_FORGET_WORKERS = """
    DELETE FROM worker AS w WHERE w.begun < now() - interval '1 day' AND NOT EXISTS (SELECT FROM lease AS l WHERE l.worker = w.id)
    RETURNING 1"""


class PostgresStore:
    """A store that is shared. It holds no records: every unit reads what the database has."""

    def __init__(self, server: Server, clock: Clock, lease: timedelta) -> None:
        self._server = server
        self._connections = Connections(server)
        self._stirred = asyncio.Event()
        self._outlook = Outlook(self._look)
        self._presence = Presence(server, self._stir, lease)
        self._guesses = Guesses(self._connections)
        self._commits = Commits(self._connections, self._presence, clock, self._guesses)
        self._claims: dict[tuple[Queue, str], int] = {}
        self._lanes: dict[tuple[Queue, str], str] = {}
        self._claiming = asyncio.Lock()
        self._opened_at = 0
        self._group = asyncio.TaskGroup()
        self._closed = False
        self._presence_task: asyncio.Task[None]
        self._commits_task: asyncio.Task[None]
        self._guesses_task: asyncio.Task[None]

    # --- the port

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        return _Block(self)

    def guess(self) -> AbstractAsyncContextManager[Guess]:
        return _Guessed(self)

    async def claim(self, queue: Queue, now: datetime) -> Entry | None:
        found = await self.claim_some(queue, now, 1)
        return found[0] if found else None

    async def claim_some(self, queue: Queue, now: datetime, most: int) -> Sequence[Entry]:
        self._connections.check_open()
        async with self._claiming:
            if self._outlook.nothing(queue.value, now):
                return []
            worker, rows = await self._claimed(queue, now, most)
            if rows:
                self._outlook.changed(queue.value)
            for row in rows:
                self._claims[queue, shown(row[0])] = worker
                self._lanes[queue, shown(row[0])] = row[1]
        return [self._entry(row) for row in rows]

    async def release(self, queue: Queue, id: str) -> None:
        self._lanes.pop((queue, id), None)
        if (worker := self._claims.pop((queue, id), None)) is not None:
            await self._connections.ask(_RELEASE, [queue.value, stored(id), worker])
            self._outlook.changed(queue.value)

    async def begun(self, queue: Queue, lane: str) -> str | None:
        rows = await self._connections.ask(_BEGUN, [queue.value, stored(lane), self._opened_at])
        return shown(rows[0][0]) if rows else None

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Timer]:
        self._connections.check_open()
        if self._outlook.nothing(TIMERS, now):
            return []
        rows = await self._connections.ask(_DUE, [now, limit])
        return [Timer(shown(key), due, _decode(body)) for key, due, body in rows]

    async def next_due(self) -> datetime | None:
        self._connections.check_open()
        return await self._outlook.earliest()

    async def size(self, queue: Queue) -> int:
        return int((await self._connections.ask(_SIZE, [queue.value]))[0][0])

    async def forget_seen(self, before: datetime) -> int:
        await self._connections.ask(_FORGET_WORKERS, [])
        return int((await self._connections.ask(_FORGET, [before]))[0][0])

    async def remove(self) -> None:
        await self.close()
        connection = await self._server.connect()
        try:
            await connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(self._server.schema)))
        except psycopg.Error as error:
            raise refusal(error, self._server.name) from error
        finally:
            await connection.close()

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._commits.end()
        await self._commits_task
        self._presence_task.cancel()
        self._guesses_task.cancel()
        await self._group.__aexit__(None, None, None)
        with suppress(StoreError):
            await self._presence.end(await self._connections.at_once())
        await self._connections.close()

    # --- what is shared

    @property
    def takeovers(self) -> int:
        return self._presence.takeovers

    def holds(self, queue: Queue, id: str) -> bool:
        return self._presence.sure and self._claims.get((queue, id)) == self._presence.worker

    async def stirred(self) -> None:
        await self._stirred.wait()
        self._stirred.clear()

    async def alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        await alone(self._server, self._presence, name, work)

    # --- what is portable

    async def documents(self, after: tuple[str, str] | None, limit: int) -> Sequence[Document]:
        return await page(self._connections.ask, after, limit)

    async def write(self, documents: Sequence[Document]) -> None:
        connection = await self._connections.take()
        try:
            async with connection.transaction():
                await write_all(connection, documents)
        except psycopg.Error as error:
            raise StoreError(f"PostgreSQL does not keep it: {first_line(error)}") from error
        finally:
            await self._connections.put_back(connection)
            self._outlook.changed()

    async def others(self) -> int:
        rows = await self._connections.ask(_OTHERS, [self._presence.worker])
        return int(rows[0][0])

    # --- what a unit and an opening need

    def begin(self) -> OpenUnit:
        """A unit that sees what is there when it first reads."""
        self._connections.check_open()
        return OpenUnit(self._connections)

    def begin_guessing(self) -> GuessingUnit:
        """A unit that goes by what is known here."""
        self._connections.check_open()
        return GuessingUnit(self._connections, self._guesses)

    async def commit(self, unit: OpenUnit) -> None:
        """Write what the unit wants; of one that wants nothing, see whether it had to wait."""
        if unit.empty:
            for (lane,) in await self._connections.ask(WAITS, [_encode(unit.lanes).decode()]) if unit.lanes else ():
                raise behind(shown(lane))
            return
        ended = [(queue, shown(id)) for queue, id in unit.ended()]
        workers = {self._claims[one] for one in ended if one in self._claims}
        lost = workers - {self._presence.worker}
        try:
            await self._commits.keep(Asked(unit, min(lost or workers, default=None)))
        finally:  # whoever is cancelled does not know whether it was kept
            if touched := unit.touches():
                self._outlook.changed(*touched)
        for one in ended:
            self._claims.pop(one, None)
            self._lanes.pop(one, None)

    async def start(self, connection: Connection) -> None:
        """Become a worker; the connection is the store's from now on."""
        cursor = await connection.execute(_SETTLE, [RESTORED, AT])
        if await cursor.fetchone() == (True,):
            log.warning(
                "this database was restored: what it may not know of is looked for before it is said",
                server=self._server.name,
            )
        await self._presence.begin(connection)
        cursor = await connection.execute("SELECT coalesce(max(place), 0) FROM entry")
        row = await cursor.fetchone()
        assert row is not None
        self._opened_at = row[0]
        await self._group.__aenter__()
        self._presence_task = self._group.create_task(self._presence.run(connection), name="presence")
        self._commits_task = self._group.create_task(self._commits.run(), name="commits")
        self._guesses_task = self._group.create_task(self._guesses.run(), name="guesses")

    # --- private

    def _stir(self) -> None:
        self._outlook.changed()
        self._stirred.set()

    async def _look(self) -> Mapping[str, datetime | None]:
        return dict(zip(NAMES, (await self._connections.ask(_NEXT, []))[0], strict=True))

    def _entry(self, row: Sequence[Any]) -> Entry:
        id, lane, body, due, attempts, claims, place = row
        fresh = claims == 1 and place > self._opened_at
        return Entry(shown(id), shown(lane), _decode(body), due, attempts, fresh)

    async def _claimed(self, queue: Queue, now: datetime, most: int) -> tuple[int, Sequence[tuple[Any, ...]]]:
        """The worker that claimed, and what it claimed, in the order in which it came."""
        while True:
            worker = self._presence.worker
            try:
                # What somebody here works on still, under a lease that was lost, is for them to let go first.
                busy = [self._lanes[one] for one, by in self._claims.items() if one[0] is queue and by != worker]
                rows = await self._connections.ask_once(
                    _CLAIM, [queue.value, now, busy, most, worker, queue.value, queue.value]
                )
                return worker, sorted(rows, key=lambda row: int(row[6]))
            except LeaseLost:
                await self._presence.begin_again(worker)
            except Severed:
                known = [[queue.value, stored(id)] for queue, id in self._claims]
                await self._connections.ask(_RELEASE_UNKNOWN, [worker, _encode(known).decode()])


class _Block:
    """`async with` around a unit: commits where the block ends well."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def __aenter__(self) -> Unit:
        self._unit = self._store.begin()
        return self._unit

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._unit.look_no_more()
        if kind is None:
            await self._store.commit(self._unit)


class _Guessed:
    """`async with` around a unit that guesses: whatever comes of it, it is looked at what it went by."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def __aenter__(self) -> GuessingUnit:
        self._unit = self._store.begin_guessing()
        return self._unit

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._unit.look_no_more()
        if kind is None and not self._unit.empty:
            await self._store.commit(self._unit)
        elif kind is None or (isinstance(error, Exception) and not isinstance(error, StoreError)):
            await self._unit.verify()


async def open_store(
    location: str, folder: str, clock: Clock, *, part: str = "", schema: str = SCHEMA, lease: timedelta = LEASE
) -> PostgresStore:
    """The entry point `postgresql` of `coterie.stores`: the store in a schema of the database that `location` names, a URL.

    A `part` is a schema of its own beside it.

    What claimed work is set free when the `lease` of a worker is over that can't renew it. Raises StoreError where the database can't be
    used or was written by a newer coterie.
    """
    server = Server(location, f"{schema}_{part}" if part else schema)
    connection = await server.connect()  # where nothing listens that is said at once
    tries = 1
    while True:
        try:
            await bring_up_to_date(server, connection)
            store = PostgresStore(server, clock, lease)
            await store.start(connection)
            return store
        except psycopg.Error as error:
            broken = is_broken(connection, error)
            await connection.close()
            if not broken or tries == _TRIES:
                raise refusal(error, server.name) from error
            log.warning("PostgreSQL ended the connection while the store was opened", server=server.name)
        except BaseException:
            await connection.close()
            raise
        connection = await server.connect_in_time()
        tries += 1
