"""What `coffee` and `coffee-across` say alone: where things stand, and what may be typed."""

from __future__ import annotations

from datetime import datetime

from coterie.core.api import Context, GroupState, Text, listed, paragraphs

from .pools import Drinker, Reach, Rhythm

PLAYBOOK = "random-coffee"
"""Ours, by which a group is paired at times of its own."""


async def standing(ctx: Context) -> Text:
    """Whether who asks takes part, when the group here is paired, and what they may say."""
    drinker = await ctx.load(Drinker, scope="person")
    rows: list[Text] = [ctx.text("you-drink", wish=_wish(drinker, ctx.now), until=drinker.until or ctx.now)]
    if drinker.across:
        rows.append(ctx.text("you-across"))
    if drinker.about:
        rows.append(ctx.text("you-about", topics=drinker.about))
    if ctx.in_group:
        rows.append(await paired_when(ctx, "group"))
    ways = ["coffee on|off|across|within", "coffee snooze 4w"]
    if ctx.in_group and await ctx.has_role("leader"):
        ways += ["coffee every 2w", "coffee now|stop"]
    return paragraphs(listed(rows), ctx.ways(*ways))


async def standing_across(ctx: Context) -> Text:
    """When people of different groups are paired, and what a manager may say."""
    ways = ctx.ways("coffee-across every 4w", "coffee-across now|stop")
    return paragraphs(await paired_when(ctx, "community"), ways)


async def paired_when(ctx: Context, reach: Reach) -> Text:
    """How often a pool is paired, and when next: by what a leader said, else by our playbook."""
    rhythm = await ctx.load(Rhythm, scope=reach)
    if reach == "group" and ctx.charter.state is GroupState.ARCHIVED:
        return ctx.text("paired-never")
    if rhythm.every is not None:
        return ctx.text("paired-every", every=rhythm.every, next=rhythm.next or ctx.now, known=rhythm.next is not None)
    planned = await ctx.next_start(PLAYBOOK) if reach == "group" else None
    return ctx.text("paired-next", next=planned) if planned else ctx.text("paired-never")


def _wish(drinker: Drinker, now: datetime) -> str:
    if drinker.off:
        return "off"
    return "on" if drinker.thirsty(now) else "snooze"
