"""Who is who: communities and groups as their files say, people, accounts and members as the platforms tell.

Records:
    person    reference → {name, handle, zone, locale, zones}   what an account told of itself; `zones` by platform, the first known first
    member    "GROUP PERSON" → {homes: {native room: [native account, …]}}
    joined    "PERSON GROUP" → true                      the same the other way round
    replaced  native room → the one that stood there before
    link      native account → {person, at}              an account that its owner linked to a person; see `accounts`
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from attrs import evolve

from ..codec import converter
from ..model.community import Community, Person
from ..model.event import Account
from ..model.preferences import Preferences, Quiet
from ..model.roles import LEADER, STANDS_FOR
from ..playbook.local_time import ZoneError, zone_named
from ..ports import Json, Unit
from ..refs import GroupRef, PersonRef, RoomRef
from ..texts import Reader
from . import bindings
from .definitions import Definitions
from .overlay import Overlay

LINK = "link"
REPLACED = "replaced"

PREFERENCES = "preferences"
"""Table: person → what they said of themselves; none for who said nothing."""

_SAYS = (PREFERENCES, "person")
_MEMBERS = ("member",)
_Reading = tuple[Preferences | None, str | None, str | None]

ROOM = "room:"
"""The reference of the room in which a group lives is `room:` and the group's id."""

COMMON = "community:"
"""The reference of the room in which a whole community meets is `community:` and its id."""

MANAGERS = "managers:"
"""The reference of the room whose members manage a community is `managers:` and its id."""


def room_of(group: str) -> RoomRef:
    """The one reference to all homes of a group."""
    return RoomRef(f"{ROOM}{group}")


def common_room_of(community: str) -> RoomRef:
    """The one reference to all homes of a community as a whole."""
    return RoomRef(f"{COMMON}{community}")


def managers_room_of(community: str) -> RoomRef:
    """The one reference to all rooms whose members manage a community."""
    return RoomRef(f"{MANAGERS}{community}")


def group_in(room: RoomRef | None) -> GroupRef | None:
    """The group that lives in the room, if one does. The room's reference must be ours already."""
    if room is None or not room.id.startswith(ROOM):
        return None
    return _group_named(room.id)


@lru_cache(maxsize=4096)
def _group_named(room: str) -> GroupRef:
    """Asked for half a dozen times in every handling."""
    return GroupRef(room.removeprefix(ROOM))


async def groups_joined(unit: Unit, person: PersonRef) -> tuple[GroupRef, ...]:
    """The groups in which somebody is."""
    start = len(person.id) + 1
    return tuple([GroupRef(key[start:]) for key in await unit.keys("joined", f"{person.id} ")])


async def rooms_before(unit: Unit, home: str) -> tuple[str, ...]:
    """The rooms that this one replaced, the last one first: who was asked into one that was itself replaced at once never came to be in it."""
    found: list[str] = []
    room: str | None = await unit.get(REPLACED, home)
    while room is not None and room not in found:
        found.append(room)
        room = await unit.get(REPLACED, room)
    return tuple(found)


@lru_cache(maxsize=1024)
def _zone(name: str | None) -> ZoneInfo | None:
    """The zone of this name; None where a platform told one that is in no database."""
    try:
        return zone_named(name) if name else None
    except ZoneError:
        return None


@lru_cache(maxsize=1024)
def _reader(locale: str, zone: tzinfo) -> Reader:
    """One for all who read alike: it is looked for in what was said already."""
    return Reader(locale, zone)


