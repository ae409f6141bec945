"""What happens by itself before and while people meet: quiet reminders to those who come, a word in the room when it begins."""

from __future__ import annotations

from datetime import datetime, timedelta

from coterie.core.api import Card, Choice, Context, GroupRef, MessageRef, PersonRef, evolve

from . import plugin, shelf
from .bridge import Visit
from .circle import everywhere, group_of, welcome
from .gathering import Gathering, Phase, Plan
from .showing import show
from .wording import city, link, span

DAY_BEFORE = timedelta(days=1)
SOON = timedelta(minutes=30)
LATE = timedelta(minutes=10)
"""Who is told later than so is not told that it begins now."""
URGENT = timedelta(hours=1)
STAGES = ("day", "soon", "begin", "end", "close", "forget")
FEEDBACK = timedelta(days=3)
"""For so long one may say how it was, and who came."""
FORGOTTEN = timedelta(days=14)
"""So long after it was to be, calendars still hear that a gathering was called off."""


def stages(gathering: Gathering, now: datetime) -> dict[str, datetime]:
    """When what happens by itself is to happen."""
    at, ends = gathering.plan.at, gathering.ends
    if gathering.phase is Phase.CANCELLED:
        return {"forget": ends + FORGOTTEN}
    if gathering.phase is Phase.OVER:
        return {"close": max(ends, now) + FEEDBACK}
    return {"day": at - DAY_BEFORE, "soon": at - SOON, "begin": at, "end": ends}


def set_timers(ctx: Context, gathering: Gathering) -> None:
    """Set the timers that a gathering needs now, and let go of all others."""
    due = {
        stage: at
        for stage, at in stages(gathering, ctx.now).items()
        if at > ctx.now or stage in ("begin", "end", "forget")
    }
    for stage in STAGES:
        name = f"{gathering.number}:{stage}"
        if stage in due:
            ctx.timer(due[stage], then=stage, value=gathering.number, name=name)
        else:
            ctx.cancel_timer(stage, name)


async def _planned(ctx: Context, number: int) -> Gathering | None:
    found = await ctx.find(Gathering, key=shelf.key(number))
    return found if found is not None and found.phase is Phase.PLANNED else None


async def _ahead(ctx: Context, number: int, least: timedelta = timedelta()) -> Gathering | None:
    """The gathering, if it still lies ahead, by more than that: a timer may come late, when coterie was down."""
    found = await _planned(ctx, number)
    return found if found is not None and found.plan.at - ctx.now > least else None


@plugin.timer("day")
async def remind_a_day_before(ctx: Context, number: int) -> None:
    """Tell who comes, by their own clocks; not where the second reminder is due as well."""
    if gathering := await _ahead(ctx, number, SOON):
        await remind(ctx, gathering, urgent=None)


@plugin.timer("soon")
async def remind_soon(ctx: Context, number: int) -> None:
    """Tell who comes, with the link: at night too, for then it would be over."""
    if gathering := await _ahead(ctx, number):
        await remind(ctx, gathering, urgent="begins_soon")


def urgency(ctx: Context, gathering: Gathering) -> str | None:
    """Why people are told even in their quiet hours, if so: what begins within the hour, or is off within the day, can't wait for the morning."""
    if gathering.phase is Phase.CANCELLED:
        return "called_off" if gathering.plan.at - ctx.now <= DAY_BEFORE else None
    return "begins_soon" if gathering.plan.at - ctx.now <= URGENT else None


async def remind(ctx: Context, gathering: Gathering, urgent: str | None = None) -> None:
    """Tell everybody who comes or may come, alone; whoever can't after all says so on the spot."""
    gathering = await without_reminders(ctx, gathering)
    choices = (Choice("no", ctx.plain("cannot"), (ctx.group.id, gathering.number)),)
    where, until, people = where_of(ctx, gathering.plan), gathering.plan.at, ctx.people
    said, cards = list[MessageRef](), dict[tuple[str, GroupRef], Card]()
    for person in await welcome(ctx, gathering, gathering.rsvps.interested):
        group = await group_of(ctx, gathering, person)
        zone = (await people.zone(person, group)).key
        if (card := cards.get((zone, group))) is None:
            text = await by_clocks_of(ctx, "reminder", gathering, zone, group, where=where)
            card = cards[zone, group] = Card(text, choices=choices)
        said.append(ctx.post(person, card, urgent=urgent, wanted=True, until=until, through=group))
    await shelf.keep(ctx, evolve(gathering, reminders=tuple(said)))


async def without_reminders(ctx: Context, gathering: Gathering) -> Gathering:
    """The same; what waits still of its reminders for somebody's quiet hours to end is not said any more."""
    for message in gathering.reminders:
        await ctx.take_back(message)
    return evolve(gathering, reminders=())


async def in_their_time(ctx: Context, id: str, gathering: Gathering, person: PersonRef, **more: object) -> str:
    """A text about the gathering by the clocks of one person, in their language."""
    group = await group_of(ctx, gathering, person)
    zone, where = str(await ctx.people.zone(person, group)), where_of(ctx, gathering.plan)
    return await by_clocks_of(ctx, id, gathering, zone, group, where=where, **more)


def where_of(ctx: Context, plan: Plan) -> str:
    """Where it is, behind a sign: its link, else its place; nothing where neither is known."""
    if plan.link:
        return ctx.text("where-link", link=link(plan))
    return ctx.text("where-place", place=plan.place) if plan.place else ""


async def by_clocks_of(ctx: Context, id: str, gathering: Gathering, zone: str, group: GroupRef, **more: object) -> str:
    """The same by the clocks of a zone and under the name of a group, for all who live there and know it by that."""
    plan = gathering.plan
    return ctx.text(id, title=plan.title, group=await ctx.name(group), city=city(zone), **span(plan, zone), **more)


@plugin.timer("begin")
async def begin(ctx: Context, number: int) -> None:
    """Say in the room that it begins, where anybody comes; whoever is there says so with one press."""
    gathering = await _planned(ctx, number)
    if gathering is None:
        return
    gathering = evolve(gathering, phase=Phase.UNDER_WAY)
    if gathering.rsvps.interested and ctx.now < gathering.ends:
        _say_that_it_begins(ctx, gathering)
    await shelf.keep(ctx, await show(ctx, gathering))


def _say_that_it_begins(ctx: Context, gathering: Gathering) -> None:
    here, plan = Choice("here", ctx.plain("here"), [ctx.group.id, gathering.number]), gathering.plan
    where = link(plan) if plan.link else plan.place
    id = "begins" if ctx.now - plan.at < LATE else "is-under-way"
    said = Card(ctx.text(id, title=plan.title, where=where), choices=[here])
    for room in everywhere(ctx, gathering):
        ctx.post(room, said, until=gathering.ends)


@plugin.timer("forget")
async def forget(ctx: Context, number: int) -> None:
    """Let go of what was called off."""
    gathering = await ctx.find(Gathering, key=shelf.key(number))
    for partner in gathering.partners if gathering is not None else ():
        await ctx.delete(Visit, key=shelf.visit_key(ctx.group, number), of=partner.group)
    await ctx.delete(Gathering, key=shelf.key(number))
