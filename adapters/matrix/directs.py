"""Direct conversations: which room is one, and the one with somebody."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from coterie.core.errors import Refused
from coterie.core.logs import get_logger

from .encode import DIRECT_STATE, direct_wish
from .encryption.encryption import Encryption
from .wire import Denied, Wire, path

log = get_logger(__name__)
ACCOUNT_DATA = "m.direct"
LEFT = "coterie.left"
"""The account's own data of a conversation that coterie left: it outlives this process, and other workers of the account see it."""


class Directs:
    """Knows the direct conversations of coterie's account, as its account data lists them (client-server API, "m.direct")."""

    def __init__(self, wire: Wire, encryption: Encryption) -> None:
        self._wire = wire
        self._encryption = encryption
        self._alone: dict[str, bool] = {}
        self._rooms: dict[str, list[str]] | None = None
        self._changing = asyncio.Lock()

    async def is_direct(self, room: str) -> bool:
        """Whether the room is listed and nobody but one person is in it besides coterie."""
        listed = await self._listed()
        if not any(room in rooms for rooms in listed.values()):
            return False
        if room not in self._alone:
            self._alone[room] = len(await self._joined(room)) <= 2
        return self._alone[room]

    async def room_with(self, user: str, *, again: bool) -> str:
        """The room in which coterie and `user` talk alone: the newest that both are in or asked into, else a new one.

        With `again`, a room that was made without being listed is looked for first.
        """
        async with self._changing:
            if room := await self._found(user):
                return room
            self._rooms = None  # another worker of this account may have opened one since
            if room := await self._found(user):
                return room
            room = (await self._unlisted(user) if again else None) or await self._opened(user)
            await self._list(user, room)
            return room

    async def _found(self, user: str) -> str | None:
        """The newest room listed in which both are."""
        for room in reversed((await self._listed()).get(user, [])):
            if await self._is_with(room, user):
                return room
        return None

    async def add(self, user: str, room: str) -> None:
        """List a room to which `user` asked coterie for a direct conversation."""
        async with self._changing:
            await self._list(user, room)

    def members_changed(self, room: str) -> None:
        """Somebody came into the room or left it."""
        self._alone.pop(room, None)

    async def leave_where_alone(self, room: str) -> None:
        """Go out of a conversation in which nobody is any more or will be, and forget it: the other does not come back into it."""
        if not any(room in rooms for rooms in (await self._listed()).values()):
            return
        try:
            there = await self._wire.call("GET", path("rooms", room, "members"), query={"not_membership": "leave"})
        except Denied:
            return
        if any(_is_expected(one) and one.get("state_key") != self._wire.user for one in _list(there.get("chunk"))):
            return
        async with self._changing:
            try:
                await self._wire.call("PUT", self._mark(room), {"by": self._wire.device or ""})
                for act in ("leave", "forget"):
                    await self._wire.call("POST", path("rooms", room, act), {})
            except Denied as error:
                log.warning("a conversation can't be left", room=room, reason=str(error))
                return
            await self._unlist(room)
        log.info("left a conversation that the other had left", room=room)

    async def was_left(self, room: str) -> bool:
        """Whether coterie left this conversation, because nobody was in it any more: nobody is there to read what is changed in it."""
        try:
            return bool(await self._wire.call("GET", self._mark(room)))
        except Denied:
            return False

    async def _unlist(self, room: str) -> None:
        self._rooms = None  # what another worker of this account listed since must not be written over
        left = {user: [one for one in rooms if one != room] for user, rooms in (await self._listed()).items()}
        changed = {user: rooms for user, rooms in left.items() if rooms}
        await self._wire.call("PUT", self._where(), changed)
        self._rooms = changed

    def members_are(self, room: str, count: int) -> None:
        """So many are in the room, coterie among them: nobody need be asked."""
        self._alone[room] = count <= 2

    def listed_now(self, content: Mapping[str, Any]) -> None:
        """The account data says so, or said so when the sync began: what was listed since stays."""
        known = self._rooms or {}
        told = _read(content)
        self._rooms = {
            user: list(dict.fromkeys([*told.get(user, []), *known.get(user, [])])) for user in {**told, **known}
        }

    async def _listed(self) -> dict[str, list[str]]:
        if self._rooms is None:
            try:
                self._rooms = _read(await self._wire.call("GET", self._where()))
            except Denied as error:
                if error.code != "M_NOT_FOUND":
                    raise
                self._rooms = {}
        return self._rooms

    async def _list(self, user: str, room: str) -> None:
        self._rooms = None  # what another worker of this account listed since must not be written over
        listed = await self._listed()
        if room not in listed.get(user, []):
            changed = listed | {user: [*listed.get(user, []), room]}
            await self._wire.call("PUT", self._where(), changed)
            self._rooms = changed

    async def _is_with(self, room: str, user: str) -> bool:
        """Whether both are in the room or asked into it. A room that coterie may no longer look into is not one."""
        try:
            mine, theirs = [await self._wire.state(room, "m.room.member", one) or {} for one in (self._wire.user, user)]
        except Refused:
            return False
        return mine.get("membership") == "join" and theirs.get("membership") in ("join", "invite")

    async def _opened(self, user: str) -> str:
        wish = direct_wish(user, encrypted=self._encryption.encrypts(direct=True))
        return str((await self._wire.call("POST", path("createRoom"), wish))["room_id"])

    async def _unlisted(self, user: str) -> str | None:
        for room in (await self._wire.call("GET", path("joined_rooms"))).get("joined_rooms", []):
            made_for = await self._wire.state(room, DIRECT_STATE) or {}
            if made_for.get("person") == user and await self._is_with(room, user):
                return str(room)
        return None

    async def _joined(self, room: str) -> Mapping[str, Any]:
        try:
            joined = (await self._wire.call("GET", path("rooms", room, "joined_members"))).get("joined", {})
        except Denied:
            return {}
        return joined if isinstance(joined, dict) else {}

    def _mark(self, room: str) -> str:
        return path("user", self._wire.user, "rooms", room, "account_data", LEFT)

    def _where(self) -> str:
        return path("user", self._wire.user, "account_data", ACCOUNT_DATA)


def _is_expected(member: Mapping[str, Any]) -> bool:
    """Whether somebody is in a room, or may still come."""
    content = member.get("content")
    return isinstance(content, Mapping) and content.get("membership") in ("join", "invite", "knock")


def _list(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _read(content: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        user: [room for room in rooms if isinstance(room, str)]
        for user, rooms in content.items()
        if isinstance(rooms, list)
    }
