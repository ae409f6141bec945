"""How a challenge goes for one person and for all: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from coterie.core.api import evolve, field, frozen

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@frozen
class Checkins:
    """The days on which somebody did it, in order. A day counts once, whenever it is told, also for the day before."""

    days: tuple[date, ...] = field(default=())

    def with_day(self, day: date) -> Checkins:
        """They did it on that day too."""
        return self if day in self.days else evolve(self, days=tuple(sorted((*self.days, day))))

    def without_day(self, day: date) -> Checkins:
        """They did not, after all."""
        return evolve(self, days=tuple(one for one in self.days if one != day))


@frozen
class Streak:
    """How many days were done in a row, and how many misses it has forgiven of those that it may."""

    days: int = 0
    forgiven: int = 0


def streak(checkins: Checkins, first: date, today: date, forgives: int, step: timedelta = DAY) -> Streak:
    """The streak up to today: what was done, back to where more than `forgives` misses would lie behind one of them.

    It is due on the day `first`, and then again after each `step`. A forgiven miss counts neither for nor against it. Today is no miss before
    it is over. To forgive more never shortens a streak.
    """
    done, days, missed, forgiven = set(checkins.days), 0, 0, 0
    day = first + (today - first) // step * step
    while day >= first:
        if day in done:
            days, forgiven = days + 1, missed
        elif day < today:
            missed += 1
            if missed > forgives:
                break
        day -= step
    return Streak(days, forgiven)


def tally(everybody: Iterable[Checkins], first: date, last: date) -> int:
    """How many days were done by all together from the first to the last, both included."""
    return sum(first <= day <= last for one in everybody for day in one.days)
