"""Rules out of a text, put together in layers, and what changed from one version to the next (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher

from coterie.core.api import PersonRef, evolve, frozen

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_HEADING = re.compile(r"\s*(#|={3,}\s*$|-{3,}\s*$)")
_SAME_RULE = 0.5
"""From here on two rules are one that was reworded."""


@frozen
class Difference:
    """What is new, what is gone, and what reads otherwise now (before, after)."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@frozen
class Version:
    """The guidelines of a group as they were from `since` on: those from above first, then those that the group added.

    Number 0 is having none.
    """

    number: int
    since: datetime
    common: tuple[str, ...]
    own: tuple[str, ...] = ()
    by: PersonRef | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """All rules; one that both have stands once."""
        return tuple(dict.fromkeys((*self.common, *self.own)))


@frozen
class Book:
    """All versions of a group's guidelines, the oldest first; and who acknowledged which, by number."""

    versions: tuple[Version, ...] = ()

    @property
    def current(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def own(self) -> tuple[str, ...]:
        return self.current.own if self.current else ()

    def with_version(
        self, common: Sequence[str], own: Sequence[str], at: datetime, by: PersonRef | None = None
    ) -> tuple[Book, Difference]:
        """The book with these rules, and what changed by it; the same book where nothing did.

        A rule of the group stays, also while the community has the same one: what a group tightened, a change above it does not loosen.
        """
        before = self.current.rules if self.current else ()
        changes = difference(before, (*common, *own))
        if self.current is not None and not changes and self.own == tuple(own):
            return self, changes
        number = self.current.number + 1 if self.current else 1 if (*common, *own) else 0
        return evolve(self, versions=(*self.versions, Version(number, at, tuple(common), tuple(own), by))), changes


def rules_of(text: str) -> tuple[str, ...]:
    """The rules of a text in Markdown: the items of its lists, and its paragraphs. Headings are none; a rule that stands twice is one."""
    found: list[str] = []
    open_ = False
    for line in text.splitlines():
        if not line.strip() or _HEADING.match(line):
            open_ = False
            continue
        item = _ITEM.match(line)
        words = " ".join(line[item.end() if item else 0 :].split())
        if open_ and not item:
            found[-1] = f"{found[-1]} {words}"
        elif words:
            found.append(words)
            open_ = True
    return tuple(dict.fromkeys(found))


def difference(before: Sequence[str], after: Sequence[str]) -> Difference:
    """What changed. A rule that only moved did not change; one that was reworded is told as before and after."""
    gone = [rule for rule in before if rule not in after]
    new = [rule for rule in after if rule not in before]
    changed: list[tuple[str, str]] = []
    for rule in tuple(gone):
        near = max(new, key=lambda other: _alike(rule, other), default=None)
        if near is not None and _alike(rule, near) >= _SAME_RULE:
            changed.append((rule, near))
            gone.remove(rule)
            new.remove(near)
    return Difference(tuple(new), tuple(gone), tuple(changed))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()
