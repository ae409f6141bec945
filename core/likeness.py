"""How alike charters are, by their words alone (pure). Of people nothing is looked at but how many two groups share.

Works for any script: words are what lies between blanks and marks, letter case aside; a script that sets no blanks is read in pairs of
characters. A word counts the less the more groups have it, so no list of common words is needed beyond the few that a handful of groups
would leave standing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from itertools import combinations, pairwise
from math import log, sqrt
from unicodedata import east_asian_width, normalize

from .model.community import Group
from .values import frozen

ALIKE = 0.3
"""From here on two charters overlap so much that a founder should know."""

NEAR = 0.04
"""Below this a group is not near at all, and is not offered to anybody."""

_WORD = re.compile(r"[^\W_]+")
_STEM = 5
_MANY = 40
_ABOUT, _NAME, _PURPOSE = 3.0, 2.0, 1.0
_COMMON = frozenset(
    "a an and are as at be by for from have how in is it of on or our so that the their them they this to together us we what who "
    "with you your one all people group each every once twice "
    "day days evening evenings week weeks weekly month months monthly year monday tuesday wednesday thursday friday saturday sunday "
    "aber alle als am an auch auf aus bei bin bis da das dem den der des die du ein eine einem einen einer er es für gemeinsam gruppe "
    "ich ihr im in ist leute man mit nach nicht noch oder sich sie sind so über um und uns unser von vom was wer wie wir wird zu zum "
    "zur zusammen einmal jede jedem jeden jeder jedes "
    "abend abends abende jahr monat monate tag tage woche wochen montag dienstag mittwoch donnerstag freitag samstag sonntag".split()
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


def nearest_groups(
    charter: Group, groups: Sequence[Group], most: int = 3, *, among: Sequence[Group] = ()
) -> tuple[Near, ...]:
    """The groups whose charters are most like this one, the nearest first; those that are not near at all are left out.

    How telling a word is, is seen over `among` as well.
    """
    others = [group for group in groups if group.id != charter.id]
    weights = _weights([charter, *others, *among])
    own = _profile(charter, weights)
    found = [_near(group, own, weights) for group in others]
    near = [one for one in found if one.likeness >= NEAR]
    return tuple(sorted(near, key=lambda one: (-one.likeness, one.group.id))[:most])


def alike_pairs(groups: Sequence[Group], least: float = ALIKE) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The pairs of groups that are so much alike, by id, the lesser first → the words that both have."""
    weights = _weights(groups)
    by_id = {group.id: group for group in groups}
    profiles = {id: _profile(group, weights) for id, group in by_id.items()}
    having: dict[str, list[str]] = {}
    for id in sorted(by_id):
        for stem in profiles[id]:
            having.setdefault(stem, []).append(id)
    found: dict[tuple[str, str], float] = {}
    # Words that many groups have join too many pairs to look at, and tell too little to make a pair alike.
    for stem, ids in having.items():
        if len(ids) <= max(_MANY, len(groups) // 20):
            for pair in combinations(ids, 2):
                found[pair] = found.get(pair, 0.0) + profiles[pair[0]][stem] * profiles[pair[1]][stem]
    return {
        pair: _near(by_id[pair[1]], profiles[pair[0]], weights).shared
        for pair, value in found.items()
        if value >= least
    }


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


@frozen
class _Words:
    """What the words of a charter come to: stem → its worth, and stem → the word that stands for it."""

    worth: Mapping[str, float]
    said: Mapping[str, str]


def _words_of(group: Group) -> _Words:
    return _weighed(" ".join(group.basis.about), group.name, f"{group.purpose} {group.for_}")


@lru_cache(maxsize=8192)
def _weighed(about: str, name: str, purpose: str) -> _Words:
    worth, said = dict[str, float](), dict[str, str]()
    for one, text in ((_ABOUT, about), (_NAME, name), (_PURPOSE, purpose)):
        for word in words(text):
            # Forms of one word begin alike in the languages that inflect at the end: `runner`, `running`; `Eltern`, `Elternabend`.
            stem = word[:_STEM]
            worth[stem] = max(worth.get(stem, 0.0), one)
            said.setdefault(stem, word)
    return _Words(worth, said)


def _weights(groups: Collection[Group]) -> Mapping[str, float]:
    """How telling each stem is among these groups."""
    count = Counter(stem for group in groups for stem in _words_of(group).worth)
    return {stem: 1 + log((1 + len(groups)) / (1 + number)) for stem, number in count.items()}


def _profile(group: Group, weights: Mapping[str, float]) -> Mapping[str, float]:
    worth = {stem: one * weights[stem] for stem, one in _words_of(group).worth.items()}
    length = sqrt(sum(value * value for value in worth.values()))
    return {stem: value / length for stem, value in worth.items()} if length else {}


def _near(group: Group, own: Mapping[str, float], weights: Mapping[str, float]) -> Near:
    other, said = _profile(group, weights), _words_of(group).said
    common = {stem: own[stem] * other[stem] for stem in own.keys() & other.keys()}
    told = sorted(common, key=lambda stem: (-common[stem], stem))
    return Near(group, min(1.0, sum(common.values())), tuple(said[stem] for stem in told))
