"""Whether there are too many groups for the people there are, in figures (pure). It is said, never enforced."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from coterie.core.api import Group, frozen


@frozen
class Portfolio:
    """The groups of a community together.

    `equal` is the effective number of groups, 1 / Σ sᵢ² over the shares sᵢ of all memberships: as many groups of one size would spread the
    people as these do. `below` counts groups under their size band, `people` those who are in at least one group. Where the figures are
    estimates, `sample` is of how many groups they were taken; else it is 0.
    """

    groups: int = 0
    below: int = 0
    people: int = 0
    memberships: int = 0
    equal: float = 0.0
    sample: int = 0

    @property
    def per_person(self) -> float:
        """In how many groups somebody is who is in any."""
        return self.memberships / self.people if self.people else 0.0

    @property
    def share_below(self) -> float:
        """The share of groups under their size band."""
        return self.below / self.groups if self.groups else 0.0

    @property
    def percent_below(self) -> int:
        return round(100 * self.share_below)

    def seats_each(self, more: int = 0) -> float:
        """How many each group would have if all memberships were spread evenly over so many groups more."""
        count = self.groups + more
        return self.memberships / count if count else 0.0

    def is_thin(self, wanted: int) -> bool:
        """Whether one more group that wants so many people is likely to draw them from groups that need them.

        So it is where half of the groups are under their band already, or all of them, spread evenly, would be under this one's.
        """
        return self.groups > 1 and (self.share_below >= 0.5 or self.seats_each(more=1) < wanted)


def portfolio(members: Sequence[tuple[Group, Collection[object]]]) -> Portfolio:
    """The figures of these groups with who is in them."""
    sizes = [len(people) for _, people in members]
    everybody = {person for _, people in members for person in people}
    below = sum(len(people) < group.size.from_ for group, people in members)
    return Portfolio(len(sizes), below, len(everybody), sum(sizes), equal_groups(sizes))


def estimate(groups: int, sizes: Sequence[tuple[Group, int]], joined: Sequence[int]) -> Portfolio:
    """The figures of so many groups, estimated from the sizes of some, and from how many groups each of some of their members is in.

    Whoever is in several groups is met in several: somebody who is in d of them is counted 1/d times.
    """
    looked_at = len(sizes)
    scale, seats = groups / looked_at, sum(size for _, size in sizes)
    below = sum(size < group.size.from_ for group, size in sizes)
    people = seats * scale * sum(1 / max(1, one) for one in joined) / len(joined) if joined else 0.0
    equal = equal_groups([size for _, size in sizes]) * scale
    return Portfolio(groups, round(below * scale), round(people), round(seats * scale), equal, looked_at)


def equal_groups(sizes: Sequence[float]) -> float:
    """The effective number of groups: 1 / Σ sᵢ² (the inverse Simpson index, Hill number of order 2), by how many are in each or by how
    much is written in each; 0 where nobody is in any."""
    total = sum(sizes)
    return total * total / sum(size * size for size in sizes) if total else 0.0


def goals_without_group(goals: Mapping[str, str], groups: Sequence[Group]) -> tuple[str, ...]:
    """The words of goals that no group pursues, in the order of the community's file."""
    pursued = {group.goal for group in groups}
    return tuple(words for goal, words in goals.items() if goal not in pursued)


def groups_without_goal(goals: Mapping[str, str], groups: Sequence[Group]) -> tuple[str, ...]:
    """The names of groups that pursue none of these goals."""
    return tuple(group.name for group in groups if group.goal not in goals)
