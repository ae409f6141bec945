"""What one does about a micro-role: come on its list and off it, take it for a week or pass it on."""

from __future__ import annotations

from collections.abc import Sequence

from coterie.core.api import Context

from . import plugin, weeks
from .roles import entered, require_member
from .rota import Small


@plugin.command("host")
async def host(ctx: Context) -> None:
    """See who hosts this week, and come on the list of those who are asked."""
    ctx.quietly(await weeks.shown(ctx, Small.HOST))


@plugin.command("scribe")
async def scribe(ctx: Context) -> None:
    """See who writes things down this week, and come on the list of those who are asked."""
    ctx.quietly(await weeks.shown(ctx, Small.SCRIBE))


@plugin.choice("on")
async def on(ctx: Context, what: Sequence[str]) -> None:
    """Come on the list of a micro-role."""
    role = entered(ctx, what, Small)
    await require_member(ctx, ctx.person)
    await weeks.join(ctx, role, ctx.person)


@plugin.choice("off")
async def off(ctx: Context, what: Sequence[str]) -> None:
    """Get off the list, also when it is one's turn."""
    role = entered(ctx, what, Small)
    await weeks.leave(ctx, role, ctx.person)
    await weeks.decline(ctx, role, ctx.person)


@plugin.choice("take")
async def take(ctx: Context, what: Sequence[str]) -> None:
    """Take a micro-role for this week."""
    await weeks.take(ctx, entered(ctx, what, Small), ctx.person)


@plugin.choice("pass")
async def pass_on(ctx: Context, what: Sequence[str]) -> None:
    """Not this week: the next one is asked."""
    role = entered(ctx, what, Small)
    ctx.post(ctx.person, ctx.text("fine-too"))
    await weeks.decline(ctx, role, ctx.person)


@plugin.choice("decline-list")
async def decline_list(ctx: Context, what: Sequence[str]) -> None:
    """Rather not come on a list."""
    entered(ctx, what, Small)
    ctx.post(ctx.person, ctx.text("fine-too"))


@plugin.timer("silent")
async def silent(ctx: Context, role: str) -> None:
    """Whoever was asked said nothing for a day: the next one is asked."""
    rota = await weeks.rota(ctx, Small(role))
    if rota.asked is not None:
        await weeks.decline(ctx, Small(role), rota.asked)
