"""The weeks of every year in which a group may be quiet: summer, exams, the days around New Year (pure)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from coterie.core.api import evolve, frozen

from .activity import Activity

MOST = 4
LONGEST = 183
"""So many days of a year a group may be quiet by its own word: one that is so for longer is to be asked whether it goes on."""
WEEK = timedelta(days=7)

_DAY = re.compile(r"(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.?", re.ASCII)


@frozen
class Season:
    """From one day of the year to another, as (month, day), both included; it may go over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def __contains__(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    def at(self, today: date) -> tuple[date, date]:
        """The first and the last day of the one that goes on, else of the next one."""
        ends = _day(today.year, self.last)
        if ends < today:
            ends = _day(today.year + 1, self.last)
        return _day(ends.year - (self.first > self.last), self.first), ends


@frozen
class Seasons:
    """Those of one group."""

    spans: tuple[Season, ...] = ()

    def __contains__(self, day: date) -> bool:
        return any(day in one for one in self.spans)

    def touch(self, monday: date) -> bool:
        """Whether any day of this week is in one."""
        return any(monday + timedelta(days=number) in self for number in range(WEEK.days))

    def plus(self, season: Season) -> Seasons:
        """One more, unless it is known."""
        return self if season in self.spans else Seasons((*self.spans, season))

    @property
    def is_long(self) -> bool:
        """Whether they are more days of a year than a group may be quiet."""
        return sum(date(2028, 1, 1) + timedelta(days=number) in self for number in range(366)) > LONGEST

    def planned(self, activity: Activity) -> Activity:
        """The weeks of a group in which those of a season are planned ones, and count for nothing."""
        past = tuple(evolve(week, planned=week.planned or self.touch(week.monday)) for week in activity.past)
        return evolve(activity, past=past) if self.spans else activity


def season_in(typed: str) -> tuple[Season, str] | None:
    """The two days with which a text begins (`12-20 01-06` or `20.12. 6.1.`), and what stands behind them; None where it does not."""
    words = typed.split(None, 2)
    days = list(_days(words[:2]))
    return (Season(days[0], days[1]), " ".join(words[2:])) if len(days) == 2 else None


def _days(words: list[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        found = _DAY.fullmatch(word)
        month, day = (found.group(1, 2) if found[1] else found.group(4, 3)) if found else ("0", "0")
        # 2028 is a leap year: 29 February is a day of the year like others.
        if 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(2028, int(month))[1]:
            yield int(month), int(day)


def _day(year: int, of: tuple[int, int]) -> date:
    return date(year, of[0], min(of[1], monthrange(year, of[0])[1]))
