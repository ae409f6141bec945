"""A challenge, and who takes part. Values only; everybody who takes part is a record of their own."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from coterie.core.api import Context, MessageRef, PersonRef, field, frozen

from .streak import DAY, WEEK, Checkins


class Where(Enum):
    """Where people are asked whether it is done: each alone, or in the thread of the challenge."""

    ALONE = "alone"
    THREAD = "thread"


class Every(Enum):
    """How often it is to be done."""

    DAY = "day"
    WEEK = "week"


@frozen
class Challenge:
    """Something to do every day, or every week, from `first` on, for so many `days` or weeks; a streak forgives so many misses.

    `hour` is the local hour at which people are asked: everybody's own where they are asked alone, else the group's.
    """

    number: int
    title: str
    host: PersonRef
    first: date
    days: int
    forgives: int = 1
    hour: int = 19
    where: Where = Where.ALONE
    about: str = ""
    message: MessageRef | None = None
    asked: tuple[str, ...] = ()
    every: Every = Every.DAY

    @property
    def step(self) -> timedelta:
        """From one time that it is due to the next."""
        return WEEK if self.every is Every.WEEK else DAY

    @property
    def due(self) -> date:
        """The first day on which it is due: the first of all, or the last of the first week."""
        return self.first + self.step - DAY

    @property
    def last(self) -> date:
        """Its last day, on which it is due for the last time."""
        return self.first + self.days * self.step - DAY

    def next_due(self, day: date) -> date | None:
        """The first day from this one on that it is due; None behind the last."""
        found = self.due + max(0, -((self.due - day) // self.step)) * self.step
        return found if found <= self.last else None

    def place(self, due: date) -> int:
        """Which time that is, from 1 on."""
        return (due - self.due) // self.step + 1


@frozen
class Enrolled:
    """Somebody who takes part; `zone` is the one by whose clocks they are asked."""

    person: PersonRef
    zone: str
    checkins: Checkins = field(factory=Checkins)


@frozen
class Shelf:
    """The number of the next challenge of a group."""

    next: int = 1


def key(number: int) -> str:
    """The key of a challenge."""
    return f"{number:05}"


def key_of(number: int, person: PersonRef) -> str:
    """The key of somebody who takes part in it."""
    return f"{key(number)} {person.id}"


async def everybody(ctx: Context, number: int) -> list[Enrolled]:
    """Who takes part, in the order of their references."""
    return list((await ctx.load_all(Enrolled, prefix=f"{key(number)} ")).values())


async def how_many(ctx: Context, number: int) -> int:
    """How many take part in it."""
    return len(await ctx.keys(Enrolled, prefix=f"{key(number)} "))


async def challenge_of(ctx: Context, number: int | None) -> Challenge:
    """The challenge of this number, or the only one there is; the person is told where there is none."""
    there = await ctx.load_all(Challenge)
    if number is None and len(there) == 1:
        return next(iter(there.values()))
    found = there.get(key(number)) if number is not None else None
    if found is None:
        ctx.refuse("no-such", count=len(there))
    return found
