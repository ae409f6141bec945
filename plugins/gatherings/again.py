"""What a group has done can be done again: a bank of gatherings that fills by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coterie.core.api import Card, Choice, Context, Form, GroupRef, listed, paragraphs

from . import plugin, shelf
from .gathering import Gathering, Held, Phase
from .planning import when_fields, where_fields

SHOWN = 8


async def bank(ctx: Context) -> None:
    """Show what took place here, each title once, what most came to first; a tap plans it anew."""
    best = _best(tuple((await ctx.load_all(Held)).values()))[:SHOWN]
    if not best:
        ctx.refuse("nothing-held")
    rows = [ctx.text("held-row", title=one.title, day=one.at.date(), came=one.came) for one in best]
    choices = [
        Choice(f"once-more:{one.number}", ctx.plain("again", title=one.title), [ctx.group.id, one.number])
        for one in best
    ]
    ctx.quietly(Card(paragraphs(ctx.text("held"), listed(rows)), choices=choices))


def _best(held: Sequence[Held]) -> list[Held]:
    """The last of each title: those first to which most came, then the latest."""
    last = {one.title.casefold(): one for one in sorted(held, key=lambda one: one.at)}
    return sorted(last.values(), key=lambda one: (one.came, one.at), reverse=True)


async def once_more(ctx: Context, number: int) -> None:
    """Ask when it is to be this time; all else is as it was. Of what is long over place and seats are forgotten: they are asked for too."""
    kept = await _answers(ctx, number)
    whole = "where" in kept
    said = ctx.text("again-when" if whole else "again-when-and-where", title=kept["title"])
    fields = when_fields(ctx) if whole else (*when_fields(ctx), *where_fields(ctx))
    ctx.ask(Form(ctx.plain("form-title"), fields, text=said), then="when", value=dict(kept))


async def _answers(ctx: Context, number: int) -> Mapping[str, str]:
    """What would have to be filled in to plan the same."""
    found = await ctx.find(Gathering, key=shelf.key(number))
    if found is not None and found.phase is not Phase.CANCELLED:
        plan = found.plan
        seats = {} if plan.capacity is None else {"capacity": str(plan.capacity)}
        minutes = str(plan.lasts.total_seconds() / 60)
        words = {"where": plan.place, "about": plan.about}
        return {"title": plan.title, "kind": plan.kind.value, "minutes": minutes} | seats | words
    held = next((one for one in (await ctx.load_all(Held)).values() if one.number == number), None)
    if held is None:
        ctx.refuse("no-such", number=number)
    return {"title": held.title, "kind": held.kind.value, "minutes": str(held.lasts.total_seconds() / 60)}


@plugin.choice("once-more")
async def once_more_chosen(ctx: Context, which: tuple[str, int]) -> None:
    """Somebody wants to do it again."""
    id, number = which
    ctx.enter(GroupRef(id))
    if ctx.person not in await ctx.members():
        ctx.refuse("members-plan")
    await once_more(ctx, number)
