"""Timers that plugins set, and what is remembered until they come due."""

from __future__ import annotations

from ..codec import converter
from ..ports import Unit
from ..refs import GroupRef, PersonRef, RoomRef
from ..values import frozen

TABLE = "plugin-timer"
PREFIX = "plugin:"


@frozen
class Waiting:
    """What a timer is for: the handler `then` of a plugin, its value, and where it was set; outside of groups, of several communities, the id
    of the one that it was about."""

    plugin: str
    then: str
    value: object
    group: GroupRef | None
    room: RoomRef | None
    person: PersonRef | None
    community: str | None = None


def key_of(waiting: Waiting, name: str) -> str:
    """The key of a timer: one for each plugin, handler, group (or person, outside of groups; else community) and name."""
    where = waiting.group or waiting.person
    whose = where.id if where else f"*{waiting.community}" if waiting.community else ""
    return f"{PREFIX}{waiting.plugin}:timer:{waiting.then}:{whose}:{name}"


def keep(unit: Unit, key: str, waiting: Waiting) -> None:
    """Remember what the timer is for."""
    unit.put(TABLE, key, converter.unstructure(waiting))


async def take(unit: Unit, key: str) -> Waiting | None:
    """What the timer was for; it is forgotten."""
    kept = await unit.get(TABLE, key)
    if kept is None:
        return None
    unit.delete(TABLE, key)
    return converter.structure(kept, Waiting)
