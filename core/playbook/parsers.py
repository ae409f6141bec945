"""Parsers of the values that stand in fields: texts, numbers, words out of a list, lists, maps, texts in several languages.

Each takes a `Reader` and a node, and gives the value or raises `Wrong`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from math import isinf
from typing import TypeVar

from ..model.playbook import LocalText
from ..nearest import nearest
from .reader import (
    Parser,
    Reader,
    Refused,
    Wrong,
    mapping,
    sequence,
    shown,
)
from .yaml import Mapping, Node, Scalar, Sequence, kind_of

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_TRUE = ("true", "yes", "on")
_FALSE = ("false", "no", "off")
_INTEGER = re.compile(r"[-+]?[0-9]+(_[0-9]+)*")
_NUMBER = re.compile(r"[-+]?([0-9]+(_[0-9]+)*(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_LOCALE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*")
_MOST_DIGITS = 18
_SPOKEN = ("en", "de")  # coterie's own languages, known without a look at the list


def scalar(reader: Reader, node: Node) -> Scalar:
    """The node of a text, for who needs its place too."""
    if isinstance(node, Scalar) and not node.is_empty:
        if node.refused:
            raise Refused
        return node
    raise Wrong(f"must be a text, not {kind_of(node)}", note=_quoting(node))


def text(reader: Reader, node: Node) -> str:
    """A text, not empty."""
    found = scalar(reader, node).text
    if not found.strip():
        raise Wrong("must not be empty")
    return found


def any_text(reader: Reader, node: Node) -> str:
    """A text, which may be empty."""
    return scalar(reader, node).text


def matching(pattern: str, what: str) -> Parser[str]:
    """A text that is wholly of this pattern; `what` says so in words."""
    compiled = re.compile(pattern)

    def parse(reader: Reader, node: Node) -> str:
        found = text(reader, node)
        if not compiled.fullmatch(found):
            raise Wrong(f"must be {what}, not '{shown(found)}'")
        return found

    return parse


name = matching("[a-z][a-z0-9-]*", "an id of small letters, digits and '-' that begins with a letter")
"""An id of a playbook, deck, group, community."""


def integer(reader: Reader, node: Node) -> int:
    """A whole number; `1_000` is one thousand."""
    found = text(reader, node)
    if not _INTEGER.fullmatch(found) or len(found) > _MOST_DIGITS:
        raise Wrong(f"must be a whole number, not '{shown(found)}'")
    return int(found)


def integer_from(least: int) -> Parser[int]:
    """A whole number that is not smaller."""

    def parse(reader: Reader, node: Node) -> int:
        found = integer(reader, node)
        if found < least:
            raise Wrong(f"must be at least {least}, not {found}")
        return found

    return parse


def number(reader: Reader, node: Node) -> float:
    """A number, with or without a point."""
    found = text(reader, node)
    if not _NUMBER.fullmatch(found) or len(found) > 2 * _MOST_DIGITS or isinf(float(found)):
        raise Wrong(f"must be a number, not '{shown(found)}'")
    return float(found)


def boolean(reader: Reader, node: Node) -> bool:
    """`true` or `false`; `yes`, `no`, `on` and `off` too."""
    found = text(reader, node)
    if found.lower() in _TRUE:
        return True
    if found.lower() in _FALSE:
        return False
    raise Wrong(f"must be true or false, not '{shown(found)}'", nearest=nearest(found, ("true", "false")))


def one_of(kind: type[E]) -> Parser[E]:
    """A member of an enum, by its value."""

    def parse(reader: Reader, node: Node) -> E:
        return kind(one_word_of(member.value for member in kind)(reader, node))

    return parse


def one_word_of(words: Iterable[str]) -> Parser[str]:
    """One of these words."""
    known = tuple(words)

    def parse(reader: Reader, node: Node) -> str:
        found = text(reader, node)
        if found not in known:
            raise Wrong(f"must be {listed(known)}, not '{shown(found)}'", nearest=nearest(found, known))
        return found

    return parse


def listed(words: Iterable[str]) -> str:
    """The words as a sentence has them: `a, b or c`."""
    known = list(words)
    return f"{', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else "".join(known)


def list_of(parser: Parser[T], least: int = 0) -> Parser[tuple[T, ...]]:
    """A list of these; every wrong one is noted and left out."""

    def parse(reader: Reader, node: Node) -> tuple[T, ...]:
        items = sequence(node).items
        if len(items) < least:
            raise Wrong("must not be empty" if least == 1 else f"must have at least {least} items, not {len(items)}")
        return tuple(found[0] for item in items if (found := _tried(reader, item, parser)))

    return parse


def one_or_more(parser: Parser[T]) -> Parser[tuple[T, ...]]:
    """A list of these, or one of them by itself."""

    def parse(reader: Reader, node: Node) -> tuple[T, ...]:
        return list_of(parser)(reader, node) if isinstance(node, Sequence) else (parser(reader, node),)

    return parse


def map_of(parser: Parser[T], key: Parser[str] = any_text) -> Parser[dict[str, T]]:
    """A map to these, in the order of the file; every wrong one is noted and left out."""

    def parse(reader: Reader, node: Node) -> dict[str, T]:
        found: dict[str, T] = {}
        for entry in mapping(node):
            word = _tried(reader, entry.key, key)
            value = _tried(reader, entry.value, parser, entry.key)
            if word and value:
                found[word[0]] = value[0]
        return found

    return parse


def local_text(reader: Reader, node: Node) -> LocalText:
    """A text for people: one for all locales, or a map of locale to text."""
    if isinstance(node, Scalar):
        return LocalText.plain(text(reader, node))
    if isinstance(node, Sequence):
        raise Wrong("must be a text, or a map of locale to text, not a list")
    if not node.entries:
        raise Wrong("must be a text, or a map of locale to text; the map is empty")
    return LocalText(map_of(text, locale)(reader, node))


def locale(reader: Reader, node: Node) -> str:
    """A locale: `de`, `pt-BR`. One that is well formed but unknown is a warning."""
    found = text(reader, node)
    if not _LOCALE.fullmatch(found):
        near = nearest(found, known_locales())
        raise Wrong(f"'{shown(found)}' is no locale; expected for example en, de or pt-BR", nearest=near)
    language = re.split("[-_]", found)[0]
    if language not in _SPOKEN and found.replace("-", "_") not in known_locales() and language not in known_locales():
        reader.warning(node, f"no language is known by the locale '{found}'", nearest=nearest(found, known_locales()))
    return found


@lru_cache(maxsize=1)
def known_locales() -> frozenset[str]:
    """Every locale that dates and numbers can be written in."""
    from babel.localedata import locale_identifiers  # for a rare one only: Babel is large

    return frozenset(locale_identifiers())


def _tried(reader: Reader, node: Node, parser: Parser[T], key: Scalar | None = None) -> tuple[T] | None:
    """The value in a tuple of one; None where it is wrong, which is noted."""
    if isinstance(node, Scalar) and node.is_empty:
        reader.error(key or node, f"'{shown(key.text)}' has no value" if key else "an item of the list is empty")
        return None
    try:
        return (parser(reader, node),)
    except Wrong as wrong:
        subject = f"'{shown(key.text)}'" if key else "an item"
        named = f"{subject} {wrong.message}" if wrong.message.startswith("must ") else wrong.message
        if not isinstance(wrong, Refused):
            reader.error(wrong.at or node, named, nearest=wrong.nearest, note=wrong.note)
        return None


def _quoting(node: Node) -> str | None:
    if isinstance(node, Mapping) and not node.entries:
        return 'a text with {{ … }} in it must stand in quotes: "{{ … }}"'
    return None
