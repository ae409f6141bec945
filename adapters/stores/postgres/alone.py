"""What only one worker at a time may do: it holds an advisory lock, as long as a connection of its own lives.

A worker that dies lets go with its connection; of one that only sleeps the connection is ended by whoever takes its lease away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import psycopg

from coterie.core.logs import get_logger

from .connections import Connection, Server
from .presence import Presence, holder

log = get_logger(__name__)

_NAME = "SELECT set_config('application_name', %s, false)"
_LOCK = "SELECT pg_advisory_lock(hashtextextended('coterie:' || current_schema() || ':' || %s, 0))"
_ASK_EVERY_SECONDS = 5


async def alone(server: Server, presence: Presence, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work under the lock of this name; where the lock is lost, cancel it and wait for the lock again."""
    while True:
        connection = await server.connect_in_time()
        try:
            async with connection:
                await connection.execute(_NAME, [holder(server, presence.worker)])
                await connection.execute(_LOCK, [name])
                log.info("alone", what=name, worker=presence.worker)
                if await _done(connection, work):
                    return
        except psycopg.Error:
            pass
        log.warning("alone no more", what=name, worker=presence.worker)


async def _done(connection: Connection, work: Callable[[], Awaitable[None]]) -> bool:
    """Whether the work was done before the connection broke."""
    # Not a TaskGroup: what the work raises is raised as it is, and it ends by the connection's end without raising.
    working, broken = asyncio.ensure_future(work()), asyncio.ensure_future(_broken(connection))
    try:
        await asyncio.wait([working, broken], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
            return True
        return False
    finally:
        for future in (working, broken):
            future.cancel()
        await asyncio.gather(working, broken, return_exceptions=True)


async def _broken(connection: Connection) -> None:
    """Return when the connection broke."""
    try:
        while True:
            async for _ in connection.notifies(timeout=_ASK_EVERY_SECONDS):
                pass
            await connection.execute("SELECT 1")
    except psycopg.Error:
        return
