"""Time, as the house knows it: the only place that asks the machine for it."""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Protocol

# One sleep is never longer, so that a machine that was suspended or whose clock was set wakes up soon.
LONGEST_SLEEP = timedelta(seconds=30)


class Clock(Protocol):
    """Says what time it is, aware and in UTC, and waits: until it is later, or for as long as was said, however it is set meanwhile."""

    def now(self) -> datetime: ...

    async def sleep_until(self, instant: datetime) -> None: ...

    async def wait(self, span: timedelta) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, instant: datetime) -> None:
        """Return at `instant` or just after it, also when the clock was set meanwhile."""
        while (left := instant - self.now()) > timedelta():  # noqa: ASYNC110 - waits for a time, not for a state
            await asyncio.sleep(min(left, LONGEST_SLEEP).total_seconds())

    async def wait(self, span: timedelta) -> None:
        """Return when so much time went by. Who would sleep until an instant instead sleeps on where the clock is set back."""
        await elapse(span)


async def elapse(span: timedelta) -> None:
    """Return when so much time went by for the machine, however its clock was set meanwhile: for leases and for who waits for a server."""
    await asyncio.sleep(span.total_seconds())


class ManualClock:
    """A clock that stands still until it is told to jump. Sleepers wake in the order of their instants."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware instant; give it a zone, for example datetime(…, tzinfo=UTC)")
        self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> datetime:
        return self._now

    async def sleep_until(self, instant: datetime) -> None:
        if instant <= self._now:
            await asyncio.sleep(0)
            return
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (instant, next(self._order), future))
        await future

    async def wait(self, span: timedelta) -> None:
        await self.sleep_until(self._now + span)

    def next_sleeper(self) -> datetime | None:
        """The earliest instant that somebody sleeps for, or None."""
        self._drop_cancelled()
        return self._sleepers[0][0] if self._sleepers else None

    def jump(self, instant: datetime) -> None:
        """Set the time, forward only, and wake everybody whose instant has come."""
        if instant < self._now:
            raise ValueError(f"a clock does not jump back: it is {self._now:%F %T}, asked for {instant:%F %T}")
        self._now = instant.astimezone(UTC)
        while self._sleepers and self._sleepers[0][0] <= self._now:
            future = heapq.heappop(self._sleepers)[2]
            if not future.done():
                future.set_result(None)

    def _drop_cancelled(self) -> None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
