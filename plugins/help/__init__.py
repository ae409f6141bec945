"""Tells people what they can say to coterie."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from coterie.core.api import Context, Offer, Plugin, Rest, Text, code, listed, paragraphs

plugin = Plugin("help", texts="help.ftl")


FIRST = ("me", "groups", "gatherings", "propose", "help")
"""What somebody who says hello is told of, as far as it is there."""


@plugin.command("hello")
async def hello(ctx: Context, *, more: Rest | None = None) -> None:
    """Tell who says hello where to begin."""
    there = {offer.name: offer for offer in await ctx.offers() if offer.who is None}
    ctx.quietly(paragraphs(ctx.text("hello"), listed([row(ctx, there[name]) for name in FIRST if name in there])))


@plugin.command("help")
async def help(ctx: Context, *, command: Rest | None = None) -> None:
    """Tell what one can say, or how one command is given: `help kudos`."""
    offers = await ctx.offers()
    if command is None:
        ctx.quietly(paragraphs(ctx.text("what-i-can", start=code(f"{ctx.start}help kudos")), *sections(ctx, offers)))
        return
    found = [offer for offer in offers if command.casefold() in (offer.name, offer.by)]
    if not found:
        ctx.refuse("no-such-command", command=command, help=code(f"{ctx.start}help"))
    ctx.quietly(paragraphs(*sections(ctx, found)))


def sections(ctx: Context, offers: Sequence[Offer]) -> list[str]:
    """The commands, under the name of what offers them."""
    return [
        paragraphs(Text(f"**{by}**"), listed([row(ctx, offer) for offer in some]))
        for by, some in groupby(offers, key=lambda offer: offer.by)
    ]


def row(ctx: Context, offer: Offer) -> Text:
    """One command: how it is given, what it does, for whom it is."""
    usage = code(f"{ctx.start}{offer.usage}")
    if offer.who is None:
        return ctx.text("row", usage=usage, about=Text(offer.about))
    return ctx.text("row-for", usage=usage, about=Text(offer.about), who=offer.who)
