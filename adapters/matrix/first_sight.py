"""Rooms as the very first sync told of them: whoever looks for one that is among them need not ask the homeserver again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from coterie.core.model.event import RoomOpened

_LONGEST = timedelta(seconds=60)
"""A first sync that takes longer is not waited for: who looks for a room asks by themselves."""


class FirstSight:
    """Which rooms coterie was found to be in, by id and by alias. Each is told once, soon after: later it may be so no more."""

    def __init__(self) -> None:
        self._rooms: dict[str, str] = {}
        self._seen = asyncio.Event()
        self._seen.set()

    def expected(self) -> None:
        """Everything will be told by the next sync."""
        self._rooms.clear()
        self._seen.clear()

    def of(self, opened: Iterable[RoomOpened]) -> None:
        """These rooms were told of, to everybody, by their names. None of them is a Space."""
        for event in opened:
            if event.room is not None and not event.direct:
                for name in event.names:
                    if name.startswith(("!", "#")):
                        self._rooms[name] = event.room.native

    def lost(self, room: str) -> None:
        """Coterie is not in there any more, or it may be called otherwise now."""
        for name in [name for name, one in self._rooms.items() if one == room]:
            del self._rooms[name]

    def over(self) -> None:
        """It was told, or it never will be."""
        self._seen.set()

    async def room(self, name: str) -> str | None:
        """The room of exactly this name, once the first sync was taken in; None where it told of none."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST.total_seconds()):
                await self._seen.wait()
        return self._rooms.pop(name, None)
