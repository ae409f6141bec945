"""Greets newcomers by name and tells them what the group is for."""

from __future__ import annotations

from coterie.core.api import Context, MessageRef, PersonRef, Plugin, frozen, one_line

plugin = Plugin("welcome", texts="welcome.ftl", playbooks="playbooks")


@frozen
class Welcomed:
    """The greeting, for whoever wants to count what was replied to it."""

    message: MessageRef


@plugin.step("welcome", shorthand="who")
async def welcome_step(ctx: Context, who: PersonRef) -> Welcomed:
    """Greet a newcomer with the purpose of the group, and name whom they can turn to."""
    return Welcomed(greet(ctx, who))


@plugin.command("welcome", who="leader")
async def welcome(ctx: Context, person: PersonRef) -> None:
    """Greet somebody once more: `welcome @cy`."""
    greet(ctx, person)


def greet(ctx: Context, person: PersonRef) -> MessageRef:
    """Say the greeting; the reference to it."""
    charter, others = ctx.charter, [leader for leader in ctx.leaders() if leader != person]
    # Of a group that was founded in chat a member wrote the purpose: it stands there as it was typed, and mentions nobody.
    purpose = one_line(charter.purpose)
    said = ctx.text("welcome", person=person, group=charter.name, purpose=purpose, leaders=others, count=len(others))
    return ctx.reply(said)
