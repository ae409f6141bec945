"""What a room of the world looks like to who surveys it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from coterie.core.model.community import JoinMode, Visibility
from coterie.core.model.effect import Survey
from coterie.core.model.event import RoleHeld, RoomSurveyed

from .decode import PLATFORM, message_ref, person_ref, room_ref
from .things import Message, Room
from .world import APP, World, plain_name


def surveyed(world: World, asked: Survey, now: datetime) -> RoomSurveyed:
    """How the room stands that the effect asks about."""
    about: dict[str, Any] = {"id": f"{PLATFORM}:surveyed:{asked.key}", "at": now, "platform": PLATFORM}
    about |= {"survey": asked.key, "room": asked.room}
    room = world.rooms.get(asked.room.native) if asked.room else world.find_room(asked.name)
    if room is None:
        return RoomSurveyed(**about, gone=f"there is no room {asked.name or asked.room}")
    if room.private and APP not in room.members:
        return RoomSurveyed(**about, gone=f"the room {room.name} is private, and coterie is not in it")
    message = _message(world, asked, room)
    return RoomSurveyed(
        **{**about, "room": room_ref(room.id)},
        inside=APP in room.members,
        archived=room.archived,
        names=tuple(_names(room, asked.name)),
        title=room.title or None,
        topic=room.topic,
        avatar=room.avatar,
        visibility=Visibility.PRIVATE if room.private else Visibility.PUBLIC,
        join=JoinMode.INVITE if room.private and room.join is JoinMode.OPEN else room.join,
        members=tuple(person_ref(id) for id in room.members if id != APP),
        roles=tuple(RoleHeld(person_ref(id), role) for id, held in room.roles.items() for role in sorted(held)),
        message=message_ref(message.id) if message else None,
        pinned=message.pinned if message else False,
        children=tuple(room_ref(id) for id in room.children),
    )


def _names(room: Room, asked: str) -> Iterator[str]:
    yield from (room.name, f"#{room.name}", room.id)
    if plain_name(asked) in (room.name, room.id):
        yield asked


def _message(world: World, asked: Survey, room: Room) -> Message | None:
    found = world.messages.get(asked.message.native) if asked.message else None
    return found if found is not None and not found.removed and found.room == room.id else None
