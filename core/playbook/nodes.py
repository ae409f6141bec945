"""What stands in a file of YAML: texts, lists and maps that know where they are. `yaml.parse` makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from ..values import frozen
from .source import Place, Source

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


@frozen
class _Span:
    """What stands between two offsets into the text of a file. Its line and column are worked out when somebody asks for them."""

    source: Source
    start: int
    end: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.source.place_between(self.start, self.end)

    @property
    def line(self) -> int:
        """The line in which it begins, from 1."""
        return self.source.place_at(self.start).line


@frozen
class Scalar(_Span):
    """A text. `style` is None for a plain one, else the character it began with: `'`, `"`, `|` or `>`.

    A `refused` one (an alias) has had its finding: what reads it takes it for right.
    """

    text: str
    style: str | None = None
    refused: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written where this stands (`key:`); `""` is something."""
        return self.style is None and not self.text and not self.refused

    def place_within(self, line: int, column: int, width: int = 1) -> Place:
        """The place in the file of what stands at this line and column (from 1) of the text."""
        starts = [0, *accumulate(len(part) for part in self.text.splitlines(keepends=True))]
        wanted = starts[min(line, len(starts)) - 1] + column - 1
        return self.source.place_at(self._offset(wanted), width)

    def _offset(self, wanted: int) -> int:
        """Follows the text through the text of the file: over quotes, escapes, folds and indentation."""
        raw, at = self.source.text, self.start + (1 if self.style else 0)
        if self.style in ("|", ">"):
            at = raw.find("\n", at) + 1 or len(raw)
        for character in self.text[: max(0, wanted)]:
            at = _after(character, raw, at, self.style)
        return min(_skipped(self.text[wanted : wanted + 1], raw, at), max(self.end - 1, self.start))

    def __str__(self) -> str:
        return self.text


@frozen
class Sequence(_Span):
    """A list."""

    items: tuple[Node, ...]


@frozen
class Entry:
    """A key of a map and its value."""

    key: Scalar
    value: Node


@frozen
class Mapping(_Span):
    """A map; its keys are unique and in the order of the file. It is not `whole` where keys had to be taken out, each with its finding."""

    entries: tuple[Entry, ...]
    whole: bool = True

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def get(self, key: str) -> Node | None:
        """The value of this key, if it is there."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


Node = Scalar | Sequence | Mapping


def empty_map(key: Scalar) -> Mapping:
    """What stands for a map where nothing stands behind its key."""
    return Mapping(key.source, key.start, key.end, ())


def kind_of(node: Node) -> str:
    """What the node is, in words: `a text`, `a list`, `a map`, `nothing`."""
    match node:
        case Scalar():
            return "nothing" if node.is_empty else "a text"
        case Sequence():
            return "a list"
        case Mapping():
            return "a map"


def _after(character: str, raw: str, at: int, style: str | None) -> int:
    """The offset behind what stands for this character of the text."""
    at = _skipped(character, raw, at)
    if style == '"' and raw.startswith("\\", at) and (escape := _ESCAPE.match(raw, at)):
        return escape.end()
    if style == "'" and character == "'":
        return at + 2
    return at + 1


def _skipped(character: str, raw: str, at: int) -> int:
    """The offset of the character itself, behind line ends and indentation that are not part of the text."""
    if not character or character.isspace():
        return at
    while at < len(raw) and raw[at].isspace():
        at += 1
    return at
