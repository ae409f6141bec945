"""What stands of groups to come on somebody's own page: where they could join, and what waits for who manages the community."""

from __future__ import annotations

from coterie.core.api import AWAKE, Context, GroupRef, Item, PersonRef, Section, Tap, Urgency, one_line

from . import door, plugin
from .finding import in_order
from .overview import overview
from .proposal import Proposal, Stage

SUGGESTED = 3


@plugin.contribute("page-everywhere")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """Proposals that look for people, groups that take people in, and what a manager decides."""
    proposals = [
        one for one in (await ctx.load_all(Proposal, scope="community")).values() if ctx.groups.knows(GroupRef(one.id))
    ]
    looking = [one for one in proposals if one.stage is Stage.GATHERING and person not in one.people]
    waiting = [one for one in proposals if one.stage is Stage.APPROVAL]
    own = {group.id for group in await ctx.joined(person)}
    there = [
        one
        for one in ctx.groups.all()
        if one.state in AWAKE and one.id not in own and ctx.groups.takes_in(GroupRef(one.id))
    ]
    return (
        *(_proposal(ctx, one) for one in looking[:SUGGESTED]),
        *(_group(ctx, one.id) for one in in_order(there, await ctx.people.locale(person))[:SUGGESTED]),
        *_more(ctx, len(there)),
        Item(
            Section.FIND,
            ctx.text("page-propose"),
            weight=0.1,
            taps=(Tap(ctx.plain("page-propose-it"), "founding.propose"),),
        ),
        _managed(ctx, len(waiting), len(looking)),
    )


def _proposal(ctx: Context, proposal: Proposal) -> Item:
    group = ctx.groups.get(GroupRef(proposal.id))
    said = ctx.text(
        "page-proposal",
        group=group.name,
        purpose=one_line(group.purpose),
        count=len(proposal.people),
        quorum=proposal.quorum,
        deadline=proposal.deadline,
    )
    tap = Tap(ctx.plain("choice-in"), "founding.come-in", {"group": proposal.id}, Urgency.PRIMARY)
    return Item(Section.FIND, said, group.name, weight=0.9, taps=(tap,))


def _group(ctx: Context, id: str) -> Item:
    group = ctx.groups.get(GroupRef(id))
    said = ctx.text("page-group", group=group.name, purpose=one_line(group.purpose))
    return Item(Section.FIND, said, group.name, taps=(Tap(ctx.plain("page-join"), "founding.join", {"group": id}),))


def _more(ctx: Context, count: int) -> tuple[Item, ...]:
    """How many groups there are where not all of them are suggested."""
    if count <= SUGGESTED:
        return ()
    taps = (Tap(ctx.plain("page-see-groups"), "founding.groups"),)
    return (Item(Section.FIND, ctx.text("page-groups", count=count), weight=0.2, taps=taps),)


def _managed(ctx: Context, waiting: int, looking: int) -> Item:
    said = ctx.text("page-manage", waiting=waiting, looking=looking)
    return Item(Section.MANAGE, said, weight=0.9, taps=(Tap(ctx.plain("page-portfolio"), "founding.portfolio"),))


@plugin.action("join")
async def join(ctx: Context, group: str) -> None:
    """Let whoever asks into a group where anybody may come in; where one asks first, tell its leaders."""
    if not ctx.groups.knows(GroupRef(group)):
        ctx.refuse("group-gone", group=group)
    await door.admit(ctx, ctx.person, GroupRef(group))


@plugin.action("portfolio")
async def portfolio(ctx: Context) -> None:
    """All groups together, for who manages them."""
    await ctx.require("manager")
    ctx.quietly(await overview(ctx))
