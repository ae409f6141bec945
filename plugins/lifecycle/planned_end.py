"""A group whose charter names a day on which it ends: people are asked in time, and decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from coterie.core.api import LIVE, Card, Choice, Context, Group, GroupRef, PersonRef, evolve

from . import plugin
from .deciding import Act, deciders, entered, settle
from .ending import begin, last_day
from .overview import note
from .pausing import morning_of
from .standing import EndQuestion, Standing

NOTICE = timedelta(days=28)
"""So long before its day the leaders of a group are asked whether it ends."""

UNDECIDED = timedelta(days=14)
"""So long members and managers have from its day on, before a group ends as its charter says."""

LONGER = timedelta(days=91)
"""What "a quarter more" adds to a group's day."""


async def ask_about_day(ctx: Context) -> None:
    """Some weeks before its day, ask the leaders whether the group ends then; once for each day."""
    group, standing = ctx.groups.get(), await ctx.load(Standing)
    if group.until is None or group.state not in LIVE or standing.asked_end == group.until:
        return
    if group.until - ctx.local_now.date() > NOTICE:
        return
    said = ctx.text("until-ask", group=group.name, day=group.until)
    for person in await deciders(ctx, "sunset"):
        ctx.post(person, Card(said, choices=_day_choices(ctx, group)))
    await ctx.save(evolve(standing, asked_end=group.until))
    ctx.timer(morning_of(group.until, group), then="day", value=group.until.isoformat())


def _day_choices(ctx: Context, group: Group) -> list[Choice]:
    assert group.until is not None
    value = [group.id, group.until.isoformat()]
    return [
        Choice("day-ends", ctx.plain("choice-day-ends"), value),
        Choice("day-longer", ctx.plain("choice-day-longer"), value),
    ]


async def day_came(ctx: Context, day: str) -> None:
    """Nobody who leads has said anything until the day came: ask the members, and the managers, who decide."""
    group = ctx.groups.get()
    if group.until is None or group.until.isoformat() != day or group.state not in LIVE:
        return
    choices = [
        Choice("like:longer", ctx.plain("choice-go-on"), [group.id, True]),
        Choice("like:end", ctx.plain("choice-let-end"), [group.id, False]),
    ]
    ctx.post(ctx.groups.room(ctx.group), Card(ctx.text("until-members", day=group.until), choices=choices))
    question = EndQuestion(on=True)
    card = _managers_card(ctx, group, question)
    await ctx.save(evolve(question, cards=tuple(ctx.post(person, card) for person in ctx.managers())))
    ctx.timer(UNDECIDED, then="day-silent", value=day)


async def day_passed(ctx: Context, day: str) -> None:
    """Everybody was asked and nobody who may has decided: the charter's day stands, unless more members would go on.

    Then the managers are asked again: a group is not ended over its members' heads.
    """
    group, question = ctx.groups.get(), await _question(ctx)
    over = group.until is None or group.until.isoformat() != day or group.state not in LIVE
    if over or not question.on:
        return
    if len(question.longer) > len(question.end):
        card = _managers_card(ctx, group, question, again=True)
        for person in ctx.managers():
            ctx.post(person, card)
        ctx.timer(NOTICE, then="day-silent", value=day)
        return
    why = ctx.plain("why-planned-day", day=group.until)
    await ctx.save(EndQuestion())
    await begin(ctx, last_day(ctx), why, None)


async def _question(ctx: Context) -> EndQuestion:
    """What the members were asked, with what those said who are still in the group."""
    return (await ctx.load(EndQuestion)).only_of(await ctx.members())


def _managers_card(ctx: Context, group: Group, question: EndQuestion, *, again: bool = False) -> Card:
    id = "until-managers-again" if again else "until-managers"
    said = ctx.text(id, group=group.name, day=group.until, **_counts(ctx, question))
    return Card(said, choices=_day_choices(ctx, group))


def _counts(ctx: Context, question: EndQuestion) -> Mapping[str, str]:
    """How many would like what, as it may be told."""
    return {"longer": ctx.tally(len(question.longer)), "end": ctx.tally(len(question.end))}


async def liked(ctx: Context, person: PersonRef, longer: bool) -> None:
    """A member says what they would like; who decides sees how many."""
    question = await _question(ctx)
    if not question.on:
        ctx.refuse("decided-already")
    if person not in await ctx.members():
        ctx.refuse("members-vote")
    before, question = question, question.with_answer(person, longer)
    await ctx.save(question)
    # Edited at every answer, the card would say when each of them was given.
    for card in question.cards if _counts(ctx, question) != _counts(ctx, before) else ():
        ctx.edit(card, _managers_card(ctx, ctx.groups.get(), question))
    ctx.quietly(ctx.text("counted"))


async def day_decided(ctx: Context, day: str, *, longer: bool, by: PersonRef) -> None:
    """A leader or manager decided about the day of the group here."""
    group, question = ctx.groups.get(), await _question(ctx)
    if group.until is None or group.until.isoformat() != day or group.state not in LIVE:
        ctx.refuse("decided-already")
    asked = ctx.plain("why-members", **_counts(ctx, question)) if question.on else None
    why = asked or ctx.plain("why-day", day=group.until)
    await ctx.save(EndQuestion())
    if not longer:
        await begin(ctx, last_day(ctx, group.until), why, by)
        return
    until = max(group.until, ctx.local_now.date()) + LONGER
    await ctx.groups.amend(ctx.group, until=until)
    await note(ctx, "longer", by, why, until=until.isoformat())
    ctx.post(ctx.groups.room(ctx.group), ctx.text("until-longer", person=by, day=until))


@plugin.timer("day")
async def day(ctx: Context, until: str) -> None:
    """The day of the charter has come, and nobody has decided."""
    await day_came(ctx, until)


@plugin.timer("day-silent")
async def day_silent(ctx: Context, until: str) -> None:
    """Everybody was asked, and nobody has decided."""
    await day_passed(ctx, until)


@plugin.choice("like")
async def like(ctx: Context, said: tuple[str, bool]) -> None:
    """A member says whether the group should go on."""
    id, longer = said
    ctx.enter(GroupRef(id))
    await liked(ctx, ctx.person, longer)


@plugin.choice("day-ends")
async def day_ends(ctx: Context, said: tuple[str, str]) -> None:
    """The group ends on its day."""
    await _chosen(ctx, said, longer=False)


@plugin.choice("day-longer")
async def day_longer(ctx: Context, said: tuple[str, str]) -> None:
    """The group gets a quarter more."""
    await _chosen(ctx, said, longer=True)


async def _chosen(ctx: Context, said: tuple[str, str], *, longer: bool) -> None:
    """Somebody who may has decided about the day of a group."""
    id, until = said
    await entered(ctx, id, Act.SUNSET)
    await day_decided(ctx, until, longer=longer, by=ctx.person)
    settle(ctx, "done")
