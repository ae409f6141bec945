"""Conversation starters out of a deck: each card once before any comes again, and never again what nobody answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    CommandGiven,
    Context,
    Deck,
    DeckCard,
    Field,
    FieldKind,
    Form,
    GroupRef,
    Line,
    MessagePosted,
    MessageRef,
    PersonRef,
    Plugin,
    Rest,
    Text,
    code,
    escape,
    frozen,
    listed,
    paragraphs,
)

from .rotation import FEW, Open, Rotation, Rotations, Standing, next_card
from .suggestions import LONGEST, ROOM, Own, Suggested

plugin = Plugin("prompts", texts="prompts.ftl", playbooks="playbooks", decks="decks")


@frozen
class Prompted:
    """What was asked: the message, in whose thread the replies stand, and the id of the card."""

    message: MessageRef
    card: str


@frozen
class LastDeck:
    """The deck that was asked last in a group."""

    deck: str = ""


@plugin.step("prompt", shorthand="deck")
async def prompt_step(ctx: Context, deck: Deck, tags: tuple[str, ...] = ()) -> Prompted:
    """Ask the next card of a deck; with tags, the next that has one of them."""
    return await ask_next(ctx, deck, tags)


@plugin.command("prompt", who="leader")
async def prompt(ctx: Context, deck: Deck | None = None, tags: tuple[str, ...] = ()) -> None:
    """Ask the next card of a deck now: `prompt python`, or one with a tag: `prompt python newcomers`."""
    if deck is None:
        if tags or not ctx.decks():
            there = [code(id) for id in ctx.decks()]
            ctx.refuse("which-deck", found=next(iter(tags), ""), decks=there, count=len(there))
        ctx.quietly(listed([code(f"{ctx.start}prompt {id}") for id in ctx.decks()]))
        return
    await ask_next(ctx, deck, tags)


@plugin.action("ask-again")
async def ask_again(ctx: Context) -> Prompted:
    """Ask the next card of the deck that was asked last, in the group's room."""
    deck = ctx.deck((await ctx.load(LastDeck)).deck)
    if deck is None:
        ctx.refuse("no-deck")
    return await ask_next(ctx, deck, (), in_room=True)


@plugin.on(MessagePosted, words=False)
async def hear(ctx: Context, posted: MessagePosted) -> None:
    """Remember that a card was answered."""
    answered = posted.thread or posted.reply_to
    if answered is None or not ctx.in_group:
        return
    standing, card = (await ctx.load(Standing)).with_reply_to(answered)
    if card is None:
        return
    await ctx.save(standing)
    if card.replies == 1:
        await ctx.save((await rotation_of(ctx, card.deck)).with_answer(), key=card.deck)


async def rotation_of(ctx: Context, deck: str) -> Rotation:
    """Where a deck stands in the group."""
    kept = await ctx.find(Rotation, key=deck)
    return kept or (await ctx.load(Rotations)).decks.get(deck, Rotation())


async def ask_next(ctx: Context, deck: Deck, tags: tuple[str, ...], *, in_room: bool = False) -> Prompted:
    """Ask the next card of the deck, and look at how the one before it went."""
    own = await ctx.load(Own)
    deck = own.within(deck)
    rotation, unwanted = (await rotation_of(ctx, deck.id)).with_last_round_closed()
    for card in (one for one in deck.cards if one.id == unwanted):
        await tell_of_aside(ctx, deck, card, sum(one.id not in rotation.aside for one in deck.cards))
    chosen, rotation = next_card(deck, rotation, ctx.group, ctx.local_now.date(), tags, own.new)
    if chosen is None:
        if tags and not any(set(one.tags) & set(tags) for one in deck.cards):
            ctx.refuse("no-such-tag", deck=deck.title.in_(ctx.locale), tags=tags)
        ctx.refuse("deck-empty", deck=deck.title.in_(ctx.locale))
    said = Text(chosen.text.in_(ctx.locale))
    message = ctx.post(ctx.groups.room(ctx.group), said) if in_room else ctx.reply(said)
    await ctx.save(rotation.with_asked(chosen.id, message), key=deck.id)
    await ctx.save((await ctx.load(Standing)).with_asked(Open(deck.id, chosen.id, message, ctx.now)))
    await ctx.save(LastDeck(deck.id))
    if chosen.id in own.new:
        await ctx.save(own.asked(chosen.id, deck.id))
    return Prompted(message, chosen.id)


async def tell_of_aside(ctx: Context, deck: Deck, card: DeckCard, left: int) -> None:
    """Tell the leaders of a card that does not come any more, and when few are left."""
    title = deck.title.in_(ctx.locale)
    said = [ctx.text("set-aside", card=Text(card.text.in_(ctx.locale)), deck=title)]
    if left <= FEW:
        said.append(ctx.text("few-left", left=left, deck=title, suggest=code("suggest")))
    for leader in await approvers(ctx):
        ctx.post(leader, paragraphs(*said))


