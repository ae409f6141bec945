"""How long something may take, as a playbook writes it: `90s`, `15m`, `2h`, `3d`, `2w`, `1mo`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..nearest import nearest
from ..values import frozen
from .local_time import TimeTextError, local_to_utc, shown, utc_to_local

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "mo": timedelta(days=30),
}
_NAMES = {
    **{"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w", "month": "mo"},
    **{"sec": "s", "min": "m", "hr": "h"},
}
_LONGEST = timedelta(days=36_525)
_MONTHS_AT_MOST = 1_200
_TEXT = re.compile(r"(\d{1,12})\s*([a-zA-Z]+)", re.ASCII)
_EXPECTED = "expected one whole number and one unit: 90s, 15m, 2h, 3d, 2w or 1mo"


class DurationError(TimeTextError):
    """A duration is written wrong, or too long."""


@frozen
class Duration:
    """A number of one unit: `s`, `m`, `h` elapse; `d`, `w`, `mo` keep the local time of a zone."""

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """The duration of a number and a unit, from `0s` to 100 years. Raises `DurationError`."""
        match = _TEXT.fullmatch(text.strip())
        if not match:
            raise DurationError(f"{shown(text)} is not a duration, {_EXPECTED}")
        amount, unit = int(match[1]), match[2]
        if unit not in _UNITS or not text.strip().isalnum():
            meant = _meant(unit)
            raise DurationError(f"{shown(text)} is not a duration, {_EXPECTED}", meant and f"{amount}{meant}")
        if amount > (_MONTHS_AT_MOST if unit == "mo" else _LONGEST // _UNITS[unit]):
            raise DurationError(f"{shown(text)} is too long, expected at most 100 years")
        return cls(amount, unit)

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def nominal(self) -> timedelta:
        """Its length where no calendar is at hand: a day of 24 hours, a month of 30 days."""
        return self.amount * _UNITS[self.unit]

    def after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The instant (aware UTC) this long after the aware one.

        Days, weeks and months keep the zone's local time: over a change of the clocks a day has 23 or 25 hours, a day
        that the month lacks becomes its last, a time in a gap the first instant after it, one that comes twice its
        first coming. Raises `DurationError` past the year 9999.
        """
        try:
            if self.unit in ("s", "m", "h") or not self.amount:
                return instant.astimezone(UTC) + self.nominal
            local = utc_to_local(instant, zone)
            moved = _months_later(local, self.amount) if self.unit == "mo" else local + self.nominal
            return local_to_utc(moved, zone)
        except (OverflowError, ValueError) as error:
            raise DurationError(f"{self} after {instant.isoformat()} is past the end of the calendar") from error


def _months_later(local: datetime, months: int) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))


def _meant(unit: str) -> str | None:
    """The unit that a word means: `days` is `d`. None for `M`, which may be a minute or a month."""
    if unit == "M":
        return None
    if unit.lower() in _UNITS:
        return unit.lower()
    word = nearest(unit, _NAMES)
    return _NAMES[word] if word else None
