"""What is said in answer goes out before the homeserver is asked for more.

A homeserver that has the next request for a sync already works at it while it takes the answer, and tells coterie of its own words while it
tells those who wait for them: on Synapse that made them wait a tenth longer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

BEGINS_WITHIN = timedelta(milliseconds=10)
"""An answer that did not begin by then, after what was said was kept, is none: nobody is heard later for it."""
ENDS_WITHIN = timedelta(milliseconds=100)
"""Nobody is heard later than this because of answers to others."""


class Answers:
    """Which effects are being performed."""

    def __init__(self) -> None:
        self._count = 0
        self._begun, self._over = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def under_way(self) -> AsyncIterator[None]:
        """While the block lasts an effect is being performed."""
        self._count += 1
        self._over.clear()
        self._begun.set()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._begun.clear()
                self._over.set()

    async def given(self) -> None:
        """Return when nothing is being performed any more that was begun in answer, soon in any case."""
        with suppress(TimeoutError):
            async with asyncio.timeout(BEGINS_WITHIN.total_seconds()):
                await self._begun.wait()
        if self._count:
            with suppress(TimeoutError):
                async with asyncio.timeout(ENDS_WITHIN.total_seconds()):
                    await self._over.wait()