# --- what members suggest -------------------------------------------------------------------------------------------


@plugin.command("suggest", menu="message")
async def suggest(ctx: Context, *, question: Rest | None = None) -> None:
    """Suggest a prompt for this group; a leader approves it with one tap: `suggest What was your first bug?`."""
    ctx.group  # noqa: B018 - outside of a group it says so
    if question is None:
        said = ctx.event.quoted if isinstance(ctx.event, CommandGiven) else ""
        field = Field(
            "question",
            FieldKind.LONG,
            ctx.plain("question"),
            required=True,
            maximum=str(LONGEST),
            initial=said[:LONGEST],
        )
        ctx.ask(Form(ctx.plain("suggest-title"), (field,), ctx.text("no-messages-kept")), then="suggested")
    else:
        await keep(ctx, question)


@plugin.form("suggested")
async def suggested(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """The prompt that somebody wrote down."""
    await keep(ctx, str(answers.get("question") or ""))


async def keep(ctx: Context, typed: str) -> None:
    """Bring a suggestion before the leaders; that of a leader needs nobody else."""
    text = " ".join(typed.split())
    if not text or len(text) > LONGEST:
        ctx.refuse("too-long", longest=LONGEST)
    waiting = await ctx.load_all(Suggested)
    if len(waiting) >= ROOM or len((await ctx.load(Own)).cards) >= ROOM:
        ctx.refuse("no-room", room=ROOM)
    if await ctx.has_role("leader"):
        await ctx.save((await ctx.load(Own)).plus(text))
        ctx.quietly(ctx.text("kept"))
        return
    key = f"{max((int(one) for one in waiting), default=0) + 1:06d}"
    await ctx.save(Suggested(text, ctx.person), key=key)
    value = (ctx.group, key)
    leaders = await approvers(ctx)
    for leader in leaders:
        choices = [Choice("approve", ctx.plain("approve"), value), Choice("decline", ctx.plain("decline"), value)]
        said = ctx.text("suggestion", person=ctx.person, group=ctx.charter.name, text=Text(escape(text)))
        ctx.post(leader, Card(said, choices=choices))
    ctx.quietly(ctx.text("waits", leaders=leaders, count=len(leaders)))


async def approvers(ctx: Context) -> tuple[PersonRef, ...]:
    """Who approves what members suggest: the leaders who are here still, else those who manage the community."""
    leaders = tuple([one for one in ctx.leaders() if await ctx.joined(one)])
    return leaders or ctx.managers()


@plugin.choice("approve")
async def approve(ctx: Context, of: tuple[GroupRef, str]) -> None:
    """A leader wants the card."""
    found = await decided(ctx, of)
    await ctx.save((await ctx.load(Own)).plus(found.text))
    ctx.reply(ctx.text("approved"))
    thank(ctx, found.by)


@plugin.choice("decline")
async def decline(ctx: Context, of: tuple[GroupRef, str]) -> None:
    """A leader does not; nobody is told who suggested what was not wanted."""
    await decided(ctx, of)
    ctx.reply(ctx.text("declined"))


async def decided(ctx: Context, of: tuple[GroupRef, str]) -> Suggested:
    """The suggestion, of which is decided now, once; its group from here on."""
    group, key = of
    ctx.enter(group)
    await ctx.require("leader")
    found = await ctx.find(Suggested, key=key)
    if found is None:
        ctx.refuse("decided-already")
    await ctx.delete(Suggested, key=key)
    return found


def thank(ctx: Context, person: PersonRef | None) -> None:
    if person is not None:
        ctx.post(person, ctx.text("yours-is-in", group=ctx.charter.name))


# --- what others tell of it -----------------------------------------------------------------------------------------


@plugin.contribute("digest")
async def in_the_digest(ctx: Context, since: datetime) -> tuple[Line, ...]:
    """The questions that stand in the room."""
    standing = await ctx.load(Standing)
    cards = [one for one in standing.cards if one.at >= since]
    return tuple(Line(ctx.text("stands", replies=one.replies, at=one.at), 0.6) for one in reversed(cards))


@plugin.contribute("brief")
async def in_the_brief(ctx: Context) -> tuple[Line, ...]:
    """How the last question was answered."""
    asked = (await ctx.load(Standing)).cards
    return tuple(
        Line(
            ctx.text("answered", replies=one.replies, deck=code(one.deck)),
            0.7 if one.replies == 0 else 0.4,
            ctx.plain("ask-it"),
            "prompts.ask-again",
        )
        for one in asked[-1:]
    )
