"""What is noticed of a group as it happens: that something was said, who came, who left."""

from __future__ import annotations

from coterie.core.api import Card, Context, MemberJoined, MemberLeft, MessagePosted, evolve

from ..founding.cards import above
from . import plugin
from .activity import Activity
from .deciding import managers
from .reviewing import decide_choice
from .standing import Coming, Ending

LEADERS = "leaders"


@plugin.on(MessagePosted)
async def heard(ctx: Context, posted: MessagePosted) -> None:
    """Count that something was said, and in how many people's week; not what."""
    if ctx.in_group and not posted.direct:
        await ctx.save((await ctx.load(Activity)).heard(ctx.person, ctx.local_now.date()))


@plugin.on(MemberJoined)
async def joined(ctx: Context, _: MemberJoined) -> None:
    """One more came."""
    if ctx.in_group:
        coming = await ctx.load(Coming)
        await ctx.save(evolve(coming, joined=coming.joined + 1))


@plugin.on(MemberLeft)
async def left(ctx: Context, _: MemberLeft) -> None:
    """One more left; where it was a leader, they lead no longer, and where it was the only one, the managers are told."""
    if not ctx.in_group or ctx.person in await ctx.members():
        return
    coming, ref = await ctx.load(Coming), ctx.group
    await ctx.save(evolve(coming, left=coming.left + 1))
    # The plugin leaders looks after who leads, where a group uses it.
    if ctx.person not in ctx.leaders(ref) or LEADERS in (*ctx.groups.get().plugins, *ctx.community.plugins):
        return
    for role in ("leader", "deputy"):
        await ctx.groups.relieve(ctx.person, role, group=ref)
    if not ctx.leaders(ref):
        await tell_leaderless(ctx)


async def tell_leaderless(ctx: Context) -> None:
    """The only leader is gone: the managers are told, and what was under way."""
    found, end = ctx.groups.get(), await ctx.find(Ending)
    said = ctx.text("leaderless", person=ctx.person, group=found.name)
    parts = [said, *([ctx.text("leaderless-ending", day=end.on)] if end else [])]
    for manager in managers(ctx):
        ctx.post(manager, Card(above(ctx, *parts), choices=[decide_choice(ctx)]))
