"""What other plugins may know of how lively groups are: counts, and who was there this week; nothing of what they said."""

from __future__ import annotations

from coterie.core.api import Context, GroupRef, PersonRef

from . import plugin
from .activity import Activity


@plugin.action("messages")
async def messages(ctx: Context, groups: tuple[str, ...]) -> tuple[float, ...]:
    """Messages a week in the last whole weeks, for each of these groups; 0 for one that does not use this plugin."""
    today = ctx.local_now.date()
    return tuple([(await ctx.load(Activity, of=GroupRef(id))).upto(today).recent for id in groups])


@plugin.action("writers")
async def writers(ctx: Context, groups: tuple[str, ...]) -> tuple[PersonRef, ...]:
    """Who wrote in any of these groups in the week under way, each once."""
    today = ctx.local_now.date()
    found = [person for id in groups for person in (await ctx.load(Activity, of=GroupRef(id))).upto(today).people]
    return tuple(dict.fromkeys(found))
