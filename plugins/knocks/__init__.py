"""Somebody knocks at the room of a group: those who lead it let them in, or not, by one tap; whoever is first decides."""

from __future__ import annotations

from coterie.core.api import (
    Card,
    Choice,
    Context,
    GroupRef,
    Knocked,
    MessageRef,
    PersonRef,
    Plugin,
    evolve,
    field,
    frozen,
)

plugin = Plugin("knocks", texts="knocks.ftl", urgent=("knocked",))

LONGEST = 300


@frozen
class Knock:
    """Somebody waits at the door: what they are called, what they said, whom that was told by which messages."""

    name: str
    why: str = ""
    told: tuple[PersonRef, ...] = ()
    cards: tuple[MessageRef, ...] = field(default=())


@plugin.on(Knocked, scope="always")
async def knocked(ctx: Context, event: Knocked) -> None:
    """Tell who may open; or that nobody waits any more."""
    if not ctx.in_group:
        return
    waiting = await ctx.find(Knock, key=ctx.person.id)
    if event.over:
        if waiting is not None:
            await close(ctx, ctx.person, waiting, "is-over")
    elif waiting is None:
        people = tuple(one for one in (ctx.leaders() or ctx.managers()) if one != ctx.person)
        found = Knock(event.name or await ctx.name(ctx.person), " ".join(event.reason.split())[:LONGEST], people)
        value = [ctx.group.id, ctx.person.id]
        choices = (Choice("let_in", ctx.plain("let-in"), value), Choice("turn_away", ctx.plain("turn-away"), value))
        said = ctx.text(
            "knocks",
            name=found.name,
            account=ctx.person.id.rpartition("/")[2],
            group=ctx.charter.name,
            why=found.why,
            said=bool(found.why),
        )
        cards = tuple(ctx.post(person, Card(said, choices=choices), urgent="knocked") for person in people)
        await ctx.save(evolve(found, cards=cards), key=ctx.person.id)


@plugin.choice("let_in")
async def let_in(ctx: Context, which: tuple[str, str]) -> None:
    """Somebody who may opens."""
    person, waiting = await decided(ctx, which)
    ctx.invite(person)
    await close(ctx, person, waiting, "was-let-in")


@plugin.choice("turn_away")
async def turn_away(ctx: Context, which: tuple[str, str]) -> None:
    """Somebody who may says no."""
    person, waiting = await decided(ctx, which)
    ctx.expel(person, reason=ctx.plain("reason"))
    await close(ctx, person, waiting, "was-turned-away")


async def decided(ctx: Context, which: tuple[str, str]) -> tuple[PersonRef, Knock]:
    """Who knocked, where somebody still waits and whoever decides leads the group now."""
    ctx.enter(GroupRef(which[0]))
    await ctx.require("leader")
    waiting = await ctx.find(Knock, key=which[1])
    if waiting is None:
        ctx.refuse("is-settled")
    return PersonRef(which[1]), waiting


async def close(ctx: Context, person: PersonRef, waiting: Knock, id: str) -> None:
    """Everybody who was told knows how it ended."""
    by = {"by": await ctx.name(ctx.person)} if id != "is-over" else {}
    for card in waiting.cards:
        ctx.edit(card, Card(ctx.text(id, name=waiting.name, group=ctx.charter.name, **by)))
    await ctx.delete(Knock, key=person.id)
