"""How somebody comes to lead: asked or of their own will, on trial, confirmed (pure)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import Enum

from coterie.core.api import PersonRef, evolve, frozen


class Rung(Enum):
    """The roles that are held for a term and agreed by others."""

    LEADER = "leader"
    DEPUTY = "deputy"
    MODERATOR = "moderator"


class Stage(Enum):
    """How far it has come."""

    NOMINATED = "nominated"
    """Somebody else named them; they have not said yes."""
    WILLING = "willing"
    """They are willing; those who lead have not said yes to a trial."""
    TRIAL = "trial"
    """They have the role for trial."""
    CONFIRMING = "confirming"
    """Those who lead are asked whether the trial becomes a term."""


class Verdict(Enum):
    """What those who lead have said, taken together."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


@frozen
class Candidacy:
    """One person and one role of a group. `by` named them (None: they themselves); `companion` accompanies the trial.

    `voices` are what those who lead said. `objections` are the members who object: how many is told to those who decide, who they are to
    nobody. `escalated` says that the managers were asked too.
    """

    person: PersonRef
    rung: Rung
    stage: Stage
    begun: datetime
    by: PersonRef | None = None
    companion: PersonRef | None = None
    until: datetime | None = None
    voices: tuple[tuple[PersonRef, bool], ...] = ()
    objections: tuple[PersonRef, ...] = ()
    escalated: bool = False

    @property
    def key(self) -> str:
        """What tells it from others of its group."""
        return f"{self.rung.value} {self.person.id}"

    def at(self, stage: Stage) -> Candidacy:
        """The next stage, in which nobody has spoken yet."""
        return evolve(self, stage=stage, voices=(), escalated=False)

    def said(self, person: PersonRef, yes: bool) -> Candidacy:
        """Somebody who leads has spoken; whoever speaks again changes their mind."""
        others = tuple(one for one in self.voices if one[0] != person)
        return evolve(self, voices=(*others, (person, yes)))

    def objected_by(self, person: PersonRef) -> Candidacy:
        """A member objects, once."""
        return self if person in self.objections else evolve(self, objections=(*self.objections, person))

    def verdict(self, deciders: Collection[PersonRef], managers: Collection[PersonRef]) -> Verdict:
        """What follows from the voices: one yes and no no is a yes. Where members object, it takes the yes of a manager.

        Nobody decides about themselves.
        """
        voices = {person: yes for person, yes in self.voices if person in {*deciders, *managers} - {self.person}}
        if any(not yes for yes in voices.values()):
            return Verdict.NO
        weighty = [person for person in voices if not self.objections or person in managers]
        return Verdict.YES if weighty else Verdict.OPEN
