"""What is written down of communities: in files, and changed in chat."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ..model.community import Community, Group, Person


@frozen
class Definitions:
    """The communities, and every group and person in them by id."""

    communities: tuple[Community, ...] = ()

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

    def group(self, id: str) -> Group | None:
        """The group of this id."""
        for community in self.communities:
            if id in community.groups:
                return community.groups[id]
        return None

    def groups(self) -> Sequence[Group]:
        """All groups, in the order of the files, those founded in chat behind them."""
        return [group for community in self.communities for group in community.groups.values()]

    def person(self, id: str) -> Person | None:
        """The person whom a file names so."""
        for community in self.communities:
            if id in community.people:
                return community.people[id]
        return None
