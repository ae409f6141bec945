"""Two groups become one: decided in both, everybody asked along, nobody moved."""

from __future__ import annotations

from coterie.core.api import (
    LIVE,
    Card,
    Choice,
    Context,
    Group,
    GroupRef,
    GroupState,
    MessageRef,
    PersonRef,
    Text,
    Urgency,
    frozen,
    overlap,
    paragraphs,
)

from . import plugin
from .deciding import Act, allowed, deciders, settle
from .ending import FAREWELL
from .pausing import morning_of
from .standing import Ending, Gone, How


@frozen
class MergeWish:
    """The group here would like to go into another one; `by` decided it here and said why. `cards` ask there."""

    into: str = ""
    by: PersonRef | None = None
    why: str = ""
    cards: tuple[MessageRef, ...] = ()


async def propose(ctx: Context, into: Group, why: str, by: PersonRef) -> None:
    """Decide here to go into another group, and ask there; who leads both has decided for both."""
    here, ref = ctx.groups.get(), ctx.group
    if into.id == here.id:
        ctx.refuse("merge-itself")
    if into.state not in LIVE:
        ctx.refuse("gone", group=into.name)
    if here.state not in LIVE:
        ctx.refuse("merge-not-now", state=ctx.plain(f"state-{here.state.value}"))
    there = GroupRef(into.id)
    await _settled(ctx, await ctx.load(MergeWish))
    if by in ctx.leaders(there):
        await begin(ctx, into, why, by, by)
        return
    said = paragraphs(
        ctx.text("merge-ask", person=by, group=here.name, into=into.name, why=why), await _shared(ctx, there)
    )
    choices = [
        Choice(
            "merge:yes", ctx.plain("choice-merge-yes"), [ref.id, into.id, True], urgency=Urgency.PRIMARY, agrees=True
        ),
        Choice("merge:no", ctx.plain("choice-merge-no"), [ref.id, into.id, False], agrees=False),
    ]
    asked = await deciders(ctx, "merge", there)
    cards = tuple(ctx.post(person, Card(said, choices=choices)) for person in asked)
    await ctx.save(MergeWish(into.id, by, why, cards))
    ctx.quietly(ctx.text("merge-asked", into=into.name))


async def _shared(ctx: Context, there: GroupRef) -> Text:
    """How many people both have: only in figures, and of few people none."""
    own, others = await ctx.members(), await ctx.members(there)
    found = overlap(set(own), set(others))
    if found.shared < ctx.community.k:
        return ctx.text("merge-sizes", own=len(own), others=len(others))
    share = round(100 * found.coefficient)
    return ctx.text("merge-shared", own=len(own), others=len(others), shared=found.shared, share=share)


async def _settled(ctx: Context, wish: MergeWish) -> None:
    """Where a wish was asked nothing is to be answered any more."""
    for card in wish.cards:
        ctx.edit(card, ctx.text("merge-withdrawn", group=ctx.groups.get().name))


async def withdraw(ctx: Context, by: PersonRef) -> bool:
    """The group here does not want to go into another one after all, and nobody has agreed yet; whether there was such a wish."""
    wish = await ctx.load(MergeWish)
    if wish.by is None:
        return False
    await ctx.delete(MergeWish)
    await _settled(ctx, wish)
    ctx.quietly(ctx.text("merge-withdrawn", group=ctx.groups.get().name))
    return True


async def answered(ctx: Context, into: Group, *, agrees: bool, by: PersonRef) -> None:
    """The other group has decided about the wish of the group here."""
    wish = await ctx.load(MergeWish)
    if wish.into != into.id or wish.by is None:
        ctx.refuse("decided-already")
    if agrees:
        if wish.by not in (*await deciders(ctx, "merge"), *ctx.managers()):
            ctx.refuse("merge-asker-gone", person=wish.by, group=ctx.groups.get().name)
        if into.state not in LIVE:
            ctx.refuse("gone", group=into.name)
        await begin(ctx, into, wish.why, wish.by, by)
        return
    await ctx.delete(MergeWish)
    ctx.post(wish.by, ctx.text("merge-declined", person=by, into=into.name))


async def begin(ctx: Context, into: Group, why: str, by: PersonRef, there_by: PersonRef) -> None:
    """Tell both groups, invite the people of the one here over, and set the day on which it closes."""
    ref, there = ctx.group, GroupRef(into.id)
    group = await ctx.groups.move(ref, GroupState.MERGING, why, by=by)
    await ctx.delete(MergeWish)
    on = ctx.local_now.date() + FAREWELL
    words = {"person": by, "other": there_by, "group": group.name, "into": into.name, "day": on, "why": why}
    words["both"] = by == there_by
    ctx.post(ctx.groups.room(there), ctx.text("merge-there", **words))
    choices = [
        Choice("along", ctx.plain("choice-along", group=into.name), [group.id, into.id], urgency=Urgency.PRIMARY),
        Choice("where", ctx.plain("choice-where"), group.id),
    ]
    ctx.post(ctx.groups.room(ref), Card(ctx.text("merge-here", **words), choices=choices))
    await ctx.save(Ending(How.MERGE, on, by, why, into=into.id))
    ctx.timer(morning_of(on, group), then="end", value=on.isoformat())


async def come(ctx: Context, person: PersonRef, to: GroupRef) -> None:
    """Somebody of the group here comes along into the one that takes it in: while it does, and once it has.

    However closed that is: both decided it, for these people and no others.
    """
    here, there = ctx.groups.get(), ctx.groups.get(to)
    ending, gone = await ctx.find(Ending), await ctx.find(Gone)
    people = await ctx.members() if ending is not None else gone.people if gone is not None else ()
    if to.id != (ending.into if ending is not None else gone.into if gone is not None else None):
        ctx.refuse("along-over", group=here.name, into=there.name)
    if there.state not in LIVE:
        ctx.refuse("gone", group=there.name)
    if person not in people:
        ctx.refuse("members-come", group=here.name)
    await ctx.groups.invite(person, to)
    ctx.quietly(ctx.text("invited", group=there.name))


@plugin.choice("merge")
async def answer(ctx: Context, said: tuple[str, str, bool]) -> None:
    """The other group says whether it takes this one in."""
    id, into, agrees = said
    ctx.enter(GroupRef(into))
    await allowed(ctx, Act.MERGE)
    ctx.enter(GroupRef(id))
    await answered(ctx, ctx.groups.get(GroupRef(into)), agrees=agrees, by=ctx.person)
    settle(ctx, "done")


@plugin.choice("along")
async def along(ctx: Context, said: tuple[str, str]) -> None:
    """Somebody comes along into the other group."""
    id, into = said
    ctx.enter(GroupRef(id))
    await come(ctx, ctx.person, GroupRef(into))
