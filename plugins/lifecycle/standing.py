"""What is remembered of a group's life beside its state: values only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum

from coterie.core.api import GroupState, MessageRef, PersonRef, evolve, field, frozen

from .votes import Vote

UNDER_WAY = (GroupState.MERGING, GroupState.SPLITTING, GroupState.SUNSETTING)
"""In these states a group goes elsewhere, unless it is called off."""

REMEMBERED = 20
"""So many changes of who decides what are remembered."""


class Decision(Enum):
    """What a review may come to."""

    GO_ON = "go-on"
    CHANGE = "change"
    PAUSE = "pause"
    MERGE = "merge"
    SPLIT = "split"
    SUNSET = "sunset"


@frozen
class Coming:
    """How many came and went since the last review."""

    joined: int = 0
    left: int = 0


@frozen
class Standing:
    """Dates in the life of a group: when it was looked at last, when its leaders were asked to look, about which end they were asked,
    and until when it pauses.
    """

    reviewed: date | None = None
    asked: date | None = None
    asked_end: date | None = None
    pause: date | None = None


@frozen
class Unseen:
    """A group whose leaders were asked on this day to look at it, and did not; kept until its managers are told."""

    asked: date


@frozen
class Evidence:
    """Counts of a group as they were at a review; `people` and `usual` are None where too few are known to say it."""

    members: int = 0
    joined: int = 0
    left: int = 0
    recent: float = 0.0
    usual: float | None = None
    people: int | None = None


@frozen
class Review:
    """A review and what people decided."""

    at: datetime
    decision: Decision
    why: str
    by: PersonRef
    evidence: Evidence


@frozen
class Decided:
    """Something that was decided about a group and is neither a move nor a review; `what` is how a text ends in which it is told."""

    at: datetime
    what: str
    by: PersonRef | None = None
    why: str = ""
    words: Mapping[str, str] = field(factory=dict)


class How(Enum):
    """In which way a group ends."""

    SUNSET = "sunset"
    MERGE = "merge"


@frozen
class Ending:
    """A group that is about to end: how, on which day, who decided it (None: its charter) and why; `into` is the group that takes it in.

    `offered` got an offer where to go on, `kept` is what they said should outlive the group.
    """

    how: How
    on: date
    by: PersonRef | None
    why: str = ""
    into: str | None = None
    offered: tuple[PersonRef, ...] = ()
    kept: tuple[str, ...] = ()

    def with_kept(self, what: str) -> Ending:
        """One more thing that should outlive the group, unless it was named before."""
        return self if what in self.kept else evolve(self, kept=(*self.kept, what))


@frozen
class Gone:
    """A group that went into another one, and who was there on its last day: they may come along later, too."""

    into: str
    people: tuple[PersonRef, ...] = ()


@frozen
class Introduced:
    """When somebody of a group that ends was announced in another one; kept under both."""

    at: datetime


@frozen
class Parting:
    """Parts into which a group may divide, by the choice of its people: topic number → who chose it. `card` shows how many did.

    `number` tells one such question of a group from the next.
    """

    topics: tuple[str, ...] = ()
    by: PersonRef | None = None
    chosen: Mapping[PersonRef, int] = field(factory=dict)
    card: MessageRef | None = None
    founded: tuple[int, ...] = ()
    number: int = 0

    def with_choice(self, person: PersonRef, topic: int) -> Parting:
        """Somebody chooses a part, or (-1) to stay; the last word counts."""
        rest = {one: chosen for one, chosen in self.chosen.items() if one != person}
        return evolve(self, chosen=rest if topic < 0 else {**rest, person: topic})

    def only_of(self, members: Collection[PersonRef]) -> Parting:
        """What those chose who are still there."""
        return evolve(self, chosen={one: topic for one, topic in self.chosen.items() if one in members})

    def of(self, topic: int) -> tuple[PersonRef, ...]:
        """Who chose this part, in the order of their references."""
        return tuple(sorted(person for person, chosen in self.chosen.items() if chosen == topic))

    @property
    def counts(self) -> tuple[int, ...]:
        """How many chose each part."""
        return tuple(len(self.of(number)) for number in range(len(self.topics)))


@frozen
class EndQuestion:
    """What the members say when a group's day has come and its leaders said nothing: who wants to go on and who to let it end.

    `cards` show the managers how many.
    """

    on: bool = False
    longer: tuple[PersonRef, ...] = ()
    end: tuple[PersonRef, ...] = ()
    cards: tuple[MessageRef, ...] = ()

    def with_answer(self, person: PersonRef, longer: bool) -> EndQuestion:
        """Somebody answers; the last word counts."""
        cleared = evolve(
            self,
            longer=tuple(one for one in self.longer if one != person),
            end=tuple(one for one in self.end if one != person),
        )
        if longer:
            return evolve(cleared, longer=(*cleared.longer, person))
        return evolve(cleared, end=(*cleared.end, person))

    def only_of(self, members: Collection[PersonRef]) -> EndQuestion:
        """What those say who are still there."""
        longer, end = (tuple(one for one in said if one in members) for said in (self.longer, self.end))
        return evolve(self, longer=longer, end=end)


@frozen
class Settled:
    """Who takes a decision from an instant on, and by whose word."""

    at: datetime
    act: str
    manager: bool
    by: PersonRef


@frozen
class Autonomy:
    """Which decisions take a manager in this community, by the name of the act; all others a leader takes alone. `settled` is who changed what."""

    managers: tuple[str, ...] = ()
    settled: tuple[Settled, ...] = ()

    def role(self, act: str) -> str:
        """The role that an act takes."""
        return "manager" if act in self.managers else "leader"

    def with_act(self, act: str, *, manager: bool, at: datetime, by: PersonRef) -> Autonomy:
        """The same with one act changed; itself where it was so already."""
        if manager is (act in self.managers):
            return self
        rest = tuple(one for one in self.managers if one != act)
        return Autonomy((*rest, act) if manager else rest, (*self.settled, Settled(at, act, manager, by))[-REMEMBERED:])


@frozen
class Wanted:
    """How open a group is to become, if anything was asked: `number` tells one question from the next."""

    number: int = 0
    vote: Vote | None = None
