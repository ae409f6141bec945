"""Where gatherings are kept: each under its number, so that one reply writes one gathering."""

from __future__ import annotations

from coterie.core.api import Context, PersonRef, evolve

from .gathering import Gathering, Phase, Series, Shelf
from .poll import Poll


def key(number: int) -> str:
    """The key of a numbered thing; keys are in the order of their numbers."""
    return f"{number:06}"


async def new_number(ctx: Context) -> int:
    """A number that nothing in the group had before."""
    shelf = await ctx.load(Shelf)
    await ctx.save(evolve(shelf, next=shelf.next + 1))
    return shelf.next


async def keep(ctx: Context, thing: Gathering | Series | Poll) -> None:
    """Keep it under its number."""
    await ctx.save(thing, key=key(thing.number))


async def gathering(ctx: Context, number: int | None) -> Gathering:
    """The gathering of this number, or, where none is given, the only one that is open. The person is told where there is none."""
    if number is None:
        coming = await open_ones(ctx)
        if len(coming) != 1:
            ctx.refuse("which-one", count=len(coming))
        return coming[0]
    found = await ctx.find(Gathering, key=key(number))
    if found is None:
        ctx.refuse("no-such", number=number)
    return found


async def own(ctx: Context, number: int | None) -> Gathering:
    """The same, for its host and for who leads the group; others are told that it takes one of them."""
    found = await gathering(ctx, number)
    await check_owner(ctx, found.host)
    return found


async def check_owner(ctx: Context, host: PersonRef) -> None:
    """Go on only for the host and for who leads the group."""
    if ctx.person != host and not await ctx.has_role("leader"):
        ctx.refuse("host-only", host=await ctx.name(host))


async def open_ones(ctx: Context) -> list[Gathering]:
    """What one can still come to, the next first."""
    found = await ctx.load_all(Gathering)
    return sorted((one for one in found.values() if one.is_open), key=lambda one: (one.plan.at, one.number))


async def called_off(ctx: Context) -> list[Gathering]:
    """What was called off lately."""
    found = await ctx.load_all(Gathering)
    return [one for one in found.values() if one.phase is Phase.CANCELLED]
