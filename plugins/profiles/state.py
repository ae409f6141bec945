"""What is kept of introductions: who looks for somebody, which two might meet, and who was brought together with whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from coterie.core.api import Facet, MessageRef, PersonRef, evolve, field, frozen

from .reading import Wanted

AGAIN = timedelta(days=180)
"""So long two who met, or of whom one did not want to, are not brought together anew while there are others."""

LOOKED_FOR = timedelta(days=14)
"""So long somebody is looked for."""

MOST_ASKED = 5
"""So many are asked for one who looks within that time, however often they begin anew."""

SPARED = timedelta(days=7)
"""Nobody is asked about meeting somebody twice within this time."""


@frozen
class Search:
    """Somebody looks for somebody, up to an instant: kept under who looks. `group` is where they asked."""

    wanted: Wanted
    until: datetime
    group: str = ""


@frozen
class Proposal:
    """Two who might meet, kept under both (`pair_of`): who said yes so far, and by which word of those who are asked they fit.

    Where one of them looks for somebody they are the `seeker`, and have said yes by looking.
    """

    one: PersonRef
    other: PersonRef
    facet: Facet
    said: Mapping[str, str]
    until: datetime
    seeker: PersonRef | None = None
    agreed: tuple[PersonRef, ...] = ()
    cards: Mapping[str, MessageRef] = field(factory=dict)

    @property
    def people(self) -> tuple[PersonRef, PersonRef]:
        """Both of them."""
        return self.one, self.other

    def partner(self, person: PersonRef) -> PersonRef:
        """Who is not this one."""
        return self.other if person == self.one else self.one

    def with_yes(self, person: PersonRef) -> Proposal:
        """One more said yes."""
        return evolve(self, agreed=(*self.agreed, person))

    @property
    def is_agreed(self) -> bool:
        """Whether both said yes."""
        return all(one in self.agreed for one in self.people)


def pair_of(one: PersonRef, other: PersonRef) -> str:
    """The key of two people, the same both ways round."""
    return " ".join(sorted((one.id, other.id)))


@frozen
class Seen:
    """When two were last thought of for each other, and whether they then met by it."""

    at: datetime
    met: bool = False


@frozen
class Past:
    """What was with somebody before, kept under their id: whom they were thought of for, by id, when they were asked last, and when others were
    lately `for_them`."""

    people: Mapping[str, Seen] = field(factory=dict)
    asked: datetime | None = None
    for_them: tuple[datetime, ...] = ()

    def with_(self, other: str, seen: Seen) -> Past:
        """One more; who was thought of so long ago that it counts no more is forgotten."""
        kept = {id: one for id, one in self.people.items() if id != other and seen.at - one.at < 2 * AGAIN}
        return evolve(self, people={**kept, other: seen})

    def without(self, other: str) -> Past:
        """As if there had never been the other one."""
        return evolve(self, people={id: one for id, one in self.people.items() if id != other})

    def forgotten(self, now: datetime) -> Past:
        """What must stay when all of it is forgotten: when others were lately asked for them, so that nobody gets round the limit by it."""
        return Past(for_them=tuple(one for one in self.for_them if now - one < LOOKED_FOR))

    def lately(self, other: str, now: datetime) -> bool:
        """Whether the other one was thought of so lately that they are not again."""
        seen = self.people.get(other)
        return seen is not None and now - seen.at < AGAIN

    def with_asking(self, now: datetime) -> Past:
        """Somebody is asked for them."""
        return evolve(self, for_them=(*(one for one in self.for_them if now - one < LOOKED_FOR), now))

    def may_ask(self, now: datetime) -> bool:
        """Whether one more may be asked for them."""
        return sum(now - one < LOOKED_FOR for one in self.for_them) < MOST_ASKED

    def may_be_asked(self, now: datetime) -> bool:
        """Whether they were not asked about somebody just now."""
        return self.asked is None or now - self.asked >= SPARED
