"""Which rooms are encrypted, and who may read in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..wire import Wire, path

ENCRYPTION = "m.room.encryption"
_READERS = ("join", "invite")

Native = Mapping[str, Any]


class EncryptedRooms:
    """Asked for once a room, then followed by what syncs bring. A room that was encrypted once is so for ever, whatever the homeserver says."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._settings: dict[str, Native | None] = {}
        self._encrypted: set[str] = set()
        self._members: dict[str, set[str]] = {}
        self._changes: Counter[str] = Counter()
        self.new: set[str] = set()
        """Rooms found to be encrypted since this was emptied."""

    def remember(self, rooms: Iterable[str]) -> None:
        """These were encrypted before."""
        self._encrypted.update(rooms)

    def follow(self, sync: Native) -> None:
        """Take in what a sync says about rooms."""
        rooms = _dict(sync.get("rooms"))
        for room, joined in _dict(rooms.get("join")).items():
            for event in _events(joined):
                self._changed(room, event)
        for room in _dict(rooms.get("leave")):
            self._members.pop(room, None)

    async def settings(self, room: str) -> Native | None:
        """How the room is encrypted, None where it is not."""
        if room not in self._settings:
            self._found(room, await self._wire.state(room, ENCRYPTION))
        return self._settings[room]

    async def members(self, room: str) -> frozenset[str]:
        """Who is in the room or asked into it, coterie's own account included."""
        while room not in self._members:
            before = self._changes[room]
            found = (await self._wire.call("GET", path("rooms", room, "members"))).get("chunk")
            if before == self._changes[room]:  # else it may be older than what a sync said meanwhile
                events = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
                self._members[room] = {user for user, there in map(_membership, events) if user and there}
        return frozenset(self._members[room])

    def _changed(self, room: str, event: Native) -> None:
        if event.get("type") == ENCRYPTION and event.get("state_key") == "":
            self._found(room, _dict(event.get("content")))
        elif event.get("type") == "m.room.member":
            self._changes[room] += 1
            user, there = _membership(event)
            if user and room in self._members:
                (self._members[room].add if there else self._members[room].discard)(user)

    def _found(self, room: str, content: Native | None) -> None:
        if content is not None and room not in self._encrypted:
            self._encrypted.add(room)
            self.new.add(room)
        self._settings[room] = content if content is not None else {} if room in self._encrypted else None


def _events(joined: object) -> Iterator[Native]:
    for part in ("state", "timeline"):
        found = _dict(_dict(joined).get(part)).get("events")
        yield from (one for one in (found if isinstance(found, list) else ()) if isinstance(one, dict))


def _membership(event: Native) -> tuple[str | None, bool]:
    user = event.get("state_key")
    there = _dict(event.get("content")).get("membership") in _READERS
    return (user if isinstance(user, str) else None), there


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
