"""Once a week: the weeks are closed, what is due is asked, and a group that went quiet gets an offer. Only its leaders hear of it, and where they
get a brief that morning they read it there."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import (
    Card,
    Choice,
    Context,
    Group,
    GroupState,
    Line,
    Tap,
    Text,
    Urgency,
    evolve,
    paragraphs,
    together,
)

from . import pausing, planned_end, plugin, reviewing
from .activity import Activity
from .deciding import Act, allowed, deciders, leading, settle
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
    activity = await _closed(ctx, paused=paused)
    await ctx.save(activity)
    if group.state not in (GroupState.PILOT, GroupState.ACTIVE, GroupState.DORMANT):
        return
    await planned_end.ask_about_day(ctx)
    if not paused:
        await _climb(ctx, activity)
        asked = (await ctx.load(Standing)).asked
        if (asked is None or today - asked >= ASK_AGAIN) and await reviewing.is_due(ctx, today):
            await reviewing.ask(ctx)
    else:
        await _ask_to_wake(ctx)


async def _closed(ctx: Context, *, paused: bool = False) -> Activity:
    """How lively the group here was, with all weeks that are over."""
    activity = (await ctx.load(Activity)).upto(ctx.local_now.date(), planned=paused)
    return (await ctx.load(Seasons)).planned(activity)


async def _climbed(ctx: Context, activity: Activity) -> Ladder | None:
    """The ladder of the group here a rung up, or down on the ground; None where it stays where it is."""
    today, before = ctx.local_now.date(), await ctx.load(Ladder)
    quiet = activity.is_quiet and today not in await ctx.load(Seasons)
    ladder = before.climbed(today, quiet=quiet)
    return None if ladder == before else ladder


async def _climb(ctx: Context, activity: Activity) -> None:
    ladder = await _climbed(ctx, activity)
    if ladder is None:
        return
    await ctx.save(ladder)
    if ladder.rung is Rung.REVIEW:
        await reviewing.ask(ctx)
    elif ladder.rung is not Rung.NONE:
        for leader in ctx.leaders() or ctx.managers():
            ctx.post(leader, _hint(ctx, activity, ladder.rung))


# --- in the brief of that morning, where there is one ----------------------------------------------------------------

HINTS = (Rung.HINT, Rung.PROMPT, Rung.GATHERING)
"""What stands in a brief; that a group is reviewed is asked by itself."""


@plugin.contribute("advice")
async def advice(ctx: Context) -> tuple[Line, ...]:
    """What would be said to the leaders this Monday, with its taps; nothing where nothing would."""
    found = await _hinted(ctx)
    if found is None:
        return ()
    activity, ladder = found
    count = ctx.text("quiet-count", recent=round(activity.recent, 1), usual=activity.usual or 0)
    first = {
        Rung.PROMPT: (Tap(ctx.plain("choice-prompt"), "lifecycle.prompt"),),
        Rung.GATHERING: (Tap(ctx.plain("choice-meet"), "lifecycle.meet"),),
    }.get(ladder.rung, ())
    planned = (Tap(ctx.plain("choice-planned"), "lifecycle.planned"),) if _may_rest(ctx.groups.get()) else ()
    rest = (*planned, Tap(ctx.plain("choice-snooze"), "lifecycle.snooze"))
    return (Line(together(count, ctx.text(f"quiet-{ladder.rung.value}"), between=" "), 1.0, taps=(*first, *rest)),)


@plugin.action("advised")
async def advised(ctx: Context) -> None:
    """The leaders read it, in a brief: it is not said again."""
    if (found := await _hinted(ctx)) is not None:
        await ctx.save(found[1])


async def _hinted(ctx: Context) -> tuple[Activity, Ladder] | None:
    if ctx.groups.get().state not in (GroupState.PILOT, GroupState.ACTIVE):
        return None
    activity = await _closed(ctx)
    ladder = await _climbed(ctx, activity)
    return (activity, ladder) if ladder is not None and ladder.rung in HINTS else None


@plugin.action("prompt")
async def prompt_now(ctx: Context) -> None:
    """Ask the group something."""
    ctx.post(ctx.groups.room(ctx.group), ctx.text("prompt"))


@plugin.action("meet")
async def meet_now(ctx: Context) -> None:
    """Ask the group when it would like to meet."""
    ctx.post(ctx.groups.room(ctx.group), ctx.text("meet"))


@plugin.action("planned")
async def planned_now(ctx: Context) -> None:
    """The quiet was planned."""
    await allowed(ctx, Act.PAUSE)
    await pausing.pause(ctx, None, ctx.plain("why-planned"), ctx.person)


@plugin.action("snooze")
async def snooze_now(ctx: Context) -> None:
    """Say nothing of it for some weeks."""
    await ctx.require("leader")
    await ctx.save((await ctx.load(Ladder)).snoozed(ctx.local_now.date() + SNOOZE))


def _may_rest(group: Group) -> bool:
    """Whether the group can pause: one on trial can't, and is not offered what would be refused."""
    return group.state is GroupState.ACTIVE


# --- by itself -------------------------------------------------------------------------------------------------------


def _hint(ctx: Context, activity: Activity, rung: Rung) -> Card:
    ref, group = ctx.group, ctx.groups.get()
    head = ctx.text("quiet-head", group=group.name, recent=round(activity.recent, 1), usual=activity.usual or 0)
    said: list[Text] = [head, ctx.text(f"quiet-{rung.value}")]
    first = {
        Rung.HINT: [],
        Rung.PROMPT: [Choice("prompt", ctx.plain("choice-prompt"), ref.id, urgency=Urgency.PRIMARY)],
        Rung.GATHERING: [Choice("meet", ctx.plain("choice-meet"), ref.id, urgency=Urgency.PRIMARY)],
    }.get(rung, [])
    planned = [Choice("planned", ctx.plain("choice-planned"), ref.id)] if _may_rest(group) else []
    rest = [*planned, Choice("snooze", ctx.plain("choice-snooze"), ref.id)]
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
    await prompt_now(ctx)
    settle(ctx, "done")


@plugin.choice("meet")
async def meet(ctx: Context, id: str) -> None:
    """A leader lets coterie ask when people would like to meet."""
    await leading(ctx, id)
    await meet_now(ctx)
    settle(ctx, "done")


@plugin.choice("snooze")
async def snooze(ctx: Context, id: str) -> None:
    """The leaders want to hear nothing of it for some weeks."""
    await leading(ctx, id)
    await snooze_now(ctx)
    settle(ctx, "snoozed")
