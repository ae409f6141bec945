"""One tap a day, and the story at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from coterie.core.api import AccountsLinked, Answer, Context, Field, FieldKind, Form, GroupRef, MemberLeft, evolve

from . import plugin
from .challenge import Challenge, Enrolled, how_many, key, key_of
from .running import card
from .streak import streak


@plugin.choice("done")
async def done(ctx: Context, which: tuple[str, int, str]) -> None:
    """It is done: that day counts."""
    found, mine, day = await _checking(ctx, which)
    mine = evolve(mine, checkins=mine.checkins.with_day(day))
    await ctx.save(mine, key=key_of(found.number, ctx.person))
    now = streak(mine.checkins, found.due, day, found.forgives, found.step)
    ctx.quietly(ctx.text("well-done", title=found.title, streak=now.days, forgiven=now.forgiven))


@plugin.choice("undone")
async def undone(ctx: Context, which: tuple[str, int, str]) -> None:
    """It is not done: that is said without a reproach, and taken back where it was said otherwise before."""
    found, mine, day = await _checking(ctx, which)
    if day in mine.checkins.days:
        await ctx.save(evolve(mine, checkins=mine.checkins.without_day(day)), key=key_of(found.number, ctx.person))
    ctx.quietly(ctx.text("another-day", title=found.title, forgives=found.forgives))


async def _checking(ctx: Context, which: tuple[str, int, str]) -> tuple[Challenge, Enrolled, date]:
    """The challenge, who answers, and the day; whoever does not take part yet does so by answering."""
    ctx.enter(GroupRef(which[0]))
    found = await ctx.find(Challenge, key=key(which[1]))
    if found is None:
        ctx.refuse("is-over")
    await ctx.require("member")
    mine = await ctx.find(Enrolled, key=key_of(found.number, ctx.person))
    zone = str(await ctx.people.zone(ctx.person))
    return found, mine or Enrolled(ctx.person, zone), date.fromisoformat(which[2])


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: what either did counts, each day once."""
    if linked.person is None:
        return
    for group in await ctx.joined(linked.person):
        ctx.enter(group)
        for found in (await ctx.load_all(Challenge)).values():
            other = await ctx.find(Enrolled, key=key_of(found.number, linked.other))
            if other is None:
                continue
            own = await ctx.find(Enrolled, key=key_of(found.number, linked.person))
            both = evolve(own or other, person=linked.person)
            for day in other.checkins.days:
                both = evolve(both, checkins=both.checkins.with_day(day))
            await ctx.delete(Enrolled, key=key_of(found.number, linked.other))
            await ctx.save(both, key=key_of(found.number, linked.person))


@plugin.on(MemberLeft)
async def gone(ctx: Context, left: MemberLeft) -> None:
    """Whoever leaves the group takes part in none of its challenges any more, and nothing is kept of what they did."""
    if not ctx.in_group or left.person is None or left.person in await ctx.members():
        return
    for found in (await ctx.load_all(Challenge)).values():
        of = key_of(found.number, left.person)
        if await ctx.find(Enrolled, key=of) is not None:
            await ctx.delete(Enrolled, key=of)
            if found.message is not None:
                ctx.edit(found.message, card(ctx, found, await how_many(ctx, found.number)))


@plugin.choice("story")
async def story(ctx: Context, which: tuple[str, str]) -> None:
    """Let the host tell it."""
    ctx.enter(GroupRef(which[0]))
    told = Field("text", FieldKind.LONG, ctx.plain("form-story"), required=True, maximum="1500")
    ctx.ask(Form(ctx.plain("form-story-title"), (told,)), then="story", value=which)


@plugin.form("story")
async def told(ctx: Context, answers: Mapping[str, Answer], which: tuple[str, str]) -> None:
    """Put it into the room, and into the library, where there is one."""
    ctx.enter(GroupRef(which[0]))
    message = ctx.post(ctx.room, ctx.text("the-story", title=which[1], text=str(answers["text"])))
    title = str(ctx.plain("story-title", title=which[1]))
    await ctx.call("library.keep", title=title, message=message.id, tags=("challenges",))
