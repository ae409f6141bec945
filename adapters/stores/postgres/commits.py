"""Group commit: the units that end while a batch is on its way go together in the next one.

A batch bears being sent twice: the database remembers the outcome of each worker's newest one. So a connection that breaks in the middle
leaves no doubt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
import psycopg
from attrs import define, field

from coterie.core.clock import Clock
from coterie.core.errors import Conflict, Fenced, Known, Missing, StoreError, Unfit
from coterie.core.logs import get_logger

from .columns import columns
from .connections import Connection, Connections, first_line, is_broken
from .guesses import Guesses
from .names import shown
from .presence import Presence
from .together import together
from .unit import OpenUnit, behind

log = get_logger(__name__)

_KEEP = "SELECT NULL, keep(%s, %s, %s::json, %s, %s)"
_KEEP_TOGETHER = f"SELECT newest, said FROM keep_together({', '.join(['%s'] * (3 + 34 + 2))})"
_encode = msgspec.json.Encoder().encode
_UNFIT = ("22", "54")
"""Data exceptions and exceeded limits, of PostgreSQL's manual, appendix A: they come again with the same data."""


class Declined(StoreError):
    """The server was there, and keeps nothing of a batch because of something in it."""


@define
class Asked:
    """A unit that is to be kept. `worker` is the one that claimed what it finishes, None where it finishes nothing."""

    unit: OpenUnit
    worker: int | None
    future: asyncio.Future[None] = field(factory=lambda: asyncio.get_running_loop().create_future())


class Commits:
    """Keeps units, a batch at a time, over a connection of its own."""

    def __init__(self, connections: Connections, presence: Presence, clock: Clock, guesses: Guesses) -> None:
        self._guesses = guesses
        self._connections = connections
        self._presence = presence
        self._clock = clock
        self._waiting: list[Asked] = []
        self._arrived = asyncio.Event()
        self._number = 0
        self._connection: Connection | None = None
        self._closed: StoreError | None = None

    async def keep(self, asked: Asked) -> None:
        """Return when it is durable. Raises Conflict, Missing, Fenced, or StoreError where it can't be kept."""
        if self._closed is not None:
            raise self._closed
        self._waiting.append(asked)
        self._arrived.set()
        await asked.future

    async def run(self) -> None:
        """Send batches until there is an end. Where the server stays away, all who wait are told, and the next who ask."""
        while self._closed is None or self._waiting:
            await self._arrived.wait()
            batch, self._waiting = together(self._waiting, lambda asked: asked.unit)
            if not self._waiting and self._closed is None:
                self._arrived.clear()
            try:
                await self._settle(batch)
            except StoreError as error:
                _tell(batch, error)
        if self._connection is not None:
            await self._connections.put_back(self._connection)

    def end(self) -> None:
        """Keep nothing more than what waits."""
        self._closed = StoreError("this store was closed; open it again")
        self._arrived.set()

    # --- private

    async def _settle(self, batch: Sequence[Asked]) -> None:
        """See to it that the fate of the whole batch is known."""
        self._number += 1
        while True:
            worker = self._presence.worker
            _tell([one for one in batch if one.worker not in (None, worker)], _lost())
            batch = [one for one in batch if one.worker in (None, worker)]
            if not batch:
                return
            number, outcomes = await self._send(batch, worker)
            if outcomes is not None:
                for one, outcome in zip(batch, outcomes, strict=True):
                    self._guesses.learn(one.unit, number if outcome == "" else None)
                    _settle(one, outcome)
                return
            await self._presence.begin_again(worker)

    async def _send(self, batch: Sequence[Asked], worker: int) -> tuple[int | None, Sequence[str] | None]:
        """The number of the commit, where it is known, and what became of each; None where the worker lost its lease before."""
        units = [one.unit for one in batch]
        brings = any(unit.brings for unit in units)
        if len(units) > 1 or units[0].is_plain:
            values = [worker, self._number, len(units), *columns(units), self._clock.now(), brings]
            try:
                return await self._ask(_KEEP_TOGETHER, values)
            except Declined as error:
                log.warning("kept one by one", why=str(error))  # what can't be kept of one must not hold up the others
        return await self._ask(
            _KEEP,
            [worker, self._number, _encode([unit.wants() for unit in units]).decode(), self._clock.now(), brings],
        )

    async def _ask(self, query: str, values: Sequence[Any]) -> tuple[int | None, Sequence[str] | None]:
        while True:
            # Always the same one: the server has at hand there what it needs for it.
            connection, self._connection = self._connection or await self._connections.take(), None
            try:
                cursor = await connection.execute(query, values)
                row = await cursor.fetchone()
                assert row is not None
                self._connection = connection
                return row[0], row[1]
            except psycopg.Error as error:
                if not is_broken(connection, error):
                    raise Declined(f"PostgreSQL does not keep it: {first_line(error)}") from error
                log.info("a commit is sent again", why=first_line(error))
                await connection.close()
            finally:
                if self._connection is None:
                    await self._connections.put_back(connection)


def _lost() -> Fenced:
    return Fenced("the lease under which this was claimed is over: it is another worker's now")


def _settle(asked: Asked, outcome: str) -> None:
    if asked.future.done():
        return  # whoever waited was cancelled
    code, _, words = outcome.partition(" ")
    match code:
        case "":
            asked.future.set_result(None)
        case "CT001":
            asked.future.set_exception(
                Conflict(f"{shown(words)} was changed since this unit read it; run the unit again")
            )
        case "CT002":
            asked.future.set_exception(
                Missing(f"there is no entry {shown(words)!r} in its queue; was it finished already?")
            )
        case "CT004":
            asked.future.set_exception(behind(shown(words)))
        case "CT005":
            asked.future.set_exception(Known(f"an entry {shown(words)!r} came before"))
        case "CT003":
            asked.future.set_exception(Fenced(f"the entry {shown(words)!r} is another worker's now"))
        case _:
            kind = Unfit if code.startswith(_UNFIT) else StoreError
            asked.future.set_exception(kind(f"PostgreSQL does not keep it: {words} ({code})"))


def _tell(batch: Sequence[Asked], error: StoreError) -> None:
    for one in batch:
        if not one.future.done():
            one.future.set_exception(error)
