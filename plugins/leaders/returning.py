"""Who led until further notice, left and comes back is asked whether they would lead again: nobody does by merely walking in. Who was taken
out is not asked: others decided that, and others decide whether they lead again."""

from __future__ import annotations

from datetime import datetime, timedelta

from coterie.core.api import (
    LIVE,
    Card,
    Choice,
    Context,
    Departure,
    GroupRef,
    MemberJoined,
    TermEnded,
    Urgency,
    evolve,
    frozen,
)

from . import ladder, plugin
from .candidacy import Rung
from .people import held, present_leaders

ANSWERED_WITHIN = timedelta(days=28)
"""After so long the question is over: the group has gone on."""


@frozen
class Led:
    """Since when somebody does not lead any more who did until further notice, None for nobody; and when they were asked whether they would
    again. Kept until they answered. `removed`: they were taken out, and are not to be asked when their term ends thereby."""

    until: datetime | None = None
    asked: datetime | None = None
    removed: bool = False


async def left(ctx: Context, how: Departure) -> None:
    """Who is taken out is not asked, nor is what they were asked before open any more. To be called before they are relieved of leading."""
    if how is not Departure.REMOVED:
        return
    if held(ctx, ctx.person, Rung.LEADER.value) is not None:
        await ctx.save(Led(removed=True), key=ctx.person.id)
    elif await ctx.find(Led, key=ctx.person.id) is not None:
        await ctx.delete(Led, key=ctx.person.id)


@plugin.on(TermEnded, scope="always")
async def left_with_the_leading(ctx: Context, term: TermEnded) -> None:
    """Remember who left a group that they led until further notice; who gives it back and stays is not asked."""
    if not ctx.in_group or term.role != Rung.LEADER.value or ctx.person in await ctx.members():
        return
    if (await ctx.load(Led, key=ctx.person.id)).removed:
        await ctx.delete(Led, key=ctx.person.id)
    elif term.lasting:
        await ctx.save(Led(ctx.now), key=ctx.person.id)


@plugin.on(MemberJoined, scope="always")
async def back(ctx: Context, _: MemberJoined) -> None:
    """Ask whoever led here when they left, once."""
    if not ctx.in_group or (led := await ctx.find(Led, key=ctx.person.id)) is None or led.until is None:
        return
    leads = held(ctx, ctx.person, Rung.LEADER.value) is not None
    if led.asked is not None or leads or ctx.groups.get().state not in LIVE:
        await ctx.delete(Led, key=ctx.person.id)
        return
    await ctx.save(evolve(led, asked=ctx.now), key=ctx.person.id)
    choices = [
        Choice("lead-again", ctx.plain("lead-again"), ctx.group.id, urgency=Urgency.PRIMARY),
        Choice("lead-no-more", ctx.plain("decline"), ctx.group.id),
    ]
    said = ctx.text("led-until", group=await ctx.name(ctx.group), until=led.until.date())
    ctx.post(ctx.person, Card(said, choices=choices))


@plugin.choice("lead-again")
async def lead_again(ctx: Context, group: str) -> None:
    """Lead as before where nobody does; else those who lead by now are asked, as of whoever volunteers."""
    ctx.enter(GroupRef(group))
    if ctx.person not in await ctx.members():
        ctx.refuse("not-here", person=await ctx.name(ctx.person), group=await ctx.name(ctx.group))
    await _answered(ctx)
    if await present_leaders(ctx):
        await ctx.use()  # the ends of terms have to be heard
        await ladder.stand(ctx, Rung.LEADER, ctx.person, None)
        ctx.quietly(ctx.text("thanks-for-offer", role=Rung.LEADER))
        return
    await ctx.groups.appoint(ctx.person, Rung.LEADER.value)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("leads-again", person=ctx.person))


@plugin.choice("lead-no-more")
async def lead_no_more(ctx: Context, group: str) -> None:
    """Rather not, and that is fine."""
    ctx.enter(GroupRef(group))
    await _answered(ctx)
    ctx.quietly(ctx.text("fine-too"))


async def _answered(ctx: Context) -> None:
    """Go on only once: who was told since that they lead no more does not by the same card."""
    led = await ctx.find(Led, key=ctx.person.id)
    still = led is not None and led.asked is not None and ctx.now - led.asked <= ANSWERED_WITHIN
    if not still or ctx.groups.get().state not in LIVE:
        ctx.refuse("over")
    await ctx.delete(Led, key=ctx.person.id)
