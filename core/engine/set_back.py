"""What is done where the clock was set back: what waited until an instant by the clock as it was waits no longer than it would have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..logs import get_logger
from ..ports import Entry, Queue, Store, Unit
from .committing import committed

log = get_logger(__name__)

A_JUMP = timedelta(seconds=30)
"""By less a clock goes back that is only kept right; and so long a room waits at most for it."""

_AT_ONCE = 100
_LONGEST_PAUSE = timedelta(minutes=10)
"""So long something is put off at most, but for what a platform asks for."""


async def brought_back(store: Store, now: datetime, back: timedelta) -> None:
    """Let what waits in the queues be due earlier by as much as the clock was set back, to `now`. Timers stay: they are for a time."""
    log.warning("the clock was set back", by=str(back))
    for queue in Queue:
        found = list[Entry]()
        while some := await store.claim_some(queue, now + back + _LONGEST_PAUSE, _AT_ONCE):
            found += some
        for first in range(0, len(found), _AT_ONCE):
            await _postponed(store, queue, found[first : first + _AT_ONCE], now, back)


async def _postponed(store: Store, queue: Queue, entries: Sequence[Entry], now: datetime, back: timedelta) -> None:
    async def write(unit: Unit) -> None:
        for entry in entries:
            unit.postpone(queue, entry.id, max(now, entry.due - back))

    await committed(store, write, "what waited when the clock was set back")
