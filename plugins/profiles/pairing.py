"""Who is brought together this month: two by two, by what both say of themselves. Pure, and the same on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256

from coterie.core.api import Facet, frozen

from .profile import SHARING, Profile, Shared, folded, shared

NEIGHBOURS = 16
"""Of very many who share a word, each is thought of with so many others: among them is somebody who fits."""

STRANGERS = 3
"""So much speaks for two who are in no group together."""


@frozen
class Pair:
    """Two people by id, the lesser first, and what they share."""

    one: str
    other: str
    shared: Shared


def pairs(
    people: Mapping[str, Profile],
    *,
    may_meet: Callable[[str, str], bool],
    strangers: Callable[[str, str], bool],
    seed: str,
) -> tuple[Pair, ...]:
    """Pairs of those who share a word and may meet, each in one at most; what speaks for two the most comes first."""
    order = {id: sha256(f"{seed}/{id}".encode()).digest() for id in people}
    common = _common(people, order)
    views = {id: tuple(folded(one) for one in (said.organisation, said.job)) for id, said in people.items()}

    def weight(one: str, other: str) -> int:
        different = sum(bool(a and b and a != b) for a, b in zip(views[one], views[other], strict=True))
        return 2 * common[one, other] + different + STRANGERS * strangers(one, other)

    weights = {pair: weight(*pair) for pair in common}
    taken, chosen = set[str](), list[Pair]()
    for one, other in sorted(weights, key=lambda pair: (-weights[pair], order[pair[0]], order[pair[1]])):
        if one in taken or other in taken or not may_meet(one, other):
            continue
        both = shared(people[one], people[other])
        if both is not None:
            taken |= {one, other}
            chosen.append(Pair(one, other, both))
    return tuple(chosen)


def _common(people: Mapping[str, Profile], order: Mapping[str, bytes]) -> Counter[tuple[str, str]]:
    """How many words two share, for those that share any; of very many who share one, for some."""
    sharing: dict[tuple[Facet, str], list[str]] = {}
    for id in sorted(people, key=lambda one: order[one]):
        for word in dict.fromkeys((facet, folded(value)) for facet in SHARING for value in people[id].values(facet)):
            sharing.setdefault(word, []).append(id)
    return Counter(
        (min(id, other), max(id, other))
        for some in sharing.values()
        for place, id in enumerate(some)
        for other in some[place + 1 : place + 1 + NEIGHBOURS]
    )
