"""The homes of groups that have several: one that can't be reached does not hold up the others, and its leaders hear of it once.

Records:
    home-trouble   "GROUP PLATFORM" → true              a home that could not be reached when it was last tried
    home-name      "GROUP PLATFORM" → name              what the file called a home when it was found there
    undelivered    effect's key → [platform, …]         where something could not be said
    reacted        "MESSAGE PERSON EMOJI" → [native message, …]    on which copies a reaction stands; of what has several
"""

from __future__ import annotations

from collections.abc import Collection

from ..logs import get_logger
from ..model.community import Group, GroupState
from ..model.event import EffectFailed, EffectPerformed, Event
from ..ports import Unit
from ..refs import GroupRef, MessageRef, RoomRef
from ..values import frozen
from . import bindings, refusals
from .accounts import platform_name
from .directory import Directory, group_in, room_of
from .scene import Scene

log = get_logger(__name__)

TROUBLE = "home-trouble"
NAMED = "home-name"
UNDELIVERED = "undelivered"
REACTED = "reacted"


async def homes(unit: Unit, room: RoomRef) -> tuple[RoomRef, ...]:
    """The homes that a room of ours has been found in."""
    return await bindings.natives(unit, room)


async def let_go(unit: Unit, directory: Directory, group: Group, platforms: Collection[str]) -> None:
    """Forget the homes on these platforms that the group's file named and does not name any more, with whoever was in them alone.

    One that the file calls otherwise now stays: a room keeps being the home under whatever name.
    """
    room, ref = room_of(group.id), GroupRef(group.id)
    for home in await homes(unit, room):
        was_named = await unit.get(NAMED, f"{group.id} {home.platform}") is not None
        if home.platform not in platforms or not was_named or home.platform in group.homes or not group.homes:
            continue
        log.info("home let go", group=group.id, room=home.id)
        await bindings.unbind(unit, room, home.id)
        unit.delete(NAMED, f"{group.id} {home.platform}")
        for person in await directory.members(ref):
            await directory.dismiss(person, ref, home.id)


async def failed_everywhere(unit: Unit, event: EffectFailed, room: RoomRef) -> bool:
    """Whether what failed now has failed in every home of the room."""
    there = {one.platform for one in await homes(unit, room)}
    if len(there) < 2 or event.platform == "core":
        return True
    failed = {*(await unit.get(UNDELIVERED, event.key) or ()), event.platform}
    unit.put(UNDELIVERED, event.key, sorted(failed))
    return there <= failed


async def is_news(scene: Scene, message: MessageRef, what: str, *, added: bool) -> bool:
    """Whether a reaction on one copy of a message is the first of its kind on any, or, taken back, was the last."""
    copy = getattr(scene.native, "message", message)
    if len(await bindings.natives(scene.unit, message)) < 2:
        return True
    key = f"{message.id} {what}"
    known = await scene.unit.get(REACTED, key) or []
    left = [one for one in known if one != copy.id] + ([copy.id] if added else [])
    if left:
        scene.unit.put(REACTED, key, left)
    else:
        scene.unit.delete(REACTED, key)
    return not known if added else not left


@frozen
class Homes:
    """Tells the leaders of a group that one of its homes can't be written into, and what to do: once, until it can be again."""

    name: str = "core.homes"

    async def wants(self, unit: Unit, event: Event) -> bool:
        """That something was said is news only where it could not be for a while."""
        if not isinstance(event, EffectPerformed):
            return True
        group = group_in(event.room)
        return group is not None and await unit.get(TROUBLE, f"{group.id} {event.platform}") is not None

    async def __call__(self, scene: Scene) -> bool:
        event, group = scene.event, scene.group
        if group is None or not isinstance(event, EffectFailed | EffectPerformed):
            return False
        key = f"{group.id} {event.platform}"
        known = await scene.unit.get(TROUBLE, key) is not None
        if isinstance(event, EffectPerformed) and known:
            scene.unit.delete(TROUBLE, key)
        elif isinstance(event, EffectFailed) and not known and event.platform != "core" and event.room is not None:
            scene.unit.put(TROUBLE, key, True)
            await self._tell(scene, event, group)
        return False

    @staticmethod
    async def _is_one_of_several(scene: Scene, event: EffectFailed) -> bool:
        assert event.room is not None
        platforms = {one.platform for one in await homes(scene.unit, event.room)}
        return len(platforms) > 1 and event.platform in platforms

    async def _tell(self, scene: Scene, event: EffectFailed, group: GroupRef) -> None:
        found = scene.directory.definitions.group(group.id)
        if found is not None and found.state is GroupState.ARCHIVED:
            return  # its rooms are closed because people decided so
        log.warning("a home can't be written into", group=group.id, platform=event.platform, reason=event.reason)
        several = await self._is_one_of_several(scene, event)
        id = "home-failed" if several else "home-refused"
        names = {"group": found.name if found else group.id, "platform": platform_name(event.platform)}
        await refusals.tell(scene, event, group, id, **names)
