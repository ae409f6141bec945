"""What coterie does to rooms: open them, let people in and out, give and withdraw rights."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from coterie.core.errors import Refused
from coterie.core.refs import PersonRef

from .encode import room_wish
from .names import alias_for, native_id, server_of
from .power import LEVELS, Power, power_of
from .wire import Denied, Reply, Wire, path

_POWER = "m.room.power_levels"


class Rooms:
    """Rooms as effects change them. What is there already is not made again; rooms are ids."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        # Rights and pins are read, changed and written back: one at a time.
        self._changing = asyncio.Lock()

    async def open(
        self,
        name: str,
        *,
        key: str,
        title: str,
        topic: str,
        private: bool,
        space: bool,
        create: bool = True,
        invite: Sequence[PersonRef] = (),
    ) -> str:
        """The room of this name, entered; made if it is not there and `create` allows it."""
        users = [native_id(person) for person in invite]
        if (room := await self._entered(name, space)) is None:
            if not create:
                raise Refused(f"there is no room {name} on Matrix that coterie may enter")
            alias = alias_for(name, server_of(self._wire.user))
            if server_of(alias) != server_of(self._wire.user):
                raise Refused(f"{alias} can't be made: it belongs to another homeserver than {self._wire.user}")
            wish = room_wish(
                alias=alias, title=title, topic=topic, private=private, space=space, invite=tuple(users), key=key
            )
            room = await self._made(wish, name, space)
        for user in users:
            await self.invite(room, user)
        return room

    async def place(self, room: str, space: str) -> None:
        """Let the room stand in the Space, on both sides where the rights allow it."""
        via = {"via": [server_of(self._wire.user)]}
        await self._wire.put_state(space, "m.space.child", via | {"suggested": True}, room)
        try:
            await self._wire.put_state(room, "m.space.parent", via | {"canonical": True}, space)
        except Denied as error:
            # The Space's own word is what clients follow; without the right in the room there is no more to be had.
            if error.code != "M_FORBIDDEN":
                raise

    async def invite(self, room: str, user: str) -> None:
        if await self._membership(room, user) not in ("join", "invite"):
            await self._wire.call("POST", path("rooms", room, "invite"), {"user_id": user})

    async def expel(self, room: str, user: str, reason: str) -> None:
        if await self._membership(room, user) in ("join", "invite", "knock"):
            body = {"user_id": user} | ({"reason": reason} if reason else {})
            await self._wire.call("POST", path("rooms", room, "kick"), body)

    async def grant(self, room: str, user: str, role: str) -> None:
        """Raises Refused with what is missing, in words."""
        async with self._changing:
            power = await self.power(room)
            await self._set_power(room, power, power.granted(user, _known(role)), user, LEVELS[role])

    async def revoke(self, room: str, user: str, role: str) -> None:
        async with self._changing:
            power = await self.power(room)
            await self._set_power(room, power, power.revoked(user, _known(role)), user, 0)

    async def pin(self, room: str, event: str) -> None:
        async with self._changing:
            pinned = (await self._wire.state(room, "m.room.pinned_events") or {}).get("pinned") or []
            if event not in pinned:
                await self._wire.put_state(room, "m.room.pinned_events", {"pinned": [*pinned, event]})

    async def archive(self, room: str) -> None:
        """Nobody comes in or speaks any more; who is in goes on reading."""
        await self._wire.call("PUT", path("directory", "list", "room", room), {"visibility": "private"})
        await self._wire.put_state(room, "m.room.join_rules", {"join_rule": "invite"})
        async with self._changing:
            power = await self.power(room)
            await self._set_power(room, power, power.silenced(), self._wire.user, 100)

    async def power(self, room: str) -> Power:
        """The rights in the room, from its raw state."""
        return power_of(await self._created(room), await self._wire.state(room, _POWER))

    async def _set_power(self, room: str, power: Power, content: Reply | None, user: str, level: int) -> None:
        if content is None:
            return
        if lack := power.lacks(self._wire.user, user, level):
            raise Refused(f"rights in {room} can't be changed: {lack}")
        await self._wire.put_state(room, _POWER, content)

    async def _entered(self, name: str, space: bool) -> str | None:
        """The id of the room of this name, once coterie is in; None where there is none."""
        where = name if name.startswith("!") else alias_for(name, server_of(self._wire.user))
        try:
            if not where.startswith("!"):
                where = str((await self._wire.call("GET", path("directory", "room", where)))["room_id"])
        except Denied as error:
            if error.code == "M_NOT_FOUND":
                return None
            raise
        try:
            room = str((await self._wire.call("POST", path("join", where), {}))["room_id"])
        except Denied as error:
            raise Refused(f"the room {name} is there, but coterie may not enter: invite {self._wire.user}") from error
        is_space = (await self._created(room)).get("content", {}).get("type") == "m.space"
        if space != is_space:
            raise Refused(f"{name} is {'a Space' if is_space else 'a room'} and not {'a Space' if space else 'a room'}")
        return room

    async def _made(self, wish: Reply, name: str, space: bool) -> str:
        try:
            return str((await self._wire.call("POST", path("createRoom"), wish))["room_id"])
        except Denied as error:
            if error.code != "M_ROOM_IN_USE":
                raise
            # Made by somebody else, or by an earlier try of ours, since it was looked for.
            if (room := await self._entered(name, space)) is None:
                raise
            return room

    async def _created(self, room: str) -> Reply:
        """The whole event that made the room: its sender is the creator."""
        event = await self._wire.call(
            "GET", path("rooms", room, "state", "m.room.create", ""), query={"format": "event"}
        )
        if "sender" in event:
            return event
        state = (await self._wire.call("GET", path("rooms", room, "messages"), query={"dir": "f", "limit": 1})).get(
            "chunk"
        )
        return next((one for one in state or () if one.get("type") == "m.room.create"), {"content": event})

    async def _membership(self, room: str, user: str) -> str | None:
        return (await self._wire.state(room, "m.room.member", user) or {}).get("membership")


def _known(role: str) -> str:
    if role not in LEVELS:
        raise Refused(f"no rights on Matrix go with the role {role}: only with {', '.join(LEVELS)}")
    return role
