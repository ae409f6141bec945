"""What happens by itself before and while people meet: quiet reminders to those who come, a word in the room when it begins."""

from __future__ import annotations

from datetime import datetime, timedelta

from coterie.core.api import Card, Choice, Context, PersonRef, evolve

from . import plugin, shelf
from .gathering import Gathering, Phase
from .showing import show
from .wording import city, link, span

DAY_BEFORE = timedelta(days=1)
SOON = timedelta(minutes=30)
URGENT = timedelta(hours=1)
STAGES = ("day", "soon", "begin", "end", "close", "forget")
FEEDBACK = timedelta(days=3)
"""For so long one may say how it was, and who came."""
FORGOTTEN = timedelta(days=14)
"""So long after it was to be, calendars still hear that a gathering was called off."""


def stages(gathering: Gathering) -> dict[str, datetime]:
    """When what happens by itself is to happen."""
    at, ends = gathering.plan.at, gathering.ends
    if gathering.phase is Phase.CANCELLED:
        return {"forget": ends + FORGOTTEN}
    if gathering.phase is Phase.OVER:
        return {"close": ends + FEEDBACK}
    return {"day": at - DAY_BEFORE, "soon": at - SOON, "begin": at, "end": ends}


def set_timers(ctx: Context, gathering: Gathering) -> None:
    """Set the timers that a gathering needs now, and let go of all others."""
    due = {stage: at for stage, at in stages(gathering).items() if at > ctx.now or stage in ("begin", "end", "forget")}
    for stage in STAGES:
        name = f"{gathering.number}:{stage}"
        if stage in due:
            ctx.timer(due[stage], then=stage, value=gathering.number, name=name)
        else:
            ctx.cancel_timer(stage, name)


async def _planned(ctx: Context, number: int) -> Gathering | None:
    found = await ctx.find(Gathering, key=shelf.key(number))
    return found if found is not None and found.phase is Phase.PLANNED else None


@plugin.timer("day")
async def remind_a_day_before(ctx: Context, number: int) -> None:
    """Tell who comes, by their own clocks."""
    if gathering := await _planned(ctx, number):
        await remind(ctx, gathering, urgent=None)


@plugin.timer("soon")
async def remind_soon(ctx: Context, number: int) -> None:
    """Tell who comes, with the link: at night too, for then it would be over."""
    if gathering := await _planned(ctx, number):
        await remind(ctx, gathering, urgent="begins_soon")


def urgency(ctx: Context, gathering: Gathering) -> str | None:
    """Why people are told even in their quiet hours, if so: what begins within the hour can't wait for the morning."""
    return "begins_soon" if gathering.plan.at - ctx.now <= URGENT else None


async def remind(ctx: Context, gathering: Gathering, urgent: str | None = None) -> None:
    """Tell everybody who comes or may come, alone; whoever can't after all says so on the spot."""
    away = Choice("no", ctx.plain("cannot"), [ctx.group.id, gathering.number])
    present, said = set(await ctx.members()), dict[str, str]()
    for person in gathering.rsvps.interested:
        if person in present:
            zone = str(await ctx.people.zone(person))
            if zone not in said:
                said[zone] = await by_clocks_of(ctx, "reminder", gathering, zone)
            ctx.post(person, Card(said[zone], choices=[away]), urgent=urgent)


async def in_their_time(ctx: Context, id: str, gathering: Gathering, person: PersonRef, **more: object) -> str:
    """A text about the gathering by the clocks of one person, in their language."""
    return await by_clocks_of(ctx, id, gathering, str(await ctx.people.zone(person)), **more)


async def by_clocks_of(ctx: Context, id: str, gathering: Gathering, zone: str, **more: object) -> str:
    """The same by the clocks of a zone, for all who live there."""
    plan = gathering.plan
    where = ctx.text("where-link", link=link(plan)) if plan.link else ctx.text("where-place", place=plan.place)
    return ctx.text(
        id,
        title=plan.title,
        group=await ctx.name(ctx.group),
        city=city(zone),
        where=where if plan.link or plan.place else "",
        **span(plan, zone),
        **more,
    )


@plugin.timer("begin")
async def begin(ctx: Context, number: int) -> None:
    """Say in the room that it begins, where anybody comes; whoever is there says so with one press."""
    gathering = await _planned(ctx, number)
    if gathering is None:
        return
    gathering = evolve(gathering, phase=Phase.UNDER_WAY)
    if gathering.rsvps.interested:
        here = Choice("here", ctx.plain("here"), [ctx.group.id, number])
        plan = gathering.plan
        said = (
            ctx.text("begins-link", title=plan.title, link=link(plan))
            if plan.link
            else ctx.text("begins", title=plan.title, place=plan.place)
        )
        ctx.post(ctx.room, Card(said, choices=[here]))
    await shelf.keep(ctx, await show(ctx, gathering))


@plugin.timer("forget")
async def forget(ctx: Context, number: int) -> None:
    """Let go of what was called off."""
    await ctx.delete(Gathering, key=shelf.key(number))
