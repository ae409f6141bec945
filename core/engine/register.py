"""The register of groups: those of the files, those founded in chat, and what was changed of either in chat.

Records:
    group      id → {community, fields: {field → {is, was}}}     `was`: what its file said when it was changed; absent where none had it
    move       "GROUP NUMBER" → a Move                           the life of a group, in order
    manages    "COMMUNITY ROOM" → {people, open}                 who manages by being in a room; see `managing`
    register   "token" → another text with every change

Where a file has been edited since, what it says now counts: the later word wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import uuid4

from attrs import NOTHING, evolve, fields_dict, resolve_types

from ..codec import converter
from ..model.community import Community, Group, Move
from ..ports import Json, Unit
from .definitions import Definitions

GROUP = "group"
MOVE = "move"
MANAGES = "manages"
REGISTER = "register"
TOKEN = "token"


class Register:
    """Gives the definitions as one unit sees them. Read again only where they were changed since."""

    def __init__(self, files: Definitions) -> None:
        self.files = files
        self._token: str | None = None
        self._known = files
        self._of = files

    async def definitions(self, unit: Unit) -> Definitions:
        """What holds now. A change of it by somebody else, before this unit is committed, is a Conflict."""
        token: str | None = await unit.get(REGISTER, TOKEN)
        if token == self._token and self._of is self.files:
            return self._known
        known = _managed(_amended(self.files, await unit.scan(GROUP)), await unit.scan(MANAGES))
        # Texts of changes that were never committed are never met again: what is remembered under them harms nobody.
        self._token, self._known, self._of = token, known, self.files
        return known

    async def changed(self, unit: Unit, community: str, group: Group) -> Definitions:
        """What holds once a group is written down as it is now: only that one is looked at, however many there are."""
        before, token = await self.definitions(unit), uuid4().hex
        await put(unit, self.files, community, group, token)
        kept: Json = await unit.get(GROUP, group.id)
        self._token, self._known = token, _with_one(before, self.files, group.id, kept)
        return self._known


async def put(unit: Unit, files: Definitions, community: str, group: Group, token: str) -> None:
    """Write down how a group is now: what of it differs from its file."""
    written = files.group(group.id)
    kept = await unit.get(GROUP, group.id) or {"community": community, "fields": {}}
    for name in _types():
        now, known = _json(group, name), kept["fields"].get(name)
        if written is None:
            kept["fields"][name] = {"is": now}
        elif now == (said := _json(written, name)):
            kept["fields"].pop(name, None)
        elif known is None or known["is"] != now:
            kept["fields"][name] = {"is": now, "was": said}
    unit.put(GROUP, group.id, kept)
    unit.put(REGISTER, TOKEN, token)


async def note(unit: Unit, group: str, move: Move) -> None:
    """Add a move to the life of a group."""
    number = len(await unit.scan(MOVE, f"{group} "))
    unit.put(MOVE, f"{group} {number:06d}", converter.unstructure(move))


async def moves(unit: Unit, group: str) -> tuple[Move, ...]:
    """The life of a group so far, the earliest move first."""
    return tuple(converter.structure(kept, Move) for _, kept in await unit.scan(MOVE, f"{group} "))


@cache
def _types() -> Mapping[str, Any]:
    """The fields of a group and what they hold."""
    return {name: one.type for name, one in fields_dict(resolve_types(Group)).items()}


def _json(group: Group, name: str) -> Json:
    return converter.unstructure(getattr(group, name), unstructure_as=_types()[name])


def _value(name: str, kept: Json) -> Any:
    return converter.structure(kept, _types()[name])


def _amended(files: Definitions, kept: Sequence[tuple[str, Json]]) -> Definitions:
    """The definitions of the files with what was changed."""
    changed: dict[str, dict[str, Group]] = {}
    for id, record in kept:
        written = files.group(id)
        owner = files.community_of(id).id if written else record["community"]
        changed.setdefault(owner, {})[id] = _group(written, record["fields"])
    if not files.communities:
        return Definitions((evolve(files.community, groups=changed.get(files.community.id, {})),)) if changed else files
    return Definitions(tuple(_with(community, changed, files) for community in files.communities))


def _managed(definitions: Definitions, kept: Sequence[tuple[str, Json]]) -> Definitions:
    """The definitions with those who manage a community by being in its managers' room, behind those whom its file names."""
    inside: dict[str, list[str]] = {}
    for key, record in kept:
        inside.setdefault(key.partition(" ")[0], []).extend(record["people"])
    if not inside:
        return definitions
    return Definitions(tuple(_with_managers(one, inside.get(one.id, ())) for one in definitions.communities))


def _with_managers(community: Community, people: Sequence[str]) -> Community:
    # A room that the file does not name any more gives nobody power.
    if not people or not community.managers_room:
        return community
    return evolve(community, managers=tuple(dict.fromkeys((*community.managers, *people))))


def _with_one(before: Definitions, files: Definitions, id: str, kept: Json) -> Definitions:
    """The definitions with one group as its record says; the same as if all records had been read."""
    written = files.group(id)
    owner = files.community_of(id).id if written else kept["community"]
    if not any(one.id == owner for one in before.communities):
        owner = before.community.id
    group = _group(written, kept["fields"])
    communities = before.communities or (before.community,)
    return Definitions(tuple(_beside(one, files, group) if one.id == owner else one for one in communities))


def _beside(community: Community, files: Definitions, group: Group) -> Community:
    groups = {**community.groups, group.id: group}
    if group.id not in community.groups:
        # Groups of the files in their order, then those founded in chat by their ids: as they are read.
        founded = sorted(id for id in groups if files.group(id) is None)
        groups = {id: one for id, one in groups.items() if files.group(id) is not None} | {
            id: groups[id] for id in founded
        }
    return evolve(community, groups=groups)


def _with(community: Community, changed: Mapping[str, Mapping[str, Group]], files: Definitions) -> Community:
    known = {one.id for one in files.communities}
    own = dict(changed.get(community.id, {}))
    if community is files.communities[0]:
        # A community that was renamed in its file takes its groups along.
        for owner, groups in changed.items():
            if owner not in known:
                own |= groups
    return evolve(community, groups={**community.groups, **own}) if own else community


def _group(written: Group | None, changes: Mapping[str, Json]) -> Group:
    if written is None:
        return Group(**{name: _value(name, change["is"]) for name, change in changes.items()})
    return evolve(
        written,
        **{name: _value(name, change["is"]) for name, change in changes.items() if _holds(written, name, change)},
    )


def _holds(written: Group, name: str, change: Mapping[str, Json]) -> bool:
    """Whether a change in chat still holds: its file was not edited since."""
    if "was" in change:
        return bool(change["was"] == _json(written, name))
    default = fields_dict(Group)[name].default
    return default is not NOTHING and getattr(written, name) == default
