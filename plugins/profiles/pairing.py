"""Who is brought together this month: two by two, by what both say of themselves. Pure, and the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

from coterie.core.api import frozen

from .profile import SHARING, Profile, Shared, folded, shared

NEIGHBOURS = 24
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
    sharing: dict[str, list[str]] = {}
    for id in sorted(people, key=lambda one: order[one]):
        words = {(facet, folded(value)) for facet in SHARING for value in people[id].values(facet)}
        for facet, word in words:
            sharing.setdefault(f"{facet.value} {word}", []).append(id)
    found = dict[tuple[str, str], tuple[int, Shared]]()
    for some in sharing.values():
        for place, id in enumerate(some):
            for other in some[place + 1 : place + 1 + NEIGHBOURS]:
                pair = (min(id, other), max(id, other))
                if pair not in found and may_meet(*pair) and (both := shared(people[pair[0]], people[pair[1]])):
                    found[pair] = (both.weight + STRANGERS * strangers(*pair), both)
    taken, chosen = set[str](), list[Pair]()
    for (one, other), (_, both) in sorted(found.items(), key=lambda item: (-item[1][0], order[item[0][0]])):
        if one not in taken and other not in taken:
            taken |= {one, other}
            chosen.append(Pair(one, other, both))
    return tuple(chosen)
