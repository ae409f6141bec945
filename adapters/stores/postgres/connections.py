"""Connections to PostgreSQL: made as they are needed, lent one to one, made anew where the server was away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import psycopg
from attrs import define
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from coterie.core.clock import elapse
from coterie.core.errors import StoreError
from coterie.core.logs import get_logger

from .refusals import refusal

log = get_logger(__name__)

MOST = 16
"""So many connections are lent at a time."""
PATIENCE = timedelta(minutes=1)
"""A server that is away for longer is given up."""
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(milliseconds=50), timedelta(seconds=2)
_DEFAULTS = {
    "application_name": "coterie",
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "target_session_attrs": "read-write",
}
"""What libpq is told unless the location says otherwise: a machine that vanished is noticed within half a minute, and one that
only follows another is none, which it is while another takes its place."""
# Everything is looked up by its key, however the planner guesses at the size of tables that nobody analysed yet: so a plan is made once, and
# never again for the sake of how many are looked up.
_SESSION = sql.SQL(
    "SET search_path = {schema}; SET timezone = 'UTC'; SET client_encoding = 'UTF8'; "
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; "
    "SET plan_cache_mode = force_generic_plan; "
    "SET statement_timeout = 0; SET lock_timeout = 0; "  # a commit waits for those of the other workers, a listener for its lock
    "SET idle_in_transaction_session_timeout = '60s'; "
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)

Connection = AsyncConnection[tuple[Any, ...]]


class Severed(Exception):
    """The connection broke; whether what was asked came to pass is not known."""


class LeaseLost(Exception):
    """What was asked needs a lease that was taken away."""


class Server:
    """A database on a server, as a location names it, and the schema of it that is used."""

    def __init__(self, location: str, schema: str, *, only_read: bool = False) -> None:
        given = parsed(location)
        defaults = _DEFAULTS | ({"target_session_attrs": "any"} if only_read else {})
        self._conninfo = make_conninfo("", **{**defaults, **given})
        self.schema = schema
        self.name = f"{given.get('host', 'localhost')}:{given.get('port', 5432)}/{given.get('dbname', '')}"

    async def connect(self) -> Connection:
        """A new connection. Raises StoreError with what is to be done."""
        try:
            connection = await AsyncConnection.connect(self._conninfo, autocommit=True)
        except psycopg.Error as error:
            raise refusal(error, self.name) from error
        try:
            await connection.execute(_SESSION.format(schema=sql.Identifier(self.schema)))
        except psycopg.Error as error:
            await connection.close()
            raise refusal(error, self.name) from error
        return connection

    async def connect_in_time(self, at_rest: Callable[[], Connection | None] = lambda: None) -> Connection:
        """A new connection, or one that is `at_rest` by then, waited for while the server is away. Raises StoreError where it stays away."""
        pause, patience = _FIRST_PAUSE, asyncio.get_running_loop().time() + PATIENCE.total_seconds()
        while True:
            if (connection := at_rest()) is not None:
                return connection
            try:
                return await self.connect()
            except StoreError as error:
                if asyncio.get_running_loop().time() > patience:
                    raise
                if pause == _FIRST_PAUSE:
                    log.warning("PostgreSQL is away", server=self.name, why=str(error))
            await elapse(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


@define
class Lent:
    """A connection that is somebody's until it is given back."""

    connection: Connection
    _back: Callable[[Connection], Awaitable[None]]

    async def rows(self, query: str, values: Sequence[Any] = ()) -> Sequence[tuple[Any, ...]]:
        """What a query gives. Raises Severed where the connection broke; it is given back then."""
        try:
            cursor = await self.connection.execute(query, values)
            return await cursor.fetchall()
        except psycopg.errors.ForeignKeyViolation as error:
            raise LeaseLost from error
        except psycopg.Error as error:
            if is_broken(self.connection, error):
                await self.connection.close()
                await self.give_back()
                raise Severed from error
            raise StoreError(f"PostgreSQL refuses: {first_line(error)}") from error

    async def give_back(self) -> None:
        await self._back(self.connection)


