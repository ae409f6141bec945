"""Keeps the directory true to what the platforms tell: which room is whose home, and who is in it."""

from __future__ import annotations

from attrs import evolve

from ..logs import get_logger
from ..model.community import THREAD, Group
from ..model.event import (
    Account,
    AccountChanged,
    EffectPerformed,
    Event,
    MemberJoined,
    MemberLeft,
    RoomOpened,
    RoomReplaced,
)
from ..ports import Queue, Unit
from ..refs import GroupRef, PersonRef, RoomRef
from ..values import frozen
from . import bindings, homes
from .directory import LINK, REPLACED, group_in
from .inbox import entry_of
from .lanes import HOME
from .made import take_over
from .owners import lives_in, lives_there, owner_of
from .register import Register
from .scene import Scene
from .thread_homes.hearing import left_with

log = get_logger(__name__)


def written_home(group: Group, platform: str) -> str:
    """What the home of a group is called on a platform: as its file says, its id where that names no home at all; else nothing."""
    return group.homes.get(platform, "" if group.homes else group.id)


@frozen
class Keeper:
    """Sees these events before everybody else. A join or a leave that is no news stops here: a second home, a second telling."""

    register: Register
    name: str = "core.keeper"

    async def wants(self, unit: Unit, event: Event) -> bool:
        """Of all that is done, only that a home was found."""
        return not isinstance(event, EffectPerformed) or event.key.startswith(HOME)

    async def __call__(self, scene: Scene) -> bool:
        match scene.event:
            case RoomOpened():
                await self._opened(scene, scene.event)
            case EffectPerformed() if scene.event.key.startswith(HOME) and scene.event.native is not None:
                whose = scene.event.key.removeprefix(HOME).partition(":")[0]
                await self._found(scene, whose, scene.event.native)
            case RoomReplaced():
                await self._replaced(scene, scene.event)
            case AccountChanged() if scene.event.person is not None and not scene.event.over:
                account = PersonRef(scene.native_person or scene.event.person.id)
                told = evolve(scene.event.account, person=scene.event.person)
                if await self._is_known(scene, told.person, account):
                    await self._learn(scene, told, account, scene.event.platform)
            case MemberJoined():
                return not await self._joined(scene, scene.event)
            case MemberLeft():
                return not await self._left(scene, scene.event)
        return False

    async def _opened(self, scene: Scene, event: RoomOpened) -> None:
        group = await self._claimed(scene, event)
        for account in event.members:
            known = await bindings.ours(scene.unit, account.person)
            await self._learn(scene, evolve(account, person=known), account.person, event.platform)
            if group and not account.bot and scene.native_room:
                if self.register.files.group(group.id) is None and not await scene.directory.is_member(known, group):
                    self._come_in(scene, event, account, scene.native_room)
                else:
                    await scene.directory.admit(known, group, scene.native_room, account.person.id)

    @staticmethod
    def _come_in(scene: Scene, event: RoomOpened, account: Account, room: str) -> None:
        """Who is in the room of a group that was founded in chat has come in: whether the platform told so before the room was known as the
        group's is chance. In a room that a file names people were before coterie came, and nobody is greeted.
        """
        joined = MemberJoined(
            id=f"{event.id}:{account.person.id}",
            at=event.at,
            platform=event.platform,
            room=RoomRef(room),
            person=account.person,
            name=account.name,
            handle=account.handle,
            zone=account.zone,
            locale=account.locale,
        )
        scene.unit.enqueue(Queue.INBOX, entry_of(joined, scene.now))

    async def _claimed(self, scene: Scene, event: RoomOpened) -> GroupRef | None:
        """The group whose home this is: known already, or by one of the names under which the room is known."""
        group, definitions = group_in(event.room), scene.directory.definitions
        if group is not None and definitions.group(group.id) is None:
            group = None  # it was in a file, and is in none any more: perhaps the room is another's now
        if group is not None or scene.native_room is None or event.direct:
            return group
        names = {name.casefold() for name in event.names} | {RoomRef(scene.native_room).native.casefold()}
        for community in definitions.communities:
            for mark, rooms in (("@", community.room), ("%", community.managers_room)):
                if rooms.get(event.platform, "").casefold() in names:
                    await self._found(scene, f"{mark}{community.id}", scene.native_room)
                    return None
        for candidate in definitions.groups():
            written = written_home(candidate, event.platform)
            if written == THREAD or written.casefold() not in names:
                continue
            if await self._found(scene, candidate.id, scene.native_room):
                return GroupRef(candidate.id)
        return None

    async def _found(self, scene: Scene, whose: str, native: str) -> bool:
        """The room is a home of the group; false where it has another one on that platform, or the room is another's: no room takes the
        place of another, and no group that of another."""
        room, platform = lives_in(whose), str(RoomRef(native).platform)
        known = [one.id for one in await bindings.held(scene.unit, room) if one.platform == platform]
        if known and native not in known:
            return False
        if (owner := await owner_of(scene.unit, native, whose)) is not None:
            if lives_there(scene.directory.definitions, self.register.files, owner, platform):
                log.warning("home is another's", group=whose, room=native, of=owner)
                return False
            await take_over(scene.unit, owner, whose, native)
        await bindings.bind(scene.unit, room, native)
        found = scene.directory.definitions.group(whose)
        if found is not None and platform is not None and platform in found.homes:
            scene.unit.put(homes.NAMED, f"{whose} {platform}", found.homes[platform])
        if not known:
            log.info("home found", group=whose, room=native)
        return True

    async def _replaced(self, scene: Scene, event: RoomReplaced) -> None:
        told = scene.native
        if event.room is None or scene.native_room in (None, event.room.id) or not isinstance(told, RoomReplaced):
            return
        await bindings.rebind(scene.unit, event.room, str(scene.native_room), told.successor.id)
        scene.unit.put(REPLACED, told.successor.id, scene.native_room)

    async def _joined(self, scene: Scene, event: MemberJoined) -> bool:
        if event.person is None or event.bot:
            return False
        account = PersonRef(scene.native_person or event.person.id)
        told = Account(event.person, event.name, event.handle, event.zone, event.locale)
        await self._learn(scene, told, account, event.platform)
        group = group_in(event.room)
        if group is None or scene.native_room is None:
            return True
        return await scene.directory.admit(event.person, group, scene.native_room, account.id)

    async def _left(self, scene: Scene, event: MemberLeft) -> bool:
        group = group_in(event.room)
        if group is None and isinstance(told := scene.native, MemberLeft) and told.room is not None:
            for left in await left_with(scene.unit, told, told.room):
                scene.unit.enqueue(Queue.INBOX, entry_of(left, scene.now))
        if event.person is None or group is None or scene.native_room is None:
            return True
        return await scene.directory.dismiss(event.person, group, scene.native_room, scene.native_person)

    @staticmethod
    async def _is_known(scene: Scene, *refs: PersonRef) -> bool:
        """Whether coterie ever met them: of all others nothing is kept."""
        return any([await scene.unit.get("person", one.id) is not None for one in refs])

    @staticmethod
    async def _learn(scene: Scene, told: Account, account: PersonRef, platform: str) -> None:
        """Remember what an account tells of itself; one that was linked in chat speaks for itself, not for the person."""
        linked = await scene.unit.get(LINK, account.id) is not None
        await scene.directory.learn(evolve(told, person=account) if linked else told, platform)
