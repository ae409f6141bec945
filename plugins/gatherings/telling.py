"""What the digest of members and the brief of leaders tell of gatherings."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Context, Line

from . import plugin, shelf
from .planning import ask_for_new
from .wording import row

AHEAD = timedelta(days=14)
"""What comes later than this is no news yet."""

TOLD = 3


@plugin.contribute("digest")
async def in_the_digest(ctx: Context) -> tuple[Line, ...]:
    """What comes next."""
    coming = [one for one in await shelf.open_ones(ctx) if ctx.now <= one.plan.at <= ctx.now + AHEAD]
    return tuple(Line(row(ctx, one, one.plan.at), 0.9) for one in sorted(coming, key=lambda one: one.plan.at)[:TOLD])


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
