"""What was won, until all whom it names agreed that it may be told. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from coterie.core.api import PersonRef, Text, escape, evolve, field, frozen, mention

_MENTION = re.compile(r"<@([^<>\s]+)>")
_HANDLE = re.compile(r"(?<![\w@])@([\w.-]+)")

LONGEST = 1000


@frozen
class Story:
    """A win as its teller wrote it, and who has not agreed yet. Once somebody refused, its text is gone, and nothing says who it was."""

    text: str = ""
    teller: PersonRef | None = None
    waiting: tuple[PersonRef, ...] = ()
    refused: bool = False

    def agreed(self, person: PersonRef) -> Story:
        """One of those named agreed."""
        return evolve(self, waiting=tuple(one for one in self.waiting if one != person))

    def as_one(self, person: PersonRef, other: PersonRef) -> Story:
        """Two of them are one person."""
        waiting = tuple(dict.fromkeys(person if one == other else one for one in self.waiting))
        return evolve(self, waiting=waiting, teller=person if self.teller == other else self.teller)

    def without_words(self) -> Story:
        """Somebody did not: only whom to tell that it stays here is left."""
        return Story(teller=self.teller, refused=True)


@frozen
class Wins:
    """How many stories there were ever, and when the newest were told."""

    count: int = 0
    told: tuple[datetime, ...] = field(default=())

    def with_told(self, at: datetime) -> Wins:
        return evolve(self, told=(*self.told, at)[-50:])


@frozen
class Noted:
    """A message on which somebody put a 🏆, by its reference alone; `asked`, that its author was asked."""

    asked: bool = False


def named_in(text: str) -> tuple[PersonRef, ...]:
    """Whom the text mentions, each once."""
    return tuple(PersonRef(one) for one in dict.fromkeys(_MENTION.findall(text)))


def called_in(text: str, names: Mapping[PersonRef, str]) -> tuple[PersonRef, ...]:
    """Whom the text calls by their name, or by the first word of it, without a mention; as it is written, letter case included.

    Behind an @, which in a form makes no mention, letter case makes no difference.
    """
    bare = _MENTION.sub(" ", text)
    return tuple(person for person, name in names.items() if any(_stands_in(word, bare) for word in _names(name)))


def _names(name: str) -> tuple[str, ...]:
    first = name.split()[:1]
    return tuple(one for one in (name, *first) if any(letter.isalpha() for letter in one))


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{re.escape(name)}|(?i:@{re.escape(name)}))(?!\w)", text) is not None


def handles_in(text: str) -> tuple[str, ...]:
    """What stands behind an @ in the text and is no mention, each once."""
    found = (one.rstrip("._-") for one in _HANDLE.findall(_MENTION.sub(" ", text)))
    return tuple(dict.fromkeys(one for one in found if one))


def shown(text: str) -> Text:
    """The text as it was typed, with those it mentions; they agreed to it."""
    parts = _MENTION.split(text)
    return Text("".join(mention(PersonRef(part)) if odd % 2 else _kept(part) for odd, part in enumerate(parts)))


def _kept(part: str) -> str:
    """Escaped, with the blanks at its ends, which `escape` would take away."""
    if not part.strip():
        return part
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{before and ' '}{escape(part)}{after and ' '}"
