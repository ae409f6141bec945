"""Why coterie could not write into a database that it can read, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coterie.core.errors import StoreError
from coterie.core.ports import STORE, Diagnosis, Verdict

from .connections import Connection, Server

_HOW = """
    SELECT pg_is_in_recovery(), s.setting = 'on', s.source, quote_ident(current_user), quote_ident(current_database())
    FROM pg_settings AS s WHERE s.name = 'default_transaction_read_only'"""
_MISSING = """
    SELECT string_agg(c.relname, ', ' ORDER BY c.relname), quote_ident(current_user), quote_ident(current_schema())
    FROM pg_class AS c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT (
        has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
        AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))"""
_READ_ONLY = "default_transaction_read_only"


async def hindrance(location: str, reached: Server, reading: Connection) -> Diagnosis | None:
    """What a worker would stumble over that connects as workers do. `reached` is read over `reading` already, and may be another server of
    those that the location names. Nothing is written.
    """
    try:
        writing = await Server(location, reached.schema).connect()
    except StoreError as error:
        return _takes_no_writes(reached.name, (await _row(reading, _HOW)), str(error))
    async with writing:
        tables, user, schema = await _row(writing, _MISSING)
    if tables is None:
        return None
    remedy = f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {user}, or name the user that owns them"
    return Diagnosis(STORE, Verdict.PROBLEM, f"{user} may not write into {tables} of {reached.name}", remedy)


def _takes_no_writes(server: str, how: Sequence[Any], otherwise: str) -> Diagnosis:
    follows, read_only, source, user, database = how
    if follows:
        found = f"{server} takes no writes: it follows another server"
        remedy = "name the one that writes, or several, as in postgresql://USER@ONE,OTHER/DATABASE"
    elif read_only:
        found = f"{server} takes no writes: {_READ_ONLY} is on"
        where = {"user": f"ROLE {user}", "database user": f"ROLE {user} IN DATABASE {database}"}
        # The first of the two because there, too, a session begins so that it may alter nothing.
        remedy = f"in psql: SET {_READ_ONLY} = off; ALTER {where.get(source, f'DATABASE {database}')} SET {_READ_ONLY} = off;"
        if source == "client":
            remedy = "take it out of the location, or out of PGOPTIONS"
    else:
        found, _, remedy = otherwise.rpartition("; ")
    return Diagnosis(STORE, Verdict.PROBLEM, found, remedy)


async def _row(connection: Connection, query: str) -> Sequence[Any]:
    cursor = await connection.execute(query)
    row = await cursor.fetchone()
    assert row is not None
    return row