class Directory:
    """Answers who is who, out of the files and one unit. `acting` is the account by which somebody acts; `about` the id of the community that
    everything is about which is in no group, of several: see `concerned`."""

    def __init__(
        self, definitions: Definitions, unit: Unit, acting: PersonRef | None = None, about: str | None = None
    ) -> None:
        self.definitions = definitions
        self.about = about
        self._unit = unit
        self._acting = acting
        self._of = definitions
        self._known_readings: dict[str, _Reading] = {}
        self._known_reader: tuple[Definitions, GroupRef | None, Reader] | None = None
        """Of the group that was asked for last."""
        self._known_members: tuple[GroupRef, tuple[PersonRef, ...]] | None = None
        """Of the group that was asked for last: several things that a plugin looks into begin with its members."""

    def over(self, unit: Unit) -> Directory:
        """The same, as a unit within this one's sees it."""
        return Directory(self.definitions, unit, self._acting, self.about)

    # --- people -----------------------------------------------------------------------------------------------------

    async def person(self, ref: PersonRef) -> Person:
        """The person: by their own word, else as the file says, else by what their account told; for a stranger the id is the name."""
        person, own = await self._known(ref), await self._own(ref)
        if own is None:
            return person
        return evolve(person, zone=own.zone or person.zone, locale=own.locale or person.locale)

    async def _own(self, ref: PersonRef) -> Preferences | None:
        kept = await self._unit.get(PREFERENCES, ref.id)
        return converter.structure(kept, Preferences) if kept else None

    async def _known(self, ref: PersonRef) -> Person:
        """What others say of them: the file, their account."""
        written = self.definitions.person(ref.id)
        told: Mapping[str, Json] = await self._unit.get("person", ref.id) or {}
        if written is None:
            name = told.get("name") or told.get("handle") or ref.id.rpartition("/")[2]
            return Person(id=ref.id, name=name, zone=told.get("zone"), locale=told.get("locale"))
        return evolve(written, zone=written.zone or told.get("zone"), locale=written.locale or told.get("locale"))

    async def is_known(self, ref: PersonRef) -> bool:
        """Whether a file names them, or coterie ever met them."""
        return self.definitions.person(ref.id) is not None or await self._unit.get("person", ref.id) is not None

    async def account(self, account: PersonRef) -> Person:
        """One account of somebody, as it told of itself: what it is called on its platform."""
        told = await self._unit.get("person", account.id) or {}
        if not told:
            told = await self._unit.get("person", (await bindings.ours(self._unit, account)).id) or {}
        name = told.get("name") or told.get("handle") or account.id.rpartition("/")[2]
        return Person(id=account.id, name=name, zone=told.get("zone"), locale=told.get("locale"))

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
        told = [(ref.id, await self.handle(ref), (await self._known(ref)).name)]
        for account in await bindings.natives(self._unit, ref):
            if account != ref and await self._unit.get(LINK, account.id) is not None:
                told.append((account.id, await self.handle(account), (await self.account(account)).name))
        return {text.casefold() for one in told for text in one if text}

    # --- communities and groups -------------------------------------------------------------------------------------

    def community(self, group: GroupRef | None = None) -> Community:
        """The community to which the group belongs; without one that which it is about."""
        return self.definitions.community_of(group.id) if group else self.definitions.community_called(self.about)

    async def members(self, group: GroupRef) -> tuple[PersonRef, ...]:
        """Who is in the group, in the order of their references."""
        if (known := self._known_members) is not None and known[0] == group and self._is_as_read(_MEMBERS):
            return known[1]
        start = len(group.id) + 1
        found = tuple([PersonRef(key[start:]) for key in await self._unit.keys("member", f"{group.id} ")])
        self._known_members = (group, found) if self._is_as_read(_MEMBERS) else None
        return found

    async def groups_of(self, person: PersonRef) -> tuple[GroupRef, ...]:
        """The groups in which somebody is."""
        return await groups_joined(self._unit, person)

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
        return tuple(PersonRef(id) for id in self.community(group).managers)

    async def has_role(self, person: PersonRef, role: str, group: GroupRef | None = None) -> bool:
        """Whether somebody may act in a role: holds it, or one that stands for it; a manager may do what a leader may.

        Who acts by an account that was linked to them in chat acts by the rights of that account, and by what they were given since.
        """
        if role == "member":
            return group is not None and await self.is_member(person, group)
        if (linked := await self._linked(person)) is not None:
            account, since = linked
            return await self.has_role(account, role, group) or self._was_given(person, role, group, since)
        if person in self.managers(group) and (role == "manager" or role in STANDS_FOR):
            return True
        held = STANDS_FOR.get(role, (role,))
        return group is not None and any(person in self.holders(one, group) for one in held)

    async def _linked(self, person: PersonRef) -> tuple[PersonRef, datetime] | None:
        """The account by which the person acts, and since when it is theirs; None where it is theirs by the file, or by nature."""
        account = self._acting
        link = await self._unit.get(LINK, account.id) if account is not None and account != person else None
        if account is None or link is None or await bindings.ours(self._unit, account) != person:
            return None
        return account, datetime.fromisoformat(link["at"])

    def _was_given(self, person: PersonRef, role: str, group: GroupRef | None, since: datetime) -> bool:
        found = self.definitions.group(group.id) if group else None
        held = STANDS_FOR.get(role, (role,))
        terms = found.terms if found else ()
        return any(one.person == person.id and one.role in held and one.since and one.since > since for one in terms)

    # --- where and in which words -----------------------------------------------------------------------------------

    def zone(self, group: GroupRef | None) -> ZoneInfo:
        """The zone in which a group's local times are meant."""
        found = self.definitions.group(group.id) if group else None
        return ZoneInfo(found.zone if found else self.community().zone)

    def locale(self, group: GroupRef | None) -> str:
        """The language in which a group is spoken to."""
        found = self.definitions.group(group.id) if group else None
        return found.locale if found else self.community().locale

    def reader_in(self, group: GroupRef | None) -> Reader:
        """Who reads what is said in a group: its language and zone. It is asked of each of its people, one after another."""
        known = self._known_reader
        if known is None or known[0] is not self.definitions or known[1] is not group:
            reader = _reader(self.locale(group), self.zone(group))
            known = self._known_reader = (self.definitions, group, reader)
        return known[2]

    async def locale_of(self, person: PersonRef, group: GroupRef | None = None) -> str:
        """The language in which somebody is spoken to alone: their own where they said so, else the group's."""
        own, _, told = await self._reading_of(person)
        return (own.locale if own else None) or told or self.locale(group)

    async def zone_of(self, person: PersonRef, group: GroupRef | None = None) -> ZoneInfo:
        """The zone in which somebody lives: their own where it is known, else the group's."""
        own, told, _ = await self._reading_of(person)
        return _zone((own.zone if own else None) or told) or self.zone(group)

    async def own_reader(self, person: PersonRef, group: GroupRef | None = None) -> Reader:
        """Somebody's language and zone, as `locale_of` and `zone_of` find them."""
        own, zone, locale = await self._reading_of(person)
        if own is not None:
            zone, locale = own.zone or zone, own.locale or locale
        return _reader(locale or self.locale(group), _zone(zone) or self.zone(group))

    async def reader(self, person: PersonRef, group: GroupRef | None = None) -> Reader:
        """How somebody reads what is for them alone: their language, as `locale_of`, and the zone that they chose, else the group's."""
        (own, _, told), here = await self._reading_of(person), self.reader_in(group)
        if own is None:
            return _reader(told, here.zone) if told else here
        return _reader(own.locale or told or here.locale, _zone(own.zone) or here.zone)

    async def _reading_of(self, ref: PersonRef) -> _Reading:
        """What somebody said of themselves, and their zone and language as others say: the file, their account.

        Whoever says something to many asks for each of them several times: it is remembered as long as nothing of it is written.
        """
        if self._of is not self.definitions or not self._is_as_read(_SAYS):
            self._of, self._known_readings = self.definitions, {}
        if (known := self._known_readings.get(ref.id)) is None:
            written = self.definitions.person(ref.id)
            told: Mapping[str, Json] = await self._unit.get("person", ref.id) or {}
            zone, locale = (written.zone, written.locale) if written else (None, None)
            known = await self._own(ref), zone or told.get("zone"), locale or told.get("locale")
            self._known_readings[ref.id] = known
        return known

    def _is_as_read(self, tables: Iterable[str]) -> bool:
        """Whether what was read of these tables is so still: nothing was written to them since, nor can it be by anybody else."""
        return isinstance(self._unit, Overlay) and not self._unit.wrote_any(tables)

    def quiet(self, group: GroupRef | None) -> Quiet | None:
        """What is quiet in the room of a group: its own word, else that of its community."""
        found = self.definitions.group(group.id) if group else None
        own = found.quiet if found else None
        return self.community(group).quiet if own is None else own

    # --- what the platforms tell ------------------------------------------------------------------------------------

    async def learn(self, account: Account, platform: str = "") -> None:
        """Remember what an account tells of itself. Of somebody with accounts in two zones the one that was known first tells the zone."""
        told = {"name": account.name, "handle": account.handle, "zone": account.zone, "locale": account.locale}
        new: dict[str, Json] = {key: value for key, value in told.items() if value}
        known = await self._unit.get("person", account.person.id) or {}
        if account.zone:
            zones = {**known.get("zones", {}), platform: account.zone}
            new |= {"zones": zones, "zone": next(iter(zones.values()))}
        if new and known | new != known:
            self._unit.put("person", account.person.id, known | new)

    async def admit(self, person: PersonRef, group: GroupRef, home: str, account: str | None = None) -> bool:
        """Somebody is in a home of the group, by an account; whether they were in none of its homes before."""
        homes = await self._homes(person, group)
        before = await rooms_before(self._unit, home)
        there = homes.get(home, []) + [account or person.id]
        self._put_homes(person, group, {room: by for room, by in homes.items() if room not in before} | {home: there})
        return not homes

    async def dismiss(self, person: PersonRef, group: GroupRef, home: str, account: str | None = None) -> bool:
        """Somebody is no longer in a home of the group; whether they are in none of its homes now."""
        homes = await self._homes(person, group)
        if not homes:
            return False
        left = [one for one in homes.get(home, []) if one != (account or person.id)] if account else []
        homes = {room: by for room, by in homes.items() if room != home} | ({home: left} if left else {})
        self._put_homes(person, group, homes)
        return not homes

    async def accounts_in(self, person: PersonRef, group: GroupRef, home: str) -> tuple[str, ...]:
        """The accounts by which somebody is in a home of the group."""
        return tuple((await self._homes(person, group)).get(home, ()))

    async def rooms_of(self, account: str, person: PersonRef, group: GroupRef) -> tuple[str, ...]:
        """The homes of the group in which somebody is by this account."""
        return tuple(room for room, by in (await self._homes(person, group)).items() if account in by)

    async def move(self, account: str, person: PersonRef, to: PersonRef) -> None:
        """What this account is in, somebody else is in now: the homes of groups. It is no news to anybody."""
        for group in await self.groups_of(person):
            homes = await self._homes(person, group)
            moved = {room: [account] for room, by in homes.items() if account in by}
            stay = {room: [one for one in by if one != account] for room, by in homes.items()}
            self._put_homes(person, group, {room: by for room, by in stay.items() if by})
            there = await self._homes(to, group)
            self._put_homes(to, group, there | {room: there.get(room, []) + by for room, by in moved.items()})

    async def _homes(self, person: PersonRef, group: GroupRef) -> dict[str, list[str]]:
        kept = (await self._unit.get("member", f"{group.id} {person.id}") or {}).get("homes", {})
        if isinstance(kept, list):  # as 0.1 kept it
            accounts = await bindings.natives(self._unit, person)
            kept = {home: [one.id for one in accounts if one.platform == RoomRef(home).platform] for home in kept}
        return {home: by or [person.id] for home, by in kept.items()}

    def _put_homes(self, person: PersonRef, group: GroupRef, homes: Mapping[str, Sequence[str]]) -> None:
        if homes:
            kept = {"homes": {home: sorted(set(by)) for home, by in homes.items()}}
            self._unit.put("member", f"{group.id} {person.id}", kept)
            self._unit.put("joined", f"{person.id} {group.id}", True)
        else:
            self._unit.delete("member", f"{group.id} {person.id}")
            self._unit.delete("joined", f"{person.id} {group.id}")
