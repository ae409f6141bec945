"""Holidays of those who lead: somebody is on duty in each of their groups until they are back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum

from coterie.core.api import LIVE, Context, GroupRef, PersonRef, paragraphs

from . import plugin
from .people import DUTY, Away, held, stand_in_for


class When(Enum):
    """What may stand behind `away`."""

    UNTIL = "until"
    BACK = "back"


async def go(ctx: Context, person: PersonRef, until: datetime) -> None:
    """Somebody is away until an instant: in each group that they lead, whoever stands in is on duty."""
    await come_back(ctx, person)
    told, stand_ins, alone = list[str](), list[tuple[str, PersonRef]](), list[str]()
    for group in [one for one in ctx.groups.all() if one.state in LIVE]:
        ctx.enter(GroupRef(group.id))
        if held(ctx, person, "leader") is None:
            continue
        one = await stand_in_for(ctx, person)
        if one is None:
            alone.append(group.name)
            continue
        await ctx.groups.appoint(one, DUTY, until=until)
        stand_ins.append((group.id, one))
        told.append(group.name)
        ctx.post(one, ctx.text("stand-in", person=await ctx.name(person), group=group.name, until=_last_day(until)))
    await ctx.save(Away(until, tuple(stand_ins)), scope="person", of=person)
    said = ctx.text("away", until=_last_day(until), groups=told, some=len(told), alone=alone, none=len(alone))
    ctx.post(person, said)


def _last_day(until: datetime) -> date:
    """The day as people say it: the last one on which somebody is away."""
    return (until - timedelta(minutes=1)).date()


async def come_back(ctx: Context, person: PersonRef) -> bool:
    """Somebody is there again: nobody is on duty in their place. Whether they were away."""
    away = await ctx.load(Away, scope="person", of=person)
    for group, one in away.stand_ins:
        if any(held.id == group for held in ctx.groups.all()):
            await ctx.groups.relieve(one, DUTY, group=GroupRef(group))
    await ctx.save(Away(), scope="person", of=person)
    return away.until is not None and away.until > ctx.now


@plugin.command("away")
async def away(ctx: Context, when: When | None = None, day: date | None = None) -> None:
    """Say that one is away, and who leads stands in: `away until 2026-12-24`, `away back`."""
    if when is None and day is None:
        until = (await ctx.load(Away, scope="person")).until
        gone = until is not None and until > ctx.now
        now = ctx.text("away-is", until=_last_day(until)) if gone and until else ctx.text("is-here")
        ctx.quietly(paragraphs(now, ctx.ways("away back") if gone else ctx.ways("away until 2026-12-24")))
        return
    if when is When.BACK:
        was = await come_back(ctx, ctx.person)
        ctx.post(ctx.person, ctx.text("back-again" if was else "was-here"))
        return
    if day is None or day < ctx.local_now.date():
        ctx.refuse("until-when")
    until = datetime.combine(day + timedelta(days=1), time(), ctx.local_now.tzinfo)
    await go(ctx, ctx.person, until)
