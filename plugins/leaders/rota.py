"""Whose turn it is: micro-roles go round among those who agreed to be asked (pure)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import Enum

from coterie.core.api import PersonRef, evolve, frozen


class Small(Enum):
    """The micro-roles: a week long, and the first rung of leading."""

    HOST = "host"
    SCRIBE = "scribe"


@frozen
class Volunteer:
    """Somebody on a list: since when, and when they last had the role."""

    person: PersonRef
    since: datetime
    served: datetime | None = None


@frozen
class Rota:
    """Who may be asked to take a micro-role of a group, and how it stands with the week that comes.

    `asked` is who was asked and has not answered; `declined` are those who can't this week.
    """

    volunteers: tuple[Volunteer, ...] = ()
    asked: PersonRef | None = None
    declined: tuple[PersonRef, ...] = ()

    def has(self, person: PersonRef) -> bool:
        return any(one.person == person for one in self.volunteers)

    def joined_by(self, person: PersonRef, now: datetime) -> Rota:
        """With somebody more on the list; nobody stands there twice."""
        return self if self.has(person) else evolve(self, volunteers=(*self.volunteers, Volunteer(person, now)))

    def left_by(self, person: PersonRef) -> Rota:
        """Without somebody."""
        return evolve(self, volunteers=tuple(one for one in self.volunteers if one.person != person))

    def served_by(self, person: PersonRef, now: datetime) -> Rota:
        """Somebody has the role now; this week is settled."""
        volunteers = tuple(
            evolve(one, served=now) if one.person == person else one for one in self.joined_by(person, now).volunteers
        )
        return evolve(self, volunteers=volunteers, asked=None, declined=())

    def asking(self, person: PersonRef) -> Rota:
        """Somebody is being asked."""
        return evolve(self, asked=person)

    def declined_by(self, person: PersonRef) -> Rota:
        """Somebody can't this week."""
        return evolve(self, asked=None, declined=(*self.declined, person))

    def begun(self) -> Rota:
        """A new week: everybody may be asked again."""
        return evolve(self, asked=None, declined=())

    def next(self, here: Collection[PersonRef]) -> PersonRef | None:
        """Whose turn it is among those who are `here`: who never had it before who had it, then who had it longest ago, then who waits longest.

        How much somebody says in the group plays no part.
        """
        free = [one for one in self.volunteers if one.person in here and one.person not in self.declined]
        first = min(free, key=lambda one: (one.served is not None, one.served or one.since, one.person), default=None)
        return first.person if first else None
