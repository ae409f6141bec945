"""What somebody typed about themselves in one line: `industry health care; topics python, testing; asked yes`. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from coterie.core.api import Facet, frozen, nearest

from .profile import LONGEST, MAY, TOPICS, Profile, distinct, evolve_may, has_word, tidy

NAMES = {
    "industry": "industry",
    "branche": "industry",
    "job": "job",
    "work": "job",
    "tätigkeit": "job",
    "beruf": "job",
    "topics": "topics",
    "topic": "topics",
    "themen": "topics",
    "thema": "topics",
    "organisation": "organisation",
    "organization": "organisation",
    "company": "organisation",
    "firma": "organisation",
    "counted": "counted",
    "zählen": "counted",
    "asked": "asked",
    "fragen": "asked",
    "monthly": "monthly",
    "monatlich": "monthly",
}
"""How facets and what may be allowed are called by who types them, in English and German."""

NOTHING = ("-", "–", "—", "off", "aus")
YES, NO = ("yes", "on", "ja", "an"), ("no", "off", "nein", "aus")

_PART = re.compile(r"\s*(\w+)\s*[:=]?\s*(.*?)\s*\Z", re.DOTALL)


_PERSON = re.compile(r"<@[^<>]+>|^@\w")


class Unfit(Exception):
    """What was typed can't be kept: the id of a text that says why, and what stands in it."""

    def __init__(self, text: str, **arguments: object) -> None:
        super().__init__(text)
        self.text = text
        self.arguments = arguments


@frozen
class Wanted:
    """Whom somebody looks for: a word, and of which facet, where they named one."""

    word: str
    facet: Facet | None = None


def changed(profile: Profile, typed: str, facets: Collection[Facet]) -> Profile:
    """The profile with what was typed, all of it. Raises Unfit."""
    for part in re.split(r"[;\n]", typed):
        if part.strip():
            profile = _changed(profile, part, facets)
    return profile


def _changed(profile: Profile, part: str, facets: Collection[Facet]) -> Profile:
    found = _PART.match(part)
    name = NAMES.get(found[1].casefold()) if found else None
    if found is None or name is None:
        raise unknown(part.split()[0], facets)
    if name in MAY:
        return evolve_may(profile, name, _yes(found[1], found[2]))
    facet = Facet(name)
    if facet not in facets:
        raise Unfit("not-asked-for", facet=facet)
    if not found[2]:
        raise Unfit("say-what", facet=facet)
    return profile.with_values(facet, () if found[2] in NOTHING else values(facet, found[2]))


def values(facet: Facet, typed: str) -> tuple[str, ...]:
    """What was typed as the values of a facet: topics with commas between them, of all else one. Raises Unfit."""
    found = distinct(one for one in map(tidy, typed.split(",") if facet is Facet.TOPICS else (typed,)) if one)
    if len(found) > TOPICS:
        raise Unfit("many-topics", most=TOPICS, count=len(found))
    for value in found:
        if len(value) > LONGEST:
            raise Unfit("long-value", facet=facet, most=LONGEST, count=len(value))
        if not has_word(value):
            raise Unfit("no-word", facet=facet)
    return found


def unknown(word: str, facets: Collection[Facet]) -> Unfit:
    """That there is no such facet, and which was meant."""
    offered = [one for one, name in NAMES.items() if name in MAY or Facet(name) in facets]
    near = nearest(word, offered)
    return Unfit("unknown-facet", found=word[:40], near=near or "none", facets=tuple(facets))


def facet_of(word: str) -> Facet | None:
    """The facet that a word names; None for any other word."""
    name = NAMES.get(word.casefold().rstrip(":="))
    return Facet(name) if name is not None and name not in MAY else None


def wanted(typed: str) -> Wanted:
    """Whom somebody looks for: `python`, `topics python`, `industry: health care`. Raises Unfit."""
    first, _, rest = tidy(typed).partition(" ")
    facet = facet_of(first) if rest else None
    word = rest.strip() if facet is not None else tidy(typed)
    if len(word) > LONGEST:
        raise Unfit("long-wish", most=LONGEST, count=len(word))
    if not has_word(word):
        raise Unfit("wish-no-word")
    if _PERSON.search(word):
        raise Unfit("wish-a-person")
    return Wanted(word, facet)


def _yes(name: str, typed: str) -> bool:
    said = typed.casefold()
    if said not in (*YES, *NO):
        raise Unfit("yes-or-no", name=name, found=typed[:40])
    return said in YES
