"""Looks at the platforms and into the store, and changes neither."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from attrs import evolve

from ..clock import Clock
from ..engine import bindings
from ..engine.definitions import Definitions
from ..engine.homes import NAMED
from ..engine.made import MADE, SPACE_ITSELF, charter_of, space_of
from ..engine.owners import lives_in, lives_there, owner_of
from ..engine.register import Register
from ..errors import Transient
from ..model.community import JoinMode, Visibility
from ..model.effect import Survey
from ..model.event import RoomSurveyed
from ..ports import Adapter, Json, Store, Unit
from ..refs import MessageRef, PersonRef, Ref, RoomRef
from ..values import frozen
from .desired import Desired, Seat, SpaceWanted, Wanted, accounts_of, desired
from .found import Found, Home, Left, Made, Space

AT_ONCE = 16
"""How many rooms are looked at at the same time; how often is the adapters' own affair."""

TRIES = 5
LONGEST_PAUSE = timedelta(minutes=2)

USED = "used"
"""Table: the group's id → what it used when the files were last applied."""

R = TypeVar("R", bound=Ref)

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@frozen
class Known:
    """What the store knows of a home before anybody looks."""

    room: RoomRef | None
    charter: MessageRef | None
    made: Made
    named: str | None = None
    """What the file called the home when it was found."""


@frozen
class Memory:
    """What the store knows, read in one unit."""

    definitions: Definitions
    accounts: Mapping[str, Mapping[str, str]]
    homes: Mapping[tuple[str, str], Known]
    spaces: Mapping[tuple[str, str], tuple[RoomRef, Made]]
    used: Mapping[str, Mapping[str, str]]
    met: frozenset[str]
    left: Mapping[str, RoomRef]
    """Rooms of groups that are in no file any more, by `GROUP PLATFORM`."""


