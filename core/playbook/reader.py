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

from collections.abc import Callable
from enum import Enum
from typing import Self, TypeVar

from ..errors import Finding
from ..nearest import nearest
from .yaml import Document, Entry, Mapping, Node, Place, Scalar, Sequence, Source, kind_of

T = TypeVar("T")
D = TypeVar("D")
E = TypeVar("E", bound=Enum)


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

    def map(self, node: Node | None, what: str, example: str | None = None) -> Fields:
        """The fields of a map. What isn't one raises `Wrong` with `what` it should be."""
        return Fields(self, mapping(node, what, example), what)


class Fields:
    """The fields of one map, each asked for by its name. At the end of a `with` block keys nobody asked for are noted."""

    def __init__(self, reader: Reader, node: Mapping, what: str) -> None:
        self.reader = reader
        self.node = node
        self.what = what
        self._entries = {entry.key.text: entry for entry in node.entries}
        self._asked: dict[str, None] = {}
        self._missing: dict[str, str | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.end()

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
        """Takes note that this key is not there but must be; `end` tells it, where it does not stand there misspelt."""
        self._missing[name] = note

    def known(self, *names: str) -> None:
        """These keys may stand here, though nobody asks for them."""
        self._asked.update(dict.fromkeys(names))

    def end(self) -> None:
        """Takes note of every key that is missing, and of every one that nobody asked for: of one that is misspelt, once."""
        strange = [entry.key for entry in self.node.entries if entry.key.text not in self._asked]
        if not strange and not self._missing:
            return
        free = [name for name in self._asked if name not in self._entries]
        meant = {key.text: nearest(key.text, free) or nearest(key.text, self._asked) for key in strange}
        for name, note in self._missing.items():
            if self.node.whole and name not in meant.values():
                self.reader.error(self.node, f"'{name}' is missing in {self.what}", note=note)
        for key in strange:
            near = meant[key.text]
            note = f"expected one of {', '.join(self._asked)}" if self._asked and not near else None
            self.reader.error(key, f"unknown key '{shown(key.text)}' in {self.what}", nearest=near, note=note)

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
