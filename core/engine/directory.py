"""Who is who: communities and groups as their files say, people, accounts and members as the platforms tell.

Records:
    person    reference → {name, handle, zone, locale}   what an account told of itself
    member    "GROUP PERSON" → {homes: [native room, …]}
    joined    "PERSON GROUP" → true                      the same the other way round
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from attrs import evolve

from ..model.community import Person
from ..model.event import Account
from ..model.roles import LEADER, STANDS_FOR
from ..ports import Json, Unit
from ..refs import GroupRef, PersonRef, RoomRef
from .definitions import Definitions

ROOM = "room:"
"""The reference of the room in which a group lives is `room:` and the group's id."""

COMMON = "community:"
"""The reference of the room in which a whole community meets is `community:` and its id."""


def room_of(group: str) -> RoomRef:
    """The one reference to all homes of a group."""
    return RoomRef(f"{ROOM}{group}")


def common_room_of(community: str) -> RoomRef:
    """The one reference to all homes of a community as a whole."""
    return RoomRef(f"{COMMON}{community}")


def group_in(room: RoomRef | None) -> GroupRef | None:
    """The group that lives in the room, if one does. The room's reference must be ours already."""
    if room is None or not room.id.startswith(ROOM):
        return None
    return GroupRef(room.id.removeprefix(ROOM))


class Directory:
    """Answers who is who, out of the files and one unit."""

    def __init__(self, definitions: Definitions, unit: Unit) -> None:
        self.definitions = definitions
        self._unit = unit

    # --- people -----------------------------------------------------------------------------------------------------

    async def person(self, ref: PersonRef) -> Person:
        """The person, as the file says, completed by what their account told; for a stranger the id is the name."""
        written = self.definitions.person(ref.id)
        told: Mapping[str, Json] = await self._unit.get("person", ref.id) or {}
        if written is None:
            name = told.get("name") or told.get("handle") or ref.id.rpartition("/")[2]
            return Person(id=ref.id, name=name, zone=told.get("zone"), locale=told.get("locale"))
        return evolve(written, zone=written.zone or told.get("zone"), locale=written.locale or told.get("locale"))

    async def handle(self, ref: PersonRef) -> str | None:
        """What stands behind the @ when somebody mentions them, where their account told it."""
        told = await self._unit.get("person", ref.id) or {}
        return told.get("handle")

    async def find(self, name: str, group: GroupRef | None = None) -> PersonRef | None:
        """The one person with this id, handle or name (without @, letter case aside): in the group first, else of the files."""
        wanted = name.removeprefix("@").casefold()
        if not wanted:
            return None
        members = await self.members(group) if group else ()
        written = [PersonRef(id) for community in self.definitions.communities for id in community.people]
        for people in (members, written):
            found = [ref for ref in people if wanted in await self._names(ref)]
            if len(found) == 1:
                return found[0]
        return None

    async def _names(self, ref: PersonRef) -> set[str]:
        person, handle = await self.person(ref), await self.handle(ref)
        return {text.casefold() for text in (ref.id, handle, person.name) if text}

    # --- groups -----------------------------------------------------------------------------------------------------

    async def members(self, group: GroupRef) -> tuple[PersonRef, ...]:
        """Who is in the group, in the order of their references."""
        found = await self._unit.scan("member", f"{group.id} ")
        return tuple(PersonRef(key.partition(" ")[2]) for key, _ in found)

    async def groups_of(self, person: PersonRef) -> tuple[GroupRef, ...]:
        """The groups in which somebody is."""
        found = await self._unit.scan("joined", f"{person.id} ")
        return tuple(GroupRef(key.partition(" ")[2]) for key, _ in found)

    async def is_member(self, person: PersonRef, group: GroupRef) -> bool:
        """Whether they are in the group."""
        return await self._unit.get("member", f"{group.id} {person.id}") is not None

    def leaders(self, group: GroupRef) -> tuple[PersonRef, ...]:
        """Who leads the group, in the order of its charter, then of their terms."""
        return self.holders(LEADER, group)

    def holders(self, role: str, group: GroupRef) -> tuple[PersonRef, ...]:
        """Who holds a role in the group, in the order of its charter, then of their terms."""
        found = self.definitions.group(group.id)
        if found is None:
            return ()
        held = [*(found.leaders if role == LEADER else ()), *(term.person for term in found.terms if term.role == role)]
        return tuple(PersonRef(id) for id in dict.fromkeys(held))

    def parent_room(self, group: GroupRef) -> RoomRef | None:
        """The room of the group out of which this one grew, else that of the community; None where there is neither."""
        found, community = self.definitions.group(group.id), self.definitions.community_of(group.id)
        if found is not None and found.parent is not None and self.definitions.group(found.parent) is not None:
            return room_of(found.parent)
        return common_room_of(community.id) if community.room else None

    def managers(self, group: GroupRef | None = None) -> tuple[PersonRef, ...]:
        """Who manages the community."""
        return tuple(PersonRef(id) for id in self.definitions.community_of(group.id if group else None).managers)

    async def has_role(self, person: PersonRef, role: str, group: GroupRef | None = None) -> bool:
        """Whether somebody may act in a role: holds it, or one that stands for it; a manager may do what a leader may."""
        if role == "member":
            return group is not None and await self.is_member(person, group)
        if person in self.managers(group) and (role == "manager" or role in STANDS_FOR):
            return True
        held = STANDS_FOR.get(role, (role,))
        return group is not None and any(person in self.holders(one, group) for one in held)

    # --- where and in which words -----------------------------------------------------------------------------------

    def zone(self, group: GroupRef | None) -> ZoneInfo:
        """The zone in which a group's local times are meant."""
        found = self.definitions.group(group.id) if group else None
        return ZoneInfo(found.zone if found else self.definitions.community.zone)

    def locale(self, group: GroupRef | None) -> str:
        """The language in which a group is spoken to."""
        found = self.definitions.group(group.id) if group else None
        return found.locale if found else self.definitions.community.locale

    async def locale_of(self, person: PersonRef, group: GroupRef | None = None) -> str:
        """The language in which somebody is spoken to alone: their own where they said so, else the group's."""
        return (await self.person(person)).locale or self.locale(group)

    # --- what the platforms tell ------------------------------------------------------------------------------------

    async def learn(self, account: Account) -> None:
        """Remember what an account tells of itself."""
        told = {"name": account.name, "handle": account.handle, "zone": account.zone, "locale": account.locale}
        new = {key: value for key, value in told.items() if value}
        known = await self._unit.get("person", account.person.id) or {}
        if new and known | new != known:
            self._unit.put("person", account.person.id, known | new)

    async def admit(self, person: PersonRef, group: GroupRef, home: str) -> bool:
        """Somebody is in a home of the group; whether they were in none of its homes before."""
        key = f"{group.id} {person.id}"
        homes = (await self._unit.get("member", key) or {}).get("homes", [])
        if home not in homes:
            self._unit.put("member", key, {"homes": [*homes, home]})
        if not homes:
            self._unit.put("joined", f"{person.id} {group.id}", True)
        return not homes

    async def dismiss(self, person: PersonRef, group: GroupRef, home: str) -> bool:
        """Somebody is no longer in a home of the group; whether they are in none of its homes now."""
        key = f"{group.id} {person.id}"
        known = await self._unit.get("member", key)
        if known is None:
            return False
        left = [one for one in known["homes"] if one != home]
        if left:
            self._unit.put("member", key, {"homes": left})
            return False
        self._unit.delete("member", key)
        self._unit.delete("joined", f"{person.id} {group.id}")
        return True
