"""What is noticed of a group as it happens: that something was said, who came, who left."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import (
    Card,
    Context,
    Group,
    MemberJoined,
    MemberLeft,
    MessagePosted,
    PersonRef,
    TermEnded,
    evolve,
    paragraphs,
)

from . import plugin
from .activity import Activity
from .reviewing import decide_choice
from .standing import UNDER_WAY, Coming, Ending

LEADERS = "leaders"
WEEK = timedelta(weeks=1)


@plugin.on(MessagePosted, words=False)
async def heard(ctx: Context, posted: MessagePosted) -> None:
    """Count that something was said, and in how many people's week; not what."""
    if ctx.in_group and not posted.direct:
        await ctx.save((await ctx.load(Activity)).heard(ctx.person, ctx.local_now.date()))


@plugin.contribute("active")
async def active(ctx: Context) -> tuple[PersonRef, ...]:
    """Who said something in the week that is under way, or in the one that has just ended."""
    known = await ctx.load(Activity)
    return known.people if known.monday is not None and ctx.local_now.date() - known.monday <= WEEK else ()


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
    group = ctx.groups.get()
    # The plugin leaders looks after roles, where a group uses it.
    if LEADERS in (*group.plugins, *ctx.community.plugins):
        return
    led = ctx.person in ctx.leaders(ref)
    for role in dict.fromkeys([*(["leader"] if led else []), *_roles(group, ctx.person)]):
        await ctx.groups.relieve(ctx.person, role, group=ref)
    if led and not ctx.leaders(ref):
        await tell_leaderless(ctx)


@plugin.on(TermEnded)
async def led_no_more(ctx: Context, term: TermEnded) -> None:
    """The last one who led does not any more while the group goes elsewhere: the managers decide about that from now on.

    The plugin leaders finds somebody for groups that go on; one that ends, merges or divides asks nobody to begin a term in it.
    """
    if not ctx.in_group or term.role != "leader" or ctx.leaders(ctx.group):
        return
    group = ctx.groups.get()
    if group.state in UNDER_WAY and LEADERS in (*group.plugins, *ctx.community.plugins):
        await tell_leaderless(ctx)


def _roles(group: Group, person: PersonRef) -> tuple[str, ...]:
    return tuple(term.role for term in group.terms if term.person == person.id)


async def tell_leaderless(ctx: Context) -> None:
    """The only leader is gone: the managers are told, and what was under way."""
    found, end = ctx.groups.get(), await ctx.find(Ending)
    left = ctx.person not in await ctx.members()
    said = ctx.text("leaderless", person=ctx.person, group=found.name, left=left)
    parts = [said, *([ctx.text("leaderless-ending", day=end.on)] if end else [])]
    for manager in ctx.managers():
        ctx.post(manager, Card(paragraphs(*parts), choices=[decide_choice(ctx)]))
