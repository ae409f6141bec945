"""Who may do what in a room, from its raw state (pure).

Rules: Matrix specification, client-server API, `m.room.power_levels`, and room version 12 for creators. Computed here and not
taken from nio, which keeps the rights of somebody whose entry was deleted and does not know the creators of version 12.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from attrs import field

from coterie.core.values import frozen

# Between a member (0) and the bot that made the room (100 or endless), so that whatever is granted can be withdrawn. 50 is what
# clients call a moderator.
LEVELS: Mapping[str, int] = {"leader": 75, "moderator": 50, "host": 25}

_CREATORS_ARE_ABOVE_ALL = 12
_STATE_DEFAULT = 50
_SPEAKING = ("m.room.message", "m.room.encrypted", "m.reaction", "m.sticker")


@frozen
class Power:
    """The rights in one room. `content` is that of `m.room.power_levels`, None where the room has none."""

    creators: frozenset[str]
    creators_above_all: bool
    content: Mapping[str, Any] | None = field(default=None, repr=False)

    def of(self, user: str) -> float:
        """The user's level; `inf` for a creator in room version 12 and later."""
        if self.creators_above_all and user in self.creators:
            return math.inf
        if self.content is None:
            return 100 if user in self.creators else 0
        users = _mapping(self.content.get("users"))
        return _level(users.get(user), _level(self.content.get("users_default"), 0))

    def needed_to_send(self, kind: str, *, state: bool) -> float:
        """The level somebody needs to send an event of this type."""
        if self.content is None:
            return 0
        default = (
            _level(self.content.get("state_default"), _STATE_DEFAULT)
            if state
            else _level(self.content.get("events_default"), 0)
        )
        return _level(_mapping(self.content.get("events")).get(kind), default)

    def needed_to(self, act: str, default: int) -> float:
        """The level somebody needs to `invite`, `kick`, `ban` or `redact`; the default where the room says nothing."""
        return 0 if self.content is None and act == "invite" else _level((self.content or {}).get(act), default)

    def lacks(self, user: str, other: str, level: float) -> str | None:
        """What `user` lacks to set the level of `other` to `level`, in words; None where nothing is missing."""
        mine, theirs = self.of(user), self.of(other)
        needed = self.needed_to_send("m.room.power_levels", state=True)
        if mine < needed:
            return f"{user} has power {_shown(mine)} and needs {_shown(needed)} to change power levels"
        if mine < level:
            return f"{user} has power {_shown(mine)} and can't give {_shown(level)}"
        if other != user and mine <= theirs and theirs != level:
            return f"{user} has power {_shown(mine)}, which is not above the {_shown(theirs)} of {other}"
        return None

    def granted(self, user: str, role: str) -> dict[str, Any] | None:
        """The content that gives `user` the level of `role`; None where they have it or more."""
        level = LEVELS[role]
        return None if self.of(user) >= level else self._with(user, level)

    def revoked(self, user: str, role: str) -> dict[str, Any] | None:
        """The content that takes from `user` the level of `role`; None where they hold another one, given by somebody else."""
        return self._with(user, None) if self.of(user) == LEVELS[role] else None

    def silenced(self) -> dict[str, Any]:
        """The content by which only those with 100 may speak or invite."""
        content = self._written()
        events = dict(_mapping(content.get("events")))
        for kind in _SPEAKING:
            if kind in events:
                events[kind] = max(100, int(_level(events[kind], 0)))
        return content | {"events": events, "events_default": 100, "invite": 100}

    @property
    def is_silenced(self) -> bool:
        """Whether only those with 100 may speak."""
        return self.needed_to_send("m.room.message", state=False) >= 100

    def spoken(self) -> dict[str, Any] | None:
        """The content by which everybody may speak and invite again, the reverse of `silenced`; None where they may."""
        if not self.is_silenced:
            return None
        content = self._written()
        kept = _mapping(content.get("events")).items()
        events = {kind: level for kind, level in kept if kind not in _SPEAKING or _level(level, 0) < 100}
        return content | {"events": events, "events_default": 0, "invite": 0}

    def _with(self, user: str, level: int | None) -> dict[str, Any]:
        content = self._written()
        users = dict(_mapping(content.get("users")))
        if level is None:
            users.pop(user, None)
        else:
            users[user] = level
        return content | {"users": users}

    def _written(self) -> dict[str, Any]:
        """The content, or for a room without it one that says the same: its creator has 100. Version 12 lists no creators."""
        if self.content is not None:
            return dict(self.content)
        return {"users": {} if self.creators_above_all else dict.fromkeys(sorted(self.creators), 100)}


def power_of(create: Mapping[str, Any], content: Mapping[str, Any] | None) -> Power:
    """The rights in a room, from its whole `m.room.create` event and the content of its `m.room.power_levels`."""
    created = _mapping(create.get("content"))
    version = str(created.get("room_version", "1"))
    additional = created.get("additional_creators")
    above_all = version.isdigit() and int(version) >= _CREATORS_ARE_ABOVE_ALL
    creators = {str(create.get("sender", ""))}
    if above_all and isinstance(additional, list):
        creators |= {user for user in additional if isinstance(user, str)}
    return Power(frozenset(creators), above_all, content)


def role_at(level: float) -> str | None:
    """The highest role whose level this reaches."""
    return next((role for role, needed in LEVELS.items() if level >= needed), None)


def roles_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str | None]:
    """Who holds another role by the new content of `m.room.power_levels`, and which (None: no more)."""
    old, new = Power(frozenset(), False, before), Power(frozenset(), False, after)
    users = {*_mapping(before.get("users")), *_mapping(after.get("users"))}
    roles = {user: (role_at(old.of(user)), role_at(new.of(user))) for user in sorted(users, key=str)}
    return {user: now for user, (then, now) in roles.items() if then != now}


def _level(value: object, default: float) -> float:
    """A level as rooms hold it: a whole number; versions below 10 let it be a text."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return default
    try:
        return int(value)
    except ValueError:
        return default


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _shown(level: float) -> str:
    return "of a creator" if level == math.inf else str(int(level))
