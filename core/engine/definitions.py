"""What is written down of communities: in files, and changed in chat."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field

from ..model.community import Community, Group, Person
from ..values import frozen


@frozen
class Definitions:
    """The communities, and every group and person in them by id."""

    communities: tuple[Community, ...] = ()
    _serving: dict[str, dict[str, list[Group]]] = field(factory=dict, init=False, eq=False, repr=False)
    """By community, and there by person: worked out when it is first asked for."""

    @property
    def community(self) -> Community:
        """The first community; an empty one where there is no file."""
        return self.communities[0] if self.communities else Community(id="community", name="Community")

    def community_of(self, group: str | None) -> Community:
        """The community to which the group belongs, else the first."""
        for community in self.communities:
            if group in community.groups:
                return community
        return self.community

    def community_called(self, id: str | None) -> Community:
        """The community of this id, else the first."""
        return next((one for one in self.communities if one.id == id), self.community)

    def group(self, id: str) -> Group | None:
        """The group of this id."""
        for community in self.communities:
            if id in community.groups:
                return community.groups[id]
        return None

    def serving(self, person: str, community: Community) -> Sequence[Group]:
        """The groups of a community in which somebody leads or holds a term, in the order of the file."""
        if (found := self._serving.get(community.id)) is None:
            found = self._serving[community.id] = {}
            for group in community.groups.values():
                for one in {*group.leaders, *(term.person for term in group.terms)}:
                    found.setdefault(one, []).append(group)
        return found.get(person, ())

    def groups(self) -> Sequence[Group]:
        """All groups, in the order of the files, those founded in chat behind them."""
        return [group for community in self.communities for group in community.groups.values()]

    def person(self, id: str) -> Person | None:
        """The person whom a file names so."""
        for community in self.communities:
            if id in community.people:
                return community.people[id]
        return None
