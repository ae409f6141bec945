"""A way on for everybody whose group ends: the nearest groups, an introduction there."""

from __future__ import annotations

from coterie.core.api import LIVE, Card, Choice, Context, Group, GroupRef, JoinMode, PersonRef, evolve

from . import plugin
from .standing import Ending


async def where_to(ctx: Context, person: PersonRef) -> Card | None:
    """The nearest groups that somebody could go on in; None where there is none."""
    group = ctx.groups.get()
    near = [one for one in await ctx.groups.near(group, person) if one.group.id != group.id]
    if not near:
        return None
    names = tuple(one.group.name for one in near)
    choices = [
        Choice(f"onward:{number}", ctx.plain("choice-join", group=one.group.name), [group.id, one.group.id])
        for number, one in enumerate(near, 1)
    ]
    return Card(ctx.text("where-to", group=group.name, groups=names, count=len(names)), choices=choices)


async def offer(ctx: Context, group: Group, ending: Ending) -> Ending:
    """Offer a way on to everybody who is in no other group and was offered none yet."""
    offered = list(ending.offered)
    for person in await ctx.members():
        if person in offered or await _has_another(ctx, person, group):
            continue
        card = await where_to(ctx, person)
        ctx.post(person, card or ctx.text("where-none", group=group.name))
        offered.append(person)
    return evolve(ending, offered=tuple(offered))


async def _has_another(ctx: Context, person: PersonRef, group: Group) -> bool:
    own = {ref.id for ref in await ctx.joined(person)} - {group.id}
    return bool(own) and any(one.id in own and one.state in LIVE for one in ctx.groups.all())


async def come_along(ctx: Context, person: PersonRef, to: GroupRef) -> None:
    """Somebody wants to go on there: they come in, or ask to; who leads it is told where they come from."""
    here, there = ctx.groups.get(), ctx.groups.get(to)
    if there.state not in LIVE:
        ctx.refuse("gone", group=there.name)
    if there.join is JoinMode.OPEN:
        await ctx.groups.invite(person, to)
        ctx.quietly(ctx.text("invited", group=there.name))
    else:
        ctx.quietly(ctx.text("asked-to-join", group=there.name))
    said = "introduced" if there.join is JoinMode.OPEN else "introduced-asks"
    for leader in ctx.groups.doorkeepers(to):
        if leader != person:
            ctx.post(leader, ctx.text(said, person=person, group=there.name, before=here.name))


@plugin.choice("where")
async def where(ctx: Context, id: str) -> None:
    """Show somebody where they could go on."""
    ctx.enter(GroupRef(id))
    ctx.quietly(await where_to(ctx, ctx.person) or ctx.text("where-none", group=ctx.groups.get().name))


@plugin.choice("onward")
async def onward(ctx: Context, said: tuple[str, str]) -> None:
    """Somebody goes on in another group, and lets themselves be introduced there."""
    id, to = said
    ctx.enter(GroupRef(id))
    await come_along(ctx, ctx.person, GroupRef(to))
