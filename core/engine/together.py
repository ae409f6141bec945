"""Outcomes that are written down together: what ends in the same turn of the loop shares one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from ..ports import Store, Unit
from .committing import committed

Write = Callable[[Unit], Awaitable[None]]


class Together:
    """Lets writes that have nothing to do with each other share a unit; where that can't be committed each is by itself.

    Whoever comes first waits for one turn of the loop, and then writes for all who came meanwhile. So nothing that was done stays unwritten
    for longer than what was done beside it takes.
    """

    def __init__(self, store: Store, what: str) -> None:
        self._store = store
        self._what = what
        self._waiting: list[tuple[Write, asyncio.Future[bool]]] = []

    async def commit(self, write: Write) -> None:
        """Return when it is durable. `write` may be called several times, as `committed` says; what it or the commit raises is raised here alone."""
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append((write, mine))
        if len(self._waiting) == 1:
            await self._lead()
        if not await mine:
            await committed(self._store, write, self._what)

    async def _lead(self) -> None:
        """Commit what waits when this turn is over, and say to everybody whether that was done."""
        done, batch = False, self._waiting
        try:
            await asyncio.sleep(0)
            self._waiting = []
            if len(batch) > 1:
                await committed(self._store, lambda unit: _all(unit, batch), self._what)
                done = True
        except Exception:
            # Whose fault it is each finds out by itself: what another raised, or another worker has, is none of theirs.
            done = False
        finally:
            if self._waiting is batch:
                self._waiting = []
            for _, future in batch:
                if not future.done():
                    future.set_result(done)


async def _all(unit: Unit, batch: list[tuple[Write, asyncio.Future[bool]]]) -> None:
    for write, _ in batch:
        await write(unit)
