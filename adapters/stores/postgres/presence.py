"""The presence of a worker: its lease, renewed in time; what others left behind; and the call that there is work.

A lease is taken and renewed by the database's clock, and looked at by this machine's monotonic one: neither minds how a clock is set.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from coterie.core.clock import elapse
from coterie.core.errors import StoreError
from coterie.core.logs import get_logger

from .connections import Connection, Server, first_line, is_broken
from .refusals import refusal

log = get_logger(__name__)

LEASE = timedelta(seconds=15)
GRACE = timedelta(seconds=3)
"""So long after a process was found dead its last request may still be on its way to a platform, where nobody finds it yet who looks."""
_PAUSE = timedelta(seconds=0.2)
_REGISTER = "INSERT INTO worker (process) VALUES (%s) RETURNING id"
_LEASE = "INSERT INTO lease VALUES (%s, clock_timestamp() + %s)"
_RENEW = "UPDATE lease SET until = clock_timestamp() + %s WHERE worker = %s"
_OTHERS = "SELECT l.worker, w.process, l.until < clock_timestamp() FROM lease AS l JOIN worker AS w ON w.id = l.worker WHERE w.id <> %s"
_TAKE_AWAY = "DELETE FROM lease WHERE worker = %s AND (until < clock_timestamp() OR %s)"
END_LOCKS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s AND usename = current_user"
)
_CALL = "SELECT pg_notify('coterie:' || current_schema(), %s)"


class Presence:
    """This process among the workers. `worker` is its number; another one after it lost its lease. `takeovers` counts leases it took away."""

    def __init__(self, server: Server, stir: Callable[[], None], lease: timedelta = LEASE) -> None:
        self.worker = 0
        self.takeovers = 0
        self._server = server
        self._stir = stir
        self._lease = lease
        self._until = 0.0
        self._registering = asyncio.Lock()
        self._process = this_process()
        self._dead: dict[int, float] = {}

    @property
    def sure(self) -> bool:
        """Whether nobody can have taken the lease away yet."""
        return asyncio.get_running_loop().time() < self._until

    async def begin(self, connection: Connection) -> None:
        """Become a worker."""
        now = asyncio.get_running_loop().time()
        async with connection.transaction():
            cursor = await connection.execute(_REGISTER, [self._process])
            row = await cursor.fetchone()
            assert row is not None
            await connection.execute(_LEASE, [row[0], self._lease])
        self.worker, self._until = row[0], now + self._lease.total_seconds()
        await self._adopt(connection)

    async def begin_again(self, lost: int) -> None:
        """Become another worker, where `lost` is the one that lost its lease; nothing if that was done already.

        Raises StoreError where the server stays away, or refuses it.
        """
        async with self._registering:
            while self.worker == lost:
                await self._begin_anew()
                if self.worker != lost:
                    log.warning("the lease was lost, and taken anew", lost=lost, worker=self.worker)
                    self._stir()

    async def run(self, connection: Connection) -> None:
        """Renew, adopt and listen until cancelled."""
        while True:
            try:
                async with connection:
                    await self._stay(connection)
            except (psycopg.Error, StoreError) as error:
                log.warning("the connection to PostgreSQL broke", server=self._server.name, why=first_line(error))
            connection = await self._reconnected()
            self._stir()  # what was called meanwhile was not heard

    async def end(self, connection: Connection) -> None:
        """Give everything back that is claimed, where the server can be told."""
        try:
            await connection.execute("DELETE FROM lease WHERE worker = %s", [self.worker])
            await connection.execute(_CALL, [str(self.worker)])
        except psycopg.Error as error:
            log.warning("what is claimed stays so until the lease is over", worker=self.worker, why=first_line(error))

    # --- private

    async def _begin_anew(self) -> None:
        """Become another worker over a connection of its own; where that breaks, perhaps not."""
        connection = await self._server.connect_in_time()
        try:
            await self.begin(connection)
        except psycopg.Error as error:
            if not is_broken(connection, error):
                raise refusal(error, self._server.name) from error
            log.warning("the connection to PostgreSQL broke", server=self._server.name, why=first_line(error))
        finally:
            await connection.close()

    async def _stay(self, connection: Connection) -> None:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"coterie:{self._server.schema}")))
        third = self._lease.total_seconds() / 3
        while True:
            await self._renew(connection)
            await self._adopt(connection)
            self._stir()  # whatever was not heard: it costs a look
            # Soon where somebody may be dead; but never so late that the own lease is over.
            pause = min(third, GRACE.total_seconds()) if self._dead else third
            until = asyncio.get_running_loop().time() + pause
            while (left := until - asyncio.get_running_loop().time()) > 0:
                async for note in connection.notifies(timeout=left, stop_after=1):
                    if note.payload != str(self.worker):
                        self._stir()

    async def _renew(self, connection: Connection) -> None:
        now, worker = asyncio.get_running_loop().time(), self.worker
        cursor = await connection.execute(_RENEW, [self._lease, worker])
        if cursor.rowcount:
            self._until = now + self._lease.total_seconds()
        else:
            await self.begin_again(worker)

    async def _adopt(self, connection: Connection) -> None:
        """Set free what those have claimed who are no more: their lease is over, or their process was on this machine and is gone."""
        cursor = await connection.execute(_OTHERS, [self.worker])
        others, now = await cursor.fetchall(), asyncio.get_running_loop().time()
        gone = {worker for worker, process, _ in others if is_gone(process)}
        self._dead = {worker: self._dead.get(worker, now) for worker in gone}
        for worker, _, over in others:
            dead = worker in gone and now - self._dead[worker] >= GRACE.total_seconds()
            if not (over or dead):
                continue
            taken = await connection.execute(_TAKE_AWAY, [worker, dead])
            if taken.rowcount:
                self.takeovers += 1
                await connection.execute(END_LOCKS, [holder(self._server, worker)])
                log.warning("adopted what another worker had claimed", worker=worker, by=self.worker)
                await connection.execute(_CALL, [str(self.worker)])
                self._stir()

    async def _reconnected(self) -> Connection:
        while True:
            try:
                return await self._server.connect()
            except StoreError:
                await elapse(_PAUSE)


def holder(server: Server, worker: int) -> str:
    """What a connection calls itself on which a worker holds locks."""
    return f"coterie {server.schema} {worker}"


def this_process() -> str:
    """This process, told apart from every other on the machine: boot, process namespace, number, start. Empty where there is no /proc."""
    return _process(os.getpid()) or ""


def is_gone(process: str) -> bool:
    """Whether it is known to have run on this machine, and to run no more."""
    ours, theirs = this_process().split(), process.split()
    if len(ours) != 4 or len(theirs) != 4 or ours[:2] != theirs[:2]:
        return False
    return _process(int(theirs[2])) != process


def _process(number: int) -> str | None:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = os.readlink("/proc/self/ns/pid")
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    # Behind the name in parentheses come the state, and as the twentieth the start (proc(5), /proc/PID/stat, fields 3 and 22).
    return None if status[0] in "ZX" else f"{boot} {space} {number} {status[19]}"
