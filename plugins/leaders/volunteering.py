"""Who offers to take a role or is named for one, and what the others say to it."""

from __future__ import annotations

from collections.abc import Sequence

from coterie.core.api import LIVE, Context, PersonRef, paragraphs

from . import ladder, plugin, weeks
from .candidacy import Rung, Stage
from .overview import overview
from .roles import Role, candidacy_of, entered, own, require_member


@plugin.command("volunteer", who="member")
async def volunteer(ctx: Context, role: Role | None = None) -> None:
    """Offer to take a role: `volunteer host`, `volunteer deputy`."""
    if role is None:
        ctx.quietly(paragraphs(await overview(ctx), ctx.ways(f"volunteer {'|'.join(one.value for one in Role)}")))
        return
    await ctx.use()  # the ends of terms have to be heard
    if role.small:
        await weeks.join(ctx, role.small, ctx.person)
        return
    await ladder.stand(ctx, Rung(role.value), ctx.person, None)
    ctx.quietly(ctx.text("thanks-for-offer", role=role))


@plugin.command("nominate", who="member")
async def nominate(ctx: Context, person: PersonRef, role: Role) -> None:
    """Name somebody for a role; they are asked first: `nominate @bo leader`."""
    await ctx.use()  # the ends of terms have to be heard
    if person == ctx.person:
        await volunteer(ctx, role)
        return
    if role.small:
        await require_member(ctx, person)
        ctx.post(person, await weeks.invitation(ctx, role.small, ctx.person))
    else:
        await ladder.stand(ctx, Rung(role.value), person, ctx.person)
    ctx.quietly(ctx.text("asked-them", person=await ctx.name(person), role=role))


@plugin.choice("would")
async def would(ctx: Context, what: Sequence[str]) -> None:
    """Offer oneself, asked as a group."""
    rung = entered(ctx, what, Rung)
    await require_member(ctx, ctx.person)
    await ladder.stand(ctx, rung, ctx.person, None)
    ctx.quietly(ctx.text("thanks-for-offer", role=rung))


@plugin.choice("accept")
async def accept(ctx: Context, what: Sequence[str]) -> None:
    """Be willing."""
    candidacy = await own(ctx, what)
    if candidacy.stage is Stage.NOMINATED:
        await ladder.accept(ctx, candidacy)


@plugin.choice("decline")
async def decline(ctx: Context, what: Sequence[str]) -> None:
    """Rather not."""
    candidacy = await own(ctx, what)
    if candidacy.stage is Stage.NOMINATED:
        await ladder.decline(ctx, candidacy)


@plugin.choice("yes")
async def yes(ctx: Context, what: Sequence[str]) -> None:
    """One of those who lead agrees."""
    await ladder.hear(ctx, await candidacy_of(ctx, what), True)


@plugin.choice("no")
async def no(ctx: Context, what: Sequence[str]) -> None:
    """One of those who lead does not agree."""
    await ladder.hear(ctx, await candidacy_of(ctx, what), False)


@plugin.choice("object")
async def object_to(ctx: Context, what: Sequence[str]) -> None:
    """A member objects to a trial."""
    candidacy = await candidacy_of(ctx, what)
    await require_member(ctx, ctx.person)
    await ladder.object_to(ctx, candidacy)


@plugin.timer("lapse")
async def lapse(ctx: Context, key: str) -> None:
    """Nobody answered for a week."""
    if (candidacy := await ladder.find(ctx, key)) is not None:
        await ladder.lapse(ctx, candidacy)


@plugin.timer("confirm")
async def confirm(ctx: Context, key: str) -> None:
    """The trial will soon be over: those who lead are asked whether it becomes a term."""
    candidacy = await ladder.find(ctx, key)
    if candidacy is not None and candidacy.stage is Stage.TRIAL and ctx.groups.get().state in LIVE:
        await ladder.ask_deciders(ctx, candidacy.at(Stage.CONFIRMING))
