"""The bounds of the two queues: past them the platforms are slowed, never the memory filled."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from attrs import define, field

from ..ports import Queue, Store

BOUNDS: Mapping[Queue, int] = {Queue.INBOX: 10_000, Queue.OUTBOX: 50_000}
"""So many entries wait in a queue at most, but for what one event brings. Where the inbox is full no platform is heard; where the outbox
is, no event is handled, and so the inbox fills."""

_LOOK_AFTER = 100


@define
class Depth:
    """What room a queue has. It is counted now and then, and always while it is full: in a database counting is work."""

    store: Store
    queue: Queue
    bound: int
    _left: int = 0
    _counting: asyncio.Lock = field(factory=asyncio.Lock)

    async def room(self) -> int:
        """How much may come in still, as far as it was counted; 0 where it is full."""
        if self._left <= 0:
            async with self._counting:  # a hundred rooms find it used up at once, and one of them counts for all
                if self._left <= 0:
                    self._left = min(self.bound - await self.store.size(self.queue), _LOOK_AFTER)
        return max(self._left, 0)

    def takes(self) -> bool:
        """Whether one more may come in by what was counted last; it is taken to."""
        if self._left <= 0:
            return False
        self._left -= 1
        return True

    def taken(self, number: int) -> None:
        """So much comes."""
        self._left -= number