class Connections:
    """Lends connections, at most so many at a time."""

    def __init__(self, server: Server, most: int = MOST) -> None:
        self.server = server
        self._idle: list[Connection] = []
        self._free = asyncio.Semaphore(most)
        self._closed = False

    async def snapshot(self, begin: str) -> tuple[Lent, int]:
        """A connection in a transaction that `begin` begins, and the number that it gives."""
        while True:
            lent = await self.lend()
            try:
                cursor = await lent.connection.execute(begin)
                cursor.nextset()
                row = await cursor.fetchone()
                assert row is not None
                return lent, row[0]
            except psycopg.Error as error:
                if not is_broken(lent.connection, error):
                    await lent.give_back()
                    raise StoreError(f"PostgreSQL refuses: {first_line(error)}") from error
                await lent.connection.close()
                await lent.give_back()
            except BaseException:
                await lent.give_back()
                raise

    async def ask(self, query: str, values: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        """What one statement gives; asked again where the connection broke, so it must bear being done twice."""
        while True:
            try:
                return await self.ask_once(query, values)
            except Severed:
                continue

    async def ask_once(self, query: str, values: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        """What one statement gives. Raises Severed where nobody knows whether it was done."""
        lent = await self.lend()
        try:
            rows = await lent.rows(query, values)
        except Severed:
            raise
        except BaseException:
            await lent.give_back()
            raise
        await lent.give_back()
        return rows

    async def lend(self) -> Lent:
        """A connection, as soon as there is one."""
        self.check_open()
        await self._free.acquire()
        try:
            return Lent(await self.take(), self._take_back)
        except BaseException:
            self._free.release()
            raise

    async def take(self) -> Connection:
        """A connection beyond those that are counted: for what the others wait for."""
        return await self.server.connect_in_time(self._at_rest)

    def _at_rest(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if not connection.closed:
                return connection
        return None

    async def at_once(self) -> Connection:
        """One of those at rest, or a new one if the server is there. Raises StoreError."""
        open = [connection for connection in self._idle if not connection.closed]
        self._idle = open[:-1]
        return open[-1] if open else await self.server.connect()

    async def put_back(self, connection: Connection) -> None:
        """Take back what was taken, if it is still good."""
        try:
            if not connection.closed and connection.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE:
                await connection.rollback()
        except psycopg.Error:
            await connection.close()
        except BaseException:  # somebody was cancelled while it was busy: nobody knows what it would say next
            await connection.close()
            raise
        if self._closed or connection.closed:
            await connection.close()
        else:
            self._idle.append(connection)

    async def close(self) -> None:
        self._closed = True
        for connection in self._idle:
            await connection.close()

    async def _take_back(self, connection: Connection) -> None:
        self._free.release()
        await self.put_back(connection)

    def check_open(self) -> None:
        """Raise StoreError where the store was closed."""
        if self._closed:
            raise StoreError("this store was closed; open it again")


def is_broken(connection: Connection, error: psycopg.Error) -> bool:
    """Whether the connection is of no use any more: the server went, said with its last words that it ends it, or takes no writes since another
    took its place. So is one on which a statement was cancelled by somebody, or gave way to another: it is asked again on a new one.

    The codes are of PostgreSQL's manual, appendix A: connection exceptions, shutdowns, the end of an idle transaction, writes refused,
    cancelled, no lock to be had, given way.
    """
    return connection.closed or (error.sqlstate or "").startswith(
        ("08", "57P", "25P03", "25006", "57014", "55P03", "40")
    )


def parsed(location: str) -> Mapping[str, Any]:
    """What a location says, by libpq's names. Raises StoreError, in which nothing stands that may be a part of a password."""
    try:
        given = conninfo_to_dict(location)
    except psycopg.Error as error:
        words = first_line(error)
        why = words if words.startswith("invalid URI query parameter") else "it can't be read"
        raise _no_url(why) from None
    if not str(given.get("port", "0")).replace(",", "").isdigit():
        raise _no_url("its port is no number")
    if "@" in str(given.get("host", "")):
        raise _no_url("there are two @ in it")
    return given


def _no_url(why: str) -> StoreError:
    return StoreError(
        f"the location of the store is no PostgreSQL URL: {why}; write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, "
        "with %40 for @, %2F for / and %3A for : in the password"
    )


def first_line(error: Exception) -> str:
    """What the server says, without where it was found: there stands what was to be kept."""
    return str(error).strip().partition("\n")[0]
