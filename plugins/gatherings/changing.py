"""A gathering is changed: another time or place, more seats, another host, called off."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coterie.core.api import Context, GroupMoved, GroupState, PersonRef, UserError, evolve

from . import plugin, shelf
from .attending import promoted
from .calendars import send_changes
from .circle import group_of, welcome
from .ending import go_on
from .gathering import Gathering, Phase, Series
from .inviting import asked_anew
from .links import with_place
from .planning import MOST_SEATS, rule, unfold
from .poll import Poll
from .reminding import in_their_time, set_timers, urgency, without_reminders
from .rsvps import Full
from .series import Occurrence
from .showing import show
from .wording import name

_DAY = re.compile(r"(\S+)\s+(?:to|auf)\s+(.+)\Z", re.IGNORECASE)


async def move(ctx: Context, number: int | None, words: str) -> None:
    """To another time; of a series one that is not announced yet too: `move 3 2026-12-24 to 2026-12-23 19:00`."""
    if found := _DAY.match(words.strip()):
        await _move_ahead(ctx, number, _day(ctx, found[1]), found[2])
        return
    gathering = await shelf.own(ctx, number)
    at = _ahead(ctx, words)
    if gathering.phase is not Phase.PLANNED:
        ctx.refuse("is-over")
    moved = gathering.replanned(ctx.now, evolve(gathering.plan, at=at))
    if gathering.series is not None and gathering.original is not None:
        await _except(ctx, gathering.series, gathering.original, moved.local)
    await _changed(ctx, moved, "moved")
    await go_on(ctx, moved)  # it may stand behind the next one of its series now, which is to be announced all the same


def _day(ctx: Context, written: str) -> date:
    """The day that somebody wrote, as they may write it everywhere."""
    try:
        return ctx.instant(f"{written} 12:00").astimezone(ZoneInfo(ctx.charter.zone)).date()
    except UserError:
        ctx.refuse("no-such-day", day=written[:40])


def _ahead(ctx: Context, words: str) -> datetime:
    if not words.strip():
        ctx.refuse("say-when")
    at = ctx.instant(words)
    if at <= ctx.now:
        ctx.refuse("is-past")
    return at


async def _except(ctx: Context, number: int, original: datetime, local: datetime | None) -> None:
    """Let the series know that one of it is elsewhere, or nowhere."""
    series = await ctx.find(Series, key=shelf.key(number))
    if series is None:
        return
    ruled = series.recurrence
    ruled = ruled.without(original) if local is None else ruled.with_moved(original, local)
    await shelf.keep(ctx, series.with_recurrence(ruled, ctx.now))


async def _move_ahead(ctx: Context, number: int | None, day: date, words: str) -> None:
    series = await _series(ctx, number)
    if (there := await _announced_on(ctx, series, day)) is not None:
        await move(ctx, there.number, words)
        return
    at, one = _ahead(ctx, words), await _one_of(ctx, series, day)
    local = at.astimezone(ZoneInfo(series.recurrence.zone)).replace(tzinfo=None)
    ruled = series.recurrence.with_moved(one.original, local)
    ctx.quietly(ctx.text("one-moved", title=series.plan.title, of=one.local, at=local))
    await unfold(ctx, series.with_recurrence(ruled, ctx.now))


async def skip(ctx: Context, number: int | None, words: str) -> None:
    """Leave one of a series out: the one that is announced, or that of a day."""
    series = await _series(ctx, number)
    if not words.strip():
        gathering = await shelf.own(ctx, number)
        await cancel(ctx, gathering.number, "")
        return
    day = _day(ctx, words.strip())
    if (there := await _announced_on(ctx, series, day)) is not None:
        await cancel(ctx, there.number, "")
        return
    one = await _one_of(ctx, series, day)
    ctx.quietly(ctx.text("one-skipped", title=series.plan.title, of=one.local))
    await unfold(ctx, series.with_recurrence(series.recurrence.without(one.original), ctx.now))


async def stop(ctx: Context, number: int | None, words: str) -> None:
    """A series ends: what is announced stays, nothing comes behind it."""
    series = await _series(ctx, number)
    await ctx.delete(Series, key=shelf.key(series.number))
    ctx.cancel_timer("unfold", str(series.number))
    ctx.quietly(ctx.text("series-stopped", title=series.plan.title))


async def repeat(ctx: Context, number: int | None, words: str) -> None:
    """Let a gathering come again: `repeat 3 weekly`, or by an RRULE."""
    gathering = await shelf.own(ctx, number)
    if not gathering.is_open:
        ctx.refuse("is-over")
    if gathering.together or gathering.unanswered:
        ctx.refuse("with-no-series")
    if gathering.series is not None:
        ctx.refuse("is-series", title=gathering.plan.title)
    local = gathering.local
    ruled = rule(ctx, words, local, gathering.zone)
    of = gathering.number
    await shelf.keep(ctx, Series(of, gathering.plan, ruled, gathering.host, gathering.made, ctx.now, made=(local,)))
    await shelf.keep(ctx, evolve(gathering, series=of, original=local))
    times = tuple(ctx.text("slot-yours", at=one.local) for one in ruled.upcoming(ctx.now, 3))
    ctx.quietly(ctx.text("repeats-now", title=gathering.plan.title, times=times))


async def _series(ctx: Context, number: int | None) -> Series:
    """The series of this number, or of the gathering of this number."""
    series = await ctx.find(Series, key=shelf.key(number or 0))
    if series is None:
        gathering = await shelf.gathering(ctx, number)
        series = await ctx.find(Series, key=shelf.key(gathering.series or 0))
    if series is None:
        ctx.refuse("no-series")
    await shelf.check_owner(ctx, series.host)
    return series


async def _announced_on(ctx: Context, series: Series, day: date) -> Gathering | None:
    """What is announced of the series for this day, wherever its rule had it."""
    planned = [one for one in await shelf.open_ones(ctx) if one.series == series.number and one.phase is Phase.PLANNED]
    return next((one for one in planned if one.local.date() == day), None)


async def _one_of(ctx: Context, series: Series, day: date) -> Occurrence:
    """What the series has on this day, and is no gathering yet."""
    ruled = series.recurrence
    start = ruled.instant(datetime.combine(day, datetime.min.time())) - timedelta(microseconds=1)
    found = [one for one in ruled.upcoming(start, 2) if one.local.date() == day and one.original not in series.made]
    if not found:
        ctx.refuse("no-such-day", day=day)
    return found[0]


async def relocate(ctx: Context, number: int | None, words: str) -> None:
    """To another place or link."""
    gathering = await shelf.own(ctx, number)
    if not words.strip() or not gathering.is_open:
        ctx.refuse("is-over" if words.strip() else "say-where")
    plan = await with_place(ctx, gathering.plan, words)
    await _changed(ctx, gathering.replanned(ctx.now, plan), "relocated")


async def _changed(ctx: Context, gathering: Gathering, id: str) -> None:
    """Tell everybody concerned, alone and in their own time; the card and the calendars follow."""
    told = await tell(ctx, gathering, id, but=ctx.person)
    ctx.quietly(ctx.text("done-and-told", title=gathering.plan.title, count=told))
    await follow(ctx, gathering)


async def follow(ctx: Context, gathering: Gathering) -> None:
    """Let calendars, timers and the card follow a change."""
    gathering = await asked_anew(ctx, await without_reminders(ctx, gathering))
    await send_changes(ctx, gathering)
    set_timers(ctx, gathering)
    await shelf.keep(ctx, await show(ctx, gathering))


async def tell(ctx: Context, gathering: Gathering, id: str, but: PersonRef | None = None) -> int:
    """Tell those who come, may come or wait, but not who does it; how many that are."""
    rsvps = gathering.rsvps
    there = await welcome(ctx, gathering, (*rsvps.interested, *rsvps.waiting))
    concerned = [one for one in there if one != but]
    for person in concerned:
        said = await in_their_time(ctx, id, gathering, person)
        through = await group_of(ctx, gathering, person)
        ctx.post(person, said, urgent=urgency(ctx, gathering), wanted=True, until=gathering.ends, through=through)
    return len(concerned)


async def cancel(ctx: Context, number: int | None, words: str) -> None:
    """Call it off. Nobody moves up; everybody concerned is told, whoever waits for a seat too."""
    gathering = await shelf.own(ctx, number)
    if not gathering.is_open:
        ctx.refuse("is-over")
    off = gathering.in_phase(Phase.CANCELLED, ctx.now)
    await _changed(ctx, off, "called-off")
    if off.series is not None and off.original is not None:
        await _except(ctx, off.series, off.original, None)
        await go_on(ctx, off)


async def seats(ctx: Context, number: int | None, words: str) -> None:
    """More seats or fewer; `none` for as many as come."""
    gathering = await shelf.own(ctx, number)
    wanted = words.strip()
    capacity = int(wanted) if wanted.isdecimal() else None
    if not gathering.is_open:
        ctx.refuse("is-over")
    if (capacity is None and not ctx.one_of(wanted, "none")) or (
        capacity is not None and not 1 <= capacity <= MOST_SEATS
    ):
        ctx.refuse("seats-wrong", most=MOST_SEATS)
    try:
        rsvps, up = gathering.rsvps.with_capacity(capacity)
    except Full as full:
        ctx.refuse("seats-taken", count=full.going)
    changed = evolve(gathering, rsvps=rsvps, plan=evolve(gathering.plan, capacity=capacity))
    await promoted(ctx, changed, up)
    await shelf.keep(ctx, await show(ctx, changed))
    ctx.quietly(ctx.text("seats-changed", title=gathering.plan.title, up=len(up)))


async def host(ctx: Context, number: int | None, words: str) -> None:
    """Another host: oneself, or somebody who is told."""
    gathering = await shelf.own(ctx, number)
    if not gathering.is_open:
        ctx.refuse("is-over")
    heir = await ctx.find_person(words) if words.strip() else ctx.person
    if heir is None or heir not in await ctx.members():
        ctx.refuse("host-no-member")
    series = gathering.series is not None and await ctx.find(Series, key=shelf.key(gathering.series)) is not None
    if heir != ctx.person:
        ctx.post(
            heir,
            ctx.text(
                "you-host",
                title=gathering.plan.title,
                number=gathering.number,
                group=await ctx.name(ctx.group),
                by=await name(ctx, ctx.person),
                series=series,
            ),
        )
    changed = evolve(gathering, host=heir)
    await shelf.keep(ctx, await show(ctx, changed))
    ctx.quietly(ctx.text("hosts-now", title=gathering.plan.title, host=await name(ctx, heir), series=series))


@plugin.on(GroupMoved, scope="always")  # what is archived uses no plugin any more
async def group_ended(ctx: Context, moved: GroupMoved) -> None:
    """What a group planned that is archived now does not take place: who wanted to come is told."""
    if moved.state is not GroupState.ARCHIVED:
        return
    for poll in (await ctx.load_all(Poll)).values():
        await ctx.delete(Poll, key=shelf.key(poll.number))
    for gathering in await shelf.open_ones(ctx):
        if gathering.phase is Phase.PLANNED:
            off = gathering.in_phase(Phase.CANCELLED, ctx.now)
            await tell(ctx, off, "called-off")
            await follow(ctx, off)
