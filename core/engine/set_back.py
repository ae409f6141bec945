"""What is done where the clock was set back: what waited until an instant by the clock as it was waits no longer than it would have.

A timer that is for a time of a day stays. Beside one that is for a span stands which: it is never due later than that from now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from attrs import evolve

from ..logs import get_logger
from ..ports import Entry, Json, Queue, Store, Timer, Unit
from .committing import committed

log = get_logger(__name__)

A_JUMP = timedelta(seconds=30)
"""By less a clock goes back that is only kept right; and so long a room waits at most for it."""

_AT_ONCE = 100
_LONGEST_PAUSE = timedelta(minutes=10)
"""So long something is put off at most, but for what a platform asks for."""


_ALL = 1_000_000
"""More timers than there are."""
_SECONDS = "seconds"


def noted(owner: str, span: timedelta | None) -> Json:
    """What stands beside a timer: who set it and, if it is for a span, how long that is."""
    return owner if span is None else {"owner": owner, _SECONDS: span.total_seconds()}


async def brought_back(store: Store, now: datetime, back: timedelta) -> None:
    """Let what waits in the queues be due earlier by as much as the clock was set back, to `now`, and timers that are for a span in time."""
    log.warning("the clock was set back", by=str(back))
    await _timers_moved(store, now, await store.due(datetime.max.replace(tzinfo=UTC), _ALL))
    for queue in Queue:
        found = list[Entry]()
        while some := await store.claim_some(queue, now + back + _LONGEST_PAUSE, _AT_ONCE):
            found += some
        for first in range(0, len(found), _AT_ONCE):
            await _postponed(store, queue, found[first : first + _AT_ONCE], now, back)


async def _timers_moved(store: Store, now: datetime, timers: Sequence[Timer]) -> None:
    late = [timer for timer in timers if timer.due > _latest(timer, now)]

    async def write(some: Sequence[Timer], unit: Unit) -> None:
        for timer in some:
            unit.set_timer(evolve(timer, due=_latest(timer, now)))

    for first in range(0, len(late), _AT_ONCE):
        await committed(store, partial(write, late[first : first + _AT_ONCE]), "timers when the clock was set back")


def _latest(timer: Timer, now: datetime) -> datetime:
    """The latest instant at which it may ring."""
    return now + timedelta(seconds=timer.body[_SECONDS]) if isinstance(timer.body, dict) else timer.due


async def _postponed(store: Store, queue: Queue, entries: Sequence[Entry], now: datetime, back: timedelta) -> None:
    async def write(unit: Unit) -> None:
        for entry in entries:
            unit.postpone(queue, entry.id, max(now, entry.due - back))

    await committed(store, write, "what waited when the clock was set back")
