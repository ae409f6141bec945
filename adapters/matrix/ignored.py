"""Whom coterie's account ignores (client-server API, "m.ignored_user_list"): what they say is not heard, and their invitations are not taken.

Homeservers leave most of it out by themselves; what they do hand over, because another client asked for it or because it is state, is left out here.
That somebody comes and goes is told all the same: who is in a room is so whether one likes them or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .wire import Denied, Wire, path

IGNORED = "m.ignored_user_list"


class Ignored:
    """Knows the list, as the account data has it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._users: frozenset[str] | None = None

    def listed_now(self, content: Mapping[str, Any]) -> None:
        """The account data says so now."""
        users = content.get("ignored_users")
        self._users = frozenset(users) if isinstance(users, dict) else frozenset()

    async def users(self) -> frozenset[str]:
        """Everybody on it."""
        if self._users is None:
            try:
                self.listed_now(await self._wire.call("GET", path("user", self._wire.user, "account_data", IGNORED)))
            except Denied:
                self._users = frozenset()
        return self._users or frozenset()

    async def silences(self, native: Mapping[str, Any]) -> bool:
        """Whether the event is nothing to be heard: said, reacted or asked by somebody who is ignored."""
        sender = native.get("sender")
        if not isinstance(sender, str) or sender not in await self.users():
            return False
        knocks = (native.get("content") or {}) if native.get("type") == "m.room.member" else {}
        return native.get("state_key") is None or (isinstance(knocks, dict) and knocks.get("membership") == "knock")
