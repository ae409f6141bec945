"""The end of a term: its holder is asked in time, goes on, hands over, or gives it back at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from coterie.core.api import LIVE, Context, PersonRef

from . import ladder, plugin
from .candidacy import Rung
from .people import held
from .roles import Role, entered


@plugin.timer("ending")
async def ending(ctx: Context, term: Sequence[str]) -> None:
    """A term will soon be over."""
    person, rung, until = term
    if ctx.groups.get().state not in LIVE:
        return
    await ladder.ask_holder(ctx, PersonRef(person), Rung(rung), datetime.fromisoformat(until))


@plugin.timer("undecided")
async def undecided(ctx: Context, term: Sequence[str]) -> None:
    """The holder did not say what they want."""
    person, rung = term
    await ladder.nobody_said(ctx, PersonRef(person), Rung(rung))


@plugin.choice("go-on")
async def go_on(ctx: Context, what: Sequence[str]) -> None:
    """Have another term, if those who lead agree."""
    await ladder.go_on(ctx, ctx.person, entered(ctx, what, Rung))


@plugin.choice("hand-over")
async def hand_over(ctx: Context, what: Sequence[str]) -> None:
    """Let somebody else have it."""
    await ladder.hand_over(ctx, ctx.person, entered(ctx, what, Rung))


@plugin.command("step-down", who="member")
async def step_down(ctx: Context, role: Role | None = None) -> None:
    """Give a role back today: `step-down leader`."""
    if role is None:
        own = [one for one in Role if held(ctx, ctx.person, one.value) is not None]
        if not own:
            ctx.quietly(ctx.text("holds-nothing"))
            return
        ctx.quietly(ctx.ways(f"step-down {'|'.join(one.value for one in own)}"))
        return
    await give_back(ctx, ctx.person, role)


@plugin.command("relieve", who="manager")
async def relieve(ctx: Context, person: PersonRef, role: Role) -> None:
    """Take a role back from somebody: `relieve @bo moderator`."""
    await give_back(ctx, person, role)


async def give_back(ctx: Context, person: PersonRef, role: Role) -> None:
    """End a term before its time."""
    await ctx.use()
    if held(ctx, person, role.value) is None:
        ctx.refuse("holds-it-not", person=await ctx.name(person), role=role)
    await ctx.groups.relieve(person, role.value)
    ctx.quietly(ctx.text("given-back", person=await ctx.name(person), role=role))
