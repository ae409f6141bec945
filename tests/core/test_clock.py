"""What is waited for by the machine's clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from coterie.core.clock import ManualClock, SystemClock


class SetBack(SystemClock):
    """The machine's clock, set back by a week at the first wait."""

    asked = 0

    def now(self) -> datetime:
        self.asked += 1
        return super().now() - (timedelta(weeks=1) if self.asked > 1 else timedelta())


async def test_a_pause_is_as_long_as_it_is_whatever_the_clock_is_set_to_meanwhile() -> None:
    async with asyncio.timeout(5):
        await SetBack().wait(timedelta(milliseconds=10))


async def test_a_clock_that_is_moved_by_hand_ends_a_pause_when_it_is_there() -> None:
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    clock = ManualClock(start)
    waiting = asyncio.create_task(clock.wait(timedelta(minutes=1)))
    await asyncio.sleep(0)
    assert clock.next_sleeper() == start + timedelta(minutes=1)
    clock.jump(start + timedelta(minutes=1))
    await waiting
