"""Gatherings in people's own calendars: a file for one, an address to subscribe to for all."""

from __future__ import annotations

from enum import Enum

from coterie.core.api import Card, Choice, Context, Feed, GroupRef, PersonRef, evolve, frozen

from . import plugin, shelf
from .calendar import MEDIA_TYPE, Owner, Shown, feed, file
from .circle import group_of, is_private, welcome
from .gathering import Gathering, Held, Series
from .rsvps import Reply

KEPT_HELD = 60
"""So many gatherings that took place stand in a calendar still, the newest."""


@frozen
class Guest:
    """The groups in which somebody is not, and to gatherings of which they come."""

    groups: tuple[GroupRef, ...] = ()


class Whose(Enum):
    """Whose calendar."""

    MINE = "mine"
    GROUP = "group"


async def owner(ctx: Context, group: GroupRef, shared: bool = False) -> Owner:
    """Whose gatherings those of a group are, for calendars; those that are `shared` with others do not tell the name of a private one."""
    hidden = shared and is_private(ctx, group)
    return Owner(ctx.community.id, group.id, ctx.community.name if hidden else await ctx.name(group))


# --- one gathering --------------------------------------------------------------------------------------------------


async def send_file(ctx: Context, gathering: Gathering, person: PersonRef) -> None:
    """Send somebody the gathering as a calendar file, as it is now."""
    content = file(await owner(ctx, ctx.group, bool(gathering.partners)), gathering)
    name = f"gathering-{gathering.number}.ics"
    said, through = ctx.text("file-text", title=gathering.plan.title), await group_of(ctx, gathering, person)
    ctx.upload(person, name, MEDIA_TYPE, content, text=said, through=through)


async def send_changes(ctx: Context, gathering: Gathering) -> None:
    """Send the file again to everybody who has it: their calendars take it as a change, or as called off."""
    for person in await welcome(ctx, gathering, gathering.filed):
        await send_file(ctx, gathering, person)


# --- all of them ----------------------------------------------------------------------------------------------------


@plugin.command("calendar")
async def calendar(ctx: Context, whose: Whose = Whose.MINE) -> None:
    """Subscribe to your gatherings, or to those of the group, in your own calendar: `calendar`, `calendar group`."""
    if whose is Whose.GROUP:
        await ctx.require("leader")
    name = _name(ctx, whose)
    since = await ctx.feed_since("calendar", name)
    if since is None:
        await _open(ctx, whose)
        return
    value = [whose.value, ctx.group.id if whose is Whose.GROUP else None]
    choices = [
        Choice("new-address", ctx.plain("new-address"), value),
        Choice("no-address", ctx.plain("no-address"), value),
    ]
    ctx.quietly(Card(ctx.text(f"address-known-{whose.value}", since=since.date()), choices=choices))


def _name(ctx: Context, whose: Whose) -> str:
    return f"group {ctx.group.id}" if whose is Whose.GROUP else f"person {ctx.person.id}"


@plugin.choice("new-address")
async def new_address(ctx: Context, value: tuple[str, str | None]) -> None:
    """Another address: the one before is void."""
    await _open(ctx, await _whose(ctx, value))


@plugin.choice("no-address")
async def no_address(ctx: Context, value: tuple[str, str | None]) -> None:
    """No address any more."""
    whose = await _whose(ctx, value)
    await ctx.close_feed("calendar", _name(ctx, whose))
    ctx.quietly(ctx.text("address-gone"))


async def _whose(ctx: Context, value: tuple[str, str | None]) -> Whose:
    whose, group = Whose(value[0]), value[1]
    if group is not None:
        ctx.enter(GroupRef(group))
        await ctx.require("leader")
    return whose


async def _open(ctx: Context, whose: Whose) -> None:
    name = _name(ctx, whose)
    address = await ctx.open_feed("calendar", name, value=name, suffix="ics")
    told = ctx.text(f"address-{whose.value}", address=address)
    # Whoever has the address can read the calendar: it is told to the person alone, not even quietly in a room.
    ctx.post(ctx.person, told)
    if not ctx.direct:
        ctx.quietly(ctx.text("address-sent"))


@plugin.feed("calendar")
async def calendar_feed(ctx: Context, value: str) -> Feed | None:
    """The calendar of a person or a group, as it is now; none for who is in no group of ours any more."""
    kind, _, id = value.partition(" ")
    if kind == "group":
        group = GroupRef(id)
        return Feed(MEDIA_TYPE, feed(await ctx.name(group), [await shown(ctx, group), *await _visiting(ctx, group)]))
    person = PersonRef(id)
    groups = await ctx.joined(person)
    parts = [_without_declined(await shown(ctx, group), person) for group in groups]
    seen = set[tuple[str, int]]()
    for group in groups:
        for part in await _visiting(ctx, group):
            which = (part.owner.group, part.gatherings[0].number if part.gatherings else part.held[0].number)
            # What several of somebody's groups hold stands in their calendar once.
            if GroupRef(part.owner.group) not in groups and which not in seen:
                parts.append(_without_declined(part, person))
                seen.add(which)
    for group in (await ctx.load(Guest, scope="person", of=person)).groups:
        if group not in groups:
            accepted = _accepted(await shown(ctx, group), person)
            left = tuple(one for one in accepted.gatherings if (group.id, one.number) not in seen)
            parts.append(evolve(accepted, owner=await owner(ctx, group, shared=True), gatherings=left))
    if not groups and not any(part.gatherings for part in parts):
        return None
    return Feed(MEDIA_TYPE, feed(ctx.community.name, parts))


async def shown(ctx: Context, group: GroupRef) -> Shown:
    """What a calendar shows of a group."""
    gatherings = await ctx.load_all(Gathering, of=group)
    series = await ctx.load_all(Series, of=group)
    held = await ctx.load_all(Held, of=group)
    return Shown(
        await owner(ctx, group),
        tuple(gatherings.values()),
        tuple(series.values()),
        tuple(held.values())[-KEPT_HELD:],
    )


async def _visiting(ctx: Context, group: GroupRef) -> list[Shown]:
    """What a calendar shows of a group that others plan and it holds too, each by itself."""
    parts = list[Shown]()
    for host, one in await shelf.visits(ctx, group):
        whose = await owner(ctx, host, shared=True)
        parts.append(Shown(whose, (one,)) if isinstance(one, Gathering) else Shown(whose, held=(one,)))
    return parts


def _without_declined(all: Shown, person: PersonRef) -> Shown:
    """The same without what the person said no to. An occurrence of a series stays: its rule would show it again."""
    wanted = tuple(
        one for one in all.gatherings if one.series is not None or one.rsvps.reply_of(person) is not Reply.NO
    )
    return evolve(all, gatherings=wanted)


def _accepted(all: Shown, person: PersonRef) -> Shown:
    """What a guest of another group said yes or maybe to, and nothing else of it."""
    coming = tuple(one for one in all.gatherings if one.rsvps.reply_of(person) in (Reply.YES, Reply.MAYBE))
    return Shown(all.owner, coming)
