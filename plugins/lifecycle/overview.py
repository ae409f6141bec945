"""How a group stands, and what was decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from coterie.core.api import Context, GroupState, PersonRef, Text, listed, paragraphs

from . import reviewing
from .standing import Decided, Ending, Review, Standing


async def note(ctx: Context, what: str, by: PersonRef | None, why: str = "", **words: str) -> None:
    """Keep among what was decided about the group something that is neither a move nor a review."""
    shown: Mapping[str, str] = words
    await ctx.save(Decided(ctx.now, what, by, why, shown), key=f"{ctx.now:%Y-%m-%dT%H:%M:%S} {what}")


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
    if standing.pause is not None and found.state is GroupState.DORMANT:
        parts.append(ctx.text("status-pause", day=standing.pause))
    if end is not None:
        parts.append(ctx.text("status-end", day=end.on, why=end.why))
    elif found.until is not None:
        parts.append(ctx.text("status-until", day=found.until))
    ctx.quietly(paragraphs(*parts))


async def moves(ctx: Context) -> None:
    """What was decided about the group, by whom and why."""
    lines: list[tuple[datetime, Text]] = [
        (one.at, _move(ctx, one.at, ctx.plain(f"state-{one.state.value}"), one.by, one.why))
        for one in await ctx.groups.moves(ctx.group)
    ]
    for review in (await ctx.load_all(Review)).values():
        decision = ctx.plain(f"decision-{review.decision.value}")
        words = {"day": review.at.date(), "person": review.by, "decision": decision, "why": review.why}
        lines.append((review.at, ctx.text("move-review", **words)))
    for one in (await ctx.load_all(Decided)).values():
        until = {"until": date.fromisoformat(one.words["until"])} if "until" in one.words else {}
        what = ctx.plain(f"decided-{one.what}", **{**one.words, **until})
        lines.append((one.at, _move(ctx, one.at, what, one.by, one.why)))
    said = [line for _, line in sorted(lines, key=lambda pair: pair[0])]
    ctx.quietly(paragraphs(ctx.text("moves"), listed(said)) if said else ctx.text("no-moves"))


def _move(ctx: Context, at: datetime, what: str, by: PersonRef | None, why: str) -> Text:
    words = {"day": at.date(), "state": what, "why": why}
    return ctx.text("move", person=by, **words) if by is not None else ctx.text("move-itself", **words)
