"""Keeping, changing and letting go of entries: what all ways of doing so have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from coterie.core.api import (
    Answer,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    GroupRef,
    MessageRef,
    PersonRef,
    evolve,
    frozen,
)

from . import board, review, shelves
from .entry import REVIEW, TITLE, Entry, Shelf, link_of, name_of, tags_of, title_of
from .exchange import Draft, Format

SHOWN = 75
"""Characters of a link that is offered: no platform shows more on a choice (Slack's limit, Block Kit, option text)."""


@frozen
class Kept:
    """What a step or an action of the library gives: the number of the entry."""

    number: int


class Taken(Exception):
    """Another entry of the group has this address."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.link)
        self.entry = entry


async def keep(ctx: Context, draft: Draft, owner: PersonRef, *, group: GroupRef | None = None) -> Entry:
    """Put something on a shelf of the group; what it has already is given back as it is."""
    return (await keep_all(ctx, [draft], owner, group=group))[0][0]


async def keep_all(
    ctx: Context, drafts: Sequence[Draft], owner: PersonRef, *, group: GroupRef | None = None
) -> tuple[Sequence[Entry], int]:
    """Put many on shelves of the group: the entries, and how many of them are new. An owner that a draft names must be a member."""
    group, fresh = group or ctx.group, 0
    members, entries = {person.id: person for person in await ctx.members(group)}, list[Entry]()
    for number, draft in zip(await shelves.numbers(ctx, len(drafts)), drafts, strict=True):
        message = MessageRef(draft.message) if draft.message else None
        there = await shelves.twin(ctx, group, draft.link, message)
        if there is None:
            fresh += 1
            there = Entry(
                number=number,
                title=draft.title,
                group=group.id,
                owner=members.get(draft.owner, owner),
                shelved=ctx.now,
                review=draft.review or ctx.local_now.date() + REVIEW,
                link=draft.link,
                message=message,
                tags=draft.tags,
                shelf=draft.shelf,
            )
            await shelves.put(ctx, there)
            review.plan(ctx, there)
        entries.append(there)
    if fresh:
        await board.changed(ctx, group.id)
    return entries, fresh


def asking_for(ctx: Context, links: Sequence[str]) -> Form:
    """What is asked when a message is kept: a title, tags, and, where links stand in it, whether one of them is meant."""
    meant = (
        Choice("message", ctx.plain("this-message")),
        *(Choice(f"link-{n}", link[:SHOWN]) for n, link in enumerate(links)),
    )
    which = (Field("what", FieldKind.SELECT, ctx.plain("field-what"), required=True, choices=meant),) if links else ()
    return Form(
        ctx.plain("form-keep"),
        (
            *which,
            Field("title", FieldKind.TEXT, ctx.plain("field-title"), required=True, maximum=str(TITLE)),
            Field("tags", FieldKind.TEXT, ctx.plain("field-tags"), maximum="300"),
        ),
    )


def asking_anew(ctx: Context, entry: Entry) -> Form:
    """What is asked when an entry is changed; what is left empty stays."""
    return Form(
        ctx.plain("form-update", number=entry.number),
        (
            Field("title", FieldKind.TEXT, ctx.plain("field-title"), maximum=str(TITLE)),
            Field("link", FieldKind.TEXT, ctx.plain("field-link"), maximum="2000"),
            Field("tags", FieldKind.TEXT, ctx.plain("field-tags"), maximum="300"),
            Field("review", FieldKind.DATE, ctx.plain("field-review"), minimum=ctx.local_now.date().isoformat()),
        ),
        ctx.text("form-update-says"),
    )


async def change(ctx: Context, entry: Entry, answers: Mapping[str, Answer]) -> Entry:
    """The entry with what was answered; it counts as confirmed. Raises NotALink, and Taken where another entry of the group has the address."""
    confirmed = entry.confirmed(ctx.person, ctx.local_now.date(), gone=await review.is_gone(ctx, entry.owner))
    link, until = str(answers.get("link") or ""), answers.get("review")
    changed = evolve(
        confirmed,
        title=title_of(str(answers.get("title") or "")) or entry.title,
        link=link_of(link) if link else entry.link,
        tags=tags_of(str(answers.get("tags") or "")) or entry.tags,
        review=until if isinstance(until, date) else confirmed.review,
    )
    twin = await shelves.twin(ctx, GroupRef(entry.group), changed.link, changed.message)
    if twin is not None and twin.number != entry.number and changed.link != entry.link:
        raise Taken(twin)
    review.plan(ctx, changed)
    after = await shelves.replace(ctx, entry, changed)
    await board.changed(ctx, after.group)
    return after


async def may_change(ctx: Context, entry: Entry) -> bool:
    """Whether the person owns the entry, leads its group, or manages the community."""
    leads = ctx.person in ctx.leaders(GroupRef(entry.group))
    return ctx.person == entry.owner or leads or await ctx.has_role("manager")


async def found_for_change(ctx: Context, number: int) -> Entry:
    """The entry of this number that the person may change; else they are told why not."""
    entry = await shelves.entry_for(ctx, ctx.person, number)
    if entry is None:
        ctx.refuse("no-such-entry", number=number)
    if not await may_change(ctx, entry):
        ctx.refuse("not-yours", number=number, owner=await ctx.name(entry.owner))
    return entry


def owner_here(ctx: Context) -> PersonRef | None:
    """Who caused it, else a leader of the group."""
    try:
        return ctx.person
    except LookupError:
        return next(iter(ctx.leaders()), None)


def draft_of(message: str, address: str, title: str, tags: tuple[str, ...]) -> Draft:
    """A message to be kept, with the address where it can be opened."""
    return Draft(title or address, address, message, tags)


def draft(link: str, title: str, tags: tuple[str, ...], *, message: str = "", shelf: Shelf = Shelf.GROUP) -> Draft:
    """Something to be kept. Raises NotALink where there is neither an address nor a message."""
    if not message or link:
        link = link_of(link)
    return Draft(title_of(title) or name_of(link), link, message, tags, shelf=shelf)


def asking_for_file(ctx: Context, format: Format) -> Form:
    """What is asked where the text of a file did not stand behind the command."""
    fields = (Field("text", FieldKind.LONG, ctx.plain("field-text", format=format.value), required=True),)
    return Form(ctx.plain("form-import"), fields, ctx.text("form-import-says"))
