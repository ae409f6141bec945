"""The next time that somebody means: `2026-12-01 18:00`, `1.12.2026 18 Uhr`, `tomorrow 6pm`, `friday 18:00`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .local_time import local_to_utc, parse_local, utc_to_local
from .schedule import Schedule, next_after

_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b,?", re.ASCII)
_TIME = re.compile(
    r"(?:(?:um|at) +)?(\d{1,2})(?:[:.]([0-5]\d))?(?: ?(uhr|h|o'clock|am|pm))?\Z", re.IGNORECASE | re.ASCII
)
_DAYS = {"today": 0, "heute": 0, "tomorrow": 1, "morgen": 1}
_GERMAN_WEEKDAYS = {
    "montag": "monday",
    "dienstag": "tuesday",
    "mittwoch": "wednesday",
    "donnerstag": "thursday",
    "freitag": "friday",
    "samstag": "saturday",
    "sonntag": "sunday",
}


def day_of(written: str) -> date:
    """The day that is meant: `2026-12-01` or `1.12.2026`. ValueError where it is none."""
    found = _GERMAN_DATE.fullmatch(written.strip())
    return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(written)


def time_of_day(written: str) -> str | None:
    """The time of day that is meant, as `18:00`: `18:00`, `18.00`, `18 Uhr`, `um 18:00 Uhr`, `6pm`. None where it is none; a bare number is none."""
    found = _TIME.fullmatch(written.strip())
    if found is None or (found[2] is None and found[3] is None):
        return None
    hour, half = int(found[1]), (found[3] or "").casefold()
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
    return f"{hour:02}:{found[2] or '00'}" if hour < 24 else None


def instant_of(written: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The instant (aware UTC) that is meant: a local date-time of the zone, a day from today on, or the next such weekday after `now`.

    Raises `TimeTextError` where it is none of these.
    """
    text = _GERMAN_DATE.sub(lambda found: f"{found[3]}-{int(found[2]):02}-{int(found[1]):02} ", written.strip())
    first, _, rest = text.replace(", ", " ").partition(" ")
    word, rest = first.casefold(), time_of_day(rest) or rest
    if word in _DAYS:
        day = utc_to_local(now, zone).date() + timedelta(days=_DAYS[word])
        return local_to_utc(parse_local(f"{day} {rest.strip()}"), zone)
    if first[:1].isdigit():
        return local_to_utc(parse_local(f"{first} {rest.strip()}"), zone)
    return next_after(Schedule.parse(f"{_GERMAN_WEEKDAYS.get(word, word)} {rest}"), zone, now)
