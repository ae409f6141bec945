"""Local times of a zone and the instants they stand for, at the gaps and folds of the zone too.

TimeTextError                 a time, zone, duration or schedule that somebody wrote is wrong
    LocalTimeError            not a local date-time
    ZoneError                 not a zone of the IANA database
    (ScheduleError            cron.py)
    (DurationError            duration.py)
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from ..nearest import nearest as nearest_name

FIRST_YEAR, LAST_YEAR = 1900, 9998

_LOCAL = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII | re.IGNORECASE)
_SHOWN = 60


class TimeTextError(ValueError):
    """A time, zone, duration or schedule is written wrong. `nearest` is the right word it resembles, if any."""

    def __init__(self, message: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.nearest = nearest


class LocalTimeError(TimeTextError):
    """A text is not a local date-time such as `2027-03-01 18:00`."""


class ZoneError(TimeTextError):
    """A text is not the name of a zone in the IANA database."""


def shown(text: str) -> str:
    """The text in quotes for an error message, shortened where somebody pasted a page."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Europe/Berlin`. Raises `ZoneError` with the nearest name."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:
        expected = "expected an IANA name such as 'Europe/Berlin'"
        right = nearest_name(name, available_timezones())
        raise ZoneError(f"unknown zone {shown(name)}, {expected}", right) from error


def is_zone(name: str) -> bool:
    """Whether the IANA database has a zone of this name. The list of all of them is not read: that takes a while."""
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return False
    return not name.startswith(("posix/", "right/")) and name not in ("localtime", "posixrules")


def parse_local(text: str) -> datetime:
    """The naive local date-time of `2027-03-01 18:00`; also with a `T` and with seconds.

    Raises `LocalTimeError`, also for an offset at the end: a local time has its zone from where it stands.
    """
    match = _LOCAL.fullmatch(text.strip())
    if not match:
        raise LocalTimeError(f"{shown(text)} is not a local date-time, expected one such as '2027-03-01 18:00'")
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        local = datetime(year, month, day, hour, minute, second)
    except ValueError as error:
        raise LocalTimeError(
            f"{shown(text)} is not in the calendar: {error}; expected a day and time that exist"
        ) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise LocalTimeError(f"{shown(text)}: expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return local


def utc_to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the zone's clocks show at the instant: naive, and without a word on which coming it is."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def local_to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (aware UTC) at which the zone's clocks show the naive local time or a later one.

    So a time that comes twice means its first coming, and one that falls into a gap the first instant after the gap.
    Raises OverflowError at the ends of the calendar (years 1 and 9999).
    """
    instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if utc_to_local(instant, zone) == local:
        return instant
    # In a gap fold=1 is read with the offset after it and so lies before it (PEP 495).
    return first_change(local.replace(tzinfo=zone, fold=1).astimezone(UTC), instant, zone) or instant


def first_change(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant in (start, end] with another offset than at `start`; None where it stays the same.

    Looks once a day: in the tz database no two changes of an offset lie closer than 6.9 days (checked on 2026f).
    """
    offset = start.astimezone(zone).utcoffset()
    before = start.replace(microsecond=0)
    while before < end:
        after = min(before + timedelta(days=1), end)
        if after.astimezone(zone).utcoffset() != offset:
            return _bisected(before, after, zone)
        before = after
    return None


def _bisected(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)
