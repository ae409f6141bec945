"""What is a question, who may know, and how questions fare: ids, times and counts, never a word of what was said. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from coterie.core.api import MessageRef, PersonRef, evolve, field, frozen

_MARKS = ("?", "？", "؟", "⸮")
_BEHIND = " \t\n\r\"'”’»)]}*_~`"
_WORD = re.compile(r"\w+")

WAKING = range(9, 21)
"""Nobody is asked at other hours of their own zone."""

SPARED = timedelta(days=1)
"""Nobody is asked twice within this time."""

OPEN = 50
"""So many questions of a group are watched at a time."""

TIMES = 200
"""The times of so many answers of a week are kept, for their median."""


def is_question(text: str) -> bool:
    """Whether a message asks something: it ends with a question mark, of whatever script."""
    return text.rstrip(_BEHIND).endswith(_MARKS)


@frozen
class Helpers:
    """Who wants to be asked, about what (nothing: anything), and when each was asked last."""

    topics: Mapping[PersonRef, tuple[str, ...]] = field(factory=dict)
    asked: Mapping[PersonRef, datetime] = field(factory=dict)

    def with_(self, person: PersonRef, topics: tuple[str, ...] | None) -> Helpers:
        """The person wants to be asked about these topics; with None, not any more."""
        others = {one: known for one, known in self.topics.items() if one != person}
        return evolve(self, topics=others if topics is None else {**others, person: topics})

    def who_may_know(self, text: str, asker: PersonRef) -> tuple[PersonRef, ...]:
        """Those whose topics stand in the text, before those who may be asked anything."""
        words, folded = set(_WORD.findall(text.casefold())), text.casefold()
        knowing = [
            one
            for one, topics in self.topics.items()
            if any(topic in words or (" " in topic and topic in folded) for topic in topics)
        ]
        return tuple(
            one for one in (*knowing, *(one for one, topics in self.topics.items() if not topics)) if one != asker
        )

    def as_one(self, person: PersonRef, other: PersonRef) -> Helpers:
        """Two of them are one person, with the topics of both; who may be asked anything still may."""
        told = [self.topics[one] for one in (person, other) if one in self.topics]
        if not told:
            return self
        topics = () if () in told else tuple(dict.fromkeys(topic for some in told for topic in some))
        asked = [self.asked[one] for one in (person, other) if one in self.asked]
        left = {one: at for one, at in self.asked.items() if one not in (person, other)}
        found = evolve(self.with_(other, None).with_(person, topics), asked=left)
        return found.was_asked(person, max(asked)) if asked else found

    def was_asked(self, person: PersonRef, now: datetime) -> Helpers:
        """The person is asked now."""
        return evolve(self, asked={**self.asked, person: now})

    def free(self, candidates: tuple[PersonRef, ...], now: datetime) -> tuple[PersonRef, ...]:
        """Who of them still wants to and was not asked lately; those asked longest ago first, else in their order."""
        spared = [one for one in candidates if one in self.topics and not self._lately(one, now)]
        return tuple(sorted(spared, key=lambda one: self.asked[one].timestamp() if one in self.asked else 0.0))

    def _lately(self, person: PersonRef, now: datetime) -> bool:
        last = self.asked.get(person)
        return last is not None and now - last < SPARED


def awake(zone: tzinfo, now: datetime) -> bool:
    """Whether it is no time to sleep there."""
    return now.astimezone(zone).hour in WAKING


@frozen
class Question:
    """A question that nobody answered yet: where it stands, who asked and when, who may know, and whether it counts as left for too long."""

    message: MessageRef
    asker: PersonRef
    at: datetime
    candidates: tuple[PersonRef, ...] = ()
    left: bool = False


@frozen
class Open:
    """The questions of a group that are watched, the newest last."""

    questions: tuple[Question, ...] = ()

    def plus(self, question: Question) -> Open:
        return Open((*self.questions, question)[-OPEN:])

    def with_left(self, question: Question) -> Open:
        """This one counts as left for too long."""
        return Open(tuple(evolve(one, left=True) if one == question else one for one in self.questions))

    def of(self, message: MessageRef) -> Question | None:
        """The open question that this message is."""
        return next((one for one in self.questions if one.message == message), None)

    def without(self, question: Question) -> Open:
        return Open(tuple(one for one in self.questions if one.message != question.message))

    def without_asker(self, person: PersonRef) -> Open:
        return Open(tuple(one for one in self.questions if one.asker != person))

    def waiting_since(self, instant: datetime) -> tuple[Question, ...]:
        """Those that were asked since."""
        return tuple(one for one in self.questions if one.at >= instant)


@frozen
class Week:
    """How the questions of a week fared: who asked at all, how many were asked, answered and left, and after how many minutes."""

    askers: tuple[PersonRef, ...] = ()
    asked: int = 0
    answered: int = 0
    left: int = 0
    minutes: tuple[int, ...] = ()

    def with_asked(self, asker: PersonRef) -> Week:
        askers = self.askers if asker in self.askers else (*self.askers, asker)
        return evolve(self, askers=askers, asked=self.asked + 1)

    def with_answer(self, after: timedelta) -> Week:
        minutes = (*self.minutes, int(after.total_seconds() // 60))[-TIMES:]
        return evolve(self, answered=self.answered + 1, minutes=minutes)

    def with_left(self) -> Week:
        return evolve(self, left=self.left + 1)

    @property
    def share_left(self) -> float:
        """The share of those decided that nobody answered."""
        return self.left / max(1, self.left + self.answered)

    @property
    def median(self) -> timedelta:
        """After how long half of the answers were there."""
        return timedelta(minutes=median(self.minutes) if self.minutes else 0)


def week_of(day: date) -> str:
    """The key of the week of a day: that of its Monday."""
    return (day - timedelta(days=day.weekday())).isoformat()
