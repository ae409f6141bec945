"""What is worth telling about a week of a group: counts against the group's own weeks before, and nobody's name. Pure."""

from __future__ import annotations

from statistics import median
from typing import Literal

from coterie.core.api import PersonRef, evolve, frozen

BASELINE = 8
"""So many weeks before are what is usual."""

ENOUGH = 3
"""With fewer weeks behind it a group has nothing usual yet."""

LITTLE = 0.5
MUCH = 1.5
"""Below and above these shares of what is usual a week is quiet, or lively."""

Kind = Literal["quiet", "lively", "steady", "first", "few", "moved", "some_moved"]


@frozen
class Week:
    """A week that goes on: how many messages, who wrote any (forgotten when it ends), how many came and went."""

    messages: int = 0
    people: tuple[PersonRef, ...] = ()
    came: int = 0
    went: int = 0

    def with_message(self, person: PersonRef) -> Week:
        people = self.people if person in self.people else (*self.people, person)
        return evolve(self, messages=self.messages + 1, people=people)

    @property
    def numbers(self) -> Numbers:
        """What is left of it when it ends."""
        return Numbers(self.messages, len(self.people), self.came, self.went)


@frozen
class Numbers:
    """A week that is over."""

    messages: int = 0
    people: int = 0
    came: int = 0
    went: int = 0


@frozen
class Past:
    """The weeks before, the newest last, and how many of the last ones were quiet."""

    weeks: tuple[Numbers, ...] = ()
    quiet: int = 0

    @property
    def usual(self) -> float | None:
        """How many people usually wrote in a week; None where that can't be said yet."""
        return median(one.people for one in self.weeks) if len(self.weeks) >= ENOUGH else None

    def is_quiet(self, week: Numbers) -> bool:
        """Whether far fewer wrote than is usual here, measured by the group itself and nothing else."""
        return self.usual is not None and self.usual > 0 and week.people < LITTLE * self.usual

    def rested(self) -> Past:
        """The same behind a week in which it was meant to be quiet."""
        return evolve(self, quiet=0)

    def with_(self, week: Numbers) -> Past:
        """The weeks when this one is over. A quiet one is not what is usual, until it goes on for long."""
        quiet = self.quiet + 1 if self.is_quiet(week) else 0
        return Past((*self.weeks, week)[-BASELINE:], quiet)


@frozen
class Fact:
    """One thing worth telling, how much it weighs, and its numbers."""

    kind: Kind
    weight: float
    count: int = 0
    usual: int = 0
    went: int = 0


def facts(week: Numbers, past: Past, members: int, k: int) -> tuple[Fact, ...]:
    """What is worth telling of a week, what weighs most first. Nothing of a group with fewer than `k` members, and of fewer than `k` people
    only that they were so few.
    """
    if members < k:
        return ()
    found = [_activity(week, past, k)]
    if all(count == 0 or count >= k for count in (week.came, week.went)) and week.came + week.went:
        found.append(Fact("moved", 0.3, count=week.came, went=week.went))
    elif week.came or week.went:
        found.append(Fact("some_moved", 0.3))
    return tuple(sorted(found, key=lambda fact: -fact.weight))


def _activity(week: Numbers, past: Past, k: int) -> Fact:
    usual = past.usual
    if week.people < k:
        return Fact(
            "few", 1.0 if past.is_quiet(week) else 0.6, count=k, usual=round(usual) if usual and usual >= k else 0
        )
    if usual is None or usual < k:
        return Fact("first", 0.2, count=week.people)
    kind: Kind = "quiet" if past.is_quiet(week) else "lively" if week.people > MUCH * usual else "steady"
    return Fact(kind, {"quiet": 1.0, "lively": 0.6}.get(kind, 0.2), count=week.people, usual=round(usual))
