"""The one door by which causes come in: durable, deduplicated, in order per room.

What comes alone into a room where nothing waits is handled in the commit that takes it in. All else waits in its lane, until a worker claims it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from ..clock import Clock
from ..codec import event_to_json
from ..logs import get_logger
from ..model.content import Choice
from ..model.event import Event, TimerFired
from ..ports import Cursor, Entry, Queue, Sought, Store, Unit
from .committing import committed
from .depth import BOUNDS, Depth
from .turns import Turns

log = get_logger(__name__)


def lane_of(event: Event) -> str:
    """Events of one lane are handled one after another: those of a room, else of a person, else of a platform."""
    if isinstance(event, TimerFired):
        return event.timer
    place = event.room or event.person
    return place.id if place else event.platform


def entry_of(event: Event, now: datetime) -> Entry:
    """The event as work for the inbox."""
    return Entry(id=event.id, lane=lane_of(event), body=event_to_json(event), due=now)


Admit = Callable[[Unit, Event, datetime], Awaitable[None]]
"""Writes an event into a unit, as far as it is to be kept."""

AtOnce = Callable[[Event, Cursor | None], Awaitable[bool]]
"""Handles an event in the commit that takes it in, and saves the cursor with it; False where it has to wait, and nothing was done."""


async def never_at_once(event: Event, cursor: Cursor | None) -> bool:
    """Let everything wait for its turn."""
    return False


Suggest = Callable[[Sought, int], Awaitable[Sequence[Choice]]]
"""What may be chosen, and fits what was typed."""


class DurableInbox:
    """The inbox that adapters are given. `arrived` is called after each commit. Who brings something waits while it is full."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        admit: Admit,
        arrived: Callable[[], None],
        bound: int = BOUNDS[Queue.INBOX],
        at_once: AtOnce = never_at_once,
        suggest: Suggest | None = None,
    ) -> None:
        self._at_once = at_once
        self._turns = Turns()
        self._store = store
        self._admit = admit
        self._clock = clock
        self._arrived = arrived
        self._connected: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._depth = Depth(store, Queue.INBOX, bound)
        self._freed = asyncio.Event()
        self._suggest = suggest

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        lanes = [lane_of(events[0])] if len(events) == 1 else sorted({lane_of(event) for event in events})
        await self._turns.take(lanes)
        try:
            if len(events) != 1 or not await self._at_once(events[0], cursor):
                await self._keep(events, cursor)
        finally:
            self._turns.pass_on(lanes)
        self._arrived()

    async def _keep(self, events: Sequence[Event], cursor: Cursor | None) -> None:
        """Let the events wait for their turn."""
        if events:
            await self._room(len(events))
        await committed(self._store, lambda unit: self._write(unit, events, cursor), f"what {len(events)} events tell")

    def freed(self) -> None:
        """To be called when an entry was handled."""
        self._freed.set()

    async def _room(self, wanted: int) -> None:
        """Return when there is room."""
        full = False
        while True:
            self._freed.clear()
            if await self._depth.room():
                self._depth.taken(wanted)
                return
            if not full:
                log.warning("the inbox is full: what platforms tell waits", bound=self._depth.bound)
            full = True
            await self._freed.wait()

    async def _write(self, unit: Unit, events: Sequence[Event], cursor: Cursor | None) -> None:
        now = self._clock.now()
        for event in events:
            await self._admit(unit, event, now)
        if cursor is not None:
            unit.put("cursor", cursor.name, cursor.value)

    async def suggestions(self, sought: Sought, most: int) -> Sequence[Choice]:
        return await self._suggest(sought, most) if self._suggest is not None else ()

    async def cursor(self, name: str) -> str | None:
        async with self._store.unit() as unit:
            value: str | None = await unit.get("cursor", name)
            return value

    def ready(self, platform: str) -> None:
        self._connected[platform].set()

    def away(self, platform: str) -> None:
        self._connected[platform].clear()

    def is_connected(self, platform: str) -> bool:
        """Whether it is listened to, as far as its adapter knows."""
        return self._connected[platform].is_set()

    async def connected(self, platforms: Iterable[str]) -> None:
        """Return when every one of these is listened to."""
        for platform in platforms:
            await self._connected[platform].wait()
