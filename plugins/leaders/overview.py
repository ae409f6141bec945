"""Who leads a group, as everybody in it may read."""

from __future__ import annotations

from collections.abc import Sequence

from coterie.core.api import Context, PersonRef, Term, together

from . import plugin
from .people import Alumnus

ROLES = ("leader", "deputy", "moderator", "host", "scribe")
SHOWN = 10
"""Of those who had a role so many are named, the last ones first."""


async def overview(ctx: Context) -> str:
    """A line for each role that somebody has, and one for those who had one."""
    rows = [
        ctx.text("who-row", role=role, people=together(*[await _who(ctx, term) for term in terms], between="; "))
        for role in ROLES
        if (terms := ctx.groups.holders(role))
    ]
    alumni = sorted((await ctx.load_all(Alumnus)).values(), key=lambda one: one.until, reverse=True)
    thanked = dict.fromkeys([await ctx.name(one.person) for one in alumni])
    if thanked:
        rows.append(ctx.text("alumni-row", people=list(thanked)[:SHOWN]))
    return _listed(ctx, rows)


def _listed(ctx: Context, rows: Sequence[str]) -> str:
    if not rows:
        return ctx.text("nobody-leads")
    return together(*[together("- ", row, between="") for row in rows])


async def _who(ctx: Context, term: Term) -> str:
    name = await ctx.name(PersonRef(term.person))
    if term.until is None:
        return ctx.text("who", person=name)
    return ctx.text("who-until", person=name, until=term.until, trial=term.trial)


@plugin.command("leaders")
async def leaders(ctx: Context) -> None:
    """See who has which role here, until when, and who had one."""
    ctx.quietly(await overview(ctx))
