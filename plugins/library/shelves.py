"""Where entries stand, one record each, so that a shelf gives exactly what those before it may see.

All stand with the community, under `SHELF NUMBER`. A shelf is `group GROUP` for a group's own, `parent GROUP` for what is shared with a group
and those that grew out of it (`-` for the community as a whole), or `public`. Nobody is shown what stands on a shelf that is not theirs,
because it is never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from coterie.core.api import Context, GroupRef, MessageRef, PersonRef, evolve, frozen

from .entry import Entry, Shelf

WHOLE = "-"
"""In place of a group: the community. No group has such an id."""


@frozen
class Counter:
    """The number that was given last."""

    last: int = 0


@frozen
class Standing:
    """On which shelf an entry stands."""

    shelf: str


@frozen
class Known:
    """Which entry of a group has an address or a message."""

    number: int


async def numbers(ctx: Context, count: int) -> range:
    """So many numbers that no entry has."""
    counter = await ctx.load(Counter, scope="community")
    await ctx.save(Counter(counter.last + count), scope="community")
    return range(counter.last + 1, counter.last + count + 1)


async def put(ctx: Context, entry: Entry) -> None:
    """Keep an entry, on the shelf on which it stood, else on the one that it asks for."""
    standing = await ctx.find(Standing, key=_key(entry.number), scope="community")
    if standing is None:
        standing = Standing(_shelf(ctx, entry.shelf, entry.group))
        await ctx.save(standing, key=_key(entry.number), scope="community")
        if await twin(ctx, GroupRef(entry.group), entry.link, entry.message) is None:
            await ctx.save(Known(entry.number), key=_print(entry.link, entry.message), of=GroupRef(entry.group))
    await ctx.save(entry, key=f"{standing.shelf} {_key(entry.number)}", scope="community")


async def take(ctx: Context, entry: Entry) -> None:
    """Take an entry off its shelf."""
    standing = await ctx.find(Standing, key=_key(entry.number), scope="community")
    if standing is not None:
        await ctx.delete(Standing, key=_key(entry.number), scope="community")
        group, print = GroupRef(entry.group), _print(entry.link, entry.message)
        known = await ctx.find(Known, key=print, of=group)
        # Two may have one address still, by an edit from before that was refused.
        if known is not None and known.number == entry.number:
            await ctx.delete(Known, key=print, of=group)
        await ctx.delete(Entry, key=f"{standing.shelf} {_key(entry.number)}", scope="community")


async def replace(ctx: Context, before: Entry, after: Entry) -> Entry:
    """Let an entry stand as another one, on the shelf that this asks for."""
    await take(ctx, before)
    moved = after if (after.shelf, after.group) == (before.shelf, before.group) else evolve(after, shelved=ctx.now)
    await put(ctx, moved)
    return moved


async def entry_of(ctx: Context, number: int) -> Entry | None:
    """The entry of this number, wherever it stands."""
    standing = await ctx.find(Standing, key=_key(number), scope="community")
    if standing is None:
        return None
    return await ctx.find(Entry, key=f"{standing.shelf} {_key(number)}", scope="community")


async def entry_for(ctx: Context, person: PersonRef, number: int) -> Entry | None:
    """The entry of this number, if it stands where somebody may find it."""
    standing = await ctx.find(Standing, key=_key(number), scope="community")
    visible = standing is not None and standing.shelf in _shelves(ctx, await ctx.joined(person), own=True)
    return await entry_of(ctx, number) if visible else None


async def seen_by(ctx: Context, person: PersonRef) -> Sequence[Entry]:
    """All entries that somebody may find: those of their groups, what is shared with these, and what is public."""
    return await _standing(ctx, _shelves(ctx, await ctx.joined(person), own=True))


async def shared_with(ctx: Context, group: GroupRef) -> Sequence[Entry]:
    """What other groups share with this one, and what is public."""
    found = await _standing(ctx, _shelves(ctx, [group], own=False))
    return [entry for entry in found if entry.group != group.id]


async def of_group(ctx: Context, group: GroupRef) -> Sequence[Entry]:
    """All that a group keeps, on whichever shelf, by number."""
    found = await _standing(ctx, _shelves_of(ctx, group.id))
    return sorted((entry for entry in found if entry.group == group.id), key=lambda entry: entry.number)


async def twin(ctx: Context, group: GroupRef, link: str, message: MessageRef | None) -> Entry | None:
    """What the group has already of the same address or message."""
    known = await ctx.find(Known, key=_print(link, message), of=group)
    return await entry_of(ctx, known.number) if known else None


async def _standing(ctx: Context, shelves: Iterable[str]) -> Sequence[Entry]:
    return [
        entry
        for shelf in shelves
        for entry in (await ctx.load_all(Entry, prefix=f"{shelf} ", scope="community")).values()
    ]


def _shelves(ctx: Context, groups: Sequence[GroupRef], *, own: bool) -> Sequence[str]:
    """What the members of these groups may see."""
    names = [_shelf(ctx, shelf, group.id) for group in groups for shelf in (Shelf.GROUP, Shelf.PARENT)]
    names += [f"parent {above}" for group in groups for above in (group.id, _parent(ctx, group.id)) if above]
    names += [f"parent {WHOLE}"] if groups else []
    return [name for name in sorted({*names, "public"}) if own or not name.startswith("group ")]


def _shelves_of(ctx: Context, group: str) -> Iterable[str]:
    """Where what a group keeps may stand: what is shared with it by those below is theirs. Above it is who was there when it was shelved."""
    above = dict.fromkeys((_parent(ctx, group), _above(ctx, group), WHOLE))
    return (f"group {group}", *(f"parent {one}" for one in above if one is not None), "public")


def _shelf(ctx: Context, shelf: Shelf, group: str) -> str:
    match shelf:
        case Shelf.GROUP:
            return f"group {group}"
        case Shelf.PARENT:
            return f"parent {_above(ctx, group)}"
        case Shelf.PUBLIC:
            return "public"


def _above(ctx: Context, group: str) -> str:
    """The nearest group above that has not ended; the community where there is none, or where the group was taken out of its file and
    people are still in its room.
    """
    above, seen = _parent(ctx, group), {group}
    while above is not None and ctx.groups.alive(above) is None and above not in seen:
        seen.add(above)
        above = _parent(ctx, above)
    return above if above is not None and ctx.groups.alive(above) else WHOLE


def _parent(ctx: Context, group: str) -> str | None:
    """The group above as its charter says, where the group is known."""
    try:
        return ctx.groups.get(GroupRef(group)).parent
    except LookupError:
        return None


def _key(number: int) -> str:
    return f"{number:08}"


def _print(link: str, message: MessageRef | None) -> str:
    """What tells an address or a message from others, as part of a key."""
    return sha256((message.id if message else link).encode()).hexdigest()[:24]
