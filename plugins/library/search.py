"""What is found in a library, the best first (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from coterie.core.api import frozen

from .entry import Entry, folded, tag_of

PAGE = 5

_WORD = re.compile(r"\w+")

EXACT_TAG, WORD, BEGINNING, TAG_BEGINNING, PART, HOST = 8, 5, 3, 3, 1, 2


@frozen
class Query:
    """What somebody looks for: words that must all be there, and tags that must be there exactly."""

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@frozen
class Page:
    """A piece of what was found: `number` from 0, `total` entries in all."""

    entries: tuple[Entry, ...]
    number: int
    total: int

    @property
    def left(self) -> int:
        """How many stand behind it."""
        return max(0, self.total - (self.number + 1) * PAGE)


def query_of(typed: str) -> Query:
    """`python #talk` as words and tags."""
    parts = typed.split()
    tags = tuple(folded(tag_of(part)) for part in parts if part.startswith("#") and tag_of(part))
    words = tuple(word for part in parts if not part.startswith("#") for word in _WORD.findall(folded(part)))
    return Query(words, tags)


def found(entries: Iterable[Entry], query: Query) -> Sequence[Entry]:
    """What fits, the best first, of equals the newest. All there is for an empty query."""
    rated = [(score, entry) for entry in entries if (score := fit(entry, query)) is not None]
    rated.sort(key=lambda one: (-one[0], -one[1].shelved.timestamp(), -one[1].number))
    return [entry for _, entry in rated]


def fit(entry: Entry, query: Query) -> int | None:
    """How well an entry fits; None where it does not."""
    tags = [folded(tag) for tag in entry.tags]
    if any(tag not in tags for tag in query.tags):
        return None
    title, host = folded(entry.title), folded(_host(entry.link))
    words, total = _WORD.findall(title), EXACT_TAG * len(query.tags)
    for word in query.words:
        score = _score(word, tags, words, title, host)
        if not score:
            return None
        total += score
    return total


def page(entries: Sequence[Entry], number: int) -> Page:
    """The page of this number, the last one where there are fewer."""
    last = max(0, (len(entries) - 1) // PAGE)
    number = min(max(number, 0), last)
    return Page(tuple(entries[number * PAGE : (number + 1) * PAGE]), number, len(entries))


def _score(word: str, tags: Sequence[str], words: Sequence[str], title: str, host: str) -> int:
    return max(
        EXACT_TAG * (word in tags),
        WORD * (word in words),
        BEGINNING * any(one.startswith(word) for one in words),
        TAG_BEGINNING * any(tag.startswith(word) for tag in tags),
        HOST * (word in _WORD.findall(host)),
        PART * (len(word) > 2 and (word in title or word in host)),
    )


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""
