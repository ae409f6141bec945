"""How a room stands, out of its raw state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coterie.core.errors import Refused
from coterie.core.model.community import JoinMode, Visibility
from coterie.core.model.effect import Survey
from coterie.core.model.event import RoleHeld, RoomSurveyed
from coterie.core.refs import MessageRef, PersonRef
from coterie.core.values import frozen

from .avatars import AVATAR, shown_by
from .decode import names_of
from .names import PLATFORM, event_of, message_ref, native_id, person_ref, room_ref
from .power import Power, power_of, role_at
from .rooms import Rooms
from .wire import Denied, Wire, path

_JOINS: Mapping[object, JoinMode] = {
    "public": JoinMode.OPEN,
    "knock": JoinMode.KNOCK,
    "restricted": JoinMode.COMMUNITY,
    "knock_restricted": JoinMode.COMMUNITY,
    "invite": JoinMode.INVITE,
}

State = Mapping[tuple[str, str], Mapping[str, Any]]


@frozen
class Surveying:
    """Looks at rooms and changes nothing."""

    wire: Wire
    rooms: Rooms

    async def look(self, asked: Survey, now: datetime) -> RoomSurveyed:
        """How the room stands. Raises Transient or LoggedOut."""
        about: dict[str, Any] = {"id": f"{PLATFORM}:surveyed:{asked.key}", "at": now, "platform": PLATFORM}
        about |= {"survey": asked.key, "room": asked.room}
        room = native_id(asked.room) if asked.room else await self.rooms.found(asked.name)
        if room is None:
            return RoomSurveyed(**about, gone=f"there is no room {asked.name}")
        state = await self._state(room)
        if state is None or _content(state, "m.room.member", self.wire.user).get("membership") != "join":
            if asked.room is not None:
                return RoomSurveyed(**about, gone=f"coterie is not in the room {room} any more, or it is no more there")
            return RoomSurveyed(**{**about, "room": room_ref(room)}, names=(asked.name,))
        about["room"] = room_ref(room)
        return await self._inside(room, state, asked, about)

    async def _inside(self, room: str, state: State, asked: Survey, about: dict[str, Any]) -> RoomSurveyed:
        power = power_of(state.get(("m.room.create", ""), {}), _content(state, "m.room.power_levels") or None)
        membership = {
            user: _content(state, kind, user).get("membership") for kind, user in state if kind == "m.room.member"
        }
        message = await self._standing(room, asked.message)
        pinned = _content(state, "m.room.pinned_events").get("pinned")
        return RoomSurveyed(
            **about,
            inside=True,
            archived=power.is_silenced,
            names=await self._names(room, state, asked.name),
            title=_text(_content(state, "m.room.name").get("name")) or "",
            topic=_text(_content(state, "m.room.topic").get("topic")) or "",
            stands_in=await self.rooms.stands_in(room, _content(state, "m.room.canonical_alias"), asked.name),
            avatar=shown_by(_content(state, AVATAR)),
            visibility=await self._visibility(room),
            join=_JOINS.get(_content(state, "m.room.join_rules").get("join_rule")),
            members=self._who(membership, "join"),
            invited=self._who(membership, "invite"),
            roles=self._roles(power, membership),
            message=message_ref(room, message) if message else None,
            pinned=isinstance(pinned, list) and message in pinned,
            children=tuple(
                room_ref(child) for kind, child in state if kind == "m.space.child" and _content(state, kind, child).get("via")
            ),
        )  # fmt: skip

    async def _state(self, room: str) -> State | None:
        """The events of the room's state by type and key, None where coterie may not see them."""
        try:
            found = (await self.wire.call("GET", path("rooms", room, "state"))).get("chunk")
        except Refused:
            return None
        events = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        return {(str(one.get("type")), str(one.get("state_key"))): one for one in events}

    async def _names(self, room: str, state: State, asked: str) -> tuple[str, ...]:
        names = names_of(room, {key: _content(state, *key) for key in state})
        if not asked or asked.casefold() in {name.casefold() for name in names}:
            return (*names, *([asked] if asked else []))
        return (*names, asked) if await self.rooms.found(asked) == room else names

    async def _visibility(self, room: str) -> Visibility | None:
        try:
            told = await self.wire.call("GET", path("directory", "list", "room", room))
        except Refused:
            return None
        return Visibility.PUBLIC if told.get("visibility") == "public" else Visibility.PRIVATE

    def _who(self, membership: Mapping[str, object], how: str) -> tuple[PersonRef, ...]:
        return tuple(
            person_ref(user) for user, is_now in membership.items() if is_now == how and user != self.wire.user
        )

    def _roles(self, power: Power, membership: Mapping[str, object]) -> tuple[RoleHeld, ...]:
        levels = power.content.get("users") if power.content else None
        users = {*(levels if isinstance(levels, dict) else ()), *power.creators} - {self.wire.user, ""}
        here = (user for user in sorted(users) if membership.get(user) in ("join", "invite"))
        held = ((user, role_at(power.of(user))) for user in here)
        return tuple(RoleHeld(person_ref(user), role) for user, role in held if role is not None)

    async def _standing(self, room: str, message: MessageRef | None) -> str | None:
        """The event of the message, if it is of this room and was not redacted."""
        if message is None:
            return None
        where, event = event_of(message)
        if where != room:
            return None
        try:
            native = await self.wire.call("GET", path("rooms", room, "event", event))
        except Denied:
            return None
        return event if native.get("content") else None


def _content(state: State, kind: str, key: str = "") -> Mapping[str, Any]:
    content = state.get((kind, key), {}).get("content")
    return content if isinstance(content, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
