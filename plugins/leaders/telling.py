"""What stands of roles on somebody's own page: those that they hold for a term, and whether they lead gladly where a file says that they do."""

from __future__ import annotations

from coterie.core.api import Context, Item, PersonRef, Section

from . import named, plugin
from .overview import ROLES


@plugin.contribute("page")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """Which roles they hold in the group, and until when; what they have not yet said yes to."""
    held = [term for role in ROLES for term in ctx.groups.holders(role) if term.person == person.id and term.until]
    terms = tuple(
        Item(
            Section.MINE,
            ctx.text("on-page", role=term.role, group=ctx.charter.name, until=term.until, trial=term.trial),
            ctx.charter.name,
            weight=0.3,
        )
        for term in held
    )
    return (*await named.on_the_page(ctx, person), *terms)
