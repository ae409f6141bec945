"""A poll over times for a gathering that is not yet planned: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from coterie.core.api import MessageRef, PersonRef, evolve, field, frozen

from .fairness import Slot


@frozen
class Poll:
    """Times to choose from, in the order in which they are shown, and who can come when. Anybody may say yes to several.

    `wanted` is what becomes of it, as the form gave it. A vote is kept by the instant that it is for: whatever becomes of the poll, it
    never turns into a vote for another time.
    """

    number: int
    title: str
    kind: str
    lasts: timedelta
    asker: PersonRef
    closes: datetime
    slots: tuple[Slot, ...] = ()
    votes: Mapping[PersonRef, tuple[datetime, ...]] = field(factory=dict)
    message: MessageRef | None = None
    link: str = ""
    place: str = ""
    capacity: int | None = None
    about: str = ""

    def with_vote(self, person: PersonRef, at: datetime) -> Poll:
        """Somebody can come then too. A time that is not to choose from changes nothing."""
        held = self.votes.get(person, ())
        if at in held or at not in [slot.at for slot in self.slots]:
            return self
        return evolve(self, votes={**self.votes, person: (*held, at)})

    def without_votes_of(self, person: PersonRef) -> Poll:
        """Somebody can come at none of them."""
        return evolve(self, votes={one: held for one, held in self.votes.items() if one != person})

    def as_one(self, person: PersonRef, other: PersonRef) -> Poll:
        """Two of them are one person, who can come whenever one of the two could."""
        poll = self.without_votes_of(other)
        for at in self.votes.get(other, ()):
            poll = poll.with_vote(person, at)
        return poll

    def voters(self, at: datetime) -> tuple[PersonRef, ...]:
        """Who can come then, in the order in which they voted first."""
        return tuple(person for person, held in self.votes.items() if at in held)

    def with_slots(self, slots: Sequence[Slot]) -> tuple[Poll, Mapping[PersonRef, tuple[datetime, ...]]]:
        """These are the times now; and who voted for which of those that are gone: they are to be told.

        Votes for times that stay are kept, wherever they stand now; a new time begins without any.
        """
        left = {slot.at for slot in slots}
        lost = {one: tuple(at for at in held if at not in left) for one, held in self.votes.items()}
        kept = {one: tuple(at for at in held if at in left) for one, held in self.votes.items()}
        poll = evolve(self, slots=tuple(slots), votes={one: held for one, held in kept.items() if held})
        return poll, {one: gone for one, gone in lost.items() if gone}

    def winner(self, now: datetime) -> Slot | None:
        """The time ahead at which most can come; of equals the fairer, then the one listed first. None where there is none to choose."""
        ahead = [slot for slot in self.slots if slot.at > now]
        ranked = sorted(ahead, key=lambda slot: (-len(self.voters(slot.at)), slot.weight))
        return ranked[0] if ranked else None
