"""For whom a gathering is: its group alone, unless it is opened to the group out of which that grew, or to the whole community."""

from __future__ import annotations

from collections.abc import Iterable

from coterie.core.api import Context, GroupRef, PersonRef, RoomRef

from .gathering import Gathering, Scope


def scopes(ctx: Context) -> tuple[Scope, ...]:
    """For whom gatherings of this group may be: only those for whom there is a room."""
    return tuple(one for one in Scope if one is Scope.GROUP or rooms(ctx, one))


def rooms(ctx: Context, scope: Scope) -> tuple[RoomRef, ...]:
    """Where it is announced beside the group's own room."""
    if scope is Scope.PARENT and (parent := _parent(ctx)) is not None:
        return (ctx.groups.room(parent),)
    return (ctx.common_room,) if scope is Scope.PUBLIC and ctx.common_room is not None else ()


async def welcome(ctx: Context, gathering: Gathering, people: Iterable[PersonRef]) -> tuple[PersonRef, ...]:
    """Those of them for whom it is, in their order: who left since is not."""
    if gathering.plan.scope is Scope.PUBLIC:
        return tuple(people)
    parent = _parent(ctx) if gathering.plan.scope is Scope.PARENT else None
    there = {*await ctx.members(), *(await ctx.members(parent) if parent else ())}
    return tuple(person for person in people if person in there)


async def check_welcome(ctx: Context, gathering: Gathering) -> None:
    """Go on only for whom it is; others, who can see the card all the same, are told that it is not theirs."""
    if not await welcome(ctx, gathering, (ctx.person,)):
        ctx.refuse("members-only", title=gathering.plan.title, group=await ctx.name(ctx.group))


def _parent(ctx: Context) -> GroupRef | None:
    parent = ctx.charter.parent
    return GroupRef(parent) if parent and ctx.groups.alive(parent) else None
