"""`coterie export community`: what holds now, groups made or changed in chat among it, written as a community file."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from attrs import evolve

from ..engine import bindings
from ..engine.definitions import Definitions
from ..engine.directory import room_of
from ..engine.register import Register
from ..engine.thread_homes.records import is_thread
from ..errors import ConfigError, Finding
from ..files.community_values import ACCOUNTS
from ..logs import errors_to_stderr
from ..model.community import THREAD, Community, Group, GroupState, Person
from ..model.roles import LEADER
from ..nearest import nearest
from ..plan.desired import ROOMLESS
from ..plan.writing import community_yaml
from ..ports import Json, Store
from ..refs import PersonRef
from ..values import frozen
from .planning import parts_of


def export_community(file: Path, id: str | None, output: Path | None) -> int:
    """Write the community; 0. Raises ConfigError where there is no such community, or the file is there already."""
    errors_to_stderr()
    if output is not None and output.exists():
        message = "is there already, and its comments can't be kept: name a new file, and compare the two"
        raise ConfigError(Finding(str(output), None, None, message))
    text = asyncio.run(_export(file, id))
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
    return 0


async def _export(file: Path, id: str | None) -> str:
    async with parts_of(file) as parts:
        definitions = await exported(parts.store, parts.files)
    known = {one.id: one for one in definitions.communities}
    if id is not None and id not in known:
        there = ", ".join(known)
        raise ConfigError(
            Finding(id, None, None, f"there is no such community; there are: {there}", nearest(id, known))
        )
    return community_yaml(known[id] if id is not None else definitions.community)


async def exported(store: Store, files: Definitions) -> Definitions:
    """What holds now, as files can say it: everybody who is named has an id and stands under people, and a home that coterie
    chose in chat is named by the room's own id."""
    async with store.unit() as unit:
        definitions = await Register(files).definitions(unit)
        told: dict[str, Json] = dict(await unit.scan("person"))
        bound = {
            group.id: {
                native.platform: THREAD if is_thread(native) else native.native
                for native in await bindings.natives(unit, room_of(group.id))
                if native.platform
            }
            for group in definitions.groups()
            if files.group(group.id) is None
        }  # fmt: skip
    wishes = frozenset(
        group.id
        for group in definitions.groups()
        if group.id in bound
        and (group.state in ROOMLESS or (group.state is GroupState.ARCHIVED and not bound[group.id]))
    )
    return Definitions(tuple(_sayable(one, told, bound, wishes) for one in definitions.communities))


def _sayable(
    community: Community, told: Mapping[str, Json], bound: Mapping[str, Mapping[str, str]], wishes: Collection[str]
) -> Community:
    """The community without what is a wish: proposed in chat, and not opened yet or never."""
    naming = _Naming(dict(community.people), told)
    groups = {
        id: _group_of(group, naming, bound.get(id, {})) for id, group in community.groups.items() if id not in wishes
    }
    managers = tuple(naming.id_of(person) for person in community.managers)
    return evolve(community, managers=managers, groups=groups, people=naming.people)


def _group_of(group: Group, naming: _Naming, bound: Mapping[str, str]) -> Group:
    lasting = [term.person for term in group.terms if term.role == LEADER and term.until is None and not term.trial]
    leaders = tuple(dict.fromkeys(naming.id_of(person) for person in (*group.leaders, *lasting)))
    return evolve(group, leaders=leaders, terms=(), homes={**group.homes, **bound})


@frozen
class _Naming:
    """Ids for people whom chat knows by their accounts alone."""

    people: dict[str, Person]
    told: Mapping[str, Json]

    def id_of(self, person: str) -> str:
        """The id under which somebody stands in the file; a new one, made of what their account tells, where there is none."""
        ref = PersonRef(person)
        if ref.platform is None:
            self.people.setdefault(person, Person(person, person))
            return person
        account = (ref.platform, ref.native)
        for id, known in self.people.items():
            if account in known.accounts.items():
                return id
        told = self.told.get(person) or {}
        name = str(told.get("name") or told.get("handle") or ref.native)
        id = self._free(str(told.get("handle") or told.get("name") or ref.native))
        accounts = {ref.platform: ref.native} if ref.platform in ACCOUNTS else {}
        self.people[id] = Person(id, name, told.get("zone"), told.get("locale"), accounts)
        return id

    def _free(self, wish: str) -> str:
        plain = re.sub(r"[^a-z0-9_.-]+", "-", wish.partition(":")[0].lower()).strip("-_.") or "person"
        number = 1
        while (id := plain if number == 1 else f"{plain}-{number}") in self.people:
            number += 1
        return id
