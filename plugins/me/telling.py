"""What coterie knows of somebody, told to them."""

from __future__ import annotations

from coterie.core.api import Context, PersonRef, Text, listed, paragraphs


async def known_of(ctx: Context, person: PersonRef) -> Text:
    """Everything that the core keeps of a person, in words."""
    said = await ctx.people.preferences(person)
    accounts = [account.id for account in await ctx.accounts.of(person)]
    rows = [
        ctx.text("known-name", name=await ctx.name(person)),
        ctx.text("known-accounts", accounts=accounts, count=len(accounts)),
        ctx.text("known-reads", zone=str(await ctx.people.zone(person)), locale=await ctx.people.locale(person)),
        ctx.text("known-groups", groups=[await ctx.name(group) for group in await ctx.joined(person)]),
    ]
    if said.hours is not None:
        rows.append(ctx.text("known-hours", hours=str(said.hours)))
    if said.left_alone:
        rows.append(ctx.text("known-alone"))
    return paragraphs(ctx.text("known"), listed(rows), ctx.text("known-else"))
