"""YAML as coterie reads it: a small tree of nodes that know where they stand, and every mistake as a `Finding`.

It is YAML without its traps. Every scalar stays the text that was written (`no`, `16:00`, `1_000`); what reads the tree gives it a
type. Refused are duplicate keys, anchors, aliases, tags, more than one document, files over `LARGEST` bytes, nesting deeper than
`DEEPEST`, anything that is not UTF-8, and control characters. Lines and columns count from 1, columns in characters.

    source = Source.of(path.read_bytes(), "community.yaml")
    document = parse(source)        # document.root is None where the file can't be read at all
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from attrs import field

from ..errors import Finding
from ..values import frozen
from .complaints import explained, index_of
from .nodes import Entry, Mapping, Node, Place, Scalar, Sequence, kind_of
from .source import LARGEST, Source

__all__ = [
    "DEEPEST",
    "LARGEST",
    "Document",
    "Entry",
    "Mapping",
    "Node",
    "Place",
    "Scalar",
    "Sequence",
    "Source",
    "kind_of",
    "parse",
]

DEEPEST = 100
"""Lists and maps within each other."""

_LONGEST_SCALAR = 200_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")


@frozen
class Document:
    """What was read: the root of the tree, None where there is none, and what is wrong with it as YAML."""

    source: Source
    root: Node | None
    findings: tuple[Finding, ...] = ()


class _Unreadable(Exception):
    """What keeps a file from being read any further."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def parse(source: Source) -> Document:
    """The tree of a file. Never raises: what is wrong is in `findings`."""
    if source.findings:
        return Document(source, None, source.findings)
    composer = _Composer(source)
    try:
        root = composer.compose()
    except _Unreadable as error:
        return Document(source, None, (*composer.findings, error.finding))
    return Document(source, root, tuple(composer.findings))


@frozen
class _Open:
    """A list or map that is being read: `children` are the nodes so far, of a map key and value by turns."""

    start: Any
    children: list[Node] = field(factory=list)


class _Composer:
    """Events of the parser to nodes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.open: list[_Open] = []
        # the parser ends lines at these too, an editor does not
        self.has_plain_breaks = not _ODD_BREAK.search(source.text)
        self.root: Node | None = None

    def compose(self) -> Node:
        documents = 0
        for event in self._events():
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._add(self._scalar(event))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._fail(event, "a second document begins here; a file holds one")
            else:
                self._take(event)
        if self.root is None or (isinstance(self.root, Scalar) and self.root.is_empty):
            raise _Unreadable(Finding(self.source.file, None, None, "the file is empty"))
        return self.root

    def _events(self) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(self.source.text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            raise _Unreadable(explained(self.source, error, self._opened())) from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise _Unreadable(Finding(self.source.file, None, None, f"the file is not YAML: {error}")) from error

    def _opened(self) -> int:
        """Where the innermost list or map that is not closed yet begins."""
        return int(self.open[-1].start.start_mark.index) if self.open else 0

    def _take(self, event: Any) -> None:
        match event:
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._mind_marks(event)
                self.open.append(_Open(event))
                if len(self.open) > DEEPEST:
                    self._fail(event, f"nested deeper than {DEEPEST} lists and maps")
            case yaml.SequenceEndEvent():
                ended = self.open.pop()
                self._add(self._untagged(ended) or Sequence(tuple(ended.children), self._place(ended.start)))
            case yaml.MappingEndEvent():
                ended = self.open.pop()
                self._add(self._untagged(ended) or self._mapping(ended))
            case yaml.AliasEvent():
                self._find(
                    event,
                    "an alias (*) is not allowed; write the value out",
                    "a text that begins with '*' must stand in quotes",
                )
                place = self._place(event)
                start, end = index_of(event.start_mark, 0), index_of(event.end_mark, 0)
                self._add(Scalar("", place, None, start, end, refused=True))

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._mind_marks(event)
        if len(event.value) > _LONGEST_SCALAR:
            self._find(event, f"a text of {len(event.value):,} characters; {_LONGEST_SCALAR:,} may be", None)
        start, end = event.start_mark.index, event.end_mark.index
        return Scalar(event.value, self._place(event), event.style or None, start, end)

    def _untagged(self, ended: _Open) -> Node | None:
        """What stands for a list or map with a tag, which has had its finding; None where there was no tag."""
        return Scalar("", self._place(ended.start), refused=True) if ended.start.tag is not None else None

    def _mapping(self, ended: _Open) -> Node:
        entries: dict[str, Entry] = {}
        children, whole = ended.children, True
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._find_key(key)
                whole = False
            elif key.refused or key.text == "<<":
                self._find_merge(key)
                whole = False
            elif key.text in entries:
                first = entries[key.text].key.place.line
                message = f"duplicate key '{key.text}', first in line {first}; only one may be there"
                self.findings.append(self.source.finding(key, message))
            else:
                entries[key.text] = Entry(key, value)
        if children and isinstance(children[0], Mapping):  # `{{ name }}` without quotes
            return Scalar("", self._place(ended.start), refused=True)
        return Mapping(tuple(entries.values()), self._place(ended.start), whole)

    def _find_key(self, key: Node) -> None:
        message = f"a key must be a text, not {kind_of(key)}"
        if isinstance(key, Mapping):
            message = 'a text with {{ … }} in it must stand in quotes: "{{ … }}"'
            key = Scalar("", Place(key.place.line, max(1, key.place.column - 1), 2))
        self.findings.append(self.source.finding(key, message))

    def _find_merge(self, key: Scalar) -> None:
        if not key.refused:
            self.findings.append(self.source.finding(key, "'<<' (merging of maps) is not allowed; write the keys out"))

    def _mind_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._find(
                event,
                "an anchor (&) is not allowed; write the value where it is needed",
                "a text that begins with '&' must stand in quotes",
            )
        if event.tag is not None:
            self._find(event, "a tag (!) is not allowed", "a text that begins with '!' must stand in quotes")

    def _find(self, event: Any, message: str, note: str | None) -> None:
        self.findings.append(self.source.finding(self._place(event), message, note=note))

    def _fail(self, event: Any, message: str) -> None:
        raise _Unreadable(self.source.finding(self._place(event), message))

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        if not self.has_plain_breaks:
            place = self.source.place_at(start.index)
            return Place(place.line, place.column, self._width(place.line, place.column, end.index - start.index))
        line, column = start.line + 1, start.column + 1
        if end.line == start.line:
            return Place(line, column, max(1, end.column - start.column))
        return Place(line, column, self._width(line, column, end.index - start.index))

    def _width(self, line: int, column: int, length: int) -> int:
        """How much of it stands in its first line."""
        return max(1, min(length, len(self.source.lines[line - 1]) - column + 1))
