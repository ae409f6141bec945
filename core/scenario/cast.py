"""Who and what is there when a scenario begins (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from ..model.community import Community, Group, Person, Visibility
from ..values import frozen
from .driver import Opened, Player, Room
from .model import Casting, Scenario


@frozen
class Cast:
    """The community with the people of the scenario in it, and what a platform must have."""

    community: Community
    players: tuple[Player, ...]
    rooms: tuple[Room, ...]

    def on(self, platform: str, opened: Opened) -> Community:
        """The community as it lives on one platform: these accounts, these homes, and none elsewhere."""
        people = {
            id: evolve(person, accounts={platform: opened.accounts[id]}) for id, person in self.community.people.items()
        }
        groups = {id: evolve(group, homes={platform: opened.homes[id]}) for id, group in self.community.groups.items()}
        room = {platform: opened.homes[self.community.id]} if self.community.room else {}
        return evolve(self.community, people=people, groups=groups, room=room)


def cast_of(scenario: Scenario) -> Cast:
    """Everybody whom the community file or the scenario names, in the rooms of the groups that they lead or are in."""
    written = scenario.community
    groups = {id: _led(group, scenario.people) for id, group in written.groups.items()}
    people = {id: _person(id, written, scenario.people.get(id)) for id in _everybody(written, scenario.people)}
    community = evolve(written, people=people, groups=groups)
    players = tuple(
        Player(id, person.name, person.zone or written.zone, person.locale or written.locale)
        for id, person in people.items()
    )
    common = [Room(written.id, written.name, tuple(people))] if written.room else []
    return Cast(community, players, (*common, *(_room(group, scenario.people) for group in groups.values())))


def _everybody(community: Community, people: Mapping[str, Casting]) -> dict[str, None]:
    leaders = [leader for group in community.groups.values() for leader in group.leaders]
    return dict.fromkeys([*community.people, *community.managers, *leaders, *people])


def _person(id: str, community: Community, casting: Casting | None) -> Person:
    written = community.people.get(id) or Person(id, id)
    if casting is None:
        return written
    return evolve(
        written,
        name=casting.name or written.name,
        zone=casting.zone or written.zone,
        locale=casting.locale or written.locale,
    )


def _led(group: Group, people: Mapping[str, Casting]) -> Group:
    also = [id for id, casting in people.items() if group.id in casting.leads]
    return evolve(group, leaders=tuple(dict.fromkeys([*group.leaders, *also])))


def _room(group: Group, people: Mapping[str, Casting]) -> Room:
    members = [id for id, casting in people.items() if group.id in casting.in_]
    private = group.visibility is Visibility.PRIVATE
    return Room(group.id, group.name, tuple(dict.fromkeys([*group.leaders, *members])), private)
