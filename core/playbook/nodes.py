"""What stands in a file of YAML: texts, lists and maps that know where they are. `yaml.parse` makes them."""

from __future__ import annotations

from collections.abc import Iterator

from ..values import frozen


@frozen
class Place:
    """Where something stands in its file, and over how many characters."""

    line: int
    column: int
    width: int = 1


@frozen
class Scalar:
    """A text. `style` is None for a plain one, else the character it began with: `'`, `"`, `|` or `>`.

    `start` and `end` are offsets into the text of the file. A `refused` one (an alias) has had its finding: what reads it
    takes it for right.
    """

    text: str
    place: Place
    style: str | None = None
    start: int = 0
    end: int = 0
    refused: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written where this stands (`key:`); `""` is something."""
        return self.style is None and not self.text and not self.refused

    def __str__(self) -> str:
        return self.text


@frozen
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@frozen
class Entry:
    """A key of a map and its value."""

    key: Scalar
    value: Node


@frozen
class Mapping:
    """A map; its keys are unique and in the order of the file. It is not `whole` where keys had to be taken out, each with its finding."""

    entries: tuple[Entry, ...]
    place: Place
    whole: bool = True

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def get(self, key: str) -> Node | None:
        """The value of this key, if it is there."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


Node = Scalar | Sequence | Mapping


def kind_of(node: Node) -> str:
    """What the node is, in words: `a text`, `a list`, `a map`, `nothing`."""
    match node:
        case Scalar():
            return "nothing" if node.is_empty else "a text"
        case Sequence():
            return "a list"
        case Mapping():
            return "a map"
