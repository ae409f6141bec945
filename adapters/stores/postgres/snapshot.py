"""What a store in PostgreSQL holds at one instant, read beside the workers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg

from coterie.core.errors import Missing, StoreError
from coterie.core.ports import Diagnosis, Document, Snapshot
from coterie.core.values import frozen

from .carrying import page
from .connections import Connection, Server
from .hindrances import hindrance
from .refusals import refusal
from .schema import NEWEST, version_of

_BEGIN = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@frozen
class DatabaseSnapshot:
    """The documents that a transaction sees."""

    location: str
    server: Server
    connection: Connection

    async def documents(self, after: tuple[str, str] | None, limit: int) -> Sequence[Document]:
        return await page(self._ask, after, limit)

    async def hindrance(self) -> Diagnosis | None:
        return await hindrance(self.location, self.server, self.connection)

    async def _ask(self, query: str, values: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        try:
            cursor = await self.connection.execute(query, values)
            return await cursor.fetchall()
        except psycopg.Error as error:
            raise refusal(error, self.server.name) from error


@asynccontextmanager
async def snapshot(location: str, folder: str, *, part: str = "", schema: str = "coterie") -> AsyncIterator[Snapshot]:
    """The entry point `postgresql` of `coterie.snapshots`: what the store, or a part beside it, holds now.

    Nothing is made, changed or brought up to date. Raises Missing where there is no store, StoreError where it can't be used or was written by
    a newer coterie.
    """
    schema = f"{schema}_{part}" if part else schema
    server = Server(location, schema, only_read=True)
    connection = await server.connect()
    try:
        version = await version_of(connection, schema)
        if version == 0:
            raise Missing(f"there is no store in {server.name} yet: `coterie run` makes one")
        if version > NEWEST:
            raise StoreError(f"the store in {server.name} has schema {version}, this coterie knows {NEWEST}")
        await connection.execute(_BEGIN)
        yield DatabaseSnapshot(location, server, connection)
    except psycopg.Error as error:
        raise refusal(error, server.name) from error
    finally:
        await connection.close()
