"""How closely those in a group are tied by coffee: one figure for all of them, and nobody's own. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations

from coterie.core.api import frozen

from .pairing import Table


@frozen
class Ties:
    """Of so many `people` so many `pairs` sat together at least once, and so many of these `again`."""

    people: int
    pairs: int
    again: int

    @property
    def density(self) -> float:
        """Edges of the graph / (n(n−1)/2), as the Orbit model has it: 0 where nobody sat with anybody, 1 where everybody did with everybody."""
        possible = self.people * (self.people - 1) // 2
        return self.pairs / possible if possible else 0.0

    @property
    def recurring(self) -> float:
        """The share of these pairs who sat together more than once."""
        return self.again / self.pairs if self.pairs else 0.0


def ties(here: Collection[str], tables: Iterable[Table]) -> Ties:
    """The ties among those who are here still, of whom each sat at one of the tables at least once."""
    present = set(here)
    seated = [[one for one in table if one in present] for table in tables]
    times = Counter(pair for table in seated for pair in combinations(sorted(table), 2))
    people = {one for table in seated for one in table}
    return Ties(len(people), len(times), sum(count > 1 for count in times.values()))
