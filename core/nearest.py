"""The nearest of the words that would have been right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was most likely meant to be; None where none is near. Case is not minded."""
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    if word.casefold() in by_folded:
        return by_folded[word.casefold()]
    found = get_close_matches(word.casefold()[:60], by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None
