"""When somebody wants their digest: words into a rhythm, and when it comes in a zone. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coterie.core.api import frozen, local_to_utc

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY = ("weekly", "daily")
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?", re.ASCII)

OFF = "off"
EIGHT = (8, 0)


@frozen
class Rhythm:
    """Once a week or, without a `day` (0 is Monday), every day, at a whole or a half hour of the reader's own zone."""

    day: int | None
    hour: int
    minute: int

    @classmethod
    def parse(cls, words: str) -> Rhythm | None:
        """The rhythm of `weekly monday 08:00`, `daily 7:30`; None where it is none."""
        every, *rest = words.casefold().split() or [""]
        if every not in EVERY:
            return None
        day = _day(rest.pop(0)) if every == "weekly" and rest and _day(rest[0]) is not None else None
        time = _time(rest[0]) if len(rest) == 1 else EIGHT if not rest else None
        if time is None:
            return None
        return cls((day or 0) if every == "weekly" else None, *time)

    @property
    def words(self) -> str:
        """The words that `parse` reads."""
        day = "daily" if self.day is None else f"weekly {DAYS[self.day]}"
        return f"{day} {self.hour:02}:{self.minute:02}"

    @property
    def period(self) -> timedelta:
        """How far one digest looks back."""
        return timedelta(days=1 if self.day is None else 7)

    def after(self, zone: ZoneInfo, after: datetime) -> datetime:
        """The first instant behind `after` at which it comes in the zone; a time that does not exist comes right after the gap."""
        begin = after.astimezone(zone).replace(tzinfo=None, hour=self.hour, minute=self.minute, second=0, microsecond=0)
        for days in range(9):
            local = begin + timedelta(days=days)
            if self.day in (None, local.weekday()) and (instant := local_to_utc(local, zone)) > after:
                return instant
        raise AssertionError("every week has each of its days")


def bucket_of(zone: str, rhythm: str) -> str:
    """All whose digest comes at the same local time of the same zone."""
    return f"{zone}|{rhythm}"


def next_of(bucket: str, after: datetime) -> datetime:
    """When a bucket comes next."""
    zone, _, words = bucket.partition("|")
    rhythm = Rhythm.parse(words)
    assert rhythm is not None, bucket
    return rhythm.after(ZoneInfo(zone), after)


def _day(word: str) -> int | None:
    return DAYS.index(word) if word in DAYS else None


def _time(word: str) -> tuple[int, int] | None:
    found = _TIME.fullmatch(word)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return (hour, minute) if hour < 24 and minute in (0, 30) else None
