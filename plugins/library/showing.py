"""Entries as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from coterie.core.api import Card, Choice, Context, GroupRef, Text, code, escape, together

from .entry import Entry, Shelf
from .exchange import Mistake
from .search import found, page, query_of
from .shelves import seen_by

MARKS = {Shelf.GROUP: "", Shelf.PARENT: "↗", Shelf.PUBLIC: "🌍"}
"""What stands behind an entry that others see too."""

MISTAKES = 20
"""Mistakes of a file that are told one by one."""


async def row(ctx: Context, entry: Entry) -> Text:
    """One line: number, title with its link, tags, whose it is, of which group where that is another one. It is the same in every language."""
    elsewhere = not ctx.in_group or ctx.group.id != entry.group
    parts = [
        f"**{entry.number}** {titled(entry)}",
        " ".join(escape(f"#{tag}") for tag in entry.tags),
        escape(await ctx.name(entry.owner)),
        escape(await ctx.name(GroupRef(entry.group))) if elsewhere else "",
        f"{MARKS[entry.shelf]}{'⏳' if entry.doubtful else ''}",
    ]
    return Text(" · ".join(part for part in parts if part))


def titled(entry: Entry) -> Text:
    """The title, linked where there is an address. That of a message stands beside it: Matrix clients put a pill in place of such a link's words. So
    does that of a title which reads like an address itself: it would lead elsewhere than it says."""
    if entry.message is None and "://" in entry.title and entry.title != entry.link:
        return Text(f"{escape(entry.title)} [🔗](<{escape(entry.link)}>)")
    if entry.message is None:
        return Text(f"[{escape(entry.title)}](<{escape(entry.link)}>)")
    return Text(f"{escape(entry.title)} {f'[💬](<{escape(entry.link)}>)' if entry.link else '💬'}")


async def results(ctx: Context, typed: str, number: int = 0) -> Card:
    """What the person finds, a page of it, and what shows the next one."""
    here = page(found(await seen_by(ctx, ctx.person), query_of(typed)), number)
    if not here.entries:
        keep = code(f"{ctx.start}keep https://… #tag")
        return Card(ctx.text("nothing-found", words=typed, keep=keep) if typed else ctx.text("nothing-yet", keep=keep))
    rows = Text("\n".join([f"- {await row(ctx, entry)}" for entry in here.entries]))
    count = here.total
    said = (
        ctx.text("found", words=typed, count=count, rows=rows) if typed else ctx.text("newest", count=count, rows=rows)
    )
    more = [Choice("more", ctx.plain("more", count=here.left), [typed, here.number + 1])] if here.left else []
    return Card(said, choices=more)


def mistakes(ctx: Context, found: Sequence[Mistake]) -> str:
    """What is wrong in a file, a line each."""
    told = [ctx.text("mistake", line=one.line, wrong=one.wrong, found=one.found) for one in found[:MISTAKES]]
    rows = together(*[together("- ", one, between="") for one in told])
    return ctx.text("mistakes", count=len(found), rows=rows, left=max(0, len(found) - MISTAKES))


def shelf_of(ctx: Context, word: str) -> Shelf | None:
    """The shelf that a word names."""
    meant = ctx.one_of(word, *(shelf.value for shelf in Shelf))
    return Shelf(meant) if meant else None
