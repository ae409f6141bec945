"""What a group does not want to lose: links and messages with owner, tags and a date on which somebody looks whether they still hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from coterie.core.api import (
    Answer,
    CommandGiven,
    Context,
    GroupRef,
    Line,
    MessagePosted,
    MessageRef,
    MessageRemoved,
    MessageSeen,
    PersonRef,
    Plugin,
    ReactionAdded,
    Rest,
    Text,
    code,
    evolve,
    frozen,
)

from . import following, keeping, review, shelves
from .entry import Entry, NotALink, Shelf, tags_of, title_of, titled
from .exchange import Draft, Format
from .files import import_text, send
from .keeping import Kept
from .showing import results, row, shelf_of

plugin = Plugin("library", texts="library.ftl")

PIN = "📌"
TOLD = 3
"""So many titles stand in a digest."""

LINKS = 5
"""Links of one message that are offered."""


@frozen
class Pins:
    """Who pinned a message and is to be asked about it once it was looked at."""

    people: tuple[PersonRef, ...] = ()


class Act(Enum):
    """What one may do with a library besides looking into it."""

    SEARCH = "search"
    SHARE = "share"
    UPDATE = "update"
    REMOVE = "remove"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    EXPORT = "export"
    IMPORT = "import"


# --- keeping --------------------------------------------------------------------------------------------------------


@plugin.command("keep", who="member")
async def keep(ctx: Context, *, what: Rest | None = None) -> None:
    """Keep a link for the group: `keep https://… A title #tag`; said in reply to a message, or chosen from its menu, that message."""
    link, _, behind = str(what or "").partition(" ")
    message = meant(ctx)
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


def meant(ctx: Context) -> MessageRef | None:
    """The message that a command is about: whose menu it was chosen from, which it answers, in whose thread it stands."""
    match ctx.event:
        case CommandGiven():
            return ctx.event.message or ctx.event.thread
        case MessagePosted():
            return ctx.event.reply_to or ctx.event.thread
    return None


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
        await use(ctx)
        pins = await ctx.load(Pins, key=message.id)
        await ctx.save(evolve(pins, people=tuple(dict.fromkeys([*pins.people, ctx.person]))), key=message.id)
    ctx.look(message)


async def use(ctx: Context) -> None:
    """From the first time that somebody asks for it, the group uses this plugin: what is seen in a message has to be heard."""
    group = ctx.groups.get()
    if plugin.name not in (*group.plugins, *ctx.community.plugins):
        await ctx.groups.amend(ctx.group, plugins=(*group.plugins, plugin.name))


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


@plugin.step("keep")
async def keep_step(ctx: Context, link: str, title: Text, tags: tuple[str, ...] = ()) -> Kept:
    """Keep a link for the group."""
    return await kept(ctx, keeping.draft(link, title, tags_of(" ".join(tags))), None)


@plugin.action("keep")
async def keep_action(
    ctx: Context,
    title: str,
    link: str = "",
    message: str = "",
    owner: PersonRef | None = None,
    scope: Shelf = Shelf.GROUP,
    review: date | None = None,
    tags: tuple[str, ...] = (),
) -> Kept:
    """Keep a link, or a message by its reference, for the group; its owner is who caused it, else a leader."""
    draft = keeping.draft(link, title, tags_of(" ".join(tags)), message=message, shelf=scope)
    return await kept(ctx, evolve(draft, review=review), owner)


async def kept(ctx: Context, draft: Draft, owner: PersonRef | None) -> Kept:
    """Keep it for whoever is to own it."""
    owner = owner or keeping.owner_here(ctx)
    if owner is None:
        ctx.refuse("nobody-owns", title=draft.title)
    entry = await keeping.keep(ctx, draft, owner)
    if entry.message is not None and not entry.link:
        ctx.look(entry.message)
    return Kept(entry.number)


@plugin.action("harvest")
async def harvest(ctx: Context, to: GroupRef | None = None) -> Kept:
    """Hand what the group keeps on: to another group, or, where none is named, to the shelf of the group above. How many were handed on."""
    entries = [one for one in await shelves.of_group(ctx, ctx.group) if to or one.shelf is Shelf.GROUP]
    for entry in entries:
        if to is None:
            await shelves.replace(ctx, entry, evolve(entry, shelf=Shelf.PARENT))
        elif await shelves.twin(ctx, to, entry.link, entry.message) is None:
            await shelves.replace(ctx, entry, evolve(entry, group=to.id))
    return Kept(len(entries))


# --- looking and changing -------------------------------------------------------------------------------------------


@plugin.command("library")
async def library(ctx: Context, act: Act | None = None, *, words: Rest | None = None) -> None:
    """Look into the library: `library python #talk`; or `library share|update|remove|follow|unfollow|export|import …`."""
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
        case Act.EXPORT:
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
    shelf = shelf_of(word.strip())
    if shelf is None:
        ctx.refuse("which-shelf", usage=code(f"{ctx.start}library share 17 group|parent|public"))
    entry = await keeping.found_for_change(ctx, number_in(ctx, number))
    await shelves.replace(ctx, entry, evolve(entry, shelf=shelf))
    ctx.quietly(ctx.text("shared", number=entry.number, shelf=shelf))


async def remove(ctx: Context, entry: Entry) -> None:
    """Let go of an entry."""
    await shelves.take(ctx, entry)
    ctx.post(ctx.person, ctx.text("removed", number=entry.number, title=entry.title))


async def follow(ctx: Context, act: Act, said: str) -> None:
    """Let the group be told of what others share under tags, or no longer."""
    await ctx.require("leader")
    tags = tags_of(said)
    if act is Act.FOLLOW and not tags:
        ctx.refuse("which-tag", usage=code(f"{ctx.start}library follow #python"))
    done = await (following.follow if act is Act.FOLLOW else following.unfollow)(ctx, tags)
    ctx.reply(ctx.text("following", tags=[f"#{tag}" for tag in done.tags], count=len(done.tags)))


@plugin.timer("news")
async def news(ctx: Context) -> None:
    """It is Monday: tell what is new under the tags that the group follows."""
    await following.tell(ctx)


# --- files ----------------------------------------------------------------------------------------------------------


async def take_in(ctx: Context, said: str) -> None:
    """Take in a file whose text stands behind the command, or is asked for."""
    await ctx.require("leader")
    format, text = format_in(ctx, said)
    if format is Format.ICS:
        ctx.refuse("which-format", usage=code(f"{ctx.start}library import csv|markdown|json|opml"))
    if text:
        await import_text(ctx, format, text)
    else:
        ctx.ask(keeping.asking_for_file(ctx, format), then="pasted", value=format.value)


@plugin.form("pasted")
async def pasted(ctx: Context, answers: Mapping[str, Answer], format: str) -> None:
    """Take in the text of a file that was put into a form."""
    await ctx.require("leader")
    await import_text(ctx, Format(format), str(answers["text"]))


def format_in(ctx: Context, said: str) -> tuple[Format, str]:
    """The kind of file that is named first, and what stands behind it."""
    parts = said.split(None, 1)
    format = next((one for one in Format if parts and parts[0].casefold() in (one.value, one.ending)), None)
    if format is None:
        ctx.refuse("which-format", usage=code(f"{ctx.start}library export csv|markdown|json|opml|ics"))
    return format, parts[1] if len(parts) > 1 else ""


def number_in(ctx: Context, said: str) -> int:
    """The number of an entry, as somebody typed it."""
    typed = said.strip().removeprefix("#")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 9):
        ctx.refuse("which-number", usage=code(f"{ctx.start}library remove 17"))
    return int(typed)


# --- whether it still holds -----------------------------------------------------------------------------------------


@plugin.timer("review")
async def review_due(ctx: Context, number: int) -> None:
    """It is time to look at an entry again."""
    entry = await shelves.entry_of(ctx, number)
    if entry is not None and entry.asked is None:
        ctx.enter(GroupRef(entry.group))
        await review.ask_owner(ctx, entry)


@plugin.timer("unanswered")
async def unanswered(ctx: Context, number: int) -> None:
    """The owner said nothing for a week."""
    entry = await shelves.entry_of(ctx, number)
    if entry is not None and entry.asked is not None and not entry.doubtful:
        ctx.enter(GroupRef(entry.group))
        await review.ask_leader(ctx, entry)


@plugin.choice("good")
async def good(ctx: Context, number: int) -> None:
    """It still holds, for half a year more."""
    entry = await asked_about(ctx, number)
    gone = await review.is_gone(ctx, entry.owner)
    fresh = entry.confirmed(ctx.person, ctx.local_now.date(), gone=gone)
    await shelves.put(ctx, fresh)
    review.plan(ctx, fresh)
    ctx.post(ctx.person, ctx.text("confirmed", number=entry.number, title=entry.title, until=fresh.review))


@plugin.choice("update")
async def update(ctx: Context, number: int) -> None:
    """It shall read otherwise."""
    entry = await asked_about(ctx, number)
    ctx.ask(keeping.asking_anew(ctx, entry), then="updated", value=number)


@plugin.form("updated")
async def updated(ctx: Context, answers: Mapping[str, Answer], number: int) -> None:
    """Let an entry read otherwise."""
    entry = await asked_about(ctx, number)
    try:
        changed = await keeping.change(ctx, entry, answers)
    except NotALink:
        ctx.refuse("not-a-link", link=str(answers["link"])[:80])
    ctx.post(ctx.person, ctx.text("updated", row=await row(ctx, changed), until=changed.review))


@plugin.choice("drop")
async def drop(ctx: Context, number: int) -> None:
    """It holds no longer."""
    await remove(ctx, await asked_about(ctx, number))


async def asked_about(ctx: Context, number: int) -> Entry:
    """The entry of a question, if it is still there and the person may change it."""
    entry = await shelves.entry_of(ctx, number)
    if entry is None:
        ctx.refuse("no-such-entry", number=number)
    ctx.enter(GroupRef(entry.group))
    if not await keeping.may_change(ctx, entry):
        ctx.refuse("not-yours", number=entry.number, owner=await ctx.name(entry.owner))
    return entry


# --- what others tell of it -----------------------------------------------------------------------------------------


@plugin.contribute("digest")
async def in_the_digest(ctx: Context, since: datetime) -> tuple[Line, ...]:
    """What was kept lately: how much, and the newest by their titles."""
    fresh = [one for one in await shelves.of_group(ctx, ctx.group) if one.shelved >= since]
    newest = sorted(fresh, key=lambda one: one.shelved, reverse=True)[:TOLD]
    titles = tuple(one.title for one in newest)
    return (Line(ctx.text("kept-lately", count=len(fresh), titles=titles), 0.4),) if fresh else ()
