"""How a group stands, and what was decided about it."""

from __future__ import annotations

from coterie.core.api import Context, listed, paragraphs

from . import reviewing
from .standing import Ending, Review, Standing


async def status(ctx: Context) -> None:
    """How the group stands, for whoever asks."""
    found, ref, standing = ctx.groups.get(), ctx.group, await ctx.load(Standing)
    life, end = await ctx.groups.moves(ref), await ctx.find(Ending)
    state = ctx.plain(f"state-{found.state.value}")
    head = (
        ctx.text("status-since", group=found.name, state=state, since=life[-1].at.date())
        if life
        else ctx.text("status", group=found.name, state=state)
    )
    parts = [head, reviewing.said(ctx, await reviewing.evidence(ctx))]
    if standing.pause is not None:
        parts.append(ctx.text("status-pause", day=standing.pause))
    if end is not None:
        parts.append(ctx.text("status-end", day=end.on, why=end.why))
    elif found.until is not None:
        parts.append(ctx.text("status-until", day=found.until))
    ctx.quietly(paragraphs(*parts))


async def moves(ctx: Context) -> None:
    """What was decided about the group, by whom and why."""
    lines = [
        ctx.text("move", day=one.at.date(), state=ctx.plain(f"state-{one.state.value}"), person=one.by, why=one.why)
        if one.by is not None
        else ctx.text("move-itself", day=one.at.date(), state=ctx.plain(f"state-{one.state.value}"), why=one.why)
        for one in await ctx.groups.moves(ctx.group)
    ]
    reviews = (await ctx.load_all(Review)).values()
    lines += [
        ctx.text(
            "move-review",
            day=one.at.date(),
            person=one.by,
            decision=ctx.plain(f"decision-{one.decision.value}"),
            why=one.why,
        )
        for one in reviews
    ]
    ctx.quietly(paragraphs(ctx.text("moves"), listed(lines)) if lines else ctx.text("no-moves"))
