"""A challenge goes on by itself: asks every day, tells every week how it goes for all, and ends."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from coterie.core.api import Card, Choice, Context, GroupMoved, GroupState, Text, Urgency, evolve, local_to_utc

from . import plugin
from .challenge import Challenge, Enrolled, Where, everybody, key
from .streak import DAY, WEEK, tally


def card(ctx: Context, found: Challenge, people: int) -> Card:
    """The challenge as its room sees it."""
    rows = [ctx.text("card-head", title=found.title, number=found.number)]
    rows.append(
        ctx.text(
            "card-days", first=found.first, last=found.last, every=found.every, days=found.days, forgives=found.forgives
        )
    )
    if found.about:
        rows.append(ctx.text("card-about", about=found.about))
    if people:
        rows.append(ctx.text("card-people", count=people))
    join = Choice("join", ctx.plain("join"), [ctx.group.id, found.number], urgency=Urgency.PRIMARY)
    return Card(Text("\\\n".join(str(row) for row in rows)), choices=[join])


# --- asking ---------------------------------------------------------------------------------------------------------


def set_timers(ctx: Context, found: Challenge, zone: str | None = None) -> None:
    """Set the timers that a challenge needs, or only that of one more zone."""
    if zone is None:
        ends, tell = _ends(ctx, found), _noon(ctx, found.first + WEEK)
        ctx.timer(ends, then="finish", value=found.number, name=str(found.number))
        if tell < ends:
            ctx.timer(tell, then="tell", value=found.number, name=str(found.number))
    whose = ctx.charter.zone if found.where is Where.THREAD else zone
    if whose is not None:
        _ask_next(ctx, found, whose, ctx.now)


def _noon(ctx: Context, day: date) -> datetime:
    return local_to_utc(datetime.combine(day, time(12)), ZoneInfo(ctx.charter.zone))


def _ends(ctx: Context, found: Challenge) -> datetime:
    return _noon(ctx, found.last + DAY)


def _ask_next(ctx: Context, found: Challenge, zone: str, after: datetime) -> None:
    """Ask at the hour, by the clocks of the zone, of the next day that is one of the challenge's."""
    here = ZoneInfo(zone)
    day = found.next_due(after.astimezone(here).date())
    while day is not None:
        at = local_to_utc(datetime.combine(day, time(found.hour)), here)
        if at > after:
            ctx.timer(at, then="ask", value=[found.number, zone, day.isoformat()], name=f"{found.number} {zone}")
            return
        day = found.next_due(day + DAY)


@plugin.timer("ask")
async def ask_whether_done(ctx: Context, which: tuple[int, str, str]) -> None:
    """Ask everybody whose clocks show that hour, or all in the thread of the challenge."""
    number, zone, day = which
    found = await ctx.find(Challenge, key=key(number))
    if found is None:
        return
    _ask_next(ctx, found, zone, ctx.now)
    if ctx.now.astimezone(ZoneInfo(zone)).date() != date.fromisoformat(day):
        return  # coterie was down, and that day is over
    done = Choice("done", ctx.plain("done"), [ctx.group.id, number, day], urgency=Urgency.PRIMARY)
    undone = Choice("undone", ctx.plain("undone"), [ctx.group.id, number, day])
    place = found.place(date.fromisoformat(day))
    said = ctx.text("ask", title=found.title, every=found.every, day=place, of=found.days)
    if found.where is Where.THREAD:
        ctx.post(ctx.room, Card(said, choices=[done, undone]), thread=found.message)
    else:
        members = await ctx.members()
        for one in await everybody(ctx, number):
            if one.person in members and await _zone_now(ctx, found, one) == zone:
                if date.fromisoformat(day) not in one.checkins.days:
                    ctx.post(
                        one.person,
                        Card(said, choices=[done, undone]),
                        wanted=True,
                        until=min(ctx.now + found.step, _ends(ctx, found)),
                    )


async def _zone_now(ctx: Context, found: Challenge, one: Enrolled) -> str:
    """The zone by whose clocks somebody is asked now; who moved is asked by the new ones from the next time on."""
    zone = str(await ctx.people.zone(one.person))
    if zone != one.zone:
        await ctx.save(evolve(one, zone=zone), key=f"{key(found.number)} {one.person.id}")
        _ask_next(ctx, found, zone, ctx.now)
    return one.zone


# --- all together ---------------------------------------------------------------------------------------------------


@plugin.timer("tell")
async def tell(ctx: Context, number: int) -> None:
    """Tell once a week what all did together; from k people on."""
    found = await ctx.find(Challenge, key=key(number))
    if found is None:
        return
    people = await everybody(ctx, number)
    today = ctx.local_now.date()
    if len(people) >= ctx.community.k:
        days = tally([one.checkins for one in people], today - WEEK, today - DAY)
        ctx.post(ctx.room, ctx.text("tally", title=found.title, days=days, people=len(people)))
    again = _noon(ctx, today + WEEK)
    if today + WEEK <= found.last:
        ctx.timer(again, then="tell", value=number, name=str(number))


@plugin.timer("finish")
async def over(ctx: Context, number: int) -> None:
    """The last day is over."""
    found = await ctx.find(Challenge, key=key(number))
    if found is not None:
        await finish(ctx, found)


@plugin.on(GroupMoved, scope="always")  # what is archived uses no plugin any more
async def group_ended(ctx: Context, moved: GroupMoved) -> None:
    """The challenges of a group end with it: nobody is asked any more."""
    if moved.state is GroupState.ARCHIVED:
        for found in (await ctx.load_all(Challenge)).values():
            await finish(ctx, found, with_story=False)


async def finish(ctx: Context, found: Challenge, *, with_story: bool = True) -> None:
    """Thank everybody, ask who began it for the story, and let go of who did what when."""
    people, members = await everybody(ctx, found.number), await ctx.members()
    last = min(found.last, ctx.local_now.date())
    done = tally([one.checkins for one in people], found.first, last)
    if found.message is not None:
        ctx.edit(found.message, Card(ctx.text("card-over", title=found.title)))
    if len(people) >= ctx.community.k:
        ctx.post(ctx.room, ctx.text("finished", title=found.title, people=len(people), done=done))
    elif people:
        ctx.post(ctx.room, ctx.text("finished-few", title=found.title))
    for one in people:
        await ctx.delete(Enrolled, key=f"{key(found.number)} {one.person.id}")
    await ctx.delete(Challenge, key=key(found.number))
    for then in ("finish", "tell"):
        ctx.cancel_timer(then, str(found.number))
    teller = found.host if found.host in members else next((one for one in ctx.leaders() if one in members), None)
    if with_story and people and teller is not None:
        story = Choice("story", ctx.plain("story"), [ctx.group.id, found.title])
        ctx.post(teller, Card(ctx.text("ask-for-story", title=found.title), choices=[story]))
    await ctx.announce("challenge_finished", found.host)
