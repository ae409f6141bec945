"""The door of a group: who wants to come in does, or asks those who lead it."""

from __future__ import annotations

from datetime import datetime, timedelta

from coterie.core.api import Card, Choice, Context, GroupRef, JoinMode, PersonRef, frozen

AGAIN = timedelta(days=7)
"""So long after somebody asked to come into a group its leaders are not told so again."""


@frozen
class AskedIn:
    """When somebody asked to come into the group; kept under their reference."""

    at: datetime


async def admit(ctx: Context, person: PersonRef, ref: GroupRef) -> None:
    """Let somebody into a group where anybody may come in; where one asks first, tell its leaders."""
    group = ctx.groups.get(ref)
    if ref in await ctx.joined(person):
        ctx.refuse("in-already", group=group.name)
    if not ctx.groups.takes_in(ref):
        ctx.refuse("group-gone", group=group.name)
    if group.join is JoinMode.OPEN:
        await ctx.groups.invite(person, ref)
        in_thread = await ctx.groups.lives_in_thread(ref)
        ctx.quietly(ctx.text("led-into-thread" if in_thread else "invited", group=group.name))
        return
    # Who presses once more does not ring at the door once more.
    if person.id not in await _lately(ctx, ref):
        await ctx.save(AskedIn(ctx.now), key=person.id, of=ref)
        for leader in ctx.groups.doorkeepers(ref):
            let_in = Choice("let-in", ctx.plain("choice-let-in"), [ref.id, person.id], agrees=True)
            ctx.post(leader, Card(ctx.text("wants-to-join", person=person, group=group.name), choices=[let_in]))
    ctx.quietly(ctx.text("asked-to-join", group=group.name))


async def let_in(ctx: Context, ref: GroupRef, person: PersonRef) -> None:
    """Invite somebody who asked for it, by one of those who were asked; nobody else may, and who is in already stays so."""
    if ctx.person not in (*ctx.groups.doorkeepers(ref), *ctx.managers()):
        ctx.refuse("not-your-door", group=ctx.groups.get(ref).name)
    if not ctx.groups.takes_in(ref):
        ctx.refuse("group-gone", group=ctx.groups.get(ref).name)
    await ctx.groups.invite(person, ref)
    await ctx.delete(AskedIn, key=person.id, of=ref)
    if ctx.message is not None:
        ctx.edit(ctx.message, ctx.text("let-in", person=person, group=ctx.groups.get(ref).name))


async def _lately(ctx: Context, ref: GroupRef) -> set[str]:
    """Who asked to come in lately; that others did before is forgotten."""
    found = await ctx.load_all(AskedIn, of=ref)
    over = {id for id, asked in found.items() if ctx.now - asked.at >= AGAIN}
    for id in over:
        await ctx.delete(AskedIn, key=id, of=ref)
    return set(found) - over
