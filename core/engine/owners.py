"""Whose home a native room is: one group's, one community's, and no other's.

A room keeps its owner as long as that one has a home there. What no file and no chat knows any more lets go of its rooms.
"""

from __future__ import annotations

from ..ports import Unit
from ..refs import RoomRef
from . import bindings
from .definitions import Definitions
from .directory import COMMON, MANAGERS, ROOM, common_room_of, managers_room_of, room_of

_SIGNS = ((ROOM, ""), (COMMON, "@"), (MANAGERS, "%"))


def lives_in(whose: str) -> RoomRef:
    """The room of a group; of `@` and a community's id, of that; of `%` and a community's id, of its managers."""
    if whose.startswith("%"):
        return managers_room_of(whose.removeprefix("%"))
    return common_room_of(whose.removeprefix("@")) if whose.startswith("@") else room_of(whose)


async def owner_of(unit: Unit, native: str, but: str) -> str | None:
    """Whose home the native room is, as `lives_in` takes it; None of one that is nobody's, or belongs to `but`."""
    room = await bindings.ours(unit, RoomRef(native))
    found = next((sign + room.id.removeprefix(head) for head, sign in _SIGNS if room.id.startswith(head)), None)
    return None if found == but else found


def lives_there(definitions: Definitions, files: Definitions, owner: str, platform: str) -> bool:
    """Whether an owner still has a home on the platform: nobody takes its room from it then."""
    if owner.startswith(("@", "%")):
        rooms = [
            one.room if owner.startswith("@") else one.managers_room
            for one in definitions.communities
            if one.id == owner[1:]
        ]
        return any(platform in one for one in rooms)
    group, written = definitions.group(owner), files.group(owner)
    return group is not None and (written is None or not group.homes or platform in group.homes)
