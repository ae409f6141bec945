"""Where gatherings are kept: each under its number, so that one reply writes one gathering."""

from __future__ import annotations

from coterie.core.api import Context, GroupRef, PersonRef, evolve

from .bridge import Visit
from .gathering import Coming, Gathering, Held, Phase, Series, Shelf
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
        there = await open_ones(ctx)
        if len(there) != 1:
            ctx.refuse("which-one", count=len(there))
        return there[0]
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


async def coming(ctx: Context) -> list[Coming]:
    """The same, as far as a line of a list tells it."""
    found = await ctx.load_all(Coming, saved_as=Gathering)
    return sorted((one for one in found.values() if one.is_open), key=lambda one: (one.plan.at, one.number))


async def called_off(ctx: Context) -> list[Gathering]:
    """What was called off lately."""
    found = await ctx.load_all(Gathering)
    return [one for one in found.values() if one.phase is Phase.CANCELLED]


# --- what other groups plan with this one ---------------------------------------------------------------------------


def visit_key(host: GroupRef, number: int) -> str:
    """The key under which a group keeps that it holds a gathering of another one too."""
    return f"{host.id} {key(number)}"


async def visits(ctx: Context, group: GroupRef | None = None) -> list[tuple[GroupRef, Gathering | Held]]:
    """What a group (the one here, unless given) holds with others who plan it: each with the group that does; what took place lately too."""
    found = list[tuple[GroupRef, Gathering | Held]]()
    for visit in (await ctx.load_all(Visit, of=group or ctx.group)).values():
        planned = await ctx.find(Gathering, key=key(visit.number), of=visit.host)
        if planned is not None:
            found.append((visit.host, planned))
            continue
        held = (await ctx.load_all(Held, of=visit.host)).values()
        found += [(visit.host, one) for one in held if one.number == visit.number]
    return found


async def open_visits(ctx: Context, group: GroupRef | None = None) -> list[tuple[GroupRef, Gathering]]:
    """Those of them to which one can still come, the next first; what took place is not gone through."""
    found = list[tuple[GroupRef, Gathering]]()
    for visit in (await ctx.load_all(Visit, of=group or ctx.group)).values():
        planned = await ctx.find(Gathering, key=key(visit.number), of=visit.host)
        if planned is not None and planned.is_open:
            found.append((visit.host, planned))
    return sorted(found, key=lambda pair: (pair[1].plan.at, pair[0].id, pair[1].number))
