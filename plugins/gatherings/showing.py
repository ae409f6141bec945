"""The card of a gathering in its room, kept up to date without a flood of edits."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Context, evolve

from . import plugin, shelf
from .circle import holding
from .gathering import Gathering
from .wording import card

PAUSE = timedelta(seconds=5)
"""A card is not edited more often than so: when three hundred reply at once, platforms would make us wait for minutes."""


async def show(ctx: Context, gathering: Gathering) -> Gathering:
    """Let the card say how it is now, or soon will, if it was edited a moment ago. Gives the gathering as it is to be kept."""
    if gathering.message is None:
        return gathering
    if gathering.shown is None or ctx.now - gathering.shown >= PAUSE:
        said = await card(ctx, gathering)
        for message in (gathering.message, *gathering.also):
            ctx.edit(message, said)
        for partner in holding(ctx, gathering):
            if partner.message is not None:
                ctx.edit(partner.message, await card(ctx, gathering, partner.group))
        await refresh_pages(ctx, gathering)
        return evolve(gathering, shown=ctx.now, stale=False)
    if not gathering.stale:
        ctx.timer(gathering.shown + PAUSE, then="refresh", value=gathering.number, name=str(gathering.number))
    return evolve(gathering, stale=True)


async def refresh_pages(ctx: Context, gathering: Gathering) -> None:
    """Let the pages that people look at follow, in each group that holds it."""
    host = ctx.group
    for group in (*(one.group for one in holding(ctx, gathering)), host):
        ctx.enter(group)
        await ctx.call("me.refresh")


@plugin.timer("refresh")
async def refresh(ctx: Context, number: int) -> None:
    """Catch up."""
    gathering = await ctx.find(Gathering, key=shelf.key(number))
    if gathering is not None and gathering.stale:
        await shelf.keep(ctx, await show(ctx, gathering))
