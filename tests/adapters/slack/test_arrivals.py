"""What Slack tells waits in a line that has an end: past it nothing is acknowledged, and Slack sends it again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from coterie.adapters.slack.arrivals import WAITING, Arrivals
from coterie.core.errors import StoreError
from coterie.core.model.event import Event
from coterie.core.ports import Cursor


class Slow:
    """An inbox that takes nothing until it is let."""

    def __init__(self) -> None:
        self.let, self.taken = asyncio.Event(), 0

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        await self.let.wait()
        self.taken += 1

    async def cursor(self, name: str) -> str | None:
        return None

    def ready(self, platform: str) -> None:
        """Nobody asks."""

    def away(self, platform: str) -> None:
        """Nobody asks."""


async def completed(event: Event) -> Event:
    return event


async def test_what_comes_while_too_much_waits_is_not_acknowledged_and_later_again_is() -> None:
    inbox = Slow()
    arrivals = Arrivals(inbox, completed)
    async with asyncio.TaskGroup() as tasks:
        saving = tasks.create_task(arrivals.run())
        first = tasks.create_task(arrivals.take([]))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting = [tasks.create_task(arrivals.take([])) for _ in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(StoreError, match="too much waits"):
            await arrivals.take([])
        inbox.let.set()
        await asyncio.gather(first, *waiting)
        await arrivals.take([])
        saving.cancel()


async def test_what_waits_when_nothing_is_taken_in_any_more_is_not_acknowledged() -> None:
    inbox = Slow()
    arrivals = Arrivals(inbox, completed)
    async with asyncio.TaskGroup() as tasks:
        saving = tasks.create_task(arrivals.run())
        waiting = [tasks.create_task(refused(arrivals)) for _ in range(3)]
        for _ in range(4):
            await asyncio.sleep(0)
        saving.cancel()
        assert await asyncio.gather(*waiting) == [True, True, True]


async def refused(arrivals: Arrivals) -> bool:
    try:
        await arrivals.take([])
    except StoreError:
        return True
    return False
