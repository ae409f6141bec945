"""When the next thing comes due, as far as it is known without asking. Whoever looks for work in vain need not ask again and again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from coterie.core.ports import Queue

TIMERS = "timers"
NAMES = (TIMERS, *(queue.value for queue in Queue))

Look = Callable[[], Awaitable[Mapping[str, datetime | None]]]
"""Asks the database: the earliest instant of the timers, and of what can be claimed in each queue."""


class Outlook:
    """The earliest instants: of `timers`, and of each queue by its name. Forgotten wherever something may have changed."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._known: dict[str, datetime | None] = {}
        self._changes = 0

    def changed(self, *what: str) -> None:
        """Something was changed here or by another worker; without a name, anything."""
        self._changes += 1
        for name in what or tuple(self._known):
            self._known.pop(name, None)

    def nothing(self, what: str, now: datetime) -> bool:
        """Whether it is known that nothing of it is due."""
        due = self._known.get(what, now)
        return due is None or due > now

    async def earliest(self) -> datetime | None:
        """The earliest of all."""
        known: Mapping[str, datetime | None] = self._known
        if len(known) < len(NAMES):
            before = self._changes
            known = await self._look()
            if self._changes == before:
                self._known = dict(known)
        return min((due for due in known.values() if due is not None), default=None)
