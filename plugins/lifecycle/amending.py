"""What a charter may say otherwise without a vote, and how the group is told of it."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import (
    LONGEST_PEOPLE,
    LONGEST_PURPOSE,
    Answer,
    Context,
    Field,
    FieldKind,
    Form,
    listed,
    one_line,
    paragraphs,
)

from . import plugin
from .deciding import Act, entered
from .overview import note


def charter_form(ctx: Context) -> Form:
    """What a charter may say otherwise without a vote."""
    fields = (
        Field("purpose", FieldKind.LONG, ctx.plain("field-purpose"), maximum=str(LONGEST_PURPOSE)),
        Field("for", FieldKind.TEXT, ctx.plain("field-for"), maximum=str(LONGEST_PEOPLE)),
        Field("not_for", FieldKind.TEXT, ctx.plain("field-not-for"), maximum=str(LONGEST_PEOPLE)),
    )
    return Form(ctx.plain("form-charter"), fields, ctx.text("form-charter-intro"))


@plugin.form("charter")
async def charter(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """The charter says something else from now on, and the group is told what."""
    await entered(ctx, id, Act.CHANGE)
    before = ctx.groups.get()
    after = await ctx.groups.amend(
        ctx.group,
        purpose=one_line(answers.get("purpose") or before.purpose),
        for_=one_line(answers.get("for") or before.for_),
        not_for=one_line(answers.get("not_for") or before.not_for),
    )
    pairs = [
        (name, getattr(before, name), getattr(after, name))
        for name in ("purpose", "for_", "not_for")
        if getattr(before, name) != getattr(after, name)
    ]
    if pairs:
        lines = [ctx.text(f"changed-{name.replace('_', '').lower()}", before=old, now=new) for name, old, new in pairs]
        await note(ctx, "changed", ctx.person)
        ctx.post(ctx.groups.room(ctx.group), paragraphs(ctx.text("changed", person=ctx.person), listed(lines)))
