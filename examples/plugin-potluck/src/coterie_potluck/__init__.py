"""Who brings what to eat."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    MessageRef,
    PersonRef,
    Plugin,
    Rest,
    Text,
    evolve,
    field,
    frozen,
)

plugin = Plugin("potluck", texts="potluck.ftl")


@frozen
class Table:
    """What is brought to the potluck that a group plans. Without a `card` none is planned."""

    title: str = ""
    card: MessageRef | None = None
    dishes: Mapping[PersonRef, str] = field(factory=dict)

    def with_dish(self, person: PersonRef, dish: str) -> Table:
        return evolve(self, dishes={**self.dishes, person: dish})


@frozen
class Laid:
    """The card on which the dishes stand."""

    message: MessageRef


@plugin.command("potluck")
async def potluck(ctx: Context, *, title: Rest) -> None:
    """Plan a potluck: `potluck Dinner on Friday`."""
    await lay(ctx, title)


@plugin.step("potluck", shorthand="title")
async def potluck_step(ctx: Context, title: str) -> Laid:
    """Plan a potluck."""
    return Laid(await lay(ctx, title))


@plugin.command("bring")
async def bring(ctx: Context, *, dish: Rest) -> None:
    """Say what you bring: `bring lentil soup`."""
    await put(ctx, dish)


@plugin.choice("bring")
async def ask_what(ctx: Context) -> None:
    """Ask whoever pressed what they bring."""
    what = Field("dish", FieldKind.TEXT, ctx.plain("what"), required=True, maximum="80")
    ctx.ask(Form(ctx.plain("title"), (what,)), then="dish")


@plugin.form("dish")
async def put_asked(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Put on the table what was filled in."""
    await put(ctx, str(answers["dish"]))


@plugin.every("sunday 20:00")
async def clear(ctx: Context) -> None:
    """Thank everybody, and clear the table."""
    table = await ctx.load(Table)
    if table.dishes:
        ctx.reply(ctx.text("cleared", title=table.title, people=tuple(table.dishes)))
    await ctx.save(Table())


async def lay(ctx: Context, title: str) -> MessageRef:
    """Begin with an empty table."""
    table = Table(str(title))
    message = ctx.reply(shown(ctx, table))
    await ctx.save(evolve(table, card=message))
    return message


async def put(ctx: Context, dish: str) -> None:
    """Put a person's dish on the table; it takes the place of the one they named before."""
    table = await ctx.load(Table)
    card = table.card
    if card is None:
        ctx.refuse("no-potluck")
    table = table.with_dish(ctx.person, str(dish))
    await ctx.save(table)
    ctx.edit(card, shown(ctx, table))


def shown(ctx: Context, table: Table) -> Card:
    """The card of the table as it is laid now."""
    rows = [f"- {ctx.text('dish', person=person, dish=dish)}" for person, dish in table.dishes.items()]
    text = Text("\n".join([ctx.text("table", title=table.title), "", *rows]))
    return Card(text, choices=[Choice("bring", ctx.plain("i-bring"))])
