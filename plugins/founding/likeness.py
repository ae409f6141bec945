"""How alike charters are, by their words alone (pure). Of people nothing is looked at but how many two groups share.

Works for any script: words are what lies between blanks and marks, letter case aside; a script that sets no blanks is read in pairs of
characters. A word counts the less the more groups have it, so no list of common words is needed beyond the few that a handful of groups
would leave standing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from itertools import pairwise
from math import log, sqrt
from unicodedata import east_asian_width, normalize

from attrs import frozen

from coterie.core.api import Group

ALIKE = 0.3
"""From here on two charters overlap so much that a founder should know."""

NEAR = 0.04
"""Below this a group is not near at all, and is not offered to anybody."""

_WORD = re.compile(r"[^\W_]+")
_STEM = 5
_ABOUT, _NAME, _PURPOSE = 3.0, 2.0, 1.0
_COMMON = frozenset(
    "a an and are as at be by for from have how in is it of on or our so that the their them they this to together us we what who "
    "with you your one all people group "
    "aber alle als am an auch auf aus bei bin bis da das dem den der des die du ein eine einem einen einer er es für gemeinsam gruppe "
    "ich ihr im in ist leute man mit nach nicht noch oder sich sie sind so über um und uns unser von vom was wer wie wir wird zu zum "
    "zur zusammen".split()
)


@frozen
class Near:
    """A group that resembles a charter: from 0 to 1, and the words that both have, the most telling first."""

    group: Group
    likeness: float
    shared: tuple[str, ...]


@frozen
class Overlap:
    """How many people two groups share: `jaccard` of all who are in either, `coefficient` of the smaller group."""

    shared: int
    jaccard: float
    coefficient: float


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, in their order: without letter case, common words and single letters."""
    return tuple(
        word
        for found in _WORD.findall(normalize("NFKC", text).casefold())
        for word in _pairs(found)
        if word not in _COMMON and (len(word) > 1 or not word.isascii())
    )


def _pairs(word: str) -> Iterable[str]:
    if len(word) > 2 and any(east_asian_width(sign) in "WF" for sign in word):
        return [one + other for one, other in pairwise(word)]
    return [word]


def nearest_groups(charter: Group, groups: Sequence[Group], most: int = 3) -> tuple[Near, ...]:
    """The groups whose charters are most like this one, the nearest first; those that are not near at all are left out."""
    others = [group for group in groups if group.id != charter.id]
    weights = _weights([charter, *others])
    own = _profile(charter, weights)
    found = [_near(group, own, weights) for group in others]
    near = [one for one in found if one.likeness >= NEAR]
    return tuple(sorted(near, key=lambda one: (-one.likeness, one.group.id))[:most])


def likeness(charter: Group, other: Group, groups: Sequence[Group] = ()) -> float:
    """How alike two charters are, from 0 (no word in common) to 1 (the same words), as seen among `groups`."""
    others = [group for group in groups if group.id not in (charter.id, other.id)]
    weights = _weights([charter, other, *others])
    return _near(other, _profile(charter, weights), weights).likeness


def overlap(some: Set[object], others: Set[object]) -> Overlap:
    """How much two memberships overlap. Where one of them is empty, they do not."""
    shared = len(some & others)
    if not some or not others:
        return Overlap(0, 0.0, 0.0)
    return Overlap(shared, shared / len(some | others), shared / min(len(some), len(others)))


# --- profiles -------------------------------------------------------------------------------------------------------


def _parts(group: Group) -> Iterable[tuple[float, str]]:
    yield _ABOUT, " ".join(group.basis.about)
    yield _NAME, group.name
    yield _PURPOSE, f"{group.purpose} {group.for_}"


def _stem(word: str) -> str:
    """Forms of one word begin alike in the languages that inflect at the end: `runner`, `running`; `Eltern`, `Elternabend`."""
    return word[:_STEM]


def _stems(group: Group) -> frozenset[str]:
    return frozenset(_stem(word) for _, text in _parts(group) for word in words(text))


def _weights(groups: Collection[Group]) -> Mapping[str, float]:
    """How telling each stem is among these groups."""
    found: dict[str, int] = {}
    for group in groups:
        for stem in _stems(group):
            found[stem] = found.get(stem, 0) + 1
    return {stem: 1 + log((1 + len(groups)) / (1 + count)) for stem, count in found.items()}


def _profile(group: Group, weights: Mapping[str, float]) -> Mapping[str, float]:
    best: dict[str, float] = {}
    for worth, text in _parts(group):
        for word in words(text):
            stem = _stem(word)
            best[stem] = max(best.get(stem, 0.0), worth * weights[stem])
    length = sqrt(sum(value * value for value in best.values()))
    return {stem: value / length for stem, value in best.items()} if length else {}


def _near(group: Group, own: Mapping[str, float], weights: Mapping[str, float]) -> Near:
    other = _profile(group, weights)
    common = {stem: own[stem] * other[stem] for stem in own.keys() & other.keys()}
    said = {_stem(word): word for _, text in reversed(list(_parts(group))) for word in reversed(words(text))}
    told = sorted(common, key=lambda stem: (-common[stem], stem))
    return Near(group, min(1.0, sum(common.values())), tuple(said[stem] for stem in told))
