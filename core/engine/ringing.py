"""How timers become events: what recurs in many groups at one instant is taken together, a dozen or so of them in one commit.

Most of what a plugin does every day does nothing in nearly every group; then it takes longer to claim and to commit it than to do it. Each
is an event of its own all the same: it has its own handlers, of which one that fails loses nothing but its own. Where the commit comes to nothing,
because another came between or coterie itself failed, each is handled by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from ..codec import instant_to_json
from ..model.event import TimerFired
from ..ports import Entry, Json, Timer
from .inbox import entry_of
from .plugin_timers import PREFIX

TOGETHER = 16
"""So many at most, so that nobody waits long for their end."""

KIND = "TimersFired"
"""Stands in an entry of the inbox where else the kind of an event does. A version that does not know it leaves it to a newer one."""


def fired(timer: Timer, now: datetime) -> TimerFired:
    """That it is time."""
    return TimerFired(
        id=f"timer:{timer.key}:{timer.due.isoformat()}", at=now, platform="core", timer=timer.key, due=timer.due
    )


def entries_of(due: Sequence[Timer], now: datetime) -> Iterator[Entry]:
    """The entries of the inbox for timers that are due, in their order."""
    for (_, recurring), some in groupby(due, _likeness):
        timers = list(some)
        for first in range(0, len(timers), TOGETHER if recurring else 1):
            yield _entry(timers[first : first + TOGETHER] if recurring else timers[first : first + 1], now)


def apart(entry: Entry) -> Sequence[TimerFired] | None:
    """The events of an entry that stands for several; None of any other."""
    body: Json = entry.body
    if body["type"] != KIND:
        return None
    at, due = datetime.fromisoformat(body["at"]), datetime.fromisoformat(body["due"])
    return [fired(Timer(key, due), at) for key in body["timers"]]


def _entry(timers: Sequence[Timer], now: datetime) -> Entry:
    first = timers[0]
    if len(timers) == 1:
        return entry_of(fired(first, now), now)
    body = {
        "type": KIND,
        "platform": "core",
        "at": instant_to_json(now),
        "due": instant_to_json(first.due),
        "timers": [one.key for one in timers],
    }
    return Entry(f"timers:{first.key}:{first.due.isoformat()}", first.key, body, now)


def _likeness(timer: Timer) -> tuple[datetime, str]:
    """What timers have in common that are taken together: when they are due, and what of which plugin recurs; of any other that is nothing."""
    parts = timer.key.split(":", 4) if timer.key.startswith(PREFIX) else ()
    return timer.due, f"{parts[1]}:{parts[3]}" if len(parts) == 5 and parts[2] == "every" else ""
