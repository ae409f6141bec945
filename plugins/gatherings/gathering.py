"""A gathering, a series of them, and what is left of one when it is over. Values only; each is a record of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from coterie.core.api import GroupRef, MessageRef, PersonRef, evolve, field, frozen

from .bridge import Partner, Standing
from .rsvps import Rsvps
from .series import Recurrence


class Kind(Enum):
    """What sort of gathering it is."""

    MEETUP = "meetup"
    WEBINAR = "webinar"
    CHALLENGE = "challenge"
    PROJECT = "project"


class Scope(Enum):
    """For whom it is: its group, also the group out of which that grew, or the whole community."""

    GROUP = "group"
    PARENT = "parent"
    PUBLIC = "public"


class Phase(Enum):
    """How far it is. A gathering that was called off stays for a while, so that calendars hear of it."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    OVER = "over"
    CANCELLED = "cancelled"


OPEN = (Phase.PLANNED, Phase.UNDER_WAY)


@frozen
class Plan:
    """What somebody wants: all that can be said of a gathering before it is one."""

    title: str
    at: datetime
    lasts: timedelta = timedelta(hours=1)
    kind: Kind = Kind.MEETUP
    link: str = ""
    place: str = ""
    capacity: int | None = None
    about: str = ""
    scope: Scope = Scope.GROUP


@frozen
class Gathering:
    """Something at a time. `at` is an instant, meant in the local time of `zone`; `sequence` counts the changes that calendars must hear of.

    `made` never changes and is part of what calendars know it by; `changed` is the last change. Of a series it is the occurrence that the
    rule has at the local time `original`. `filed` are those who asked for the calendar file: they get the changes too. `reminders` were
    said last, or wait to be. `also` are its cards in other rooms than its group's. `partners` are groups that hold it too, or were asked to, by
    `asker` and until `answer_by`. Calendars know it `known_as` that, if at all: not by the name of a group of which others shall not know.
    """

    number: int
    plan: Plan
    zone: str
    host: PersonRef
    made: datetime
    changed: datetime
    rsvps: Rsvps = Rsvps()
    phase: Phase = Phase.PLANNED
    sequence: int = 0
    message: MessageRef | None = None
    also: tuple[MessageRef, ...] = ()
    series: int | None = None
    original: datetime | None = None
    filed: tuple[PersonRef, ...] = ()
    came: tuple[PersonRef, ...] = ()
    asked: tuple[PersonRef, ...] = ()
    reminders: tuple[MessageRef, ...] = ()
    recording: str = ""
    shown: datetime | None = None
    stale: bool = False
    partners: tuple[Partner, ...] = ()
    asker: PersonRef | None = None
    answer_by: datetime | None = None
    known_as: str = ""

    @property
    def ends(self) -> datetime:
        """The instant at which it is over."""
        return self.plan.at + self.plan.lasts

    @property
    def local(self) -> datetime:
        """When it begins, by the clocks of its zone."""
        return self.plan.at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    @property
    def is_open(self) -> bool:
        """Whether one may still say that one comes."""
        return self.phase in OPEN

    def partner(self, group: GroupRef) -> Partner | None:
        """What became of asking a group; None where it was not asked."""
        return next((one for one in self.partners if one.group == group), None)

    @property
    def together(self) -> tuple[Partner, ...]:
        """The groups that hold it too."""
        return tuple(one for one in self.partners if one.standing is Standing.TOGETHER)

    @property
    def unanswered(self) -> tuple[Partner, ...]:
        """The groups that were asked and have not answered yet."""
        return tuple(one for one in self.partners if one.standing is Standing.ASKED)

    def with_partner(self, partner: Partner) -> Gathering:
        """The same, with what is known now of a group that was asked."""
        others = tuple(one for one in self.partners if one.group != partner.group)
        return evolve(self, partners=(*others, partner))

    def replanned(self, now: datetime, plan: Plan) -> Gathering:
        """The same under another plan, as calendars are to hear of it."""
        return evolve(self, plan=plan, changed=now, sequence=self.sequence + 1)

    def in_phase(self, phase: Phase, now: datetime) -> Gathering:
        """The same, so far. Only that it is called off is news to calendars."""
        if phase is not Phase.CANCELLED:
            return evolve(self, phase=phase)
        return evolve(self, phase=phase, changed=now, sequence=self.sequence + 1)


@frozen
class Seats:
    """How many come, as they stand in `Rsvps`."""

    capacity: int | None = None
    going: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@frozen
class Coming:
    """What a line tells of a gathering: read of what was saved as `Gathering`, in which hundreds of people may stand."""

    number: int
    plan: Plan
    zone: str
    rsvps: Seats = Seats()
    phase: Phase = Phase.PLANNED

    @property
    def is_open(self) -> bool:
        """Whether one may still say that one comes."""
        return self.phase in OPEN


@frozen
class Series:
    """A gathering that comes again. `made` are the local times of the rule that became gatherings, or were let go, and lie ahead."""

    number: int
    plan: Plan
    recurrence: Recurrence
    host: PersonRef
    begun: datetime
    changed: datetime
    sequence: int = 0
    made: tuple[datetime, ...] = ()

    def with_recurrence(self, recurrence: Recurrence, now: datetime) -> Series:
        """The same with other exceptions; those that lie more than a day behind are let go."""
        past = now.astimezone(ZoneInfo(recurrence.zone)).replace(tzinfo=None) - timedelta(days=1)
        made = tuple(one for one in self.made if one >= past)
        trimmed = recurrence.trimmed(past)
        return evolve(self, recurrence=trimmed, made=made, changed=now, sequence=self.sequence + 1)


@frozen
class Held:
    """What is left of a gathering that took place: numbers, no names but the host's."""

    number: int
    title: str
    kind: Kind
    at: datetime
    lasts: timedelta
    zone: str
    host: PersonRef
    made: datetime
    changed: datetime
    sequence: int = 0
    said_yes: int = 0
    came: int = 0
    answers: int = 0
    recording: str = ""
    partners: tuple[GroupRef, ...] = ()
    known_as: str = ""


@frozen
class Feedback:
    """What those who were asked said of a gathering: counts by question and answer, beside nobody's name.

    `first` and `second` are who answered which question, so that nobody does so twice; what they said stands nowhere.
    """

    counts: Mapping[str, int] = field(factory=dict)
    first: tuple[PersonRef, ...] = ()
    second: tuple[PersonRef, ...] = ()

    def with_answer(self, person: PersonRef, question: int, answer: str) -> Feedback:
        """Somebody answered a question; the second time nothing changes."""
        answered = self.first if question == 1 else self.second
        if person in answered:
            return self
        name = f"{question}:{answer}"
        counts = dict(sorted({**self.counts, name: self.counts.get(name, 0) + 1}.items()))
        people = tuple(sorted((*answered, person)))
        return (
            evolve(self, counts=counts, first=people) if question == 1 else evolve(self, counts=counts, second=people)
        )

    def count(self, question: int, answer: str) -> int:
        """How many gave this answer."""
        return self.counts.get(f"{question}:{answer}", 0)

    @property
    def answered(self) -> int:
        """How many answered the first question."""
        return len(self.first)

    @property
    def worth(self) -> float | None:
        """The mean answer to the first question, from 1 to 5; None where nobody answered."""
        if not self.first:
            return None
        return sum(rating * self.count(1, str(rating)) for rating in range(1, 6)) / len(self.first)


@frozen
class Shelf:
    """What a group counts of its gatherings: the number of the next one."""

    next: int = 1
