"""Files to values: fields with types, and every mistake of a file at once.

A format is read with a `Reader` by small parsers, `(Reader, Node) -> value`, that raise `Wrong`; whoever asked for the value
takes note of it and goes on, so that one mistake hides no other.

    reader = Reader(parse(Source.of(content, "community.yaml")))
    with reader.map(reader.root, "a community") as fields:
        id = fields.need("community", name)
        zone = fields.get("timezone", text, "UTC")
        people = fields.get("people", map_of(person), {})
        join = fields.get("join", one_of(JoinMode), JoinMode.OPEN)
    reader.findings          # unknown keys among them, with the nearest of those that were asked for

What a parser gives where it was wrong is the default, or a stand-in: a value may be used only if `reader.has_errors` is false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from ..errors import Finding
from ..model.playbook import LocalText
from ..nearest import nearest
from .yaml import Document, Entry, Mapping, Node, Place, Scalar, Sequence, Source, kind_of

T = TypeVar("T")
D = TypeVar("D")
E = TypeVar("E", bound=Enum)

_TRUE = ("true", "yes", "on")
_FALSE = ("false", "no", "off")
_INTEGER = re.compile(r"[-+]?[0-9]+(_[0-9]+)*")
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_LOCALE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*")
_MOST_DIGITS = 18
_SPOKEN = ("en", "de")  # coterie's own languages, known without a look at the list


class Wrong(Exception):
    """What a parser raises: the node is not what it must be. `at` is where, if not the node itself."""

    def __init__(
        self, message: str, *, nearest: str | None = None, note: str | None = None, at: Place | Node | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.nearest = nearest
        self.note = note
        self.at = at


class Refused(Wrong):
    """The node has had its finding already; nothing more is said of it."""

    def __init__(self) -> None:
        super().__init__("")


Parser = Callable[["Reader", Node], T]


class Reader:
    """The findings about one file, and ways to its nodes."""

    def __init__(self, document: Document) -> None:
        self.source: Source = document.source
        self.root: Node | None = document.root
        self._findings: list[Finding] = list(document.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, in the order of the file, each thing once."""
        found = dict.fromkeys(self._findings)
        return tuple(sorted(found, key=lambda finding: (finding.line or 0, finding.column or 0)))

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self._findings)

    def error(
        self, at: Place | Node | None, message: str, *, nearest: str | None = None, note: str | None = None
    ) -> None:
        """Takes note of a mistake. Without a place it is the file's as a whole."""
        self._findings.append(self.source.finding(at, message, nearest=nearest, note=note))

    def warning(
        self, at: Place | Node | None, message: str, *, nearest: str | None = None, note: str | None = None
    ) -> None:
        """Takes note of what is allowed but most likely not meant."""
        self._findings.append(self.source.finding(at, message, nearest=nearest, note=note, severity="warning"))

    def note(self, node: Node, wrong: Wrong) -> None:
        """Takes note of what a parser raised about the node."""
        if not isinstance(wrong, Refused):
            self.error(wrong.at or node, wrong.message, nearest=wrong.nearest, note=wrong.note)

    def read(self, node: Node, parser: Parser[T], instead: D) -> T | D:
        """What the parser makes of the node; `instead` where it is wrong, which is noted."""
        try:
            return parser(self, node)
        except Wrong as wrong:
            self.note(node, wrong)
            return instead

    @contextmanager
    def map(self, node: Node | None, what: str, example: str | None = None) -> Iterator[Fields]:
        """The fields of a map. What isn't one raises `Wrong` with `what` it should be; at the end, keys nobody asked for are noted."""
        fields = Fields(self, mapping(node, what, example), what)
        yield fields
        fields.end()


class Fields:
    """The fields of one map, each asked for by its name."""

    def __init__(self, reader: Reader, node: Mapping, what: str) -> None:
        self.reader = reader
        self.node = node
        self.what = what
        self._entries = {entry.key.text: entry for entry in node.entries}
        self._asked: dict[str, None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def entry(self, name: str) -> Entry | None:
        """The key and the value, where they are there; from now on the name is a known one."""
        self._asked[name] = None
        return self._entries.get(name)

    def node_of(self, name: str) -> Node | None:
        """The value as a node, where it is there."""
        entry = self.entry(name)
        return entry.value if entry else None

    def get(self, name: str, parser: Parser[T], default: D = None) -> T | D:  # type: ignore[assignment]  # D is None where not given
        """The value; the default where the key is not there, or where the value is wrong, which is noted."""
        entry = self.entry(name)
        if entry is None:
            return default
        return self._parsed(entry, parser, default)

    def need(self, name: str, parser: Parser[T], instead: D = None) -> T | D:  # type: ignore[assignment]  # likewise
        """The value of a key that must be there; `instead` where it isn't or is wrong, which is noted."""
        entry = self.entry(name)
        if entry is None:
            self.miss(name)
            return instead
        return self._parsed(entry, parser, instead)

    def miss(self, name: str, note: str | None = None) -> None:
        """Takes note that this key is not there but must be."""
        self.reader.error(self.node, f"'{name}' is missing in {self.what}", note=note)

    def known(self, *names: str) -> None:
        """These keys may stand here, though nobody asks for them."""
        self._asked.update(dict.fromkeys(names))

    def end(self) -> None:
        """Takes note of every key that nobody asked for."""
        for entry in self.node.entries:
            if entry.key.text not in self._asked:
                free = [name for name in self._asked if name not in self._entries]
                near = nearest(entry.key.text, free)
                note = f"expected one of {', '.join(self._asked)}" if self._asked and not near else None
                message = f"unknown key '{shown(entry.key.text)}' in {self.what}"
                self.reader.error(entry.key, message, nearest=near, note=note)

    def _parsed(self, entry: Entry, parser: Parser[T], instead: D) -> T | D:
        if isinstance(entry.value, Scalar) and entry.value.is_empty:
            self.reader.error(entry.key, f"'{entry.key.text}' has no value")
            return instead
        try:
            return parser(self.reader, entry.value)
        except Wrong as wrong:
            if not isinstance(wrong, Refused):
                message = f"'{entry.key.text}' {wrong.message}" if wrong.message.startswith("must ") else wrong.message
                self.reader.error(wrong.at or entry.value, message, nearest=wrong.nearest, note=wrong.note)
            return instead


def shown(text: str, longest: int = 60) -> str:
    """The text in one line and not too long, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


# --- parsers --------------------------------------------------------------------------------------------------------


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
    if not _NUMBER.fullmatch(found) or len(found) > 2 * _MOST_DIGITS:
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


def sequence(node: Node) -> Sequence:
    """The node of a list."""
    if isinstance(node, Scalar) and node.refused:
        raise Refused
    if not isinstance(node, Sequence):
        raise Wrong(f"must be a list, not {kind_of(node)}")
    return node


def mapping(node: Node | None, what: str = "a map", example: str | None = None) -> Mapping:
    """The node of a map."""
    if isinstance(node, Scalar) and node.refused:
        raise Refused
    if not isinstance(node, Mapping):
        kind = "nothing" if node is None else kind_of(node)
        note = f"for example {example}" if example else None
        raise Wrong(f"{what} must be a map, not {kind}" if what != "a map" else f"must be a map, not {kind}", note=note)
    return node


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
