"""A group that grew too large divides as its people choose: they are asked, never sorted."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Card, Choice, Context, GroupRef, GroupState, PersonRef, Urgency, evolve, listed, paragraphs

from . import plugin
from .deciding import Act, deciders, entered, nothing_begun, settle
from .standing import Parting

ASKED_FOR = timedelta(days=7)
REMINDED = timedelta(days=14)
"""After so long it is shown again to whoever decides, and has not."""

LEAST = 2
"""With fewer topics there is nothing to choose; with so few people no group is suggested."""

MOST = 6


def topics_of(typed: str) -> tuple[str, ...]:
    """The topics in a text, with commas between them; each once, however it is written."""
    found = (" ".join(one.split()) for one in typed.split(","))
    kept = dict[str, str]()
    for one in found:
        kept.setdefault(one.casefold(), one)
    return tuple(one for one in kept.values() if one)


async def begin(ctx: Context, topics: tuple[str, ...], by: PersonRef) -> None:
    """Ask everybody in the group here with which part they would go, if any."""
    if not LEAST <= len(topics) <= MOST:
        ctx.refuse("split-topics", least=LEAST, most=MOST)
    nothing_begun(ctx)
    ref = ctx.group
    group = await ctx.groups.move(ref, GroupState.SPLITTING, ctx.plain("why-split", topics=topics), by=by)
    choices = [Choice(f"part:{number}", topic, [ref.id, number]) for number, topic in enumerate(topics)]
    choices.append(Choice("part:stay", ctx.plain("choice-stay"), [ref.id, -1]))
    said = ctx.text("split-ask", person=by, group=group.name, days=ASKED_FOR.days)
    card = ctx.post(ctx.groups.room(ref), Card(said, choices=choices))
    number = (await ctx.load(Parting)).number + 1
    await ctx.save(Parting(topics, by, card=card, number=number))
    ctx.timer(ASKED_FOR, then="parted", value=number)


async def chosen(ctx: Context, person: PersonRef, topic: int) -> None:
    """Somebody chose a part, or to stay."""
    parting = await _parting(ctx)
    if person not in await ctx.members():
        ctx.refuse("members-choose")
    await ctx.save(parting.with_choice(person, topic))
    ctx.quietly(ctx.text("part-stay") if topic < 0 else ctx.text("part-chosen", topic=parting.topics[topic]))


async def suggest(ctx: Context, number: int) -> None:
    """Show whoever began it how many chose what, as far as that says of nobody what they chose; which parts become groups is theirs to decide.

    Where they may not decide any more, all are shown it who may; and again while nobody says that it is done.
    """
    parting = (await ctx.load(Parting)).only_of(await ctx.members())
    if parting.by is None or parting.number != number or ctx.groups.get().state is not GroupState.SPLITTING:
        return
    may = await deciders(ctx, "split")
    shown = (parting.by,) if parting.by in (*may, *ctx.managers()) else may
    card = _counts(ctx, parting)
    for person in shown:
        ctx.post(person, card)
    ctx.timer(REMINDED, then="parted", value=number)


def _counts(ctx: Context, parting: Parting) -> Card:
    lines = [
        ctx.text("part", topic=topic, count=ctx.tally(count))
        for topic, count in zip(parting.topics, parting.counts, strict=True)
    ]
    # Of a part that hardly anybody chose the choice stands there too: that it did not would say how few they are.
    choices = [
        Choice(f"part-found:{number}", ctx.plain("choice-found", topic=topic), [ctx.group.id, number])
        for number, topic in enumerate(parting.topics)
        if number not in parting.founded
    ]
    choices.append(Choice("parts-done", ctx.plain("choice-parts-done"), ctx.group.id, urgency=Urgency.PRIMARY))
    head = ctx.text("split-counts", group=ctx.groups.get().name)
    return Card(paragraphs(head, listed(lines), ctx.text("split-found")), choices=choices)


async def found(ctx: Context, topic: int, by: PersonRef) -> None:
    """Found a group for one part, led by who decides it; everybody who chose it is invited, and stays here as long as they like."""
    parting, here = await _parting(ctx), ctx.groups.get()
    if topic in parting.founded:
        ctx.refuse("decided-already")
    # Who has left meanwhile is not called back by an invitation.
    name, people = parting.topics[topic], parting.only_of(await ctx.members()).of(topic)
    if len(people) < LEAST:
        ctx.refuse("part-too-few", topic=name, least=LEAST)
    id = ctx.groups.free_id(f"{here.id} {name}")
    why = ctx.plain("why-part", group=here.name)
    part = evolve(
        here,
        id=id,
        name=f"{here.name}: {name}",
        state=GroupState.PILOT,
        leaders=(by.id,),
        terms=(),
        homes={},
        parent=here.id,
    )
    ref = await ctx.groups.found(part, why=why, invite=people)
    await ctx.save(evolve(parting, founded=(*parting.founded, topic)))
    ctx.post(ctx.groups.room(ref), ctx.text("part-hello", group=part.name, parent=here.name, person=by))
    few = len(people) < ctx.community.k
    said = ctx.text("part-founded", group=part.name, few=few, count=len(people))
    ctx.post(ctx.groups.room(GroupRef(here.id)), said)


async def done(ctx: Context, by: PersonRef) -> None:
    """The parts that were to be founded are; the group here goes on with whoever stays."""
    parting = await _parting(ctx)
    count = len(parting.founded)
    await ctx.groups.move(ctx.group, GroupState.ACTIVE, ctx.plain("why-parted", count=count), by=by)
    await ctx.save(Parting(number=parting.number))
    ctx.post(ctx.groups.room(ctx.group), ctx.text("parted", person=by, count=count))


async def _parting(ctx: Context) -> Parting:
    parting = await ctx.load(Parting)
    if parting.by is None or ctx.groups.get().state is not GroupState.SPLITTING:
        ctx.refuse("decided-already")
    return parting


@plugin.choice("part")
async def part(ctx: Context, said: tuple[str, int]) -> None:
    """Somebody says with which part they would go."""
    id, topic = said
    ctx.enter(GroupRef(id))
    await chosen(ctx, ctx.person, topic)


@plugin.timer("parted")
async def parted(ctx: Context, number: int) -> None:
    """Everybody had the time to choose."""
    await suggest(ctx, number)


@plugin.choice("part-found")
async def part_found(ctx: Context, said: tuple[str, int]) -> None:
    """A part becomes a group."""
    id, topic = said
    await entered(ctx, id, Act.SPLIT)
    await found(ctx, topic, ctx.person)


@plugin.choice("parts-done")
async def parts_done(ctx: Context, id: str) -> None:
    """No more parts."""
    await entered(ctx, id, Act.SPLIT)
    await done(ctx, ctx.person)
    settle(ctx, "done")
