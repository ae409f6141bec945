"""What playbooks and other plugins have of the library: a step, actions, and lines for the digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from coterie.core.api import Context, GroupRef, Line, PersonRef, Text, evolve

from . import board, keeping, plugin, shelves
from .entry import NotALink, Shelf, tags_of
from .exchange import Draft
from .keeping import Kept

TOLD = 3
"""So many titles stand in a digest."""


@plugin.step("keep")
async def keep_step(ctx: Context, link: str, title: Text, tags: tuple[str, ...] = ()) -> Kept:
    """Keep a link for the group."""
    return await kept(ctx, drafted(ctx, link, title, tags), None)


@plugin.action("keep")
async def keep_action(
    ctx: Context,
    title: str,
    link: str = "",
    message: str = "",
    owner: PersonRef | None = None,
    scope: Shelf = Shelf.GROUP,
    review: date | None = None,
    tags: tuple[str, ...] = (),
) -> Kept:
    """Keep a link, or a message by its reference, for the group; its owner is who caused it, else a leader."""
    draft = drafted(ctx, link, title, tags, message, scope)
    return await kept(ctx, evolve(draft, review=review), owner)


def drafted(
    ctx: Context, link: str, title: str, tags: Sequence[str], message: str = "", shelf: Shelf = Shelf.GROUP
) -> Draft:
    """What is to be kept; whoever caused it is told where it is no address."""
    try:
        return keeping.draft(link, title, tags_of(" ".join(tags)), message=message, shelf=shelf)
    except NotALink:
        ctx.refuse("not-a-link", link=link[:80] or "…")


async def kept(ctx: Context, draft: Draft, owner: PersonRef | None) -> Kept:
    """Keep it for whoever is to own it."""
    owner = owner or keeping.owner_here(ctx)
    if owner is None:
        ctx.refuse("nobody-owns", title=draft.title)
    entry = await keeping.keep(ctx, draft, owner)
    if entry.message is not None and not entry.link:
        ctx.look(entry.message)
    return Kept(entry.number)


@plugin.action("harvest")
async def harvest(ctx: Context, to: GroupRef | None = None) -> Kept:
    """Hand what the group keeps on: to another group, or, where none is named, what nobody doubts to the shelf of the group above.

    How many were handed on.
    """
    kept = await shelves.of_group(ctx, ctx.group)
    entries = [one for one in kept if to or (one.shelf is Shelf.GROUP and not one.doubtful)]
    for entry in entries:
        if to is None:
            await shelves.replace(ctx, entry, evolve(entry, shelf=Shelf.PARENT))
        elif await shelves.twin(ctx, to, entry.link, entry.message) is None:
            await shelves.replace(ctx, entry, evolve(entry, group=to.id))
    await board.changed(ctx, ctx.group.id, *([to.id] if to else []))
    return Kept(len(entries))


@plugin.contribute("digest")
async def in_the_digest(ctx: Context, since: datetime) -> tuple[Line, ...]:
    """What was kept lately: how much, and the newest by their titles."""
    fresh = [one for one in await shelves.of_group(ctx, ctx.group) if one.shelved >= since]
    newest = sorted(fresh, key=lambda one: one.shelved, reverse=True)[:TOLD]
    titles = tuple(one.title for one in newest)
    return (Line(ctx.text("kept-lately", count=len(fresh), titles=titles), 0.4),) if fresh else ()
