"""What one says to coterie about the library: `keep …`, `library …`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from coterie.core.api import Answer, Context, Rest, evolve

from . import board, following, keeping, plugin, shelves
from .confirming import remove
from .entry import NotALink, Shelf, tags_of, titled
from .exchange import Format
from .messages import keep_message
from .showing import results, row, shelf_of


class Act(Enum):
    """What one may do with a library besides looking into it."""

    SEARCH = "search"
    SHARE = "share"
    UPDATE = "update"
    REMOVE = "remove"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    PIN = "pin"
    UNPIN = "unpin"
    EXPORT = "export"
    IMPORT = "import"


@plugin.command("keep", who="member", menu="message")
async def keep(ctx: Context, *, what: Rest | None = None) -> None:
    """Keep a link for the group: `keep https://… A title #tag`; said in reply to a message, or chosen from its menu, that message."""
    link, _, behind = str(what or "").partition(" ")
    message = ctx.meant
    if message is not None and not link.casefold().startswith(("http://", "https://")):
        await keep_message(ctx, message, *titled(str(what or "")))
        return
    words, tags = titled(behind)
    try:
        draft = keeping.draft(link, words, tags)
    except NotALink:
        ctx.refuse("not-a-link", link=link[:80] or "…")
    there = await shelves.twin(ctx, ctx.group, draft.link, None)
    if there is not None:
        ctx.refuse("there-already", row=await row(ctx, there))
    entry = await keeping.keep(ctx, draft, ctx.person)
    ctx.reply(ctx.text("kept", row=await row(ctx, entry)))


@plugin.command("library")
async def library(ctx: Context, act: Act | None = None, *, words: Rest | None = None) -> None:
    """Look into the library: `library python #talk`; or `library share|update|remove|follow|unfollow|pin|unpin|export|import …`."""
    said = str(words or "")
    match act:
        case None | Act.SEARCH:
            ctx.quietly(await results(ctx, said.strip()))
        case Act.SHARE:
            await share(ctx, said)
        case Act.UPDATE:
            entry = await keeping.found_for_change(ctx, number_in(ctx, said))
            ctx.ask(keeping.asking_anew(ctx, entry), then="updated", value=entry.number)
        case Act.REMOVE:
            await remove(ctx, await keeping.found_for_change(ctx, number_in(ctx, said)))
        case Act.FOLLOW | Act.UNFOLLOW:
            await follow(ctx, act, said)
        case Act.PIN:
            await ctx.require("leader")
            await board.pin(ctx)
            ctx.quietly(ctx.text("board-pinned", unpin=ctx.usage("library unpin")))
        case Act.UNPIN:
            await ctx.require("leader")
            await board.unpin(ctx)
            ctx.quietly(ctx.text("board-unpinned"))
        case Act.EXPORT:
            from .files import send  # with all there is for each format, which a start does not need

            await send(ctx, format_in(ctx, said)[0])
        case Act.IMPORT:
            await take_in(ctx, said)


@plugin.choice("more")
async def more(ctx: Context, where: list[object]) -> None:
    """Show the next page of what was found, as whoever asks may see it."""
    typed, number = where
    ctx.quietly(await results(ctx, str(typed), int(str(number))))


async def share(ctx: Context, said: str) -> None:
    """Put an entry on another shelf: `17 public`."""
    number, _, word = said.partition(" ")
    shelf = shelf_of(ctx, word.strip())
    if shelf is None:
        ctx.refuse("which-shelf", usage=ctx.usage(f"library share 17 {'|'.join(one.value for one in Shelf)}"))
    entry = await keeping.found_for_change(ctx, number_in(ctx, number))
    await shelves.replace(ctx, entry, evolve(entry, shelf=shelf))
    await board.changed(ctx, entry.group)
    ctx.quietly(ctx.text("shared", number=entry.number, shelf=shelf))


async def follow(ctx: Context, act: Act, said: str) -> None:
    """Let the group be told of what others share under tags, or no longer."""
    await ctx.require("leader")
    tags = tags_of(said)
    if act is Act.FOLLOW and not tags:
        ctx.refuse("which-tag", usage=ctx.usage("library follow #python"))
    done = await (following.follow if act is Act.FOLLOW else following.unfollow)(ctx, tags)
    ctx.reply(ctx.text("following", tags=[f"#{tag}" for tag in done.tags], count=len(done.tags)))


async def take_in(ctx: Context, said: str) -> None:
    """Take in a file whose text stands behind the command, or is asked for."""
    await ctx.require("leader")
    format, text = format_in(ctx, said, Act.IMPORT)
    if text:
        from .files import import_text  # likewise

        await import_text(ctx, format, text)
    else:
        ctx.ask(keeping.asking_for_file(ctx, format), then="pasted", value=format.value)


@plugin.form("pasted")
async def pasted(ctx: Context, answers: Mapping[str, Answer], format: str) -> None:
    """Take in the text of a file that was put into a form."""
    from .files import import_text  # likewise

    await ctx.require("leader")
    await import_text(ctx, Format(format), str(answers["text"]))


def format_in(ctx: Context, said: str, act: Act = Act.EXPORT) -> tuple[Format, str]:
    """The kind of file that is named first, and what stands behind it; where none is named, the usage is told."""
    parts = said.split(None, 1)
    format = next((one for one in Format if parts and parts[0].casefold() in (one.value, one.ending)), None)
    if format is None:
        ctx.refuse("which-format", usage=ctx.usage(f"library {act.value} {'|'.join(one.value for one in Format)}"))
    return format, parts[1] if len(parts) > 1 else ""


def number_in(ctx: Context, said: str) -> int:
    """The number of an entry, as somebody typed it."""
    typed = said.strip().removeprefix("#")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 9):
        ctx.refuse("which-number", usage=ctx.usage("library remove 17"))
    return int(typed)
