"""What shall happen in a room that is a thread: done in the thread, for which no platform has a list of people, a topic or a lock.

A group lives in a thread of the community's room where its file says so (`homes: {slack: thread}`), where the community says so of all that are
founded in chat, where coterie can't open rooms at all, and where a platform does not let it open one for a group that was founded in chat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from attrs import evolve, field

from ...clock import Clock
from ...errors import Cure, Refused, Unsupported
from ...logs import get_logger
from ...model.community import THREAD, JoinMode, Visibility
from ...model.content import Capability, Card, escape
from ...model.effect import (
    Archive,
    Edit,
    Effect,
    Expel,
    Invite,
    OpenRoom,
    Pin,
    Post,
    Rename,
    Reopen,
    SetAccess,
    SetTopic,
    Survey,
    Upload,
)
from ...model.event import Departure, MemberJoined, MemberLeft, RoomSurveyed
from ...ports import Adapter, Inbox, Performed, Store, Unit
from ...refs import GroupRef, MessageRef, PersonRef, RoomRef
from ...texts import Reader, code, core_texts, paragraphs
from ...values import frozen
from .. import bindings
from ..committing import committed
from ..definitions import Definitions
from ..directory import ROOM, Directory, common_room_of, room_of
from ..made import group_opened_by
from ..register import Register
from .records import ThreadHome, home_at, is_thread, keep, lead_out, room_below, room_with, root_of

log = get_logger(__name__)

_MAY_NOT = (Cure.RIGHTS, Cure.SCOPE)
"""Why coterie may open no room: nobody lets it, or it was not given that when it was installed."""

_PRIVATE = "whoever is in the room of the community reads its threads: a private group needs a room of its own"
_NO_DOOR = (
    "nobody can be invited into a thread by hand: let people come in or knock, or give the group a room of its own"
)
_NOWHERE = "a thread needs a room of the whole community around it: name one as `room` in the community file"


@frozen
class ThreadHomes:
    """An adapter on whose platform groups may live in threads. What is in no thread it hands on as it is."""

    adapter: Adapter
    store: Store
    clock: Clock
    register: Register
    platform: str = field(init=False)
    capabilities: frozenset[Capability] = field(init=False)
    """Looked at for each message: worked out once."""

    @platform.default
    def _of_the_adapter(self) -> str:
        return self.adapter.platform

    @capabilities.default
    def _with_rooms(self) -> frozenset[Capability]:
        return with_rooms(self.adapter, self.register.files)

    async def listen(self, inbox: Inbox) -> None:
        await self.adapter.listen(inbox)

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        match effect:
            case OpenRoom():
                return await self._opened(effect, again)
            case Survey(room=None, name=name) if name == THREAD:
                return self._seen(effect, gone="no thread is open yet")
            case Pin() if Capability.PINS in self.adapter.capabilities and await self._is_within(effect.message):
                return Performed()
        room = getattr(effect, "to", None) or getattr(effect, "room", None)
        if not isinstance(room, RoomRef) or not is_thread(room):
            return await self.adapter.perform(effect, again=again)
        async with self.store.unit() as unit:
            home = await self._home(unit, room)
        return await self._in_thread(effect, room, home, again)

    @staticmethod
    async def _home(unit: Unit, room: RoomRef) -> ThreadHome:
        if (home := await home_at(unit, room)) is None:
            raise Refused(f"no group lives in {room.id}", Cure.INVITE)
        return home

    async def _is_within(self, message: MessageRef) -> bool:
        async with self.store.unit() as unit:
            return await room_with(unit, message) is not None

    # --- opening ----------------------------------------------------------------------------------------------------

    async def _opened(self, effect: OpenRoom, again: bool) -> Performed:
        if effect.name == THREAD:
            return await self._open(effect, again)
        try:
            return await self._moved(effect, await self.adapter.perform(effect, again=again), again)
        except Unsupported:
            if Capability.THREADS not in self.adapter.capabilities:
                raise
            return await self._open(effect, again)
        except Refused as error:
            # Only of a group that was founded in chat any home is good: what a file names is for whoever wrote it to have.
            founded = effect.key.startswith(ROOM) and effect.create and not effect.private
            if error.cure not in _MAY_NOT or not founded or Capability.THREADS not in self.adapter.capabilities:
                raise
            return await self._instead(effect, error, again)

    async def _instead(self, effect: OpenRoom, refused: Refused, again: bool) -> Performed:
        try:
            return await self._open(effect, again)
        except Refused:
            raise refused from None

    async def _open(self, effect: OpenRoom, again: bool) -> Performed:
        """Say in the community's room where the group lives: the thread below that is its home."""
        group = group_opened_by(effect.key)
        if group is None or group.startswith(("@", "%")):
            raise Unsupported("only a group lives in a thread")
        if not effect.create:
            raise Refused(f"no thread of {group} is open yet")
        if effect.private:
            raise Refused(_PRIVATE)
        await self._insist_on_a_door(group)
        around, known, reader = await self._around(group, effect.key)
        if known is not None and await self._stands(effect.key, around, root_of(known)):
            return Performed(known.id)
        home = ThreadHome(group, around.id, effect.name, effect.title or group, effect.topic)
        said = await self.adapter.perform(Post(key=effect.key, to=around, card=_card(home, reader)), again=again)
        assert said.native is not None
        room = room_below(MessageRef(said.native))
        await self._write(lambda unit: _put(unit, room, home))
        return Performed(room.id, learned=await self._let_in(effect.key, room, home, effect.invite, again))

    async def _around(self, group: str, key: str) -> tuple[RoomRef, RoomRef | None, Reader]:
        """The native room around the threads of the group's community, the thread in which it lives there already, and who reads it."""
        async with self.store.unit() as unit:
            definitions = await self.register.definitions(unit)
            community, reader = definitions.community_of(group), _reader(Directory(definitions, unit), group)
            there = [
                one for one in await bindings.held(unit, common_room_of(community.id)) if one.platform == self.platform
            ]
            known = [one for one in await bindings.held(unit, room_of(group)) if one.platform == self.platform]
            homes = [(one, await home_at(unit, one)) for one in known if is_thread(one)]
        if self.platform not in community.room:
            raise Refused(_NOWHERE)
        around = there[0] if there else await self._looked_for(community.room[self.platform], key)
        return around, next((one for one, home in homes if home and home.room == around), None), reader

    async def _insist_on_a_door(self, group: str) -> None:
        """Raise Refused for a group into which people are only invited."""
        async with self.store.unit() as unit:
            found = (await self.register.definitions(unit)).group(group)
        if found is not None and found.join is JoinMode.INVITE:
            raise Refused(_NO_DOOR)

    async def _stands(self, key: str, around: RoomRef, root: MessageRef) -> bool:
        """Whether nobody took away the message with which a thread begins."""
        return (
            _told(await self.adapter.perform(Survey(key=f"{key}:root", room=around, message=root))).message is not None
        )

    async def _looked_for(self, name: str, key: str) -> RoomRef:
        """The room of this name, which nobody went into yet."""
        asked = OpenRoom(key=f"{key}:around", name=name, platform=self.platform, create=False)
        try:
            found = await self.adapter.perform(asked)
        except Refused as error:
            raise Refused(f"the room {name} of the community has to be there first: {error}", error.cure) from error
        assert found.native is not None
        return RoomRef(found.native)

    async def _write(self, write: Callable[[Unit], Awaitable[None]]) -> None:
        await committed(self.store, write, "what became of a thread")

    async def _moved(self, effect: OpenRoom, opened: Performed, again: bool) -> Performed:
        """Lead those who were in a thread into the room that takes its place, where one does."""
        group = group_opened_by(effect.key)
        if group is None or opened.native is None:
            return opened
        async with self.store.unit() as unit:
            known = [one for one in await bindings.held(unit, room_of(group)) if one.platform == self.platform]
            homes = [(one, home) for one in known if is_thread(one) and (home := await home_at(unit, one)) is not None]
            directory = Directory(await self.register.definitions(unit), unit)
            there = [account for room, _ in homes for account in await _people(directory, group, room)]
            people = dict.fromkeys([*there, *(PersonRef(one) for _, home in homes for one in home.led)])
            reader = _reader(directory, group)
        learned = list(opened.learned)
        for room, home in homes:
            said = Card(str(core_texts().text("thread-moved", reader, group=home.title)))
            edit = Edit(key=f"{effect.key}:moved", message=root_of(room), card=said)
            if Capability.EDITS in self.adapter.capabilities and await self._stands(edit.key, home.room, edit.message):
                await self.adapter.perform(edit, again=again)
        for person in people:
            invite = Invite(key=f"{effect.key}:{person.id}", room=RoomRef(opened.native), person=person)
            try:
                learned += (await self.adapter.perform(invite, again=again)).learned
            except Refused as error:  # the room is there all the same, and whoever it is can come by themselves
                log.warning("somebody could not be led over", group=group, person=person.id, reason=str(error))
        return evolve(opened, learned=tuple(learned))

    # --- what happens there -----------------------------------------------------------------------------------------

    async def _in_thread(self, effect: Effect, room: RoomRef, home: ThreadHome, again: bool) -> Performed:
        root = root_of(room)
        match effect:
            case Post():
                said = evolve(effect, to=home.room, thread=root, pin=False, called="")
                return await self.adapter.perform(said, again=again)
            case Upload():
                return await self.adapter.perform(evolve(effect, to=home.room, thread=root), again=again)
            case Invite():
                return Performed(learned=await self._let_in(effect.key, room, home, (effect.person,), again))
            case Expel():
                await self._write(lambda unit: lead_out(unit, room, effect.person.id))
                left = MemberLeft(how=Departure.REMOVED, **self._about(effect.key, room, effect.person))
                return Performed(learned=(left,))
            case SetTopic():
                await self._say_anew(effect, room, again, topic=effect.topic)
            case Rename():
                await self._say_anew(effect, room, again, title=effect.title or home.title)
            case Archive() | Reopen():
                await self._say_anew(effect, room, again, closed=isinstance(effect, Archive))
            case SetAccess(visibility=Visibility.PRIVATE):
                raise Refused(_PRIVATE)
            case Survey():
                return await self._surveyed(effect, room, home)
        return Performed()

    async def _say_anew(self, effect: Effect, room: RoomRef, again: bool, **now: Any) -> None:
        """Let the message at the root say what the group is now."""

        async def change(unit: Unit) -> tuple[ThreadHome, Reader]:
            home = evolve(await self._home(unit, room), **now)
            keep(unit, room, home)
            return home, _reader(Directory(await self.register.definitions(unit), unit), home.group)

        home, reader = await committed(self.store, change, "what is said of a thread")
        if Capability.EDITS in self.adapter.capabilities:
            edit = Edit(key=effect.key, message=root_of(room), card=_card(home, reader))
            await self.adapter.perform(edit, again=again)

    async def _let_in(
        self, key: str, room: RoomRef, home: ThreadHome, people: Sequence[PersonRef], again: bool
    ) -> tuple[MemberJoined, ...]:
        """Lead people into the thread by a mention there; to coterie they are in the group from then on."""
        if not people:
            return ()
        async with self.store.unit() as unit:
            reader = _reader(Directory(await self.register.definitions(unit), unit), home.group)
        said = Card(str(core_texts().text("thread-in", reader, people=people, count=len(people))))
        await self.adapter.perform(Post(key=f"{key}:in", to=home.room, thread=root_of(room), card=said), again=again)
        await self._write(lambda unit: _lead_in(unit, room, people))
        return tuple([MemberJoined(**self._about(key, room, one)) for one in people])

    def _about(self, key: str, room: RoomRef, person: PersonRef) -> dict[str, Any]:
        now = self.clock.now()
        return {"id": f"{key}:{person.id}", "at": now, "platform": self.platform, "room": room, "person": person}

    # --- looking ----------------------------------------------------------------------------------------------------

    async def _surveyed(self, effect: Survey, room: RoomRef, home: ThreadHome) -> Performed:
        around = _told(await self.adapter.perform(evolve(effect, room=home.room, name="", belonging=False)))
        gone = around.gone or (None if around.inside else "coterie is not in the room around it any more")
        if gone is None and not await self._stands(effect.key, home.room, root_of(room)):
            gone = "somebody took away the message with which it began"
        if gone is None and effect.name not in ("", THREAD) and await self._is_to_move(effect, home):
            gone = "it lives in a thread, and the file names a room"
        if gone is not None:
            return self._seen(effect, gone=gone)
        async with self.store.unit() as unit:
            members = await _people(Directory(await self.register.definitions(unit), unit), home.group, room)
        return self._seen(
            effect,
            room=room,
            inside=True,
            archived=home.closed,
            names=(effect.name or THREAD,),
            title=home.title,
            topic=home.topic,
            visibility=Visibility.PUBLIC,
            members=members,
            invited=tuple([PersonRef(one) for one in home.led if PersonRef(one) not in members]),
            message=around.message,
            pinned=True,
        )

    async def _is_to_move(self, effect: Survey, home: ThreadHome) -> bool:
        """Whether the name that the file gives is one of a room: one that is there, or that was not asked for when the thread was opened."""
        named = _told(await self.adapter.perform(evolve(effect, room=None, message=None, belonging=False)))
        opens = Capability.ROOMS in self.adapter.capabilities
        return named.gone is None or (opens and effect.name != home.name)

    def _seen(self, effect: Survey, **told: Any) -> Performed:
        about: dict[str, Any] = {"id": f"surveyed:{effect.key}", "at": self.clock.now(), "platform": self.platform}
        return Performed(learned=(RoomSurveyed(survey=effect.key, **about, **told),))


