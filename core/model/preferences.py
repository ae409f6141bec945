"""When people want to hear from coterie: what somebody said of themselves, and what a community asks for all of its people."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import Enum

from ..values import frozen

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of a week, as files and preferences name them."""

_HOURS = re.compile(r"\s*(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?\s*", re.ASCII)


@frozen
class Hours:
    """A time of every day, from `start` up to `end`, which may lie on the next day. Where both are the same it is no time at all."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Hours:
        """The hours of `21:00-08:00` or `21-8`; `24:00` is midnight. Raises ValueError where it is neither."""
        match = _HOURS.fullmatch(text)
        if match is None:
            raise ValueError(f"expected hours such as 21:00-08:00, not '{text[:40]}'")
        return cls(_time(match[1], match[2]), _time(match[3], match[4]))

    def __bool__(self) -> bool:
        return self.start != self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


NO_HOURS = Hours(time(0), time(0))
"""Somebody's word that no hours of the day are quiet for them."""


def _time(hour: str, minute: str | None) -> time:
    if (int(hour), int(minute or 0)) == (24, 0):
        return time(0)
    try:
        return time(int(hour), int(minute or 0))
    except ValueError as error:
        raise ValueError(f"'{hour}:{minute or '00'}' is no time of day; expected 00:00 to 24:00") from error


@frozen
class Away:
    """Days on which somebody is away, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@frozen
class Preferences:
    """What somebody said of themselves; None is what they said nothing of.

    `hours` are the quiet ones of every day in their own zone, `days_off` names of `DAYS`. What nobody asked for is not said to who wants
    to be `left_alone`, to others at most `most_per_week` times in seven days.
    """

    zone: str | None = None
    locale: str | None = None
    hours: Hours | None = None
    days_off: tuple[str, ...] | None = None
    away: tuple[Away, ...] = ()
    snoozed_until: datetime | None = None
    left_alone: bool = False
    most_per_week: int | None = None


UNSAID = Preferences()
"""What is kept of who said nothing."""


class Recurring(Enum):
    """What becomes of that which recurs when its day is a holiday: left out, on the next working day instead, or as on any day."""

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"


@frozen
class Quiet:
    """What a community asks for its people, or a group for its room. `holidays` is a country or a part of one: `DE`, `DE-SN`."""

    hours: Hours | None = None
    days: tuple[str, ...] = ()
    holidays: str | None = None
    most_per_week: int | None = None
    recurring: Recurring = Recurring.SKIP
