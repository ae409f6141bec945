"""What arrived and waits to be saved: together, and in the order of Slack's own time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from attrs import define, field

from coterie.core.errors import StoreError
from coterie.core.logs import get_logger
from coterie.core.model.event import Event
from coterie.core.ports import Inbox

log = get_logger(__name__)

WAITING = 2_000
"""So many requests wait to be saved at most. What comes then is not acknowledged: Slack sends it again."""

Completed = Callable[[Event], Coroutine[Any, Any, Event]]


@define
class Arrivals:
    """What arrived and is not yet saved. One task takes it, in order, as much at once as waits."""

    inbox: Inbox
    completed: Completed
    _waiting: asyncio.Queue[tuple[Sequence[Event], asyncio.Future[None]]] = field(
        factory=lambda: asyncio.Queue(maxsize=WAITING)
    )

    async def take(self, events: Sequence[Event]) -> None:
        """Return when they are durable. Raises StoreError where they can't be, or where too much waits already."""
        saved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((events, saved))
        except asyncio.QueueFull as error:
            raise StoreError("too much waits to be saved") from error
        await saved

    async def run(self) -> None:
        """Save what arrives, until cancelled. What must be looked up about it is looked up side by side."""
        batch: list[tuple[Sequence[Event], asyncio.Future[None]]] = []
        try:
            while True:
                batch = [await self._waiting.get()]
                while not self._waiting.empty():
                    batch.append(self._waiting.get_nowait())
                await self._save(batch)
        finally:  # whoever waits to acknowledge must not wait for ever
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            self._settle(batch, StoreError("nothing is taken in any more"))

    async def _save(self, batch: Sequence[tuple[Sequence[Event], asyncio.Future[None]]]) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.completed(event)) for some, _ in batch for event in some]
        events = [task.result() for task in tasks]
        try:
            await self.inbox.take(sorted(events, key=lambda event: event.at))
        except StoreError as error:
            log.warning("what Slack told could not be saved; it will tell it again", reason=str(error))
            self._settle(batch, error)
        else:
            self._settle(batch, None)

    @staticmethod
    def _settle(batch: Sequence[tuple[Sequence[Event], asyncio.Future[None]]], error: StoreError | None) -> None:
        for _, saved in batch:
            if saved.done():
                continue
            if error is None:
                saved.set_result(None)
            else:
                saved.set_exception(error)
