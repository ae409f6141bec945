"""Whether entries still hold: their owner is asked on a Monday, then a leader of the group; nobody is asked a third time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from coterie.core.api import Card, Choice, Context, GroupRef, PersonRef, Urgency, evolve, frozen

from . import board, shelves
from .entry import Entry
from .showing import titled

WEEK = timedelta(days=7)
ASKED_AT_MOST = 3
"""Entries about which somebody is asked in a week."""


@frozen
class Asked:
    """How often somebody was asked in the week that begins on `week`."""

    week: date | None = None
    times: int = 0


def plan(ctx: Context, entry: Entry) -> None:
    """Let somebody look at the entry on the first Monday from its review date on, or the next one."""
    day = max(entry.review, ctx.local_now.date() + timedelta(days=1))
    monday = day + timedelta(days=-day.weekday() % 7)
    ctx.timer(_morning(ctx, monday), then="review", value=entry.number, name=str(entry.number))


async def ask_owner(ctx: Context, entry: Entry) -> None:
    """Ask the owner; next week where they were asked often enough; a leader where they are gone."""
    if entry.review > ctx.local_now.date():
        plan(ctx, entry)
    elif await is_gone(ctx, entry.owner):
        await ask_leader(ctx, entry)
    elif await _is_enough(ctx, entry.owner):
        ctx.timer(WEEK, then="review", value=entry.number, name=str(entry.number))
    else:
        ctx.post(entry.owner, card(ctx, entry, "still-good"))
        await shelves.put(ctx, evolve(entry, asked=ctx.now))
        ctx.timer(WEEK, then="unanswered", value=entry.number, name=str(entry.number))


async def ask_leader(ctx: Context, entry: Entry) -> None:
    """Ask a leader who is there, else the managers. The entry is in doubt until somebody says something."""
    group = GroupRef(entry.group)
    leaders = [leader for leader in ctx.leaders(group) if not await is_gone(ctx, leader) and leader != entry.owner]
    for person in leaders[:1] or ctx.managers()[:1]:
        ctx.post(person, card(ctx, entry, "still-good-leader", owner=await ctx.name(entry.owner)))
    await shelves.put(ctx, evolve(entry, asked=ctx.now, doubtful=True))
    await board.changed(ctx, entry.group)


def card(ctx: Context, entry: Entry, id: str, **more: object) -> Card:
    """The question, with its three answers."""
    choices = [
        Choice("good", ctx.plain("good"), entry.number, urgency=Urgency.PRIMARY),
        Choice("update", ctx.plain("update"), entry.number),
        Choice("drop", ctx.plain("drop"), entry.number, urgency=Urgency.DANGER),
    ]
    return Card(ctx.text(id, number=entry.number, title=titled(entry), **more), choices=choices)


async def is_gone(ctx: Context, person: PersonRef) -> bool:
    """Whether somebody is in no group any more."""
    return not await ctx.joined(person)


async def _is_enough(ctx: Context, person: PersonRef) -> bool:
    today = ctx.local_now.date()
    week = today - timedelta(days=today.weekday())
    asked = await ctx.load(Asked, scope="person", of=person)
    times = asked.times if asked.week == week else 0
    if times < ASKED_AT_MOST:
        await ctx.save(Asked(week, times + 1), scope="person", of=person)
    return times >= ASKED_AT_MOST


def _morning(ctx: Context, day: date) -> datetime:
    return datetime.combine(day, time(9), ctx.local_now.tzinfo)
