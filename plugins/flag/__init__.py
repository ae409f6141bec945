"""A quiet word to those who look after a group: this message is not all right. Nobody else hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    GroupRef,
    MessageRef,
    MessageSeen,
    PersonRef,
    Plugin,
    Rest,
    Text,
    evolve,
    field,
    frozen,
    paragraphs,
)

plugin = Plugin("flag", texts="flag.ftl", urgent=("flagged",))

LONGEST = 500
SEEN_WITHIN = timedelta(minutes=1)
"""A platform that has not told by then where a message stands will not: it is told of without."""


@frozen
class Flag:
    """Somebody flagged a message: who, and why; where it stands, by whom; whom that was told, by which messages, and who looks after it."""

    by: PersonRef
    why: str = ""
    address: str = ""
    author: PersonRef | None = None
    told: tuple[PersonRef, ...] = ()
    cards: tuple[MessageRef, ...] = field(default=())
    taken: PersonRef | None = None


# --- flagged --------------------------------------------------------------------------------------------------------


@plugin.command("flag", menu="message")
async def flag(ctx: Context, *, why: Rest | None = None) -> None:
    """Tell those who look after this group that a message is not all right: said in reply to it, or chosen in its menu."""
    ctx.group  # noqa: B018 - outside of a group it says so
    message = ctx.meant
    if message is None:
        ctx.refuse("which-message")
    if why is not None:
        await begin(ctx, message, why)
        return
    asked = Field("why", FieldKind.LONG, ctx.plain("why"), maximum=str(LONGEST))
    ctx.ask(Form(ctx.plain("form"), (asked,), ctx.text("who-reads-it")), then="flagged", value=message.id)


@plugin.form("flagged")
async def flagged(ctx: Context, answers: Mapping[str, Answer], message: str) -> None:
    """Somebody said what is wrong with it, or that it needs no saying."""
    await begin(ctx, MessageRef(message), str(answers.get("why") or ""))


async def begin(ctx: Context, message: MessageRef, why: str) -> None:
    """Look where the message stands, and by whom it is; then those who look after the group are told."""
    await ctx.use()  # what is seen in a message has to be heard
    key = key_of(message, ctx.person)
    if await ctx.find(Flag, key=key) is None:
        await ctx.save(Flag(ctx.person, " ".join(why.split())[:LONGEST]), key=key)
        ctx.look(message)
        ctx.timer(SEEN_WITHIN, then="unseen", value=key, name=key)
    ctx.post(ctx.person, ctx.text("thanks"))


def key_of(message: MessageRef, person: PersonRef) -> str:
    """Where a flag is kept."""
    return f"{message.id} {person.id}"


# --- told -----------------------------------------------------------------------------------------------------------


@plugin.on(MessageSeen)
async def seen(ctx: Context, message: MessageSeen) -> None:
    """Tell of those flags on it that nobody was told of."""
    if ctx.in_group:
        for key, found in (await ctx.load_all(Flag, prefix=f"{message.message.id} ")).items():
            await tell(ctx, key, found, message.address, message.person)


@plugin.timer("unseen")
async def unseen(ctx: Context, key: str) -> None:
    """It could not be looked at; those who look after the group are told all the same."""
    found = await ctx.find(Flag, key=key)
    if found is not None:
        await tell(ctx, key, found, "", None)


async def tell(ctx: Context, key: str, found: Flag, address: str, author: PersonRef | None) -> None:
    """Tell everybody who looks after the group, but for who wrote the message; once."""
    if found.told:
        return
    people, found = guardians(ctx, author), evolve(found, address=address, author=author)
    card = Card(await worded(ctx, found), choices=[Choice("take", ctx.plain("take"), [ctx.group.id, key])])
    cards = tuple(ctx.post(person, card, urgent="flagged") for person in people)
    await ctx.save(evolve(found, told=people, cards=cards), key=key)


async def worded(ctx: Context, found: Flag) -> Text:
    """Who asks to look at which message, and why."""
    return ctx.text(
        "told",
        by=await ctx.name(found.by),
        known=found.author is not None,
        author=await ctx.name(found.author) if found.author else "",
        group=ctx.charter.name,
        some=bool(found.why),
        why=found.why,
        where=Text(f"<{found.address}>") if found.address else ctx.text("no-address"),
    )


def guardians(ctx: Context, author: PersonRef | None) -> tuple[PersonRef, ...]:
    """Who moderates or leads the group, else who manages the community; never who wrote the message."""
    moderators = [PersonRef(term.person) for term in ctx.groups.holders("moderator")]
    near = [one for one in dict.fromkeys([*moderators, *ctx.leaders()]) if one != author]
    return tuple(near or [one for one in ctx.managers() if one != author])


@plugin.choice("take")
async def take(ctx: Context, which: tuple[str, str]) -> None:
    """Somebody looks after it, and still reads what it is about; the others know then that they need not."""
    ctx.enter(GroupRef(which[0]))
    found = await ctx.find(Flag, key=which[1])
    if found is None or ctx.person not in found.told:
        ctx.refuse("is-over")
    if found.taken is not None and found.taken != ctx.person:
        ctx.refuse("is-taken", person=await ctx.name(found.taken))
    for person, card in zip(found.told, found.cards, strict=True):
        taken = ctx.text("is-taken", person=await ctx.name(ctx.person))
        mine = person == ctx.person
        ctx.edit(card, paragraphs(await worded(ctx, found), ctx.text("you-have-it")) if mine else taken)
    await ctx.delete(Flag, key=which[1])
