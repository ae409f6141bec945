"""What stands in a digest: for each group the lines that its plugins contribute, made once for all who read them alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

OVER = (GroupState.ARCHIVED, GroupState.PROPOSED)


@define
class Told:
    """What is told of a group: its lines in no words yet, None before it was asked; its sections by reading, empty where it has nothing to tell,
    and whether some are new; and who does not read all of its lines."""

    texts: dict[str, str] = field(factory=dict)
    excepted: frozenset[str] = frozenset()
    lines: tuple[Line, ...] | None = None
    is_new: bool = False


@define
class Made:
    """What was made in this handling, which tells of the `period` that ends `at` an instant: what is told of each group, by its id; heads and feet by
    reading; and by reading who reads so.

    Pages of one hour follow each other. Before the `first` nothing was made. Where `more` follow, a section is made for all who read on this one,
    and kept: others on those pages read it so, and nobody is asked again.
    """

    period: timedelta
    at: datetime
    first: bool = True
    more: bool = False
    told: dict[str, Told] = field(factory=dict)
    frames: dict[str, tuple[str, str]] = field(factory=dict)
    readers: dict[str, Reader] = field(factory=dict)
    of: str = field(init=False)
    """Stands on what is kept: what was made at another time, or of another period, is not told."""

    @of.default
    def _of(self) -> str:
        return f"{self.at.isoformat()} {self.period.days}"


@frozen
class Section:
    """The section of a group at one time, by language and zone; `of` says at which time, and of how long. Those who are `excepted` read their own."""

    of: str = ""
    texts: Mapping[str, str] = field(factory=dict)
    excepted: tuple[str, ...] = ()


async def digest_for(ctx: Context, person: PersonRef, reader: Reader, made: Made, *, now: bool = False) -> str | None:
    """The digest of one person over all their groups, in their language and zone, as words already; None where there is nothing to tell.

    They asked for it `now`, or get it at their hour.
    """
    reading, texts = reading_of(reader), list[str]()
    made.readers.setdefault(reading, reader)
    for group in await ctx.joined(person):
        if (told := made.told.get(group.id)) is None:
            told = made.told[group.id] = await _kept(ctx, group, made)
        if (said := told.texts.get(reading)) is None:
            said = await section(ctx, group, reading, told, made)
        if person.id in told.excepted:
            lines = [line for line in await _lines(ctx, group, told, made) if person not in line.but]
            said = _in_words(ctx, group, lines, reader)
        if said:
            texts.append(said)
    if not texts:
        return None
    if (frame := made.frames.get(reading)) is None:
        foot = ctx.text("foot-now") if now else ctx.text("foot")
        frame = made.frames[reading] = in_words_of(ctx.text("head"), reader), in_words_of(foot, reader)
    return "\n\n".join([frame[0], *texts, frame[1]])


async def _kept(ctx: Context, group: GroupRef, made: Made) -> Told:
    """What a page before this one made of a group."""
    kept = Section() if made.first else await ctx.load(Section, of=group)
    return Told(dict(kept.texts), frozenset(kept.excepted)) if kept.of == made.of else Told()


async def section(ctx: Context, group: GroupRef, reading: str, told: Told, made: Made) -> str:
    """What a group has to tell, in one reading that nobody made yet; with it in others, where these are few."""
    lines = await _lines(ctx, group, told, made)
    told.excepted = frozenset(one.id for line in lines for one in line.but)
    for one in made.readers if made.more and len(made.readers) <= FEW else (reading,):
        if one not in told.texts:
            told.texts[one] = _in_words(ctx, group, lines, made.readers[one])
    told.is_new = True
    return told.texts[reading]


async def keep(ctx: Context, made: Made) -> None:
    """Keep the sections that were made, for who reads them on the pages that follow."""
    for id, told in sorted(made.told.items()) if made.more else ():
        if told.is_new:
            await ctx.save(Section(made.of, told.texts, tuple(sorted(told.excepted))), of=GroupRef(id))


async def _lines(ctx: Context, group: GroupRef, told: Told, made: Made) -> tuple[Line, ...]:
    """What there is to tell of a group; it is asked once."""
    if told.lines is None:
        told.lines = await _asked(ctx, group, made.at - made.period)
    return told.lines


def _in_words(ctx: Context, group: GroupRef, lines: Sequence[Line], reader: Reader) -> str:
    """The section with these lines; empty where there are none."""
    if not lines:
        return ""
    head = f"**{escape(ctx.groups.get(group).name)}**"
    return "\n".join([head, "", *(f"- {in_words_of(line.text, reader)}" for line in lines)])


async def _asked(ctx: Context, group: GroupRef, since: datetime) -> tuple[Line, ...]:
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


@lru_cache(maxsize=1024)
def reading_of(reader: Reader) -> str:
    """All who read alike: their language and zone."""
    return f"{reader.locale} {zone_of(reader)}"
