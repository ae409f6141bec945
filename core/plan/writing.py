"""A community as the text of a community.yaml (pure): read again, it gives equal values.

What is as it would be anyway is left out. Comments are no values: those of a file that was read are not in what is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from ..model.community import (
    Basis,
    Community,
    Facet,
    Group,
    GroupState,
    History,
    JoinMode,
    NewHomes,
    Person,
    SizeBand,
    Use,
    Visibility,
)
from ..model.preferences import Quiet

NO_UPPER_END = 10**9
WIDTH = 120


class _Block(dict[str, Any]):
    """Written on lines of its own, where other small things stand on one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(
    _Block, lambda dumper, block: dumper.represent_mapping("tag:yaml.org,2002:map", block.items(), flow_style=False)
)


def community_yaml(community: Community) -> str:
    """The text. Terms that end are no part of it: a file says who leads until further notice, coterie who does for a time."""
    text: str = yaml.dump(
        _community(community), Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=None, width=WIDTH
    )
    return text


def _community(community: Community) -> _Block:
    found: dict[str, Any] = {
        "community": community.id,
        "name": community.name,
        "timezone": community.zone,
        "locale": community.locale,
        "managers": list(community.managers),
        "goals": _Block(community.goals),
        "people": _Block({person.id: _person(person) for person in community.people.values()}),
        "guidelines": community.guidelines,
        "avatar": community.avatar.path if community.avatar else None,
        "k": community.k if community.k != Community("", "").k else None,
        "facets": [one.value for one in community.facets] if community.facets != tuple(Facet) else None,
        "quiet": _quiet(community.quiet),
        "room": dict(community.room),
        "space": dict(community.space),
        "within": dict(community.within),
        "managers_room": dict(community.managers_room),
        "new_homes": community.new_homes.value if community.new_homes is not NewHomes.ROOM else None,
        "plugins": list(community.plugins),
        "groups": _Block({group.id: _group(group, community) for group in community.groups.values()}),
    }
    return _said(found)


def _person(person: Person) -> dict[str, str]:
    found = {"name": person.name, "timezone": person.zone, "locale": person.locale, **person.accounts}
    return {key: value for key, value in found.items() if value is not None}


def _group(group: Group, community: Community) -> _Block:
    """The group's keys in the order in which the documentation explains them."""
    found: dict[str, Any] = {
        "name": group.name,
        "basis": _basis(group.basis),
        "purpose": group.purpose,
        "for": group.for_ or None,
        "not_for": group.not_for or None,
        "goal": group.goal,
        "leaders": list(group.leaders),
        "size": _size(group.size),
        "visibility": group.visibility.value if group.visibility is not Visibility.PUBLIC else None,
        "join": group.join.value if group.join is not JoinMode.OPEN else None,
        "encrypted": group.encrypted or None,
        "history": group.history.value if group.history is not History.SHARED else None,
        "avatar": group.avatar.path if group.avatar else None,
        "until": group.until.isoformat() if group.until else None,
        "review_every": group.review_every,
        "timezone": group.zone if group.zone != community.zone else None,
        "locale": group.locale if group.locale != community.locale else None,
        "quiet": _quiet_of_group(group.quiet),
        "homes": dict(group.homes),
        "playbooks": [_use(use) for use in group.playbooks],
        "plugins": list(group.plugins),
        "parent": group.parent,
        "state": group.state.value if group.state is not GroupState.ACTIVE else None,
    }
    return _said(found)


def _basis(basis: Basis) -> dict[str, Any] | None:
    if basis == Basis():
        return None
    return {"kind": basis.kind.value} | ({"about": list(basis.about)} if basis.about else {})


def _size(size: SizeBand) -> dict[str, int] | None:
    if size == SizeBand():
        return None
    return {"from": size.from_} | ({"to": size.to} if size.to != NO_UPPER_END else {})


def _quiet(quiet: Quiet | None) -> dict[str, Any] | None:
    """What a community asks for its people and its rooms."""
    if quiet is None:
        return None
    people = {"hours": str(quiet.hours) if quiet.hours else None, "most_per_week": quiet.most_per_week}
    return {name: value for name, value in people.items() if value is not None} | (_quiet_of_group(quiet) or {})


def _quiet_of_group(quiet: Quiet | None) -> dict[str, Any] | None:
    """What a group asks for its room."""
    if quiet is None:
        return None
    found: dict[str, Any] = {"days": list(quiet.days)} if quiet.days else {}
    found |= {"holidays": quiet.holidays} if quiet.holidays else {}
    return found | {"recurring": quiet.recurring.value}


def _use(use: Use) -> dict[str, Any]:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in use.with_.items()}
    return {"use": use.playbook} | ({"with": given} if given else {})


def _said(found: Mapping[str, Any]) -> _Block:
    """What there is to say."""
    return _Block({key: value for key, value in found.items() if value is not None and value not in ([], {})})
