"""The library as a file that somebody is sent, and files that somebody brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from coterie.core.api import Context, evolve, paragraphs

from . import keeping, shelves
from .bookmarks import as_opml, read_opml
from .dates import as_ics, read_ics
from .entry import Entry
from .exchange import Format, Read, draft_of
from .lists import as_markdown, read_markdown
from .objects import as_json, read_json
from .showing import mistakes
from .tables import as_csv, read_csv

SHOWN = 10
"""So many lines that were passed over are named."""

READERS: Mapping[Format, Callable[[str], Read]] = {
    Format.CSV: read_csv,
    Format.MARKDOWN: read_markdown,
    Format.JSON: read_json,
    Format.OPML: read_opml,
    Format.ICS: read_ics,
}


async def send(ctx: Context, format: Format) -> None:
    """Send the person a file: in a group what the group keeps, elsewhere all that they may see."""
    if ctx.in_group:
        await ctx.require("member")
        entries, name = await shelves.of_group(ctx, ctx.group), await ctx.name(ctx.group)
    else:
        entries, name = await shelves.seen_by(ctx, ctx.person), ctx.community.name
    if not entries:
        ctx.refuse("nothing-to-export")
    text = written(ctx, format, ctx.plain("file-title", name=name), entries)
    said = ctx.text("exported", count=len(entries))
    ctx.upload(ctx.person, f"library.{format.ending}", format.media_type, text.encode(), text=said)


def written(ctx: Context, format: Format, title: str, entries: Sequence[Entry]) -> str:
    """The entries as a file of this kind."""
    drafts = [draft_of(entry) for entry in entries]
    match format:
        case Format.CSV:
            return "\ufeff" + as_csv(drafts)  # without the mark Excel takes UTF-8 for something else
        case Format.MARKDOWN:
            return as_markdown(title, drafts)
        case Format.JSON:
            return as_json(drafts)
        case Format.OPML:
            return as_opml(title, drafts)
        case Format.ICS:
            return as_ics(title, entries, ctx.now)


async def import_text(ctx: Context, format: Format, text: str) -> None:
    """Keep all that a file holds for the group, or nothing where there is a mistake in it. What was passed over is told."""
    read = READERS[format](text)
    if read.mistakes:
        ctx.quietly(mistakes(ctx, read.mistakes))
        return
    today = ctx.local_now.date()
    drafts = [evolve(one, review=None) if one.review and one.review <= today else one for one in read.drafts]
    entries, fresh = await keeping.keep_all(ctx, drafts, ctx.person)
    told = ctx.text("imported", count=fresh, there=len(entries) - fresh)
    if read.passed:
        shown = tuple(str(line) for line in read.passed[:SHOWN])
        left = len(read.passed) - len(shown)
        told = paragraphs(told, ctx.text("passed-over", count=len(read.passed), lines=shown, left=left))
    ctx.quietly(told)
