"""What stands in a digest: for each group the lines that its plugins contribute, made once for all who read them alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from attrs import define

from coterie.core.api import (
    Context,
    GroupRef,
    GroupState,
    Line,
    PersonRef,
    Reader,
    escape,
    field,
    frozen,
    in_words_of,
)

from .buckets import zone_of

LINES = 6
"""So many lines of a group at most."""

FEW = 3
"""Among so many readings a section is made for all at once: for more it takes longer than to ask once more what a group has to tell."""

_NOTHING: Mapping[str, str] = {}
_NOBODY: frozenset[str] = frozenset()

OVER = (GroupState.ARCHIVED, GroupState.PROPOSED)


@define
class Made:
    """What was made in this handling: what is told of a group, in no words yet; the sections by group and reading, empty where a group has
    nothing to tell, and which groups have new ones; heads and feet by reading; and by reading who reads so.

    Where `more` pages of the same hour follow, a section is made for all of these: others on those pages read it so, and nobody is asked again.
    """

    more: bool = False
    lines: dict[GroupRef, tuple[Line, ...]] = field(factory=dict)
    sections: dict[GroupRef, dict[str, str]] = field(factory=dict)
    added: set[GroupRef] = field(factory=set)
    frames: dict[tuple[str, str], tuple[str, str]] = field(factory=dict)
    readers: dict[str, Reader] = field(factory=dict)
    excepted: dict[GroupRef, frozenset[str]] = field(factory=dict)
    """Who does not read all lines of a group."""


@frozen
class Section:
    """The section of a group at one time, by language and zone; `of` says at which time, and of how long. Those who are `excepted` read their own."""

    of: str = ""
    texts: Mapping[str, str] = field(factory=dict)
    excepted: tuple[str, ...] = ()


async def digest_for(
    ctx: Context, person: PersonRef, reader: Reader, period: timedelta, at: datetime, made: Made
) -> str | None:
    """The digest of one person over all their groups, in their language and zone; None where there is nothing to tell."""
    reading, texts = reading_of(reader), list[str]()
    made.readers.setdefault(reading, reader)
    for group in await ctx.joined(person):
        said = made.sections.get(group, _NOTHING).get(reading)
        if said is None:
            said = await section(ctx, group, reader, reading, period, at, made)
        if person.id in made.excepted.get(group, _NOBODY):
            said = await _make(ctx, group, reader, at - period, made, person)
        if said:
            texts.append(said)
    return "\n\n".join(texts) if texts else None


async def section(
    ctx: Context, group: GroupRef, reader: Reader, reading: str, period: timedelta, at: datetime, made: Made
) -> str:
    """What a group has to tell of the time since, in one reading: out of this handling, out of the store, or made now."""
    texts = made.sections.get(group)
    if texts is None:
        kept = await ctx.load(Section, of=group)
        fits = kept.of == _time(period, at)
        texts = made.sections[group] = dict(kept.texts) if fits else {}
        made.excepted[group] = frozenset(kept.excepted if fits else ())
    if reading not in texts:
        few = made.more and len(made.readers) <= FEW
        for one, reads in made.readers.items() if few else ((reading, reader),):
            if one not in texts:
                texts[one] = await _make(ctx, group, reads, at - period, made)
        made.added.add(group)
    return texts[reading]


async def keep(ctx: Context, period: timedelta, at: datetime, made: Made) -> None:
    """Keep the sections that were made, for who reads them on another page."""
    for group in sorted(made.added):
        excepted = tuple(sorted(made.excepted.get(group, _NOBODY)))
        await ctx.save(Section(_time(period, at), made.sections[group], excepted), of=group)


@lru_cache(maxsize=16)
def _time(period: timedelta, at: datetime) -> str:
    return f"{at.isoformat()} {period.days}"


async def _make(
    ctx: Context, group: GroupRef, reader: Reader, since: datetime, made: Made, person: PersonRef | None = None
) -> str:
    """The section as most read it, or as one person does."""
    if group not in made.lines:
        made.lines[group] = await _told(ctx, group, since)
        made.excepted[group] = frozenset(one.id for line in made.lines[group] for one in line.but)
    lines = [line for line in made.lines[group] if person is None or person not in line.but]
    if not lines:
        return ""
    head = f"**{escape(ctx.groups.get(group).name)}**"
    return "\n".join([head, "", *(f"- {in_words_of(line.text, reader)}" for line in lines)])


async def _told(ctx: Context, group: GroupRef, since: datetime) -> tuple[Line, ...]:
    """What there is to tell of a group, what matters most first; nothing of one that is over, or not begun."""
    try:
        charter = ctx.groups.get(group)
    except LookupError:
        return ()
    if charter.state in OVER:
        return ()
    contributed = await ctx.contributions("digest", since, group=group)
    lines = [line for some in contributed if isinstance(some, tuple) for line in some if isinstance(line, Line)]
    return tuple(sorted(lines, key=lambda line: -line.weight)[:LINES])


def whole(ctx: Context, body: str, reader: Reader, made: Made, foot: str = "foot") -> str:
    """The body with its head and its foot, as this reader reads them: words already."""
    frame = (reading_of(reader), foot)
    if frame not in made.frames:
        said = ctx.text(foot) if foot == "foot-now" else ctx.text("foot")
        made.frames[frame] = in_words_of(ctx.text("head"), reader), in_words_of(said, reader)
    head, last = made.frames[frame]
    return "\n\n".join([head, body, last])


@lru_cache(maxsize=1024)
def reading_of(reader: Reader) -> str:
    """All who read alike: their language and zone."""
    return f"{reader.locale} {zone_of(reader)}"
