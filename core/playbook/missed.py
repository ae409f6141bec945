"""What becomes of the runs whose time came while coterie was down."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from .schedule import Schedule, next_after, occurrences

PROMPT = timedelta(minutes=1)
"""A run that is handled less than this after its instant is on time, not missed."""

MOST_RUNS = 1_000
"""How many missed runs `all` makes up for: the newest."""

GRACE = timedelta(hours=12)
"""How old the newest missed run may be for `once` to make up for it, where the playbook names no `grace`."""


class Missed(Enum):
    """What an `every` does about runs it missed; the values are the words of the playbook."""

    ONCE = "once"
    SKIP = "skip"
    ALL = "all"


def due_runs(
    schedule: Schedule, zone: ZoneInfo, next_due: datetime, now: datetime, missed: Missed, grace: timedelta = GRACE
) -> tuple[tuple[datetime, ...], datetime]:
    """The planned instants to run at `now`, ascending, and the first planned one after `now`.

    `next_due` is the occurrence that was stored as the next; it counts as planned even if the schedule was edited
    since. What is on time (see `PROMPT`) runs under every policy. `ONCE` runs the newest alone, if it is on time or
    not older than `grace`: a run on time so stands for the missed ones before it too. `SKIP` runs what is on time.
    `ALL` runs the newest thousand. Raises `ScheduleError` where the schedule does not come again.
    """
    if next_due > now:
        return (), next_due
    return _to_run(schedule, zone, next_due, now, missed, grace), next_after(schedule, zone, now)


def _to_run(
    schedule: Schedule, zone: ZoneInfo, next_due: datetime, now: datetime, missed: Missed, grace: timedelta
) -> tuple[datetime, ...]:
    match missed:
        case Missed.ALL:
            return _newest(schedule, zone, next_due, now, MOST_RUNS)
        case Missed.ONCE:
            newest = _newest(schedule, zone, next_due, now, 1)
            return tuple(planned for planned in newest if now - planned < PROMPT or now - planned <= grace)
        case Missed.SKIP:
            newest = _newest(schedule, zone, next_due, now, 1)
            return tuple(planned for planned in newest if now - planned < PROMPT)


def _newest(schedule: Schedule, zone: ZoneInfo, next_due: datetime, now: datetime, count: int) -> tuple[datetime, ...]:
    found = _newest_between(schedule, zone, next_due, now, count)
    return found if len(found) == count else (next_due, *found)


def _newest_between(
    schedule: Schedule, zone: ZoneInfo, after: datetime, until: datetime, count: int
) -> tuple[datetime, ...]:
    """The newest `count` occurrences in (after, until]. Halves the span, so that older ones are never worked out."""
    few = 8
    first = occurrences(schedule, zone, after, few)
    within = tuple(instant for instant in first if instant <= until)
    if len(within) < few:
        return within[-count:]
    middle = after + (until - after) / 2
    late = _newest_between(schedule, zone, middle, until, count)
    if len(late) == count:
        return late
    return _newest_between(schedule, zone, after, middle, count - len(late)) + late
