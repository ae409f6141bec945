"""What happens when a gathering is over: who came, how it was, what stays of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from coterie.core.api import Answer, Card, Choice, Context, Field, FieldKind, Form, GroupRef, evolve, people_in

from . import plugin, shelf
from .asking import ask_how_it_was, feedback_row
from .bridge import Visit
from .circle import holding, welcome
from .fairness import Burdens
from .gathering import Feedback, Gathering, Held, Phase, Series
from .planning import unfold
from .reminding import FEEDBACK, set_timers
from .showing import show

KEPT = timedelta(days=400)
"""So long is known what took place."""


@plugin.timer("end")
async def end(ctx: Context, number: int) -> None:
    """It is over: ask the host who came and everybody how it was, let playbooks know, and let a series go on."""
    gathering = await ctx.find(Gathering, key=shelf.key(number))
    if gathering is None or not gathering.is_open:
        return
    members = await ctx.members()
    gathering = evolve(gathering, phase=Phase.OVER)
    present = dict.fromkeys((*gathering.rsvps.going, *gathering.came))
    asked = await welcome(ctx, gathering, present)
    gathering = evolve(gathering, asked=asked)
    if asked and ctx.now - gathering.ends < FEEDBACK:  # later nobody remembers, and coterie was down for long
        await _ask_host(ctx, gathering)
        await ask_how_it_was(ctx, gathering)
    zones = {person: str(await ctx.people.zone(person)) for person in members}
    burdens = await ctx.load(Burdens)
    await ctx.save(burdens.after(gathering.plan.at, gathering.plan.lasts, zones))
    await shelf.keep(ctx, await show(ctx, gathering))
    set_timers(ctx, gathering)
    await ctx.announce("gathering_ended", gathering.host)
    await go_on(ctx, gathering)


async def go_on(ctx: Context, gathering: Gathering) -> None:
    """The next of the series, where it is one of a series."""
    series = await ctx.find(Series, key=shelf.key(gathering.series)) if gathering.series is not None else None
    if series is not None:
        await unfold(ctx, series)


# --- who came -------------------------------------------------------------------------------------------------------


async def _ask_host(ctx: Context, gathering: Gathering) -> None:
    which = [ctx.group.id, gathering.number]
    choices = [Choice("all-came", ctx.plain("all-came"), which), Choice("some-came", ctx.plain("some-came"), which)]
    said = ctx.text("who-came", title=gathering.plan.title, count=len(gathering.rsvps.going), here=len(gathering.came))
    ctx.post(gathering.host, Card(said, choices=choices), until=ctx.now + FEEDBACK)


@plugin.choice("all-came")
async def all_came(ctx: Context, which: tuple[str, int]) -> None:
    """Everybody who said yes was there."""
    gathering = await _over(ctx, which)
    came = tuple(dict.fromkeys((*gathering.came, *gathering.rsvps.going)))
    await shelf.keep(ctx, evolve(gathering, came=came))
    ctx.quietly(ctx.text("came-noted", count=len(came)))


@plugin.choice("some-came")
async def some_came(ctx: Context, which: tuple[str, int]) -> None:
    """The host says who."""
    await _over(ctx, which)
    people = Field("people", FieldKind.PEOPLE, ctx.plain("form-came"), required=True)
    ctx.ask(Form(ctx.plain("form-came-title"), (people,)), then="came", value=which)


@plugin.form("came")
async def came(ctx: Context, answers: Mapping[str, Answer], which: tuple[str, int]) -> None:
    """These were there, beside whoever said so themselves."""
    gathering = await _over(ctx, which)
    named = people_in(answers["people"])
    there = tuple(dict.fromkeys((*gathering.came, *named)))
    await shelf.keep(ctx, evolve(gathering, came=there))
    ctx.quietly(ctx.text("came-noted", count=len(there)))


async def _over(ctx: Context, which: tuple[str, int]) -> Gathering:
    ctx.enter(GroupRef(which[0]))
    gathering = await ctx.find(Gathering, key=shelf.key(which[1]))
    if gathering is None:
        ctx.refuse("is-closed")
    await shelf.check_owner(ctx, gathering.host)
    return gathering


# --- what stays -----------------------------------------------------------------------------------------------------


@plugin.timer("close")
async def close(ctx: Context, number: int) -> None:
    """Tell the group how it was, in numbers; of the gathering only these stay."""
    gathering = await ctx.find(Gathering, key=shelf.key(number))
    if gathering is None or gathering.phase is not Phase.OVER:
        return
    feedback = await ctx.load(Feedback, key=shelf.key(number))
    if gathering.asked and feedback.answered:
        row = feedback_row(ctx, gathering, feedback)
        ctx.post(ctx.room, row, thread=gathering.message)
        for partner in holding(ctx, gathering):
            ctx.post(ctx.groups.room(partner.group), row, thread=partner.message)
    plan = gathering.plan
    held = Held(
        number,
        plan.title,
        plan.kind,
        plan.at,
        plan.lasts,
        gathering.zone,
        gathering.host,
        gathering.made,
        gathering.changed,
        gathering.sequence,
        said_yes=len(gathering.rsvps.going),
        came=len(gathering.came),
        answers=feedback.answered,
        recording=gathering.recording,
        partners=tuple(one.group for one in gathering.together),
        known_as=gathering.known_as,
    )
    await ctx.save(held, key=held_key(held))
    await ctx.delete(Gathering, key=shelf.key(number))
    await ctx.delete(Feedback, key=shelf.key(number))
    oldest = f"{ctx.now - KEPT:%Y-%m-%d}"
    for key in await ctx.keys(Held):
        if key >= oldest:
            break
        await _forget(ctx, key)


async def _forget(ctx: Context, key: str) -> None:
    """Let go of what took place long ago, here and in the groups that held it too."""
    held = await ctx.find(Held, key=key)
    if held is not None:
        for group in held.partners:
            await ctx.delete(Visit, key=shelf.visit_key(ctx.group, held.number), of=group)
    await ctx.delete(Held, key=key)


def held_key(held: Held) -> str:
    """What took place is kept in the order in which it did."""
    return f"{held.at:%Y-%m-%d} {shelf.key(held.number)}"
