"""One after another, in each lane for itself."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable


class Turns:
    """Gives a lane to one at a time, in the order in which they asked for it."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """Who waits for a lane that somebody has."""

    async def take(self, lanes: Iterable[str]) -> None:
        """Return when all these lanes are mine. Several are to be asked for in the order of their names: so nobody waits for each other."""
        mine: list[str] = []
        try:
            for lane in lanes:
                await self._enter(lane)
                mine.append(lane)
        except BaseException:
            self.pass_on(mine)
            raise

    def pass_on(self, lanes: Iterable[str]) -> None:
        """Let others have them."""
        for lane in lanes:
            self._leave(lane)

    async def _enter(self, lane: str) -> None:
        waiting = self._waiting.get(lane)
        if waiting is None:
            self._waiting[lane] = deque()
            return
        turn = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was given the lane, and does not want it any more
                self._leave(lane)
            raise

    def _leave(self, lane: str) -> None:
        waiting = self._waiting[lane]
        while waiting:
            turn = waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._waiting[lane]