@frozen
class Surveyor:
    """Finds out what is wanted and what there is."""

    store: Store
    clock: Clock
    adapters: Mapping[str, Adapter]
    files: Definitions
    progress: Progress = lambda what, done, of: None

    async def look(self) -> tuple[Desired, Found]:
        """Both, as they are now. Raises PlatformError where a platform can't be reached."""
        abilities = {place: adapter.capabilities for place, adapter in self.adapters.items()}
        memory = await remembered(self.store, self.files, tuple(self.adapters))
        wish = desired(memory.definitions, self.files, abilities, memory.accounts)
        homes = await self._homes(wish, memory)
        spaces = {(one.community, one.platform): await self._space(one, memory) for one in wish.spaces}
        left = [await self._left(key, room) for key, room in memory.left.items()]
        lost = _lost(self.files, memory, homes.values())
        return wish, Found(homes, spaces, memory.used, lost, tuple(one for one in left if one is not None))

    async def again(self, wish: Desired, found: Found, groups: frozenset[str]) -> Found:
        """What was found, with these groups and all Spaces looked at once more."""
        memory = await remembered(self.store, self.files, tuple(self.adapters))
        changed = tuple(one for one in wish.homes if one.group in groups)
        again = await self._homes(Desired(changed), memory)
        homes = {**found.homes, **{key: _moved(found.homes[key], home) for key, home in again.items()}}
        spaces = {(one.community, one.platform): await self._space(one, memory) for one in wish.spaces}
        left = tuple(one for one in found.left if f"{one.group} {one.platform}" in memory.left)
        return Found(homes, spaces, memory.used, _lost(self.files, memory, homes.values()), left)

    async def _homes(self, wish: Desired, memory: Memory) -> dict[tuple[str, str], Home]:
        gate, done = asyncio.Semaphore(AT_ONCE), 0

        async def look(wanted: Wanted) -> Home:
            nonlocal done
            async with gate:
                home = await self._home(wanted, memory)
            done += 1
            self.progress("looking at rooms", done, len(wish.homes))
            return home

        async with asyncio.TaskGroup() as tasks:
            looking = [tasks.create_task(look(wanted)) for wanted in wish.homes]
        homes = [task.result() for task in looking]
        return {(home.group, home.platform): home for home in homes}

    async def _home(self, wanted: Wanted, memory: Memory) -> Home:
        known, instead_of, left = memory.homes[wanted.group, wanted.platform], "", None
        found = await self._survey(wanted.platform, known.room, wanted.name, known.charter)
        gone = found.gone if known.room is not None else None
        if gone is not None:
            # What is known is not there any more; perhaps another room is called so now.
            found = await self._survey(wanted.platform, None, wanted.name, None)
            if found.room is not None and known.named not in (None, wanted.name):
                gone = None  # the file means that other one
        elif known.named not in (None, wanted.name) and wanted.exact and wanted.name not in found.names:
            # The file calls another room the group's home: that one, where there is one, else the room shall be called so.
            other = await self._survey(wanted.platform, None, wanted.name, None)
            if other.gone is None:
                if other.room != found.room:
                    instead_of = next(iter(found.names), "")
                    left = found.message if found.inside and not found.archived else None
                found = other
        bound = known.room is not None and found.room == known.room
        home = evolve(_home(wanted, found, known, bound=bound, gone=gone), instead_of=instead_of, left=left)
        return home if bound or home.room is None else await self._owned(wanted, home, home.room.id, memory.definitions)

    async def _owned(self, wanted: Wanted, home: Home, room: str, definitions: Definitions) -> Home:
        """A room that is not known as this group's, as the home of another where it is, or was, one."""
        async with self.store.unit() as unit:
            owner = await owner_of(unit, room, wanted.group)
            if owner is None:
                return home
            if lives_there(definitions, self.files, owner, wanted.platform):
                return evolve(home, of=owner)
            charter = await _native(unit, charter_of(owner), wanted.platform)
            made = _made(await unit.get(MADE, f"{owner} {wanted.platform}") or {})
        found = await self._survey(wanted.platform, RoomRef(room), wanted.name, charter)
        there = _home(wanted, found, Known(None, charter, made), bound=False, gone=home.gone)
        return evolve(there, was=owner, instead_of=home.instead_of, left=home.left)

    async def _left(self, key: str, room: RoomRef) -> Left | None:
        """The room, unless it is closed, or coterie is not in it any more."""
        group, _, platform = key.rpartition(" ")
        found = await self._survey(platform, room, "", None)
        if found.gone is not None or not found.inside or found.archived:
            return None
        return Left(group, platform, found.title or next(iter(found.names), room.native))

    async def _space(self, wanted: SpaceWanted, memory: Memory) -> Space:
        known, made = memory.spaces.get((wanted.community, wanted.platform), (None, Made()))
        if known is None:
            return Space(wanted.community, wanted.platform)
        found = await self._survey(wanted.platform, known, "", None)
        if found.gone is not None or not found.inside:
            return Space(wanted.community, wanted.platform)
        children = frozenset(room.native for room in found.children)
        space = Space(wanted.community, wanted.platform, known, children, avatar=found.avatar, made=made)
        return await self._above(space, wanted.within) if wanted.within else space

    async def _above(self, space: Space, name: str) -> Space:
        found = await self._survey(space.platform, None, name, None)
        return evolve(space, above=found.room, placed=space.room in found.children) if found.inside else space

    async def _survey(self, platform: str, room: RoomRef | None, name: str, message: MessageRef | None) -> RoomSurveyed:
        effect = Survey(key=f"survey:{uuid4()}", room=room, name=name, platform=platform, message=message)
        for number in range(TRIES):
            try:
                told = (await self.adapters[platform].perform(effect)).learned
                return next(event for event in told if isinstance(event, RoomSurveyed))
            except Transient as error:
                if number == TRIES - 1:
                    raise
                pause = error.retry_after or timedelta(seconds=2**number / 4)
                await self.clock.wait(min(pause, LONGEST_PAUSE))
        raise AssertionError("the loop returns or raises")


# --- the store ------------------------------------------------------------------------------------------------------