def with_rooms(adapter: Adapter, files: Definitions) -> frozenset[Capability]:
    """What works on a platform, a thread standing in for a room where there are threads, and a room of the community to have them in."""
    own = adapter.capabilities
    if Capability.ROOMS in own or Capability.THREADS not in own:
        return own
    around = any(adapter.platform in one.room for one in files.communities)
    return own | {Capability.ROOMS} if around else own


def with_threads(
    adapters: Sequence[Adapter], store: Store, clock: Clock, register: Register
) -> Mapping[str, ThreadHomes]:
    """The adapters by platform, each knowing of threads."""
    return {adapter.platform: ThreadHomes(adapter, store, clock, register) for adapter in adapters}


async def _put(unit: Unit, room: RoomRef, home: ThreadHome) -> None:
    keep(unit, room, home)


async def _lead_in(unit: Unit, room: RoomRef, people: Sequence[PersonRef]) -> None:
    home = await home_at(unit, room)
    if home is not None:
        keep(unit, room, evolve(home, led=tuple(sorted({*home.led, *(one.id for one in people)}))))


async def _people(directory: Directory, group: str, room: RoomRef) -> tuple[PersonRef, ...]:
    """The accounts by which people are in a thread."""
    ref = GroupRef(group)
    there = [await directory.accounts_in(one, ref, room.id) for one in await directory.members(ref)]
    return tuple([PersonRef(by) for accounts in there for by in accounts])


def _told(done: Performed) -> RoomSurveyed:
    return next(one for one in done.learned if isinstance(one, RoomSurveyed))


def _reader(directory: Directory, group: str) -> Reader:
    return directory.reader_in(GroupRef(group))


def _card(home: ThreadHome, reader: Reader) -> Card:
    texts = core_texts()
    if home.closed:
        return Card(str(texts.text("thread-closed", reader, group=home.title)))
    what = [escape(home.topic)] if home.topic else []
    how = texts.text("thread-how", reader, join=code(f"!coterie join {home.title}"))
    return Card(str(paragraphs(texts.text("thread-root", reader, group=home.title), *what, how)))
