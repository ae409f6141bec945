"""The next times of a schedule, as `coterie next` prints them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..values import frozen
from .local_time import TimeTextError, local_to_utc, parse_local, utc_to_local, zone_named
from .schedule import Schedule, occurrences

MOST = 1_000

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@frozen
class Upcoming:
    """One occurrence: the same instant in the zone's local time (aware) and in UTC."""

    local: datetime
    utc: datetime


def upcoming(text: str, zone_name: str, after: str | None, count: int, now: datetime) -> tuple[Upcoming, ...]:
    """The next `count` (1 to 1,000) occurrences of words or cron in the zone, ascending.

    Begins strictly after the local time `after` (`2026-03-01 18:00`, or a date alone for its midnight), or after `now`
    where that is None. An `after` that comes twice means its first coming; one in a gap the instant before the gap, so
    that what comes at its end is there. Raises a `TimeTextError` that says which of the arguments is wrong.
    """
    schedule, zone = Schedule.parse(text), zone_named(zone_name)
    if not 1 <= count <= MOST:
        raise TimeTextError(f"count is {count}, expected 1 to {MOST:,}")
    start = now if after is None else _start(after, zone)
    return tuple(Upcoming(instant.astimezone(zone), instant) for instant in occurrences(schedule, zone, start, count))


def as_json_lines(rows: Iterable[Upcoming]) -> str:
    """One JSON object a line: `local` and `utc`, ISO 8601 with the offset."""
    return "\n".join(json.dumps({"local": row.local.isoformat(), "utc": row.utc.isoformat()}) for row in rows)


def as_table(rows: Iterable[Upcoming]) -> str:
    """The rows for people, one a line: local time with its weekday, offset and zone's abbreviation, then UTC."""
    return "\n".join(f"{row.local:%a %Y-%m-%d %H:%M %z %Z}   {row.utc:%Y-%m-%d %H:%M} UTC" for row in rows)


def _start(after: str, zone: ZoneInfo) -> datetime:
    text = f"{after.strip()} 00:00" if _DATE.fullmatch(after.strip()) else after
    local = parse_local(text)
    instant = local_to_utc(local, zone)
    return instant if utc_to_local(instant, zone) == local else instant - timedelta(microseconds=1)
