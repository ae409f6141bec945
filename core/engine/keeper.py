"""Keeps the directory true to what the platforms tell: which room is whose home, and who is in it."""

from __future__ import annotations

from attrs import frozen

from ..logs import get_logger
from ..model.event import Account, EffectPerformed, MemberJoined, MemberLeft, RoomOpened, RoomReplaced
from ..refs import GroupRef, RoomRef
from . import bindings
from .directory import common_room_of, group_in, room_of
from .scene import Scene

log = get_logger(__name__)

HOME = "home:"
"""The keys of the effects that look for a home begin so; the group's id follows, or `@` and the community's."""


def _lives_in(whose: str) -> RoomRef:
    return common_room_of(whose.removeprefix("@")) if whose.startswith("@") else room_of(whose)


@frozen
class Keeper:
    """Sees these events before everybody else. A join or a leave that is no news stops here: a second home, a second telling."""

    name: str = "core.keeper"

    async def __call__(self, scene: Scene) -> bool:
        match scene.event:
            case RoomOpened():
                await self._opened(scene, scene.event)
            case EffectPerformed() if scene.event.key.startswith(HOME) and scene.event.native is not None:
                whose = scene.event.key.removeprefix(HOME).partition(":")[0]
                await bindings.bind(scene.unit, _lives_in(whose), scene.event.native)
            case RoomReplaced():
                await self._replaced(scene, scene.event)
            case MemberJoined():
                return not await self._joined(scene, scene.event)
            case MemberLeft():
                return not await self._left(scene, scene.event)
        return False

    async def _opened(self, scene: Scene, event: RoomOpened) -> None:
        group = await self._claimed(scene, event)
        for account in event.members:
            known = await bindings.ours(scene.unit, account.person)
            await scene.directory.learn(
                Account(known, account.name, account.handle, account.zone, account.locale, account.bot)
            )
            if group and not account.bot and scene.native_room:
                await scene.directory.admit(known, group, scene.native_room)

    async def _claimed(self, scene: Scene, event: RoomOpened) -> GroupRef | None:
        """The group whose home this is: known already, or by one of the names under which the room is known."""
        if (group := group_in(event.room)) is not None or scene.native_room is None or event.direct:
            return group
        names = {name.casefold() for name in event.names} | {RoomRef(scene.native_room).native.casefold()}
        definitions = scene.directory.definitions
        for community in definitions.communities:
            if community.room.get(event.platform, "").casefold() in names:
                await bindings.bind(scene.unit, common_room_of(community.id), scene.native_room)
                return None
        for candidate in definitions.groups():
            if candidate.homes.get(event.platform, candidate.id).casefold() in names:
                await bindings.bind(scene.unit, room_of(candidate.id), scene.native_room)
                log.info("home found", group=candidate.id, room=scene.native_room)
                return GroupRef(candidate.id)
        return None

    async def _replaced(self, scene: Scene, event: RoomReplaced) -> None:
        if event.room is not None and scene.native_room is not None and event.room.id != scene.native_room:
            await bindings.rebind(scene.unit, event.room, scene.native_room, event.successor.id)

    async def _joined(self, scene: Scene, event: MemberJoined) -> bool:
        if event.person is None or event.bot:
            return False
        await scene.directory.learn(Account(event.person, event.name, event.handle, event.zone, event.locale))
        group = group_in(event.room)
        if group is None or scene.native_room is None:
            return True
        return await scene.directory.admit(event.person, group, scene.native_room)

    async def _left(self, scene: Scene, event: MemberLeft) -> bool:
        group = group_in(event.room)
        if event.person is None or group is None or scene.native_room is None:
            return True
        return await scene.directory.dismiss(event.person, group, scene.native_room)
