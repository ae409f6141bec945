"""The micro-roles: on Monday the next on the list is asked, and has a day to say yes."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from coterie.core.api import Card, Choice, Context, PersonRef, Urgency

from .people import holders, is_away, present_leaders
from .rota import Rota, Small

DAY = timedelta(days=1)


async def rota(ctx: Context, role: Small) -> Rota:
    """The list of a role."""
    return await ctx.load(Rota, key=role.value)


async def save(ctx: Context, role: Small, changed: Rota) -> None:
    """Keep the list of a role."""
    await ctx.save(changed, key=role.value)


async def join(ctx: Context, role: Small, person: PersonRef) -> None:
    """Put somebody on the list, with their consent."""
    await save(ctx, role, (await rota(ctx, role)).joined_by(person, ctx.now))
    ctx.post(person, ctx.text("on-the-list", role=role, group=await ctx.name(ctx.group)))


async def leave(ctx: Context, role: Small, person: PersonRef) -> None:
    """Take somebody off the list."""
    await save(ctx, role, (await rota(ctx, role)).left_by(person))
    ctx.post(person, ctx.text("off-the-list", role=role, group=await ctx.name(ctx.group)))


async def shown(ctx: Context, role: Small) -> Card:
    """Who has the role this week, who is on the list, and the button to come on it, or off it for who is there."""
    now = [await ctx.name(one) for one in holders(ctx, role.value, await ctx.members())]
    volunteers = [one.person for one in (await rota(ctx, role)).volunteers]
    listed = [await ctx.name(one) for one in volunteers]
    there = ctx.person in volunteers
    said = ctx.text("week", role=role, now=now, some=len(now), listed=listed, count=len(listed), there=there)
    way = "off" if there else "on"
    return Card(said, choices=[Choice(way, ctx.plain(way), [ctx.group.id, role.value])])


async def invitation(ctx: Context, role: Small, by: PersonRef) -> Card:
    """Asks somebody whom another named whether they would like to be on the list."""
    said = ctx.text("invited", role=role, by=await ctx.name(by), group=await ctx.name(ctx.group))
    value = [ctx.group.id, role.value]
    return Card(
        said, choices=[Choice("on", ctx.plain("on"), value), Choice("decline-list", ctx.plain("decline"), value)]
    )


async def begin(ctx: Context, role: Small) -> None:
    """It is Monday: ask whose turn it is, unless somebody has the role for longer, as the host of a group that has just begun."""
    fresh = (await rota(ctx, role)).begun()
    if fresh.volunteers and not await _hosted(ctx, role):
        await ask_next(ctx, role, fresh)


async def ask_next(ctx: Context, role: Small, rota: Rota) -> None:
    """Ask the next one; where nobody is left, tell a leader once."""
    here = [one for one in await ctx.members() if not await is_away(ctx, one)]
    person = rota.next(here)
    await save(ctx, role, rota if person is None else rota.asking(person))
    if person is None:
        for leader in (await present_leaders(ctx))[:1]:
            ctx.post(leader, ctx.text("nobody-this-week", role=role, group=await ctx.name(ctx.group)))
        return
    value = [ctx.group.id, role.value]
    choices = [
        Choice("take", ctx.plain("take"), value, urgency=Urgency.PRIMARY),
        Choice("pass", ctx.plain("pass"), value),
        Choice("off", ctx.plain("off"), value),
    ]
    ctx.post(person, Card(ctx.text("your-turn", role=role, group=await ctx.name(ctx.group)), choices=choices))
    ctx.timer(DAY, then="silent", value=role.value, name=role.value)


async def take(ctx: Context, role: Small, person: PersonRef) -> None:
    """Somebody takes the role for this week, if nobody else did."""
    others = [one for one in holders(ctx, role.value, await ctx.members()) if one != person]
    if others:
        ctx.refuse("taken", role=role, person=await ctx.name(others[0]))
    if person not in await ctx.members():
        ctx.refuse("not-here", person=await ctx.name(person), group=await ctx.name(ctx.group))
    await ctx.groups.appoint(person, role.value, until=_next_monday(ctx))
    await save(ctx, role, (await rota(ctx, role)).served_by(person, ctx.now))
    ctx.cancel_timer("silent", role.value)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("has-this-week", role=role, person=person))


async def decline(ctx: Context, role: Small, person: PersonRef) -> None:
    """Somebody can't this week: the next one is asked."""
    before = await rota(ctx, role)
    if before.asked == person:
        await ask_next(ctx, role, before.declined_by(person))


async def _hosted(ctx: Context, role: Small) -> bool:
    here = await ctx.members()
    terms = ctx.groups.holders(role.value)
    return any(PersonRef(term.person) in here and (term.until is None or term.until > ctx.now) for term in terms)


def _next_monday(ctx: Context) -> datetime:
    today = ctx.local_now.date()
    return datetime.combine(today + timedelta(days=7 - today.weekday()), time(9), ctx.local_now.tzinfo)
