"""What stands of roles on somebody's own page: those that they hold for a term."""

from __future__ import annotations

from coterie.core.api import Context, Item, PersonRef, Section

from . import plugin
from .overview import ROLES


@plugin.contribute("page")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """Which roles they hold in the group, and until when."""
    held = [term for role in ROLES for term in ctx.groups.holders(role) if term.person == person.id and term.until]
    return tuple(
        Item(
            Section.MINE,
            ctx.text("on-page", role=term.role, group=ctx.charter.name, until=term.until, trial=term.trial),
            ctx.charter.name,
            weight=0.3,
        )
        for term in held
    )
