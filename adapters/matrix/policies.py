"""Policy lists (client-server API, "Moderation policy lists"): whom coterie does not invite because a room that it follows says so.

The lists are rooms, named under `policy_rooms` in `[matrix]`. Only users and servers are looked at, in the names of today and the two older ones
(MSC2313). coterie bans nobody by them, and leaves server ACLs alone: that is what moderation bots are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from coterie.core.clock import Clock
from coterie.core.errors import Cure, Refused
from coterie.core.logs import get_logger
from coterie.core.values import frozen

from .names import server_of
from .wire import Denied, Reply, Wire, path

log = get_logger(__name__)

_KINDS = ("m.policy.rule.{}", "m.room.rule.{}", "org.matrix.mjolnir.rule.{}")
USERS = tuple(kind.format("user") for kind in _KINDS)
SERVERS = tuple(kind.format("server") for kind in _KINDS)
_BANS = ("m.ban", "org.matrix.mjolnir.ban", "m.takedown", "org.matrix.msc4204.takedown")
READ_AGAIN = timedelta(minutes=1)
"""A list that was read so long ago is read again before somebody is invited."""


@frozen
class Rule:
    """One line of a list: the users or servers that the pattern names are not wanted, for a reason."""

    pattern: str
    of_servers: bool = False
    reason: str = ""

    def names(self, user: str) -> bool:
        """Whether it is about this user. `*` stands for any signs, `?` for one."""
        subject = server_of(user).rpartition(":")[0] or server_of(user) if self.of_servers else user
        parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in self.pattern)
        return re.fullmatch("".join(parts), subject, re.IGNORECASE if self.of_servers else 0) is not None


def rules_in(state: Iterable[object]) -> tuple[Rule, ...]:
    """The rules among the state events of a room. One without entity was taken back, one with another recommendation says nothing to us."""
    found = []
    for event in state:
        kind, content = _mapping(event).get("type"), _mapping(_mapping(event).get("content"))
        entity, reason = content.get("entity"), content.get("reason")
        if kind in (*USERS, *SERVERS) and content.get("recommendation") in _BANS and isinstance(entity, str) and entity:
            found.append(Rule(entity, kind in SERVERS, reason if isinstance(reason, str) else ""))
    return tuple(found)


class Policies:
    """The lists that coterie follows, read from their rooms."""

    def __init__(self, wire: Wire, clock: Clock, rooms: Sequence[str] = ()) -> None:
        self._wire = wire
        self._clock = clock
        self._rooms = rooms
        self._read: dict[str, tuple[datetime, tuple[Rule, ...]]] = {}

    async def against(self, user: str) -> str | None:
        """Why the user is not to be invited, in words; None where nothing is said against it. Raises Refused where a list can't be read."""
        for room in self._rooms:
            for rule in await self._rules(room):
                if rule.names(user):
                    why = f": {rule.reason}" if rule.reason else ""
                    return f"the policy list {room} names {rule.pattern}{why}"
        return None

    async def refuse(self, user: str) -> None:
        """Raise Refused where the user is not to be invited."""
        if why := await self.against(user):
            raise Refused(f"{user} is not invited, because {why}")

    async def _rules(self, room: str) -> tuple[Rule, ...]:
        now, known = self._clock.now(), self._read.get(room)
        if known is None or now - known[0] > READ_AGAIN:
            try:
                known = self._read[room] = (now, await self._fetched(room))
            except Denied as error:
                # Once it could be read, what it said then counts.
                if known is None:
                    words = f"the policy list {room} can't be read, so nobody is invited"
                    raise Refused(f"{words}: {error}", Cure.INVITE) from error
                log.warning("a policy list can't be read any more", room=room, reason=str(error))
        return known[1]

    async def _fetched(self, room: str) -> tuple[Rule, ...]:
        entered = str((await self._wire.call("POST", path("join", room), {}))["room_id"])
        state: Reply = await self._wire.call("GET", path("rooms", entered, "state"))
        listed = state.get("chunk")
        return rules_in(listed if isinstance(listed, list) else ())


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
