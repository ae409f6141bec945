"""A wish for a group on its way to become one: values and what may happen to them (pure)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum

from attrs import fields

from coterie.core.api import (
    Basis,
    Group,
    JoinMode,
    MessageRef,
    PersonRef,
    RoomRef,
    SizeBand,
    Visibility,
    evolve,
    frozen,
)


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
class Written:
    """What somebody wrote of a charter, as it is kept until they propose it."""

    name: str
    purpose: str
    basis: Basis
    for_: str
    not_for: str
    goal: str | None
    leaders: tuple[str, ...]
    size: SizeBand
    until: date | None
    review_every: str | None
    zone: str
    locale: str
    visibility: Visibility = Visibility.PUBLIC
    join: JoinMode = JoinMode.OPEN

    @classmethod
    def of(cls, group: Group) -> Written:
        """What stands in this charter."""
        return cls(**{one.name: getattr(group, one.name) for one in fields(cls)})

    @property
    def charter(self) -> Group:
        """The charter that it makes; it has no id of its own yet."""
        return Group(id=DRAFT, **{one.name: getattr(self, one.name) for one in fields(Written)})


DRAFT = "draft"
"""The id of a charter that has none yet."""


@frozen
class Draft:
    """What somebody is about to propose: the charter as far as it is, the card that shows it, and the room where they began. `why_closed` says
    why not everybody may come in, where that is so."""

    written: Written
    card: MessageRef
    room: RoomRef | None = None
    why_closed: str = ""

    @property
    def charter(self) -> Group:
        """The charter as far as it is."""
        return self.written.charter


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


def _with(people: tuple[PersonRef, ...], person: PersonRef) -> tuple[PersonRef, ...]:
    return people if person in people else (*people, person)
