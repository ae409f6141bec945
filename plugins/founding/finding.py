"""Which groups there are: shown some at a time, found by what they are about, and joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coterie.core.api import (
    Card,
    Choice,
    Context,
    Group,
    GroupRef,
    GroupState,
    JoinMode,
    Rest,
    Text,
    listed,
    nearest,
    one_line,
    paragraphs,
)

from . import door, plugin

SHOWN = 8
"""So many groups are shown at once."""

LONGEST_TYPED = 80
"""Of so many characters is what somebody looks for at most."""

_AROUND = "([{\"'„“”«»‚‘’¿¡#"
"""What may stand before a word."""


@plugin.command("groups")
async def groups(ctx: Context, *, about: Rest | None = None) -> None:
    """Show the groups that one could come into, or those that are about something: `groups`, `groups python`."""
    ctx.quietly(await some(ctx, one_line(str(about or ""))[:LONGEST_TYPED], 0))


@plugin.choice("more-groups")
async def more(ctx: Context, asked: tuple[str, int]) -> None:
    """Show the next of them."""
    ctx.quietly(await some(ctx, *asked))


@plugin.action("groups")
async def all_of_them(ctx: Context) -> None:
    """Show whoever looks at their page all groups, and not some of them."""
    await groups(ctx)


@plugin.command("join")
async def join(ctx: Context, *, group: Rest | None = None) -> None:
    """Come into a group by its name, or ask to: `join Python Evenings`; in the thread in which a group lives, into that one: `join`."""
    if group is None and _is_here(ctx) and ctx.group not in await ctx.joined() and ctx.groups.takes_in(ctx.group):
        await door.admit(ctx, ctx.person, ctx.group)
        return
    (there, _), named = await _known(ctx), one_line(str(group or ""))[:LONGEST_TYPED].removeprefix("#")
    meant = next((one for one in there if named.casefold() in (one.id.casefold(), one.name.casefold())), None)
    if meant is None:
        ctx.quietly(await some(ctx, named, 0))
    else:
        await door.admit(ctx, ctx.person, GroupRef(meant.id))


@plugin.command("leave")
async def leave(ctx: Context, *, group: Rest | None = None) -> None:
    """Leave a group that lives in a thread: `leave` there, or `leave Python Evenings`. A room one leaves oneself, and is told so."""
    named = one_line(str(group or ""))[:LONGEST_TYPED].removeprefix("#").casefold()
    own = [one for one in [ctx.groups.alive(ref.id) for ref in await ctx.joined()] if one is not None]
    here = ctx.group.id if _is_here(ctx) and not named else None
    meant = next((one for one in own if one.id == here or named in (one.id.casefold(), one.name.casefold())), None)
    if meant is not None and await ctx.groups.leave(GroupRef(meant.id)):
        ctx.quietly(ctx.text("left", group=meant.name))
    else:
        ctx.quietly(ctx.text("leave-how"))


def _is_here(ctx: Context) -> bool:
    """Whether it was said where a group lives."""
    return ctx.in_group and not ctx.direct


async def some(ctx: Context, words: str, first: int) -> Card:
    """Some of the groups that are about these words, or of all that take people in, with a button for each that they are not in."""
    there, own = await _known(ctx)
    found = about(there, words) if words else [one for one in there if one.id not in own]
    title = "groups-about" if words else "groups-open"
    if words and not found:
        near = nearest(words, [one.name for one in there])
        found, title = [one for one in there if one.name == near], "groups-near"
    coming = about([one for one in await ctx.groups.known() if one.state is GroupState.GATHERING], words)
    to_come = (
        [ctx.text("groups-coming", groups=[one.name for one in coming[:SHOWN]], count=len(coming))] if coming else []
    )
    if not found:
        none = ctx.text("groups-none-about", words=words) if words else ctx.text("groups-none")
        return Card(paragraphs(none, *to_come))
    if not words:
        found = in_order(found, await ctx.people.locale())
    shown = found[first : first + SHOWN]
    head = ctx.text(title, count=len(found), words=words)
    hint = [ctx.text("groups-find")] if not words and len(found) > SHOWN else []
    choices = [
        Choice(f"join:{place}", ctx.plain("choice-join", group=one.name), one.id)
        for place, one in enumerate(shown, first)
        if one.id not in own
    ]
    if len(found) > first + SHOWN:
        choices.append(Choice("more-groups", ctx.plain("choice-more-groups"), [words, first + SHOWN]))
    return Card(
        paragraphs(head, listed(_row(ctx, one, one.id in own) for one in shown), *hint, *to_come), choices=choices
    )


async def _known(ctx: Context) -> tuple[list[Group], set[str]]:
    """The groups that whoever asks is in, or could come into by themselves or by asking; and the ids of the former."""
    own = {ref.id for ref in await ctx.joined()}
    found = [one for one in await ctx.groups.known() if one.id in own or ctx.groups.takes_in(GroupRef(one.id))]
    return found, own


def in_order(groups: Iterable[Group], locale: str) -> list[Group]:
    """Those that speak this language first, by their names."""
    return sorted(groups, key=lambda one: (one.locale != locale, one.name.casefold()))


def about(groups: Sequence[Group], words: str) -> list[Group]:
    """Those in whose charter every word begins a word, those whose name says it first; where there are none, in which every word stands at all:
    in compounds, and in scripts that part no words.
    """
    wanted = words.casefold().split()
    for before in (" ", ""):
        found = [
            (place, one) for one in groups if (place := _place(one, [before + word for word in wanted])) is not None
        ]
        if found:
            return [one for _, one in sorted(found, key=lambda found: (found[0], found[1].name.casefold()))]
    return []


def _place(group: Group, wanted: Sequence[str]) -> int | None:
    name = _folded(group.name, group.id)
    charter = _folded(name, group.purpose, group.for_, *group.basis.about)
    for place, text in enumerate((name, charter)):
        if all(word in text for word in wanted):
            return place
    return None


def _folded(*texts: str) -> str:
    """The words of all of it, each behind one blank."""
    return "".join([f" {word.lstrip(_AROUND)}" for text in texts for word in text.casefold().split()])


def _row(ctx: Context, group: Group, is_in: bool) -> Text:
    how = "in" if is_in else "asks" if group.join is not JoinMode.OPEN else "open"
    return ctx.text("group-row", group=group.name, purpose=one_line(group.purpose), how=how)
