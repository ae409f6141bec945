"""An adapter that is looked at while it listens: how far it has read, and how much."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from attrs import define, evolve, field

from coterie.core.clock import Clock
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect
from coterie.core.model.event import Event
from coterie.core.ports import Adapter, Cursor, Inbox, Performed
from coterie.core.values import frozen


@define
class Watch:
    """What was taken so far: `takes` commits with `events` events, up to `cursor`; and how many effects were `performed`, or refused."""

    takes: int = 0
    performed: int = 0
    events: int = 0
    cursor: str | None = None
    _more: asyncio.Condition = field(factory=asyncio.Condition)

    async def taken(self, events: int, cursor: str | None) -> None:
        async with self._more:
            self.takes += 1
            self.events += events
            self.cursor = cursor or self.cursor
            self._more.notify_all()

    async def taken_since(self, takes: int) -> None:
        """Return when there was a commit after this number of them."""
        async with self._more:
            await self._more.wait_for(lambda: self.takes > takes)


@frozen
class WatchedAdapter:
    """Another adapter, watched. Its events happen by the clock of the scenario: the homeserver has only the machine's."""

    adapter: Adapter
    watch: Watch
    clock: Clock

    @property
    def platform(self) -> str:
        return self.adapter.platform

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self.adapter.capabilities

    async def listen(self, inbox: Inbox) -> None:
        await self.adapter.listen(_WatchedInbox(inbox, self.watch, self.clock))

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        try:
            return await self.adapter.perform(effect, again=again)
        finally:
            self.watch.performed += 1


@frozen
class _WatchedInbox:
    inbox: Inbox
    watch: Watch
    clock: Clock

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        await self.inbox.take([evolve(event, at=self.clock.now()) for event in events], cursor)
        await self.watch.taken(len(events), cursor.value if cursor else None)

    async def cursor(self, name: str) -> str | None:
        return await self.inbox.cursor(name)

    def ready(self, platform: str) -> None:
        self.inbox.ready(platform)

    def away(self, platform: str) -> None:
        self.inbox.away(platform)
