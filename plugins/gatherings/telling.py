"""What the digest of members and the brief of leaders tell of gatherings."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Context, Item, Line, PersonRef, Section, Tap, Urgency

from . import plugin, shelf
from .attending import reply
from .gathering import Gathering
from .planning import ask_for_new
from .rsvps import Reply
from .wording import row

AHEAD = timedelta(days=14)
"""What comes later than this is no news yet."""

TOLD = 3


@plugin.contribute("digest")
async def in_the_digest(ctx: Context) -> tuple[Line, ...]:
    """What comes next."""
    coming = [one for one in await shelf.open_ones(ctx) if ctx.now <= one.plan.at <= ctx.now + AHEAD]
    return tuple(Line(row(ctx, one, one.plan.at), 0.9) for one in sorted(coming, key=lambda one: one.plan.at)[:TOLD])


@plugin.contribute("page")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """What comes next in the group, and what they replied to it."""
    coming = [one for one in await shelf.open_ones(ctx) if one.ends >= ctx.now]
    return tuple([await _item(ctx, one, person) for one in coming[:TOLD]])


async def _item(ctx: Context, gathering: Gathering, person: PersonRef) -> Item:
    said, title = gathering.rsvps.reply_of(person), gathering.plan.title
    reply = "waiting" if person in gathering.rsvps.waiting else said.value if said else "none"
    text = ctx.text("on-page", row=row(ctx, gathering, gathering.plan.at), group=ctx.charter.name, reply=reply)
    taps = [
        Tap(ctx.plain(one.value), "gatherings.reply", {"number": gathering.number, "said": one.value}, urgency)
        for one, urgency in ((Reply.YES, Urgency.PRIMARY), (Reply.MAYBE, Urgency.PLAIN), (Reply.NO, Urgency.PLAIN))
        if one is not said
    ]
    return Item(Section.NEXT, text, title, at=gathering.plan.at, taps=tuple(taps))


@plugin.action("reply")
async def reply_to(ctx: Context, number: int, said: Reply) -> None:
    """Reply to an invitation: `yes`, `maybe`, `no`."""
    await reply(ctx, (ctx.group.id, number), said)


@plugin.contribute("brief")
async def in_the_brief(ctx: Context) -> tuple[Line, ...]:
    """That nothing comes, with a tap to plan something."""
    if any(one.plan.at >= ctx.now for one in await shelf.open_ones(ctx)):
        return ()
    return (Line(ctx.text("nothing-planned"), 0.45, ctx.plain("plan-one"), "gatherings.propose"),)


@plugin.action("propose")
async def propose(ctx: Context) -> None:
    """Ask whoever caused it what they have in mind, and plan that."""
    await ask_for_new(ctx)
