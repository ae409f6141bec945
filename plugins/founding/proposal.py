"""A wish for a group on its way to become one: values and what may happen to them (pure)."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from unicodedata import normalize

from coterie.core.api import Group, MessageRef, PersonRef, RoomRef, evolve, frozen

_LONGEST_ID = 40


class Stage(Enum):
    """How far a proposal is."""

    ASKING = "asking"
    """Nobody has agreed to lead yet."""
    GATHERING = "gathering"
    APPROVAL = "approval"
    """Enough people are in; a manager is asked."""
    OPEN = "open"
    OVER = "over"


@frozen
class Settings:
    """How groups are founded in a community: whether a manager must agree, how long people are gathered, and how many it takes.

    A `quorum` of None is the lower end of each charter's own size band.
    """

    approval: bool = False
    days: int = 28
    quorum: int | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(days=self.days)


@frozen
class Draft:
    """What somebody is about to propose: the charter as far as it is, the card that shows it, and the room where they began."""

    charter: Group
    card: MessageRef
    room: RoomRef | None = None


@frozen
class Proposal:
    """A charter that was proposed. `id` is that of the group; `asked` were asked to lead and have not answered, `agreed` will lead.

    `people` are in, the proposer and who leads among them; `cards` show how many there are.
    """

    id: str
    by: PersonRef
    quorum: int
    stage: Stage = Stage.ASKING
    asked: tuple[PersonRef, ...] = ()
    agreed: tuple[PersonRef, ...] = ()
    people: tuple[PersonRef, ...] = ()
    deadline: datetime | None = None
    extended: bool = False
    cards: tuple[MessageRef, ...] = ()
    room: RoomRef | None = None

    @property
    def is_full(self) -> bool:
        """Whether enough people are in."""
        return len(self.people) >= self.quorum

    @property
    def is_live(self) -> bool:
        """Whether people may still come and go."""
        return self.stage in (Stage.ASKING, Stage.GATHERING, Stage.APPROVAL)

    def with_leader(self, person: PersonRef) -> Proposal:
        """Somebody agreed to lead; so they are in."""
        asked = tuple(one for one in self.asked if one != person)
        return evolve(self, asked=asked, agreed=_with(self.agreed, person), people=_with(self.people, person))

    def without_leader(self, person: PersonRef) -> Proposal:
        """Somebody will not lead. They may be in all the same."""
        asked = tuple(one for one in self.asked if one != person)
        return evolve(self, asked=asked, agreed=tuple(one for one in self.agreed if one != person))

    def with_person(self, person: PersonRef) -> Proposal:
        """Somebody is in."""
        return evolve(self, people=_with(self.people, person))

    def without_person(self, person: PersonRef) -> Proposal:
        """Somebody is not in any more, and so does not lead either."""
        left = tuple(one for one in self.people if one != person)
        return evolve(self.without_leader(person), people=left)


def free_id(name: str, taken: Collection[str]) -> str:
    """The id of a group of this name: Latin letters, digits and hyphens, as every platform takes them for a room; no other has it."""
    # What has marks in Latin loses them; other scripts leave nothing, and get a name of our own that is always the same.
    bare = normalize("NFKD", name.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST_ID].strip("-")
    if not any(sign.isalpha() for sign in slug):
        slug = f"group-{sha256(name.encode()).hexdigest()[:6]}"
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def _with(people: tuple[PersonRef, ...], person: PersonRef) -> tuple[PersonRef, ...]:
    return people if person in people else (*people, person)
