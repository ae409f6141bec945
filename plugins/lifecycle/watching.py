"""Once a week: the weeks are closed, what is due is asked, and a group that went quiet gets an offer. Only its leaders hear of it."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Card, Choice, Context, GroupState, Text, Urgency, evolve, paragraphs

from . import planned_end, plugin, reviewing
from .activity import Activity
from .deciding import deciders, leading, settle
from .ladder import Ladder, Rung
from .seasons import Seasons
from .standing import Standing

SNOOZE = timedelta(weeks=6)
ASK_TO_WAKE = timedelta(weeks=8)
ASK_AGAIN = timedelta(weeks=13)
"""So long after a review that nobody made it is asked for again."""


@plugin.every("monday 09:00")
async def monday(ctx: Context) -> None:
    """What a Monday morning brings to the group here."""
    group, today = ctx.groups.get(), ctx.local_now.date()
    paused = group.state is GroupState.DORMANT
    seasons = await ctx.load(Seasons)
    activity = seasons.planned((await ctx.load(Activity)).upto(today, planned=paused))
    await ctx.save(activity)
    if group.state not in (GroupState.PILOT, GroupState.ACTIVE, GroupState.DORMANT):
        return
    await planned_end.ask_about_day(ctx)
    if not paused:
        await _climb(ctx, activity, quiet=activity.is_quiet and today not in seasons)
        asked = (await ctx.load(Standing)).asked
        if (asked is None or today - asked >= ASK_AGAIN) and await reviewing.is_due(ctx, today):
            await reviewing.ask(ctx)
    else:
        await _ask_to_wake(ctx)


async def _climb(ctx: Context, activity: Activity, *, quiet: bool) -> None:
    before = await ctx.load(Ladder)
    ladder = before.climbed(ctx.local_now.date(), quiet=quiet)
    if ladder == before:
        return
    await ctx.save(ladder)
    if ladder.rung is Rung.REVIEW:
        await reviewing.ask(ctx)
    elif ladder.rung is not Rung.NONE:
        for leader in ctx.leaders() or ctx.managers():
            ctx.post(leader, _hint(ctx, activity, ladder.rung))


def _hint(ctx: Context, activity: Activity, rung: Rung) -> Card:
    ref, group = ctx.group, ctx.groups.get()
    head = ctx.text("quiet-head", group=group.name, recent=round(activity.recent, 1), usual=activity.usual or 0)
    said: list[Text] = [head, ctx.text(f"quiet-{rung.value}")]
    first = {
        Rung.HINT: [],
        Rung.PROMPT: [Choice("prompt", ctx.plain("choice-prompt"), ref.id, urgency=Urgency.PRIMARY)],
        Rung.GATHERING: [Choice("meet", ctx.plain("choice-meet"), ref.id, urgency=Urgency.PRIMARY)],
    }.get(rung, [])
    rest = [
        Choice("planned", ctx.plain("choice-planned"), ref.id),
        Choice("snooze", ctx.plain("choice-snooze"), ref.id),
    ]
    return Card(paragraphs(*said), choices=[*first, *rest])


async def _ask_to_wake(ctx: Context) -> None:
    """A pause without an end is asked about now and then."""
    standing, today = await ctx.load(Standing), ctx.local_now.date()
    if standing.pause is not None:
        return
    moves = await ctx.groups.moves(ctx.group)
    last = max((standing.asked or moves[-1].at.date()), moves[-1].at.date()) if moves else today
    if today - last < ASK_TO_WAKE:
        return
    wake = Choice("wake", ctx.plain("choice-wake"), ctx.group.id)
    for leader in await deciders(ctx, "wake"):
        ctx.post(leader, Card(ctx.text("still-paused", group=ctx.groups.get().name), choices=[wake]))
    await ctx.save(evolve(standing, asked=today))


@plugin.choice("prompt")
async def prompt(ctx: Context, id: str) -> None:
    """A leader lets coterie ask the group something."""
    await leading(ctx, id)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("prompt"))
    settle(ctx, "done")


@plugin.choice("meet")
async def meet(ctx: Context, id: str) -> None:
    """A leader lets coterie ask when people would like to meet."""
    await leading(ctx, id)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("meet"))
    settle(ctx, "done")


@plugin.choice("snooze")
async def snooze(ctx: Context, id: str) -> None:
    """The leaders want to hear nothing of it for some weeks."""
    await leading(ctx, id)
    await ctx.save((await ctx.load(Ladder)).snoozed(ctx.local_now.date() + SNOOZE))
    settle(ctx, "snoozed")
