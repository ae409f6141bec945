"""Who leads because a file of the community says so is asked whether that is fine with them: on their own page, where it pings nobody."""

from __future__ import annotations

from datetime import datetime

from coterie.core.api import LIVE, Context, GroupRef, Item, Line, PersonRef, Section, Tap, Urgency, frozen

from . import plugin
from .roles import Role
from .terms import give_back

NAMED = 5
"""So many groups are named to the managers; of the others how many there are."""


@frozen
class Agreed:
    """When somebody said that they lead gladly, as the file says. Under their id, in the group."""

    at: datetime


async def to_agree(ctx: Context, group: GroupRef) -> tuple[PersonRef, ...]:
    """Who is named as leader in the group's file, leads it, and has not yet said that it is fine."""
    written, leads = ctx.groups.written(group), ctx.groups.get(group).leaders
    named = [PersonRef(id) for id in written.leaders if id in leads] if written is not None else []
    return tuple([one for one in named if await ctx.find(Agreed, key=one.id, of=group) is None])


async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """Whether it is fine with them that they lead this group."""
    if ctx.charter.state not in LIVE or person not in await to_agree(ctx, ctx.group):
        return ()
    taps = (
        Tap(ctx.plain("take"), "leaders.agree", urgency=Urgency.PRIMARY),
        Tap(ctx.plain("decline"), "leaders.rather-not"),
    )
    return (Item(Section.LEAD, ctx.text("named-in-file", group=ctx.charter.name), ctx.charter.name, taps=taps),)


@plugin.action("agree")
async def agree(ctx: Context) -> None:
    """It is fine with them: they are not asked again."""
    if ctx.person not in await to_agree(ctx, ctx.group):
        ctx.refuse("over")
    await ctx.save(Agreed(ctx.now), key=ctx.person.id)
    await ctx.call("me.refresh", people=[ctx.person])


@plugin.action("rather-not")
async def rather_not(ctx: Context) -> None:
    """They give it back, as by `step-down leader`. The file does not make them lead again."""
    if ctx.person not in await to_agree(ctx, ctx.group):
        ctx.refuse("over")
    await give_back(ctx, ctx.person, Role.LEADER)
    await ctx.call("me.refresh", people=[ctx.person])


@plugin.contribute("portfolio")
async def in_the_portfolio(ctx: Context) -> tuple[Line, ...]:
    """In which groups nobody who leads has said yes to it: the file alone says so."""
    open = [one for one in ctx.groups.all() if one.state in LIVE and await _nobody_agreed(ctx, GroupRef(one.id))]
    if not open:
        return ()
    groups = [await ctx.name(GroupRef(one.id)) for one in open[:NAMED]]
    return (Line(ctx.text("nobody-agreed", count=len(open), groups=groups, more=len(open) - len(groups)), 0.3),)


async def _nobody_agreed(ctx: Context, group: GroupRef) -> bool:
    asked = {one.id for one in await to_agree(ctx, group)}
    leading = {term.person for term in ctx.groups.holders(Role.LEADER.value, group)}
    return bool(leading) and leading <= asked
