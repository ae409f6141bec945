"""Who comes to a gathering: pure. First come, first served; whoever waits moves up in order; never more than there are seats."""

from __future__ import annotations

from enum import Enum

from coterie.core.api import PersonRef, evolve, frozen


class Reply(Enum):
    """What somebody says to an invitation."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Full(Exception):
    """There can't be fewer seats than people who have one; `going` is how many do."""

    def __init__(self, going: int) -> None:
        super().__init__(f"{going} people have a seat")
        self.going = going


@frozen
class Rsvps:
    """Everybody's reply, each in the order in which they gave it; `capacity` is the number of seats, None for as many as come.

    Everybody stands in at most one of the four; `waiting` said yes and has no seat yet. What gives seats free says who moved up by it,
    and says so once: they are to be told.
    """

    capacity: int | None = None
    going: tuple[PersonRef, ...] = ()
    waiting: tuple[PersonRef, ...] = ()
    maybe: tuple[PersonRef, ...] = ()
    declined: tuple[PersonRef, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether nobody more finds a seat."""
        return self.capacity is not None and len(self.going) >= self.capacity

    @property
    def interested(self) -> tuple[PersonRef, ...]:
        """Who comes or may come: whoever has a seat, then the undecided."""
        return (*self.going, *self.maybe)

    def reply_of(self, person: PersonRef) -> Reply | None:
        """What somebody said last; a place in the line is a yes."""
        if person in self.going or person in self.waiting:
            return Reply.YES
        return Reply.MAYBE if person in self.maybe else Reply.NO if person in self.declined else None

    def with_reply(self, person: PersonRef, reply: Reply) -> tuple[Rsvps, tuple[PersonRef, ...]]:
        """Somebody replied; and who moved up by it. Saying the same again changes nothing: nobody loses their place by it."""
        if self.reply_of(person) is reply:
            return self, ()
        left = self._without(person)
        match reply:
            case Reply.YES if left.is_full:
                return evolve(left, waiting=(*left.waiting, person)), ()
            case Reply.YES:
                return evolve(left, going=(*left.going, person)), ()
            case Reply.MAYBE:
                return evolve(left, maybe=(*left.maybe, person))._moved_up()
            case Reply.NO:
                return evolve(left, declined=(*left.declined, person))._moved_up()

    def without(self, person: PersonRef) -> tuple[Rsvps, tuple[PersonRef, ...]]:
        """Somebody is no longer part of it, as if they had never replied; and who moved up by it."""
        return self._without(person)._moved_up()

    def as_one(self, person: PersonRef, other: PersonRef) -> tuple[Rsvps, tuple[PersonRef, ...]]:
        """Two of them are one person: their better place counts, once; and who moved up by it."""
        lists = (self.going, self.waiting, self.maybe, self.declined)
        best = next((people for people in lists if person in people or other in people), ())
        place = min((best.index(one) for one in (person, other) if one in best), default=None)

        def with_one(people: tuple[PersonRef, ...]) -> tuple[PersonRef, ...]:
            found = [person if people is best and index == place else one for index, one in enumerate(people)]
            kept = enumerate(found)
            return tuple(
                one for index, one in kept if (people is best and index == place) or one not in (person, other)
            )

        going, waiting, maybe, declined = (with_one(people) for people in lists)
        return evolve(self, going=going, waiting=waiting, maybe=maybe, declined=declined)._moved_up()

    def with_capacity(self, capacity: int | None) -> tuple[Rsvps, tuple[PersonRef, ...]]:
        """There are so many seats now; and who moved up by it. Raises Full: nobody who has a seat loses it."""
        if capacity is not None and capacity < len(self.going):
            raise Full(len(self.going))
        return evolve(self, capacity=capacity)._moved_up()

    def _without(self, person: PersonRef) -> Rsvps:
        def others(people: tuple[PersonRef, ...]) -> tuple[PersonRef, ...]:
            return tuple(one for one in people if one != person)

        return evolve(
            self,
            going=others(self.going),
            waiting=others(self.waiting),
            maybe=others(self.maybe),
            declined=others(self.declined),
        )

    def _moved_up(self) -> tuple[Rsvps, tuple[PersonRef, ...]]:
        free = len(self.waiting) if self.capacity is None else max(0, self.capacity - len(self.going))
        up = self.waiting[:free]
        return evolve(self, going=(*self.going, *up), waiting=self.waiting[free:]), up
