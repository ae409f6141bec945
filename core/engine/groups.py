"""Groups as a plugin founds, changes, moves and ends them; and who holds which role in them. `ctx.groups`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve

from ..charter import charter_called, charter_key, charter_text, free_id, topic_of
from ..errors import UserError
from ..likeness import Near, nearest_groups
from ..model.community import (
    LIVE,
    MOVES,
    THREAD,
    Community,
    Group,
    GroupState,
    JoinMode,
    Move,
    NewHomes,
    Visibility,
)
from ..model.content import Card
from ..model.effect import Archive, Edit, Effect, GrantRole, Invite, OpenRoom, Post, RevokeRole, SetTopic
from ..model.event import GroupMoved, TermBegan, TermEnded
from ..model.roles import LEADER, Term, right_of, widest_right
from ..ports import Queue
from ..refs import GroupRef, MessageRef, PersonRef, RoomRef
from ..texts import Reader, core_texts
from . import bindings, lanes, register, terms
from .belonging import NeedsGroup
from .definitions import Definitions
from .directory import room_of
from .inbox import entry_of
from .outlook import Outlook
from .place import Place
from .scene import Scene
from .thread_homes.hearing import leave_threads
from .thread_homes.records import is_thread


class Groups:
    """The groups of the community. What is done to them is part of the handling: it happens with it, or not at all."""

    def __init__(self, scene: Scene, place: Place, outlook: Outlook, ask: Callable[[Effect], None]) -> None:
        self._scene = scene
        self._place = place
        self._outlook = outlook
        self._ask = ask
        self._changes = 0
        self._compared: tuple[Group, Definitions, tuple[Near, ...]] | None = None

    def enter(self, place: Place) -> None:
        """Be about another place from here on."""
        self._place = place

    # --- what there is ----------------------------------------------------------------------------------------------

    @property
    def community(self) -> Community:
        """The community that it is about."""
        return self._scene.directory.community(self._place.group)

    def all(self, *, archived: bool = False) -> tuple[Group, ...]:
        """Every group of the community, the archived ones only if asked for."""
        groups = self.community.groups.values()
        return tuple(one for one in groups if archived or one.state is not GroupState.ARCHIVED)

    def serving(self, person: PersonRef) -> tuple[Group, ...]:
        """Those of them in which somebody leads or holds a term: to be asked for one person, where `all` would be gone through."""
        found = self._scene.directory.definitions.serving(person.id, self.community)
        return tuple([one for one in found if one.state is not GroupState.ARCHIVED])

    def alive(self, id: str | None) -> Group | None:
        """The group of this id, if the community has it and it has not ended: to be asked for one, where `all` would be gone through."""
        found = self.community.groups.get(id) if id is not None else None
        return None if found is None or found.state is GroupState.ARCHIVED else found

    async def known(self, *, archived: bool = False) -> tuple[Group, ...]:
        """The groups of which who caused this may know: of a private one its members and the managers alone."""
        person = self._place.person
        own = {ref.id for ref in await self._scene.directory.groups_of(person)} if person else set()
        everything = person is not None and await self._scene.directory.has_role(person, "manager", self._place.group)
        found = self.all(archived=archived)
        return tuple(one for one in found if everything or one.visibility is Visibility.PUBLIC or one.id in own)

    async def near(self, charter: Group, person: PersonRef, most: int = 3) -> tuple[Near, ...]:
        """The groups nearest to a charter that somebody is not in and could come into, by themselves or by asking; the nearest first."""
        own = {ref.id for ref in await self._scene.directory.groups_of(person)}
        return tuple([one for one in self._nearest(charter) if one.group.id not in own][:most])

    def _nearest(self, charter: Group) -> tuple[Near, ...]:
        """All groups that are near and take people in: compared once, however many people are told."""
        definitions = self._scene.directory.definitions
        if self._compared is None or self._compared[0] != charter or self._compared[1] is not definitions:
            others = [one for one in self.all() if _is_open(one)]
            self._compared = (charter, definitions, nearest_groups(charter, others, len(others)))
        return self._compared[2]

    def takes_in(self, ref: GroupRef) -> bool:
        """Whether a stranger may come into a group, by themselves or by asking."""
        return _is_open(self.get(ref))

    def doorkeepers(self, ref: GroupRef) -> tuple[PersonRef, ...]:
        """Who is asked to let somebody in: those who lead, else the managers."""
        return self._scene.directory.leaders(ref) or tuple(PersonRef(id) for id in self.community.managers)

    def free_id(self, name: str) -> str:
        """An id for a group of this name that no other has, as every platform takes it for a room."""
        return free_id(name, self.community.groups)

    def get(self, ref: GroupRef | None = None) -> Group:
        """The group here, or another one. Raises LookupError where it is not known; outside of all groups the person is told to say it in one."""
        ref = ref or self._place.group
        if ref is None:
            raise NeedsGroup(core_texts().text("needs-a-group", Reader()))
        found = self._scene.directory.definitions.group(ref.id) if ref else None
        if found is None:
            raise LookupError(f"there is no group {ref.id if ref else 'here'}")
        return found

    def written(self, ref: GroupRef) -> Group | None:
        """The group as a file of the community says it, whatever was changed in chat since; None where it stands in no file."""
        return self._outlook.register.files.group(ref.id)

    def knows(self, ref: GroupRef) -> bool:
        """Whether there is such a group; an archived one is."""
        return self._scene.directory.definitions.group(ref.id) is not None

    def room(self, ref: GroupRef) -> RoomRef:
        """The room in which a group lives, wherever that is."""
        return room_of(ref.id)

    async def moves(self, ref: GroupRef) -> tuple[Move, ...]:
        """The life of a group so far, the earliest move first."""
        return await register.moves(self._scene.unit, ref.id)

    def holders(self, role: str, group: GroupRef | None = None) -> tuple[Term, ...]:
        """The terms of a role in a group; somebody who leads until further notice has one without an end."""
        found = self.get(group)
        lasting = [Term(person, LEADER) for person in found.leaders] if role == LEADER else []
        return (*lasting, *(term for term in found.terms if term.role == role))

    # --- its life ---------------------------------------------------------------------------------------------------

    async def found(
        self, group: Group, *, why: str, open_room: bool = True, invite: Sequence[PersonRef] = ()
    ) -> GroupRef:
        """Write down a new group in the state it says; with `open_room`, let it have a room. Raises ValueError where its id is taken."""
        if self._scene.directory.definitions.group(group.id) is not None:
            raise ValueError(f"there is a group {group.id} already")
        if not group.homes and (platform := self._platform) is not None:
            group = evolve(group, homes={platform: self._new_home(group, platform)})
        ref = GroupRef(group.id)
        await self._put(group)
        await self._note(ref, group.state, why, self._place.person)
        if open_room:
            await self.open(ref, invite=invite)
        return ref

    def _new_home(self, group: Group, platform: str) -> str:
        """What the home of a group that is founded here is called. A thread is read by everybody, and nobody can be invited into one by hand:
        what is private, or closed, has a room."""
        community = self.community
        may = group.visibility is Visibility.PUBLIC and group.join is not JoinMode.INVITE and platform in community.room
        in_thread = community.new_homes is NewHomes.THREAD and may
        return THREAD if in_thread else group.id

    async def lives_in_thread(self, ref: GroupRef) -> bool:
        """Whether a home of the group is a thread, or is to be one: there nothing is pinned, and one leaves by a word."""
        homes = await bindings.natives(self._scene.unit, room_of(ref.id))
        return THREAD in self.get(ref).homes.values() or any(is_thread(one) for one in homes)

    async def leave(self, ref: GroupRef) -> bool:
        """Let who caused this leave a group as far as it lives in threads, which no platform lets anybody leave; whether it does."""
        person = self._place.person
        return person is not None and await leave_threads(self._scene, person, ref, self._key(ref, "left"))

    async def open(self, ref: GroupRef, *, invite: Sequence[PersonRef] = ()) -> None:
        """Let a group have its room: with topic, pinned charter, its leaders and whoever is to be invited. Done again, it repairs."""
        group, room = self.get(ref), room_of(ref.id)
        people = dict.fromkeys([*self._scene.directory.leaders(ref), *invite])
        bound = {one.platform for one in await bindings.natives(self._scene.unit, room)}
        if missing := {platform: name for platform, name in group.homes.items() if platform not in bound}:
            self._ask(self._opening(group, missing, bool(bound), tuple(people)))
        if bound:
            self._ask(SetTopic(key=self._key(ref, "topic"), room=room, topic=topic_of(group)))
            for person in people:
                await self.invite(person, ref)
        await self._tell_charter(group)
        for role in dict.fromkeys([LEADER, *(term.role for term in group.terms)]):
            for term in self.holders(role, ref):
                self._set_rights(ref, PersonRef(term.person))

    async def amend(self, ref: GroupRef, **changes: Any) -> Group:
        """Let the charter say something else. Its message and the room's topic follow. Raises TypeError for what no charter has."""
        before = self.get(ref)
        after = evolve(before, **changes)
        if after == before:
            return before
        await self._put(after)
        if await self._is_told(ref):
            self._ask(self._charter_edit(after))
            if topic_of(after) != topic_of(before):
                self._ask(SetTopic(key=self._key(ref, "topic"), room=room_of(ref.id), topic=topic_of(after)))
        return after

    async def move(self, ref: GroupRef, state: GroupState, why: str, *, by: PersonRef | None = None) -> Group:
        """Let a group go on to another state of its life: recorded, with who decided it (who caused this, unless given) and why.

        Raises UserError where no way leads there.
        """
        group, by = self.get(ref), by or self._place.person
        if state not in MOVES[group.state]:
            raise UserError(self._no_way(group, state))
        moved = evolve(group, state=state)
        await self._put(moved)
        await self._note(ref, state, why, by)
        event = GroupMoved(
            id=self._key(ref, "moved"),
            at=self._scene.now,
            platform="core",
            room=room_of(ref.id),
            person=by,
            state=state,
            before=group.state,
            why=why,
        )
        self._scene.unit.enqueue(Queue.INBOX, entry_of(event, self._scene.now))
        return moved

    def _no_way(self, group: Group, state: GroupState) -> str:
        texts, reader = core_texts(), self._reader(GroupRef(group.id))
        words = {
            name: texts.plain(f"state-{one.value}", reader) for name, one in (("from", group.state), ("to", state))
        }
        id = "there-already" if state is group.state else "no-such-move"
        return texts.text(id, reader, group=group.name, **words)

    async def close(self, ref: GroupRef) -> None:
        """Close the group's rooms: what was said stays to be read, and no more is said."""
        self._ask(Archive(key=self._key(ref, "archive"), room=room_of(ref.id)))

    async def invite(self, person: PersonRef, ref: GroupRef | None = None) -> None:
        """Ask somebody into a group; nothing where they are in already."""
        ref = ref or GroupRef(self.get().id)
        if not await self._scene.directory.is_member(person, ref):
            self._ask(Invite(key=self._key(ref, "invite"), room=room_of(ref.id), person=person))

    # --- roles ------------------------------------------------------------------------------------------------------

    async def appoint(
        self,
        person: PersonRef,
        role: str,
        *,
        group: GroupRef | None = None,
        until: datetime | None = None,
        trial: bool = False,
    ) -> Term:
        """Give somebody a role, with the platform's rights that come with it; a term of the same role is replaced by this one.

        When `until` comes the term ends by itself and the rights are withdrawn.
        """
        ref = group or GroupRef(self.get().id)
        found, term = self.get(ref), Term(person.id, role, self._scene.now, until, trial)
        await self._put(_without(found, person, role, terms=(term,)))
        terms.set_end(self._scene.unit, ref, term)
        self._set_rights(ref, person)
        event = TermBegan(
            id=self._key(ref, "term"),
            at=self._scene.now,
            platform="core",
            room=room_of(ref.id),
            person=person,
            role=role,
            until=until,
            trial=trial,
        )
        self._scene.unit.enqueue(Queue.INBOX, entry_of(event, self._scene.now))
        return term

    async def relieve(
        self, person: PersonRef, role: str, *, group: GroupRef | None = None, ran_out: bool = False
    ) -> None:
        """Take a role back, with the rights; nothing where they do not hold it."""
        ref = group or GroupRef(self.get().id)
        held = [term for term in self.holders(role, ref) if term.person == person.id]
        if not held:
            return
        lasting = any(term.until is None for term in held)
        await self._put(_without(self.get(ref), person, role))
        terms.forget_end(self._scene.unit, ref, person, role)
        self._set_rights(ref, person, had=role)
        event = TermEnded(
            id=self._key(ref, "term"),
            at=self._scene.now,
            platform="core",
            room=room_of(ref.id),
            person=person,
            role=role,
            ran_out=ran_out,
            lasting=lasting,
        )
        self._scene.unit.enqueue(Queue.INBOX, entry_of(event, self._scene.now))

    def _set_rights(self, ref: GroupRef, person: PersonRef, had: str | None = None) -> None:
        found, room = self.get(ref), room_of(ref.id)
        held = [
            *([LEADER] if person.id in found.leaders else []),
            *(t.role for t in found.terms if t.person == person.id),
        ]
        # What a role gave is taken back before what is left is given: a grant alone never lowers anybody's rights.
        lost = right_of(had) if had is not None else None
        if lost is not None and lost not in {right_of(role) for role in held}:
            self._ask(RevokeRole(key=self._key(ref, "revoke"), room=room, person=person, role=lost))
        if (right := widest_right(held)) is not None:
            self._ask(GrantRole(key=self._key(ref, "grant"), room=room, person=person, role=right))

    # --- how it is kept ---------------------------------------------------------------------------------------------

    async def _put(self, group: Group) -> None:
        scene = self._scene
        scene.directory.definitions = await self._outlook.register.changed(scene.unit, self.community.id, group)
        await self._outlook.prepare(scene, GroupRef(group.id))

    async def _note(self, ref: GroupRef, state: GroupState, why: str, by: PersonRef | None) -> None:
        await register.note(self._scene.unit, ref.id, Move(self._scene.now, state, by, why))

    @property
    def _platform(self) -> str | None:
        known = self._scene.event.platform
        return known if known in self._outlook.capabilities else next(iter(self._outlook.capabilities), None)

    def _opening(self, group: Group, homes: dict[str, str], again: bool, people: tuple[PersonRef, ...]) -> OpenRoom:
        # The first room is opened under the group's own reference: whatever is said to the group meanwhile waits behind it.
        key = self._key(GroupRef(group.id), "home") if again else room_of(group.id).id
        return OpenRoom(
            key=f"home:{group.id}:{key}" if again else key,
            name=group.id,
            names=homes,
            title=group.name,
            topic=topic_of(group),
            private=group.visibility is Visibility.PRIVATE,
            encrypted=group.encrypted,
            history=group.history,
            invite=people,
            adopt=self._outlook.register.files.group(group.id) is not None,
        )

    async def _tell_charter(self, group: Group) -> None:
        if await self._is_told(GroupRef(group.id)):
            self._ask(self._charter_edit(group))
            return
        reader = self._reader(GroupRef(group.id))
        card, called = Card(charter_text(group, self.community, reader)), charter_called(reader)
        self._ask(Post(key=_charter(group.id), to=room_of(group.id), card=card, pin=True, called=called))

    def _charter_edit(self, group: Group) -> Edit:
        card = Card(charter_text(group, self.community, self._reader(GroupRef(group.id))))
        ref = GroupRef(group.id)
        return Edit(key=self._key(ref, "charter"), message=MessageRef(_charter(group.id)), card=card)

    async def _is_told(self, ref: GroupRef) -> bool:
        return await lanes.lane_of(self._scene.unit, _charter(ref.id)) is not None

    def _reader(self, ref: GroupRef) -> Reader:
        return Reader(self._scene.directory.locale(ref), self._scene.directory.zone(ref))

    def _key(self, ref: GroupRef, hint: str) -> str:
        self._changes += 1
        return f"{self._place.prefix}:{ref.id}:{hint}:{self._changes}"


def _charter(group: str) -> str:
    return charter_key(group, "founded")


def _without(group: Group, person: PersonRef, role: str, terms: Collection[Term] = ()) -> Group:
    """The group in which somebody does not hold a role, and then has these terms."""
    leaders = tuple(one for one in group.leaders if one != person.id or role != LEADER)
    kept = tuple(one for one in group.terms if (one.person, one.role) != (person.id, role))
    return evolve(group, leaders=leaders, terms=(*kept, *terms))


def _is_open(group: Group) -> bool:
    """Whether a stranger may know of the group and come in, or ask to."""
    return group.state in LIVE and group.visibility is Visibility.PUBLIC and group.join is not JoinMode.INVITE
