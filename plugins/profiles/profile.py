"""What somebody says of themselves, what they allow to be done with it, and when two words mean the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from typing import Any
from unicodedata import category, east_asian_width, normalize

from coterie.core.api import Facet, evolve, frozen

LONGEST = 60
"""So many characters a value has at most."""

TOPICS = 10
"""So many topics somebody may name."""

MAY = ("counted", "asked", "monthly")
"""What somebody may allow: to be counted without a name, to be asked on somebody's behalf, to be brought together with somebody each month."""

ALIKE = 0.9
"""From here on two spellings are taken for the same word: `helthcare` and `healthcare`, but not `banking` and `ranking`."""

LONG = 6
"""Shorter words are never taken for each other by their likeness: `rust` is not `rest`."""

_BLANKS = re.compile(r"\s+")
_BETWEEN = re.compile(r"[\s/_–—-]+")
_PUNCTUATION = ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd", "Pc", "Pi", "Pf", "Ps", "Pe")
_STOPS = ".,:;!?'\""


@frozen
class Profile:
    """What somebody says of themselves in one community; empty is what they said nothing of. Whoever allows nothing is seen by nobody."""

    industry: str = ""
    job: str = ""
    topics: tuple[str, ...] = ()
    organisation: str = ""
    counted: bool = False
    asked: bool = False
    monthly: bool = False

    def values(self, facet: Facet) -> tuple[str, ...]:
        """What they said of a facet, as they typed it."""
        if facet is Facet.TOPICS:
            return self.topics
        said: str = getattr(self, facet.value)
        return (said,) if said else ()

    def with_values(self, facet: Facet, values: tuple[str, ...]) -> Profile:
        """The profile with this said of a facet; nothing takes it out."""
        if facet is Facet.TOPICS:
            return evolve(self, topics=values)
        said: Mapping[str, Any] = {facet.value: values[0] if values else ""}
        return evolve(self, **said)

    def may(self, name: str) -> bool:
        """Whether they allow one of `MAY`."""
        allowed: bool = getattr(self, name)
        return allowed

    def within(self, facets: Iterable[Facet]) -> Profile:
        """Only what their community asks for."""
        asked = tuple(facets)
        found = self
        for facet in Facet:
            if facet not in asked:
                found = found.with_values(facet, ())
        return found

    @property
    def is_empty(self) -> bool:
        """Whether they said nothing of themselves."""
        return not any(self.values(facet) for facet in Facet)

    def as_one(self, other: Profile) -> Profile:
        """Two of them are one person: what this one says goes before what the other said, and only what both allow stays allowed."""
        if self == Profile():
            return other
        if other == Profile():
            return self
        topics = distinct((*self.topics, *other.topics))[:TOPICS]
        return Profile(
            self.industry or other.industry,
            self.job or other.job,
            topics,
            self.organisation or other.organisation,
            self.counted and other.counted,
            self.asked and other.asked,
            self.monthly and other.monthly,
        )


def evolve_may(profile: Profile, name: str, yes: bool) -> Profile:
    """The profile with one of `MAY` allowed, or not any more."""
    said: Mapping[str, Any] = {name: yes}
    return evolve(profile, **said)


@lru_cache(maxsize=8192)
def folded(value: str) -> str:
    """The value as it is compared: without case, blanks and dashes, so that `Health care`, `health-care` and `HEALTHCARE` are one. Signs that
    tell words apart stay: `C`, `C++` and `C#` are three."""
    plain = normalize("NFKC", value).casefold()
    kept = (sign for sign in plain if category(sign) not in _PUNCTUATION and sign not in _STOPS)
    return "".join(kept) or "".join(plain.split())


def tidy(value: str) -> str:
    """The value on one line, without blanks around it and without signs that show nothing."""
    return _BLANKS.sub(
        " ",
        "".join(
            " " if category(one) == "Cc" else one for one in value if category(one) != "Cf" or one in "\u200c\u200d"
        ),
    ).strip()


def has_word(value: str) -> bool:
    """Whether there is anything in it to be known by: a letter of any script, a digit, an emoji."""
    return any(category(sign)[0] in "LN" or category(sign) == "So" for sign in value)


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in its first spelling."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(folded(value), value)
    return tuple(found.values())


class Fit(IntEnum):
    """How well a value is what somebody looks for; the more the better."""

    NOT = 0
    NEARLY = 1
    PARTLY = 2
    JUST = 3


def fit(wanted: str, value: str) -> Fit:
    """How well a value is what is wanted: the same word, one with all of its words in it, or the same but for a slip of the pen."""
    one, other = folded(wanted), folded(value)
    if one == other:
        return Fit.JUST
    words = parts(wanted)  # none in what is only signs, as `/` is
    if (words and words <= parts(value)) or (one in other and any(east_asian_width(sign) in "WF" for sign in one)):
        return Fit.PARTLY
    return Fit.NEARLY if nearly(one, other) else Fit.NOT


def nearly(one: str, other: str) -> bool:
    """Whether two words, as they are compared, are the same but for a slip of the pen."""
    if min(len(one), len(other)) < LONG or one[0] != other[0]:
        return False
    if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return False  # whatever signs they share
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def parts(value: str) -> set[str]:
    """The words of a value, each as it is compared."""
    return {folded(one) for one in _BETWEEN.split(value) if one}


@frozen
class Match:
    """By what somebody fits: the facet, their value as they typed it, and how well."""

    facet: Facet
    value: str
    fit: Fit


def match(wanted: str, facet: Facet | None, profile: Profile) -> Match | None:
    """By what a profile fits what is looked for, the best; None where it does not."""
    found = [
        Match(one, value, fit(wanted, value))
        for one in (Facet if facet is None else (facet,))
        for value in profile.values(one)
    ]
    best = max(found, key=lambda one: one.fit, default=None)
    return best if best is not None and best.fit > Fit.NOT else None


@frozen
class Shared:
    """A word by which two people go together, in the spelling of each."""

    facet: Facet
    values: tuple[str, str]


SHARING = (Facet.TOPICS, Facet.INDUSTRY, Facet.JOB)
"""What two people may have in common; colleagues know each other."""


def shared(one: Profile, other: Profile) -> Shared | None:
    """The first word that both say of themselves; None where they share none."""
    for facet in SHARING:
        theirs = {folded(value): value for value in other.values(facet)}
        for mine in one.values(facet):
            if folded(mine) in theirs:
                return Shared(facet, (mine, theirs[folded(mine)]))
    return None
