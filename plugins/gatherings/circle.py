"""For whom a gathering is: its group alone, unless it is opened to the group out of which that grew, to the whole community, or held with others."""

from __future__ import annotations

from collections.abc import Iterable

from coterie.core.api import Context, GroupRef, PersonRef, RoomRef, Text, Visibility

from .bridge import Partner, Standing
from .gathering import Gathering, Scope


def scopes(ctx: Context) -> tuple[Scope, ...]:
    """For whom gatherings of this group may be: only those for whom there is a room."""
    return tuple(one for one in Scope if one is Scope.GROUP or rooms(ctx, one))


def rooms(ctx: Context, scope: Scope) -> tuple[RoomRef, ...]:
    """Where it is announced beside the group's own room."""
    if scope is Scope.PARENT and (parent := _parent(ctx)) is not None:
        return (ctx.groups.room(parent),)
    return (ctx.common_room,) if scope is Scope.PUBLIC and ctx.common_room is not None else ()


def holding(ctx: Context, gathering: Gathering) -> tuple[Partner, ...]:
    """The groups that hold it too, as far as the community still has them."""
    return tuple(one for one in gathering.together if ctx.groups.alive(one.group.id) is not None)


def everywhere(ctx: Context, gathering: Gathering) -> tuple[RoomRef, ...]:
    """Every room that is told of it: the group's own, those to which it was opened, those of the groups that hold it too."""
    own, others = ctx.groups.room(ctx.group), [ctx.groups.room(one.group) for one in holding(ctx, gathering)]
    return tuple(dict.fromkeys((own, *rooms(ctx, gathering.plan.scope), *others)))


async def welcome(ctx: Context, gathering: Gathering, people: Iterable[PersonRef]) -> tuple[PersonRef, ...]:
    """Those of them for whom it is, in their order: who left since is not.

    Who replied while their group held it too may still come when it does no longer.
    """
    if gathering.plan.scope is Scope.PUBLIC:
        return tuple(people)
    parent = _parent(ctx) if gathering.plan.scope is Scope.PARENT else None
    there = {*await ctx.members(), *(await ctx.members(parent) if parent else ())}
    rsvps = gathering.rsvps
    for partner in gathering.partners:
        if partner.standing is not Standing.ASKED:
            members = set(await ctx.members(partner.group))
            together = partner.standing is Standing.TOGETHER
            there |= members if together else members & {*rsvps.interested, *rsvps.waiting}
    return tuple(person for person in people if person in there)


async def check_welcome(ctx: Context, gathering: Gathering) -> None:
    """Go on only for whom it is; others, who can see the card all the same, are told that it is not theirs."""
    if not await welcome(ctx, gathering, (ctx.person,)):
        if gathering.partners:
            ctx.refuse("groups-only", title=gathering.plan.title)
        ctx.refuse("members-only", title=gathering.plan.title, group=await ctx.name(ctx.group))


def _parent(ctx: Context) -> GroupRef | None:
    parent = ctx.charter.parent
    return GroupRef(parent) if parent and ctx.groups.alive(parent) else None


# --- under which names, where several groups hold it ----------------------------------------------------------------


async def group_of(ctx: Context, gathering: Gathering, person: PersonRef) -> GroupRef:
    """The group by which a gathering reaches somebody, whose name, language and clocks they know: its own, else theirs that holds it too."""
    if not gathering.partners or ctx.group in (joined := await ctx.joined(person)):
        return ctx.group
    own = (one.group for one in gathering.partners if one.group in joined and one.standing is not Standing.ASKED)
    return next(own, ctx.group)


async def known_in(ctx: Context, groups: Iterable[GroupRef], reader: GroupRef | None = None) -> tuple[str, ...]:
    """Names of groups as all in a room may read them: private ones are counted, but for the room's own group."""
    named, private = list[str](), 0
    for group in groups:
        if group == reader or not is_private(ctx, group):
            named.append(await ctx.name(group))
        else:
            private += 1
    return (*named, ctx.text("private-groups", count=private)) if private else tuple(named)


async def named_to(ctx: Context, groups: Iterable[GroupRef], person: PersonRef) -> tuple[str, ...]:
    """Names of groups as one person may read them: private ones of which they are not are counted."""
    named, private = list[str](), 0
    for group in groups:
        if await may_name(ctx, group, person):
            named.append(await ctx.name(group))
        else:
            private += 1
    return (*named, ctx.text("private-groups", count=private)) if private else tuple(named)


async def known_to(ctx: Context, group: GroupRef, person: PersonRef) -> Text:
    """The name of a group as one person may read it: of a private one its members and the managers alone."""
    if not await may_name(ctx, group, person):
        return ctx.text("private-groups", count=1)
    return ctx.text("a-group", group=await ctx.name(group))


async def may_name(ctx: Context, group: GroupRef, person: PersonRef) -> bool:
    """Whether somebody may read the name of a group."""
    return not is_private(ctx, group) or person in ctx.managers() or group in await ctx.joined(person)


def is_private(ctx: Context, group: GroupRef) -> bool:
    """Whether its name is for its members alone; what is known no longer counts as private."""
    return not ctx.groups.knows(group) or ctx.groups.get(group).visibility is Visibility.PRIVATE
