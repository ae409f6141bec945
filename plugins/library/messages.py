"""Messages that somebody wants kept: looked at first, named by whoever pinned them, let go of when they are removed."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import (
    Answer,
    Context,
    MessageRef,
    MessageRemoved,
    MessageSeen,
    PersonRef,
    ReactionAdded,
    evolve,
    frozen,
)

from . import board, keeping, plugin, shelves
from .entry import tags_of, title_of
from .showing import row

PIN = "📌"

LINKS = 5
"""Links of one message that are offered."""


@frozen
class Pins:
    """Who pinned a message and is to be asked about it once it was looked at."""

    people: tuple[PersonRef, ...] = ()


async def keep_message(ctx: Context, message: MessageRef, title: str, tags: tuple[str, ...]) -> None:
    """Keep a message under a title; without one, whoever wants it kept is asked for it once it was looked at."""
    there = await shelves.twin(ctx, ctx.group, "", message)
    if there is not None:
        ctx.quietly(ctx.text("there-already", row=await row(ctx, there)))
        return
    if title:
        entry = await keeping.keep(ctx, keeping.draft("", title, tags, message=message.id), ctx.person)
        ctx.quietly(ctx.text("kept", row=await row(ctx, entry)))
    else:
        # What is seen in a message has to be heard.
        await ctx.use()
        pins = await ctx.load(Pins, key=message.id)
        await ctx.save(evolve(pins, people=tuple(dict.fromkeys([*pins.people, ctx.person]))), key=message.id)
    ctx.look(message)


@plugin.on(ReactionAdded)
async def pinned(ctx: Context, reaction: ReactionAdded) -> None:
    """Look at a message that somebody pinned."""
    if reaction.emoji.replace("\ufe0f", "") == PIN and ctx.in_group:
        await keep_message(ctx, reaction.message, "", ())


@plugin.on(MessageSeen)
async def seen(ctx: Context, message: MessageSeen) -> None:
    """Ask whoever pinned it what it shall be called, and whether it is the message or a link in it that is to be kept.

    One that a plugin or a playbook kept gets its address.
    """
    if not ctx.in_group:
        return
    entry = await shelves.twin(ctx, ctx.group, "", message.message)
    if entry is not None and not entry.link:
        await shelves.put(ctx, evolve(entry, link=message.address))
        await board.changed(ctx, entry.group)
    for person in (await ctx.load(Pins, key=message.message.id)).people:
        form = keeping.asking_for(ctx, message.links[:LINKS])
        ctx.ask(form, then="named", value=[message.message.id, message.address, *message.links[:LINKS]], person=person)
    await ctx.delete(Pins, key=message.message.id)


@plugin.form("named")
async def named(ctx: Context, answers: Mapping[str, Answer], found: list[str]) -> None:
    """Keep the message, or the link in it, under the name that was given."""
    message, address, *links = found
    _, _, link = str(answers.get("what") or "").partition("link-")
    title, tags = title_of(str(answers["title"])), tags_of(str(answers.get("tags") or ""))
    if link:
        draft = keeping.draft(links[int(link)], title, tags)
    else:
        draft = keeping.draft_of(message, address, title, tags)
    there = await shelves.twin(ctx, ctx.group, draft.link, MessageRef(message) if draft.message else None)
    entry = there or await keeping.keep(ctx, draft, ctx.person)
    ctx.post(ctx.person, ctx.text("there-already" if there else "kept", row=await row(ctx, entry)))


@plugin.on(MessageRemoved)
async def gone(ctx: Context, removed: MessageRemoved) -> None:
    """Let go of a message that is no longer there: whoever removed it did not want it kept."""
    entry = await shelves.twin(ctx, ctx.group, "", removed.message) if ctx.in_group else None
    if entry is not None:
        await shelves.take(ctx, entry)
        await board.changed(ctx, entry.group)
