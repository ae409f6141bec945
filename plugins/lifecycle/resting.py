"""A group says ahead when it may be quiet every year; then nobody is asked why it is."""

from __future__ import annotations

from coterie.core.api import Context, Text, listed, paragraphs

from . import plugin
from .overview import note
from .seasons import MOST, WEEK, Seasons, season_in


async def season(ctx: Context, said: str) -> None:
    """Show the seasons of the group here, add one (`12-20 01-06 Nobody is here`), or (`off`) let go of all."""
    seasons = await ctx.load(Seasons)
    if not said:
        rows = shown(ctx, seasons)
        ctx.quietly(paragraphs(ctx.text("seasons"), listed(rows)) if rows else ctx.text("no-seasons"))
        return
    room = ctx.groups.room(ctx.group)
    if ctx.one_of(said, "off"):
        if not seasons.spans:
            ctx.refuse("no-seasons")
        await ctx.save(Seasons())
        await note(ctx, "no-season", ctx.person, ctx.plain("why-none"))
        ctx.post(room, ctx.text("season-over", person=ctx.person))
        return
    found = season_in(said)
    if found is None:
        ctx.refuse("season-how")
    added, why = found
    if added in seasons.spans or len(seasons.spans) >= MOST:
        ctx.refuse("season-known", most=MOST)
    if seasons.plus(added).is_long:
        ctx.refuse("season-long")
    await ctx.save(seasons.plus(added))
    why = why or ctx.plain("why-none")
    await note(ctx, "season", ctx.person, why)
    first, last = added.at(ctx.local_now.date())
    ctx.post(room, ctx.text("season-is", person=ctx.person, why=why, first=first, last=last))


def shown(ctx: Context, seasons: Seasons) -> list[Text]:
    """A line for each."""
    days = [one.at(ctx.local_now.date()) for one in seasons.spans]
    return [ctx.text("season-row", first=first, last=last) for first, last in sorted(days)]


@plugin.action("resting")
async def resting(ctx: Context) -> bool:
    """Whether the group here may be quiet by its own word on any of the last seven days."""
    return (await ctx.load(Seasons)).touch(ctx.local_now.date() - WEEK)
