"""The tables, made and brought up to date by whoever opens the store first."""

from __future__ import annotations

from importlib.resources import files

from psycopg import sql

from coterie.core.errors import StoreError

from .connections import Connection, Server
from .refusals import too_old

NEWEST = 4
"""The schema that this coterie knows; the files `0001.sql` … make it, one after another."""

_LOCK = "SELECT pg_advisory_lock(hashtextextended('coterie:' || %s, 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('coterie:' || %s, 0))"


async def bring_up_to_date(server: Server, connection: Connection) -> None:
    """Make what is missing, one migration a transaction, while others who open the store wait.

    Raises StoreError where it can't be used, and psycopg's own errors.
    """
    if (reason := too_old(connection.info.server_version)) is not None:
        raise StoreError(f"{server.name}: {reason}")
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreError(f"the database {server.name} keeps texts as {encoding}; create one with encoding UTF8")
    await connection.execute(_LOCK, [server.schema])
    await _migrate(server, connection)
    await connection.execute(_UNLOCK, [server.schema])


async def _migrate(server: Server, connection: Connection) -> None:
    version = await version_of(connection, server.schema)
    if version > NEWEST:
        raise StoreError(
            f"the store in {server.name} has schema {version}, this coterie knows {NEWEST}: "
            "install the newer coterie that wrote it"
        )
    for number in range(version + 1, NEWEST + 1):
        text = files(__package__).joinpath(f"{number:04}.sql").read_text(encoding="utf-8")
        async with connection.transaction():
            await connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(server.schema)))
            await connection.execute(text)
            await connection.execute("CREATE TABLE IF NOT EXISTS version (number integer NOT NULL)")
            await connection.execute("DELETE FROM version")
            await connection.execute("INSERT INTO version VALUES (%s)", [number])


async def version_of(connection: Connection, schema: str) -> int:
    """The schema's version, 0 where nothing is there yet."""
    cursor = await connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f'"{schema}".version'])
    there = await cursor.fetchone()
    if there is None or not there[0]:
        return 0
    cursor = await connection.execute("SELECT number FROM version")
    row = await cursor.fetchone()
    return int(row[0]) if row else 0
