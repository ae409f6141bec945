"""What a group is told of what others share: by tag, on a Monday, in one message, and nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from coterie.core.api import Context, GroupState, Text, code, evolve, frozen

from . import plugin
from .entry import Entry, folded
from .shelves import shared_with
from .showing import row

SHOWN = 10
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Following:
    """Which tags a group follows, and from when on things are news."""

    tags: tuple[str, ...] = ()
    told: datetime = BEGINNING


async def follow(ctx: Context, tags: Sequence[str]) -> Following:
    """Follow these too, from now on."""
    before = await ctx.load(Following)
    after = Following(tuple(sorted({*before.tags, *tags})), before.told if before.tags else ctx.now)
    await ctx.save(after)
    if not before.tags:
        _plan(ctx)
    return after


async def unfollow(ctx: Context, tags: Sequence[str]) -> Following:
    """Follow these no longer; none at all where none is named."""
    before = await ctx.load(Following)
    after = evolve(before, tags=tuple(tag for tag in before.tags if tags and tag not in tags))
    await ctx.save(after)
    if not after.tags:
        ctx.cancel_timer("news")
    return after


@plugin.timer("news")
async def tell(ctx: Context) -> None:
    """It is Monday: tell the group what is new under the tags that it follows, and come again in a week."""
    following = await ctx.load(Following)
    if not following.tags or ctx.groups.get().state is GroupState.ARCHIVED:
        return
    _plan(ctx)
    news = [entry for entry in await shared_with(ctx, ctx.group) if _is_new(entry, following)]
    if not news:
        return
    await ctx.save(evolve(following, told=ctx.now + timedelta(microseconds=1)))
    news.sort(key=lambda entry: (entry.shelved, entry.number), reverse=True)
    rows = Text("\n".join([f"- {await row(ctx, entry)}" for entry in news[:SHOWN]]))
    said = ctx.text(
        "news",
        tags=[f"#{tag}" for tag in following.tags],
        rows=rows,
        left=max(0, len(news) - SHOWN),
        search=code(f"{ctx.start}library #{following.tags[0]}"),
    )
    ctx.post(ctx.groups.room(ctx.group), said)


def _is_new(entry: Entry, following: Following) -> bool:
    wanted = {folded(tag) for tag in following.tags}
    return entry.shelved >= following.told and any(folded(tag) in wanted for tag in entry.tags)


def _plan(ctx: Context) -> None:
    today = ctx.local_now.date()
    monday = today + timedelta(days=7 - today.weekday())
    ctx.timer(datetime.combine(monday, time(10), ctx.local_now.tzinfo), then="news")
