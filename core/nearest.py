"""The nearest of the words that would have been right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was most likely meant to be; None where none is near. Case is not minded."""
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    asked = word.casefold()[:60]
    if asked in by_folded:
        return by_folded[asked]
    found = get_close_matches(asked, by_folded, n=3, cutoff=0.6)
    # Of equally near ones that with the same first letter: munday is monday, not sunday.
    found.sort(key=lambda name: (-SequenceMatcher(None, name, asked).ratio(), name[0] != asked[0]))
    return by_folded[found[0]] if found else None
