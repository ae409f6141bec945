"""How lively a group is against itself (pure): messages a week against its own usual week, never against other groups.

Of people only the number is kept, and of the week that is under way who they are, so that nobody counts twice. No text is kept at all.
"""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

from coterie.core.api import PersonRef, evolve, frozen

KEPT = 26
"""So many weeks are remembered: half a year."""

USUAL = 12
"""Over so many weeks at most the usual is taken."""

ENOUGH = 4
"""With fewer weeks than that nothing is usual yet."""

RECENT = 2
"""So many whole weeks running must be quiet."""

QUIET = 0.4
"""Below this part of the usual a week is quiet."""

LEAST = 2.0
"""A group whose usual week has fewer messages can't be told to have gone quiet."""


@frozen
class Week:
    """A week that is over: how many messages, by how many people. A `planned` one was a pause, and counts for nothing."""

    monday: date
    messages: int = 0
    people: int = 0
    planned: bool = False


@frozen
class Activity:
    """The weeks of a group, the oldest first; `monday` begins the one under way."""

    monday: date | None = None
    messages: int = 0
    people: tuple[PersonRef, ...] = ()
    past: tuple[Week, ...] = ()

    def upto(self, today: date, *, planned: bool = False) -> Activity:
        """The same at a later day: weeks that ended meanwhile are closed. `planned` says that the group pauses."""
        monday = today - timedelta(days=today.weekday())
        if self.monday is None:
            return evolve(self, monday=monday)
        closed, now = list(self.past), self.monday
        own = Week(now, self.messages, len(self.people), planned)
        while now < monday:
            closed.append(own)
            now += timedelta(weeks=1)
            own = Week(now, planned=planned)
        if now == self.monday:
            return self
        return Activity(now, past=tuple(closed[-KEPT:]))

    def heard(self, person: PersonRef, today: date, *, planned: bool = False) -> Activity:
        """Somebody said something."""
        now = self.upto(today, planned=planned)
        people = now.people if person in now.people else (*now.people, person)
        return evolve(now, messages=now.messages + 1, people=people)

    @property
    def usual(self) -> float | None:
        """Messages in the group's usual week: the median of the weeks before the last ones. None where too few are known."""
        weeks = [week.messages for week in self.past[:-RECENT] if not week.planned][-USUAL:]
        return float(median(weeks)) if len(weeks) >= ENOUGH else None

    @property
    def recent(self) -> float:
        """Messages a week in the last whole weeks."""
        weeks = self.past[-RECENT:]
        return sum(week.messages for week in weeks) / len(weeks) if weeks else 0.0

    @property
    def is_quiet(self) -> bool:
        """Whether the last weeks were quiet for this group. A planned pause is no quiet."""
        weeks, usual = self.past[-RECENT:], self.usual
        if usual is None or usual < LEAST or any(week.planned for week in weeks):
            return False
        return all(week.messages < QUIET * usual for week in weeks)

    def since(self, day: date) -> Activity:
        """Only the weeks that began on this day or later."""
        return evolve(self, past=tuple(week for week in self.past if week.monday >= day))
