"""Who is here, in numbers alone: what so many people say of themselves that nobody can be told by it."""

from __future__ import annotations

from datetime import datetime, timedelta

from coterie.core.api import Context, Facet, Rest, Text, evolve, field, frozen, listed, paragraphs

from . import plugin
from .circle import profiles, refuse, whereabouts
from .figures import Basis, Count, basis, counts
from .reading import facet_of, unknown

SHOWN = 12
"""So many values of a facet are shown."""


LOOKED_AGAIN = timedelta(hours=1)
"""Everybody's profile is gone through no more often than so, however many ask."""


@frozen
class Counted:
    """What is told, since when, and on what it stands; and when everybody's profile was gone through last."""

    at: datetime | None = None
    counts: tuple[Count, ...] = ()
    basis: Basis = field(factory=Basis)
    looked: datetime | None = None


@plugin.command("who-is-here")
async def who_is_here(ctx: Context, *, facet: Rest | None = None) -> None:
    """See how many share an industry, a job, a topic: `who-is-here`, `who-is-here topics`. Only numbers, and only where there are enough."""
    wanted = facet_of(facet.strip()) if facet else None
    if facet and (wanted is None or wanted not in ctx.community.facets):
        refuse(ctx, unknown(facet.strip(), ctx.community.facets))
    told = await counted(ctx)
    asked = (wanted,) if wanted is not None else ctx.community.facets
    shown = [(one, [count for count in told.counts if count.facet is one][:SHOWN]) for one in asked]
    rows = [_row(ctx, one, found) for one, found in shown if found]
    least = ctx.community.k
    if told.at is None or not rows:
        ctx.quietly(ctx.text("too-few", least=least))
    else:
        ctx.quietly(paragraphs(ctx.text("here", day=told.at.date()), listed(rows), ctx.text("here-least", least=least)))


def _row(ctx: Context, facet: Facet, found: list[Count]) -> Text:
    values = [ctx.text("here-value", value=one.value, count=one.people) for one in found]
    return ctx.text("here-row", facet=ctx.plain(f"facet-{facet.value}"), values=values)


async def counted(ctx: Context) -> Counted:
    """What is told now: counted anew where that gives nobody away, else what was told last."""
    before, k = await ctx.load(Counted, scope="community"), ctx.community.k
    if before.looked is not None and ctx.now - before.looked < LOOKED_AGAIN:
        return before
    found = [
        (person.id, profile)
        for person, profile in (await profiles(ctx)).items()
        if profile.counted and (await whereabouts(ctx, person)).is_here
    ]
    words = [(id, [f"{one.value} {value}" for one in Facet for value in said.values(one)]) for id, said in found]
    now = basis(words, ctx.community.id)
    if before.at is not None and not before.basis.is_news(now, k):
        told = evolve(before, looked=ctx.now)
    else:
        told = Counted(ctx.now, counts([profile for _, profile in found], k), now, ctx.now)
    await ctx.save(told, scope="community")
    return told
