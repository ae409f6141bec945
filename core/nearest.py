"""The nearest of the words that would have been right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_BETWEEN = re.compile(r"[\W_]+")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was most likely meant to be; None where none is near. Case is not minded."""
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    asked = word.casefold()[:60]
    if asked in by_folded:
        return by_folded[asked]
    found = get_close_matches(asked, by_folded, n=3, cutoff=0.6) or _by_a_part(asked, by_folded)
    # Of equally near ones that with the same first letter: munday is monday, not sunday.
    found.sort(key=lambda name: (-SequenceMatcher(None, name, asked).ratio(), name[0] != asked[0]))
    return by_folded[found[0]] if found else None


def _by_a_part(asked: str, known: Iterable[str]) -> list[str]:
    """Those of which a word is very near: `joind` is `member_joined`."""
    return [
        name for name in known if len(asked) > 3 and get_close_matches(asked, _BETWEEN.split(name), n=1, cutoff=0.8)
    ]
