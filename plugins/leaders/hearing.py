"""What is noticed of a group: a new week, a term that began or ended, somebody who left."""

from __future__ import annotations

from coterie.core.api import LIVE, Context, MemberLeft, TermBegan, TermEnded, evolve

from . import plugin, returning, vigil, weeks, willing
from .people import DUTY, Watch, present_leaders
from .rota import Small


@plugin.every("monday 09:00")
async def monday(ctx: Context) -> None:
    """A new week: whose turn it is, and whether the group is led."""
    await willing.forget_old(ctx)
    if ctx.groups.get().state not in LIVE:
        return
    for small in Small:
        await weeks.begin(ctx, small)
    await vigil.look_after(ctx)
    await vigil.look_for_deputy(ctx)
    for leader in await present_leaders(ctx):
        await vigil.warn_of_load(ctx, leader)


@plugin.every("monday 09:30", scope="community")
async def monday_of_all(ctx: Context) -> None:
    """Which groups stand on one person alone."""
    await vigil.tell_of_missing_deputies(ctx)


@plugin.on(TermBegan)
async def began(ctx: Context, term: TermBegan) -> None:
    """Somebody leads again; does anybody carry too much?"""
    if not ctx.in_group or term.role == DUTY:
        return
    if term.role == "leader":
        await ctx.save(evolve(await ctx.load(Watch), vacant=not await present_leaders(ctx)))
    await vigil.warn_of_load(ctx, ctx.person)


@plugin.on(TermEnded)
async def ended(ctx: Context, term: TermEnded) -> None:
    """Thank somebody, and see to it that the group is still led."""
    if ctx.in_group and term.role != DUTY:
        await vigil.ended(ctx, ctx.person, term.role, thank=ctx.person in await ctx.members())
        await vigil.look_after(ctx)


@plugin.on(MemberLeft)
async def left(ctx: Context, gone: MemberLeft) -> None:
    """Somebody left the group, and with it what they did in it."""
    if ctx.in_group and ctx.person not in await ctx.members():
        await returning.left(ctx, gone.how)
        await vigil.left(ctx, ctx.person)
        await vigil.look_after(ctx)
