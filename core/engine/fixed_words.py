"""The fixed words of commands, such as `off` or `mine`: what else is understood for them, in every language, and how somebody is told of them.

A text `word-off = aus, kein` of a plugin holds other words for `off`, parted by commas; behind a plugin's own stand the core's, for what many
commands take. A word itself is always understood, and what is understood for it is so whoever says it: people type in the language they think in.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from ..texts import Reader, Texts, core_texts
from .typed import plain

WORD = "word-"
"""How the ids of texts begin that hold other words for a fixed word."""


def one_of(typed: str, words: Collection[str], texts: Texts) -> str | None:
    """Which of the words is meant by what was typed; None for none of them.

    The word itself goes before what the plugin's texts have for it, and that before what the core's have. Of several for which the same
    stands there it is the one for which it stands first.
    """
    said = plain(typed)
    for word in words:
        if said == _compared(word):
            return word
    for source in (texts, core_texts()):
        found = [(others.index(said), word) for word in words if said in (others := _others(word, source))]
        if found:
            return min(found, key=lambda one: one[0])[1]
    return None


def shown(word: str, texts: Texts, reader: Reader) -> str:
    """How this reader is told of a word: by the first one that there is in their language, else as it is."""
    for source in (texts, core_texts()):
        if source.words(id := _id(word)):
            return source.plain(id, reader).split(",")[0].strip()
    return word


def as_typed(command: str, texts: Texts, reader: Reader) -> str:
    """A command as this reader types it: what stands behind its name in their words, also with `|` between several."""
    name, *behind = command.split(" ")
    return " ".join([name, *("|".join(shown(one, texts, reader) for one in words.split("|")) for words in behind)])


def _others(word: str, texts: Texts) -> tuple[str, ...]:
    return tuple(_compared(one) for one in texts.words(_id(word)))


@lru_cache(maxsize=4096)
def _compared(word: str) -> str:
    return plain(word)


def _id(word: str) -> str:
    return f"{WORD}{word.casefold().replace('_', '-')}"
