"""A way on for everybody whose group ends: the nearest groups, an introduction there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from coterie.core.api import (
    LIVE,
    Card,
    Choice,
    Context,
    Group,
    GroupRef,
    JoinMode,
    PersonRef,
    Text,
    evolve,
    paragraphs,
)

from . import plugin
from .standing import Ending, Introduced

AGAIN = timedelta(days=7)
"""Who presses once more within this time is not announced once more."""

MOST = 3
"""So many groups are shown to somebody where none is near."""


async def where_to(ctx: Context, person: PersonRef, ending: Ending | None = None) -> Card | None:
    """Where somebody could go on: first the group that takes this one in, then the nearest, the one above, else some that take people in.

    None where there is none.
    """
    group = ctx.groups.get()
    own = {group.id, *(ref.id for ref in await ctx.joined(person))}
    into = ctx.groups.get(GroupRef(ending.into)) if ending and ending.into and ending.into not in own else None
    parts, choices = list[Text](), list[Choice]()
    if into is not None and into.state in LIVE:
        own.add(into.id)
        parts.append(ctx.text("where-into", group=group.name, into=into.name))
        choices.append(Choice("along", ctx.plain("choice-along", group=into.name), [group.id, into.id]))
    others, is_near = await _others(ctx, group, person, own)
    if others and (is_near or not parts):
        names = tuple(one.name for one in others)
        said = "where-to" if is_near else "where-else"
        parts.append(ctx.text(said, group=group.name, groups=names, count=len(names)))
        choices += [
            Choice(f"onward:{number}", ctx.plain("choice-join", group=one.name), [group.id, one.id])
            for number, one in enumerate(others, 1)
        ]
    return Card(paragraphs(*parts), choices=choices) if parts else None


async def _others(ctx: Context, group: Group, person: PersonRef, own: Collection[str]) -> tuple[Sequence[Group], bool]:
    """The groups that are near, and the one above; where there is none, some that take people in. Whether they are near."""
    near = [one.group for one in await ctx.groups.near(group, person) if one.group.id not in own]
    above = group.parent and ctx.groups.alive(group.parent) and ctx.groups.takes_in(GroupRef(group.parent))
    if above and group.parent not in own and group.parent not in [one.id for one in near]:
        near.append(ctx.groups.get(GroupRef(group.parent or "")))
    if near:
        return near, True
    taking = [one for one in ctx.groups.all() if one.id not in own and ctx.groups.takes_in(GroupRef(one.id))]
    return taking[:MOST], False


async def offer(ctx: Context, group: Group, ending: Ending) -> Ending:
    """Offer a way on to everybody who is in no other group and was offered none yet."""
    offered = list(ending.offered)
    for person in await ctx.members():
        if person in offered or await _has_another(ctx, person, group):
            continue
        card = await where_to(ctx, person, ending)
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
    key = f"{person.id} {to.id}"
    before = await ctx.find(Introduced, key=key)
    if before is not None and ctx.now - before.at < AGAIN:
        return
    await ctx.save(Introduced(ctx.now), key=key)
    for leader in ctx.groups.doorkeepers(to):
        if leader != person:
            ctx.post(leader, ctx.text(said, person=person, group=there.name, before=here.name))


@plugin.choice("where")
async def where(ctx: Context, id: str) -> None:
    """Show somebody where they could go on."""
    ctx.enter(GroupRef(id))
    card = await where_to(ctx, ctx.person, await ctx.find(Ending))
    ctx.quietly(card or ctx.text("where-none", group=ctx.groups.get().name))


@plugin.choice("onward")
async def onward(ctx: Context, said: tuple[str, str]) -> None:
    """Somebody goes on in another group, and lets themselves be introduced there."""
    id, to = said
    ctx.enter(GroupRef(id))
    await come_along(ctx, ctx.person, GroupRef(to))
