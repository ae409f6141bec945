"""An inbox that keeps what it takes, for tests that look at what an adapter brings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from coterie.core.errors import StoreError
from coterie.core.model.event import Event
from coterie.core.ports import Adapter, Cursor

PATIENCE = 20
E = TypeVar("E", bound=Event)


class RecordingInbox:
    """Takes events and cursors together, as a store would; `broken` makes it refuse the next takes."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.cursors: dict[str, str] = {}
        self.takes = 0
        self.broken = 0
        self.connected = asyncio.Event()
        self._changed = asyncio.Condition()

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        async with self._changed:
            self._changed.notify_all()
            if self.broken:
                self.broken -= 1
                raise StoreError("the disk is full")
            self.takes += 1
            seen = {event.id for event in self.events}
            self.events += [event for event in events if event.id not in seen]
            if cursor is not None:
                self.cursors[cursor.name] = cursor.value

    async def cursor(self, name: str) -> str | None:
        return self.cursors.get(name)

    def ready(self, platform: str) -> None:
        self.connected.set()

    def away(self, platform: str) -> None:
        self.connected.clear()

    async def until(self, kind: type[E], wanted: Callable[[E], bool] = lambda event: True) -> E:
        """The first event of this kind that is wanted, as soon as it is there."""
        async with asyncio.timeout(PATIENCE), self._changed:
            while True:
                for event in self.events:
                    if isinstance(event, kind) and wanted(event):
                        return event
                await self._changed.wait()

    def of(self, kind: type[E]) -> list[E]:
        """The events of this kind so far."""
        return [event for event in self.events if isinstance(event, kind)]


@asynccontextmanager
async def listening(adapter: Adapter, inbox: RecordingInbox | None = None) -> AsyncIterator[RecordingInbox]:
    """The adapter listens, and is connected, while the block runs; then it is cancelled, as a process that ends would."""
    inbox = inbox or RecordingInbox()
    inbox.connected.clear()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(adapter.listen(inbox))
        async with asyncio.timeout(PATIENCE):
            await inbox.connected.wait()
        yield inbox
        task.cancel()
