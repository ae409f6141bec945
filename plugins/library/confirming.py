"""What comes of asking whether an entry still holds: it does, it reads otherwise, it goes, or nobody says anything."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import Answer, Context, GroupRef

from . import board, keeping, plugin, review, shelves
from .entry import Entry, NotALink
from .showing import row


@plugin.timer("review")
async def review_due(ctx: Context, number: int) -> None:
    """It is time to look at an entry again."""
    entry = await shelves.entry_of(ctx, number)
    if entry is not None and entry.asked is None:
        ctx.enter(GroupRef(entry.group))
        await review.ask_owner(ctx, entry)


@plugin.timer("unanswered")
async def unanswered(ctx: Context, number: int) -> None:
    """The owner said nothing for a week."""
    entry = await shelves.entry_of(ctx, number)
    if entry is not None and entry.asked is not None and not entry.doubtful:
        ctx.enter(GroupRef(entry.group))
        await review.ask_leader(ctx, entry)


@plugin.choice("good")
async def good(ctx: Context, number: int) -> None:
    """It still holds, for half a year more."""
    entry = await asked_about(ctx, number)
    gone = await review.is_gone(ctx, entry.owner)
    fresh = entry.confirmed(ctx.person, ctx.local_now.date(), gone=gone)
    await shelves.put(ctx, fresh)
    await board.changed(ctx, fresh.group)
    review.plan(ctx, fresh)
    ctx.post(ctx.person, ctx.text("confirmed", number=entry.number, title=entry.title, until=fresh.review))


@plugin.choice("update")
async def update(ctx: Context, number: int) -> None:
    """It shall read otherwise."""
    entry = await asked_about(ctx, number)
    ctx.ask(keeping.asking_anew(ctx, entry), then="updated", value=number)


@plugin.form("updated")
async def updated(ctx: Context, answers: Mapping[str, Answer], number: int) -> None:
    """Let an entry read otherwise."""
    entry = await asked_about(ctx, number)
    try:
        changed = await keeping.change(ctx, entry, answers)
    except NotALink:
        ctx.refuse("not-a-link", link=str(answers["link"])[:80])
    except keeping.Taken as taken:
        remove = ctx.usage(f"library remove {number}")
        ctx.refuse("address-taken", row=await row(ctx, taken.entry), number=number, remove=remove)
    ctx.post(ctx.person, ctx.text("updated", row=await row(ctx, changed), until=changed.review))


@plugin.choice("drop")
async def drop(ctx: Context, number: int) -> None:
    """It holds no longer."""
    await remove(ctx, await asked_about(ctx, number))


async def remove(ctx: Context, entry: Entry) -> None:
    """Let go of an entry."""
    await shelves.take(ctx, entry)
    await board.changed(ctx, entry.group)
    ctx.post(ctx.person, ctx.text("removed", number=entry.number, title=entry.title))


async def asked_about(ctx: Context, number: int) -> Entry:
    """The entry of a question, if it is still there and the person may change it."""
    entry = await shelves.entry_of(ctx, number)
    if entry is None:
        ctx.refuse("no-such-entry", number=number)
    ctx.enter(GroupRef(entry.group))
    if not await keeping.may_change(ctx, entry):
        ctx.refuse("not-yours", number=entry.number, owner=await ctx.name(entry.owner))
    return entry
