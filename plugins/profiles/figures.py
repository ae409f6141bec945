"""Figures about what people say of themselves, from `k` people on. Pure.

Two figures told one after the other must not give away what a few people said: so a figure is told anew only when at least `k` people
changed what it stands on (`Basis`), or none did. What it stands on is kept as digests, which say whether something changed and not what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b

from coterie.core.api import Facet, field, frozen

from .profile import Profile, folded

HALF = 0.5
"""The elephant factor is about so much of the activity (source: CHAOSS, Elephant Factor)."""


@frozen
class Basis:
    """On what a figure stands: a digest of each person → a digest of what they said."""

    said: Mapping[str, str] = field(factory=dict)

    def changed(self, now: Basis) -> int:
        """How many people said something else since, came or went."""
        people = self.said.keys() | now.said.keys()
        return sum(self.said.get(one) != now.said.get(one) for one in people)

    def is_news(self, now: Basis, k: int) -> bool:
        """Whether a figure may be told anew: so many changed that nobody can tell who."""
        changed = self.changed(now)
        return changed == 0 or changed >= k


def basis(said: Iterable[tuple[str, Collection[str]]], salt: str) -> Basis:
    """The basis of what people said: pairs of a person and their words."""
    return Basis({digest(salt, id): digest(salt, id, *sorted(words)) for id, words in said})


def digest(*parts: str) -> str:
    """A short mark of some words, by which they can be known again and not read."""
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


# --- who is here ----------------------------------------------------------------------------------------------------


@frozen
class Count:
    """So many people say this of themselves."""

    facet: Facet
    value: str
    people: int


def counts(profiles: Collection[Profile], k: int) -> tuple[Count, ...]:
    """What at least `k` people say, the most frequent first, in the spelling that most of them use. What fewer say is no part of any sum."""
    spelled: dict[tuple[Facet, str], Counter[str]] = {}
    for profile in profiles:
        for facet in Facet:
            for value in profile.values(facet):
                spelled.setdefault((facet, folded(value)), Counter())[value] += 1
    found = [
        Count(facet, min(spellings, key=lambda one: (-spellings[one], one)), spellings.total())
        for (facet, _), spellings in spelled.items()
        if spellings.total() >= k
    ]
    order = list(Facet)
    return tuple(sorted(found, key=lambda one: (order.index(one.facet), -one.people, one.value.casefold())))


# --- organisations --------------------------------------------------------------------------------------------------


@frozen
class Week:
    """A week: how many people were active, and how many of each organisation, where they said so and may be counted."""

    active: int = 0
    of: Mapping[str, int] = field(factory=dict)

    @property
    def declared(self) -> int:
        """How many said where they work."""
        return sum(self.of.values())


@frozen
class Diversity:
    """Of how many organisations the active are. `share` of them said so, in tenths; `elephant` is None where too few people stand behind it."""

    share: int
    organisations: int
    elephant: int | None


def diversity(weeks: Collection[Week], k: int) -> Diversity | None:
    """The figures of some weeks; None where in no week `k` people said where they work.

    Activity is counted in people and weeks: somebody who was active in three weeks counts three times. The elephant factor is the least number
    of organisations whose people together did at least half of it (source: CHAOSS, Elephant Factor); it is told only where in some week
    at least `k` people stand behind these organisations, and none or as many behind the others.
    """
    if max((week.declared for week in weeks), default=0) < k:
        return None
    total = Counter[str]()
    for week in weeks:
        total.update(week.of)
    active = sum(week.active for week in weeks)
    biggest = elephants(total)
    behind = max(sum(week.of.get(one, 0) for one in biggest) for week in weeks)
    beside = max(week.declared - sum(week.of.get(one, 0) for one in biggest) for week in weeks)
    told = behind >= k and (beside == 0 or beside >= k)
    return Diversity(round(10 * total.total() / active), len(total), len(biggest) if told else None)


def elephants(activity: Mapping[str, int]) -> tuple[str, ...]:
    """The fewest organisations that together did at least half, the biggest first."""
    wanted, done, found = HALF * sum(activity.values()), 0, list[str]()
    for one, much in sorted(activity.items(), key=lambda item: (-item[1], item[0])):
        if done >= wanted:
            break
        found.append(one)
        done += much
    return tuple(found)


def may_be_told(whole: Collection[str], parts: Collection[Collection[str]], k: int) -> bool:
    """Whether figures about a whole may be told beside those about its parts: what is in it beside each of them, and beside all, is nobody or
    at least `k` people."""
    everybody = set(whole)
    apart = [everybody - set(part) for part in parts]
    together = everybody.difference(*parts) if parts else set[str]()
    return all(not left or len(left) >= k for left in (*apart, together))
