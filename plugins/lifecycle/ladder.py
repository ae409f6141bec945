"""What is offered to the leaders of a group that has gone quiet, one thing after another (pure)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from coterie.core.api import evolve, frozen

STEP = timedelta(days=14)
"""So long a rung is given before the next."""


class Rung(Enum):
    """How far up the ladder a group is."""

    NONE = "none"
    HINT = "hint"
    PROMPT = "prompt"
    GATHERING = "gathering"
    REVIEW = "review"


_ORDER = tuple(Rung)


@frozen
class Ladder:
    """Where a group stands, since when, and until when its leaders want to hear nothing."""

    rung: Rung = Rung.NONE
    since: date | None = None
    quiet_until: date | None = None

    def climbed(self, today: date, *, quiet: bool) -> Ladder:
        """The same at a later day: one rung up when the last had its time, down to the ground when the group is lively again.

        The highest rung is stood on once.
        """
        if not quiet:
            return Ladder(quiet_until=self.quiet_until)
        waiting = self.since is not None and today - self.since < STEP
        snoozed = self.quiet_until is not None and today < self.quiet_until
        if waiting or snoozed or self.rung is _ORDER[-1]:
            return self
        return evolve(self, rung=_ORDER[_ORDER.index(self.rung) + 1], since=today)

    def snoozed(self, until: date) -> Ladder:
        """Nothing more is said before this day."""
        return evolve(self, quiet_until=until)
