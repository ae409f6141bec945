"""A pause that was planned, and its end."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from coterie.core.api import Context, Group, GroupRef, GroupState, PersonRef, evolve

from . import plugin
from .activity import Activity
from .deciding import Act, entered, nothing_begun, settle
from .standing import Standing

MORNING = time(9)

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def morning_of(day: date, group: Group) -> datetime:
    """Nine o'clock of that day where the group is."""
    return datetime.combine(day, MORNING, ZoneInfo(group.zone))


class NoSuchDay(ValueError):
    """What was typed looks like a day, and no calendar has it."""


def split_day(typed: str) -> tuple[date | None, str]:
    """The day that a text begins with (`2027-01-10`, `10.1.2027`), and what stands behind it.

    Raises NoSuchDay for 30 February.
    """
    first, _, rest = typed.strip().partition(" ")
    if (found := _DAY.fullmatch(first)) is None:
        return None, typed.strip()
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day)), rest.strip()
    except ValueError as error:
        raise NoSuchDay(first) from error


async def pause(ctx: Context, until: date | None, why: str, by: PersonRef) -> None:
    """Let the group here rest, until a day if one is named."""
    nothing_begun(ctx)
    ref, group = ctx.group, ctx.groups.get()
    if group.state is GroupState.PILOT:
        ctx.refuse("pause-on-trial", group=group.name)
    await ctx.groups.move(ref, GroupState.DORMANT, why, by=by)
    today = ctx.local_now.date()
    await ctx.save((await ctx.load(Activity)).upto(today))
    await ctx.save(evolve(await ctx.load(Standing), pause=until))
    if until is None:
        ctx.post(ctx.groups.room(ref), ctx.text("paused", person=by, why=why))
        return
    _until(ctx, until, why, by)


async def put_off(ctx: Context, until: date, why: str, by: PersonRef) -> bool:
    """Let the group here, which rests, rest until another day; whether it does, and that is another one."""
    standing = await ctx.load(Standing)
    if ctx.groups.get().state is not GroupState.DORMANT or standing.pause == until:
        return False
    await ctx.save(evolve(standing, pause=until))
    _until(ctx, until, why, by)
    return True


def _until(ctx: Context, until: date, why: str, by: PersonRef) -> None:
    ctx.timer(morning_of(until, ctx.groups.get()), then="wake", value=until.isoformat())
    ctx.post(ctx.groups.room(ctx.group), ctx.text("paused-until", person=by, why=why, day=until))


async def wake(ctx: Context, why: str, *, by: PersonRef | None = None) -> None:
    """Let the group here go on; the weeks of its pause count for nothing. Where nobody says so now, whoever planned the pause did then."""
    ref, life = ctx.group, await ctx.groups.moves(ctx.group)
    group = ctx.groups.get()
    # What goes elsewhere is not woken: that would leave its farewell, and the day of it, standing.
    if group.state is not GroupState.DORMANT:
        nothing_begun(ctx)
        ctx.refuse("wake-not-resting", group=group.name, state=ctx.plain(f"state-{group.state.value}"))
    await ctx.groups.move(ref, GroupState.ACTIVE, why, by=by or (life[-1].by if life else None))
    await ctx.save((await ctx.load(Activity)).upto(ctx.local_now.date(), planned=True))
    await ctx.save(evolve(await ctx.load(Standing), pause=None, asked=None))
    if by is None:
        ctx.post(ctx.groups.room(ref), ctx.text("woken-by-plan"))
    else:
        ctx.post(ctx.groups.room(ref), ctx.text("woken", person=by))


async def woken_by_plan(ctx: Context, ref: GroupRef, until: str) -> None:
    """The day has come until which the group paused; nothing if something else was decided meanwhile."""
    standing = await ctx.load(Standing)
    if ctx.groups.get(ref).state is GroupState.DORMANT and standing.pause == date.fromisoformat(until):
        moves = await ctx.groups.moves(ref)
        await wake(ctx, moves[-1].why if moves else "")


@plugin.timer("wake")
async def day_has_come(ctx: Context, until: str) -> None:
    """The planned end of a pause."""
    await woken_by_plan(ctx, ctx.group, until)


@plugin.choice("wake")
async def wake_now(ctx: Context, id: str) -> None:
    """A leader ends a pause that had no end."""
    await entered(ctx, id, Act.WAKE)
    await wake(ctx, ctx.plain("why-woken"), by=ctx.person)
    settle(ctx, "done")


@plugin.choice("planned")
async def planned(ctx: Context, id: str) -> None:
    """The quiet was planned."""
    await entered(ctx, id, Act.PAUSE)
    await pause(ctx, None, ctx.plain("why-planned"), ctx.person)
    settle(ctx, "done")
