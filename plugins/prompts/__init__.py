"""Conversation starters out of a deck: each card once before any comes again, and never again what nobody answers."""

from __future__ import annotations

from coterie.core.api import Context, Deck, MessagePosted, MessageRef, Plugin, Text, frozen

from .rotation import Rotations, next_card

plugin = Plugin("prompts", texts="prompts.ftl", playbooks="playbooks", decks="decks")


@frozen
class Prompted:
    """What was asked: the message, in whose thread the replies stand, and the id of the card."""

    message: MessageRef
    card: str


@plugin.step("prompt", shorthand="deck")
async def prompt_step(ctx: Context, deck: Deck) -> Prompted:
    """Ask the next card of a deck."""
    return await ask_next(ctx, deck)


@plugin.command("prompt", who="leader")
async def prompt(ctx: Context, deck: Deck) -> None:
    """Ask the next card of a deck now: `prompt python`."""
    await ask_next(ctx, deck)


@plugin.on(MessagePosted)
async def hear(ctx: Context, posted: MessagePosted) -> None:
    """Remember that a card was answered."""
    answered = posted.thread or posted.reply_to
    if answered is None or not ctx.in_group:
        return
    rotations = await ctx.load(Rotations)
    heard = rotations.with_answer_to(answered)
    if heard != rotations:
        await ctx.save(heard)


async def ask_next(ctx: Context, deck: Deck) -> Prompted:
    """Ask the next card of the deck, and look at how the one before it went."""
    rotations = await ctx.load(Rotations)
    rotation, unwanted = rotations.of(deck.id).with_last_round_closed()
    for card in (one for one in deck.cards if one.id == unwanted):
        for leader in ctx.leaders():
            ctx.post(
                leader, ctx.text("set-aside", card=Text(card.text.in_(ctx.locale)), deck=deck.title.in_(ctx.locale))
            )
    chosen, rotation = next_card(deck, rotation, ctx.group, ctx.local_now.date())
    if chosen is None:
        ctx.refuse("deck-empty", deck=deck.title.in_(ctx.locale))
    message = ctx.reply(Text(chosen.text.in_(ctx.locale)))
    await ctx.save(rotations.put(deck.id, rotation.with_asked(chosen.id, message)))
    return Prompted(message, chosen.id)