async def remembered(store: Store, files: Definitions, platforms: Sequence[str]) -> Memory:
    """What the store knows of the communities, on these platforms."""
    async with store.unit() as unit:
        definitions = await Register(files).definitions(unit)
        made = {key: _made(kept) for key, kept in await unit.scan(MADE)}
        homes = {
            (id, place): Known(
                await _native(unit, lives_in(id), place),
                await _native(unit, charter_of(id), place),
                made.get(f"{id} {place}", Made()),
                await unit.get(NAMED, f"{id} {place}"),
            )
            for id in (
                *(group.id for group in definitions.groups()),
                *(f"@{one.id}" for one in definitions.communities),
            )
            for place in platforms
        }
        spaces = {
            (one.id, place): (room, made.get(f"{SPACE_ITSELF}{one.id} {place}", Made()))
            for one in definitions.communities
            for place in platforms
            if (room := await _native(unit, space_of(one.id), place)) is not None
        }
        used = {group: dict(kept) for group, kept in await unit.scan(USED)}
        accounts = await _accounts(unit, definitions)
        left = {
            key: room
            for key in made
            if _is_left(key, definitions, platforms)
            if (room := await _native(unit, lives_in(key.rpartition(" ")[0]), key.rpartition(" ")[2])) is not None
        }
    met = frozenset(account for one in made.values() for account in one.met)
    return Memory(definitions, accounts, homes, spaces, used, met, left)


def _is_left(key: str, definitions: Definitions, platforms: Sequence[str]) -> bool:
    """Whether what was made is a home of a group that is known no more, on one of the platforms."""
    group, _, platform = key.rpartition(" ")
    return platform in platforms and group[:1] not in ("@", "%", SPACE_ITSELF) and definitions.group(group) is None


async def _accounts(unit: Unit, definitions: Definitions) -> dict[str, dict[str, str]]:
    """Everybody's accounts: those of the files, then those that coterie knows besides; of somebody who is named natively, that one."""
    found = accounts_of(definitions.communities)
    named = {
        person for group in definitions.groups() for person in (*group.leaders, *(one.person for one in group.terms))
    }
    for person in named | found.keys():
        for native in await bindings.natives(unit, PersonRef(person)):
            found.setdefault(person, {}).setdefault(native.platform or "", native.id)
    return found  # fmt: skip


async def _native(unit: Unit, ours: R, platform: str) -> R | None:
    return next((one for one in await bindings.held(unit, ours) if one.platform == platform), None)


def _made(kept: Json) -> Made:
    access = kept.get("access")
    return Made(
        room=kept.get("room", False),
        topic=kept.get("topic"),
        title=kept.get("title"),
        charter=kept.get("charter"),
        avatar=kept.get("avatar"),
        access=(Visibility(access[0]), JoinMode(access[1])) if access else None,
        roles=frozenset(Seat(*one) for one in kept.get("roles", ())),
        met=frozenset(kept.get("met", ())),
    )


# --- what was told --------------------------------------------------------------------------------------------------


def _home(wanted: Wanted, told: RoomSurveyed, known: Known, *, bound: bool, gone: str | None) -> Home:
    if told.gone is not None:
        return Home(wanted.group, wanted.platform, gone=gone, made=known.made)
    roles = None if told.roles is None else frozenset(Seat(one.person.id, one.role) for one in told.roles)
    return Home(
        wanted.group,
        wanted.platform,
        room=told.room,
        bound=bound,
        gone=gone,
        inside=told.inside,
        archived=told.archived,
        name=next(iter(told.names), ""),
        names=frozenset(name.casefold() for name in told.names),
        stands_in=told.stands_in,
        title=told.title,
        topic=told.topic,
        avatar=told.avatar,
        visibility=told.visibility,
        join=told.join,
        members=None if told.members is None else frozenset(one.id for one in told.members),
        invited=frozenset(one.id for one in told.invited),
        roles=roles,
        charter=told.message,
        pinned=told.pinned,
        listed=told.listed,
        made=known.made if bound or known.room is None else Made(),
    )


def _moved(before: Home, home: Home) -> Home:
    """The home as it is now; one that has just become the group's still knows of the charter in the room before."""
    moves = home.bound and not before.bound
    return evolve(home, instead_of=before.instead_of, left=before.left) if moves else home


def _lost(files: Definitions, memory: Memory, homes: Collection[Home]) -> tuple[str, ...]:
    """People of the files whom coterie met, and who are in no room any more. Nobody is, where a room could not be looked into."""
    if any(home.room is not None and home.members is None for home in homes):
        return ()
    here = {account for home in homes for account in (*(home.members or ()), *home.invited)}
    people = {id for community in files.communities for id in community.people}
    accounts = {id: set(memory.accounts.get(id, {}).values()) for id in people}
    return tuple(sorted(id for id, own in accounts.items() if own & memory.met and not own & here))
