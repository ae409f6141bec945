"""What the digest of members and the brief of leaders tell of gatherings."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from coterie.core.api import AWAKE, Context, Group, GroupRef, Item, Line, PersonRef, Section, Tap, Text, Urgency

from . import plugin, shelf
from .attending import reply
from .circle import is_private
from .gathering import Gathering
from .planning import ask_for_new
from .rsvps import Reply
from .wording import row, visit_row

AHEAD = timedelta(days=14)
"""What comes later than this is no news yet."""

TOLD = 3

LOOKED_AT = 200
"""Of so many members is looked at in which other groups they are."""


@plugin.contribute("digest")
async def in_the_digest(ctx: Context) -> tuple[Line, ...]:
    """What comes next."""
    coming = [one for one in await shelf.coming(ctx) if ctx.now <= one.plan.at <= ctx.now + AHEAD]
    lines = [(one.plan.at, row(ctx, one, one.plan.at)) for one in coming]
    for host, one in await shelf.open_visits(ctx):
        if ctx.now <= one.plan.at <= ctx.now + AHEAD:
            lines.append((one.plan.at, await visit_row(ctx, host, one, one.plan.at)))
    return tuple(Line(text, 0.9) for _, text in sorted(lines, key=lambda line: line[0])[:TOLD])


@plugin.contribute("page")
@plugin.contribute("gatherings")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """What comes next in the group, and what they replied to it."""
    coming = [one for one in await shelf.open_ones(ctx) if one.ends >= ctx.now]
    items = [_item(ctx, ctx.group, one, row(ctx, one, one.plan.at), person) for one in coming[:TOLD]]
    for host, one in await shelf.open_visits(ctx):
        if one.ends >= ctx.now and await _is_shown_here(ctx, host, one, person):
            items.append(_item(ctx, host, one, await visit_row(ctx, host, one, one.plan.at), person))
    return tuple(sorted(items, key=lambda item: item.at or ctx.now)[:TOLD])


async def _is_shown_here(ctx: Context, host: GroupRef, gathering: Gathering, person: PersonRef) -> bool:
    """Whether this is the first of somebody's groups that hold it: on a page it stands once."""
    joined = await ctx.joined(person)
    held = [one for one in (host, *(partner.group for partner in gathering.together)) if one in joined]
    return held[:1] == [ctx.group]


def _item(ctx: Context, host: GroupRef, gathering: Gathering, row: Text, person: PersonRef) -> Item:
    said, title = gathering.rsvps.reply_of(person), gathering.plan.title
    reply = "waiting" if person in gathering.rsvps.waiting else said.value if said else "none"
    text = ctx.text("on-page", row=row, group=ctx.charter.name, reply=reply)
    which = {"number": gathering.number} | ({} if host == ctx.group else {"planned_by": host.id})
    taps = [
        Tap(ctx.plain(one.value), "gatherings.reply", {**which, "said": one.value}, urgency)
        for one, urgency in ((Reply.YES, Urgency.PRIMARY), (Reply.MAYBE, Urgency.PLAIN), (Reply.NO, Urgency.PLAIN))
        if one is not said
    ]
    return Item(Section.NEXT, text, title, at=gathering.plan.at, taps=tuple(taps))


@plugin.action("reply")
async def reply_to(ctx: Context, number: int, said: Reply, planned_by: str = "") -> None:
    """Reply to an invitation: `yes`, `maybe`, `no`; of a gathering that another group plans and this one holds too, with the id of that."""
    await reply(ctx, (planned_by or ctx.group.id, number), said)


@plugin.contribute("brief")
async def in_the_brief(ctx: Context) -> tuple[Line, ...]:
    """That nothing comes, with a tap to plan something: with a group in which many of this one are too, where there is one."""
    plans = [one.plan for one in await shelf.coming(ctx)] + [one.plan for _, one in await shelf.open_visits(ctx)]
    if any(plan.at >= ctx.now for plan in plans):
        return ()
    if (found := await _neighbour(ctx)) is not None:
        near, shared = found
        said = ctx.text("nothing-planned-near", group=near.name, count=shared)
        return (Line(said, 0.45, ctx.plain("plan-together", group=near.name), "gatherings.propose-together"),)
    return (Line(ctx.text("nothing-planned"), 0.45, ctx.plain("plan-one"), "gatherings.propose"),)


async def _neighbour(ctx: Context) -> tuple[Group, int] | None:
    """The public group in which most of this one are too, and how many; of few nothing is told. Above and below it there are other ways."""
    counts = Counter[GroupRef]()
    for person in (await ctx.members())[:LOOKED_AT]:
        counts.update(group for group in await ctx.joined(person) if group != ctx.group)
    for ref, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].id)):
        if count < ctx.community.k:
            break
        near = ctx.groups.alive(ref.id)
        if near is None or near.state not in AWAKE or is_private(ctx, ref):
            continue
        if near.parent != ctx.group.id and ctx.charter.parent != near.id:
            return near, count
    return None


@plugin.action("propose")
async def propose(ctx: Context) -> None:
    """Ask whoever caused it what they have in mind, and plan that."""
    await ask_for_new(ctx)


@plugin.action("propose-together")
async def propose_together(ctx: Context) -> None:
    """The same, with the group in which most of this one are too."""
    found = await _neighbour(ctx)
    await ask_for_new(ctx, found[0].name if found is not None else "")
