"""YAML as coterie reads it: a small tree of nodes that know where they stand, and every mistake as a `Finding`.

It is YAML without its traps. Every scalar stays the text that was written (`no`, `16:00`, `1_000`); what reads the tree gives it a
type. Refused are duplicate keys, anchors, aliases, tags, more than one document, files over `LARGEST` bytes, nesting deeper than
`DEEPEST`, anything that is not UTF-8, and control characters. Lines and columns count from 1, columns in characters.

    source = Source.of(path.read_bytes(), "community.yaml")
    document = parse(source)        # document.root is None where the file can't be read at all
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from attrs import field

from ..errors import Finding
from ..values import frozen
from .complaints import explained
from .nodes import Entry, Mapping, Node, Scalar, Sequence, empty_map, kind_of
from .source import ENOUGH, LARGEST, Place, Source

__all__ = [
    "DEEPEST",
    "ENOUGH",
    "LARGEST",
    "Document",
    "Entry",
    "Mapping",
    "Node",
    "Place",
    "Scalar",
    "Sequence",
    "Source",
    "empty_map",
    "kind_of",
    "parse",
]

DEEPEST = 100
"""Lists and maps within each other."""

_LONGEST_SCALAR = 200_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
        return Document(source, composer.compose(), tuple(composer.findings))
    except _Unreadable as error:
        finding = error.finding
    except yaml.MarkedYAMLError as error:
        finding = explained(source, error, composer.opened())
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        finding = Finding(source.file, None, None, f"the file is not YAML: {error}")
    return Document(source, None, (*composer.findings, finding))


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
        self.top: list[Node] = []
        self.children = self.top  # of the innermost list or map that is open

    def compose(self) -> Node:
        """The root of the tree. Raises _Unreadable, and what the parser raises."""
        documents = 0
        loader = _Loader(self.source.text)
        while (kind := type(event := loader.get_event())) is not yaml.StreamEndEvent:
            if kind is yaml.ScalarEvent:
                self.children.append(self._scalar(event))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._begin(event)
            elif kind is yaml.MappingEndEvent:
                self._end(self._mapping)
            elif kind is yaml.SequenceEndEvent:
                self._end(self._sequence)
            elif kind is yaml.AliasEvent:
                self.children.append(self._alias(event))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._fail(event, "a second document begins here; a file holds one")
        root = self.top[-1] if self.top else None
        if root is None or (isinstance(root, Scalar) and root.is_empty):
            raise _Unreadable(Finding(self.source.file, None, None, "the file is empty"))
        return root

    def opened(self) -> int:
        """Where the innermost list or map that is not closed yet begins."""
        return int(self.open[-1].start.start_mark.index) if self.open else 0

    def _begin(self, event: Any) -> None:
        self._mind_marks(event)
        self.open.append(_Open(event))
        self.children = self.open[-1].children
        if len(self.open) > DEEPEST:
            self._fail(event, f"nested deeper than {DEEPEST} lists and maps")

    def _end(self, made: Callable[[_Open], Node]) -> None:
        ended = self.open.pop()
        self.children = self.open[-1].children if self.open else self.top
        # one with a tag has had its finding
        self.children.append(made(ended) if ended.start.tag is None else self._refused(ended.start))

    def _alias(self, event: Any) -> Scalar:
        self._find(
            event,
            "an alias (*) is not allowed; write the value out",
            "a text that begins with '*' must stand in quotes",
        )
        return self._refused(event)

    def _refused(self, event: Any) -> Scalar:
        return Scalar(self.source, event.start_mark.index, event.end_mark.index, "", refused=True)

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._mind_marks(event)
        if len(event.value) > _LONGEST_SCALAR:
            self._find(event, f"a text of {len(event.value):,} characters; {_LONGEST_SCALAR:,} may be", None)
        return Scalar(self.source, event.start_mark.index, event.end_mark.index, event.value, event.style or None)

    def _sequence(self, ended: _Open) -> Sequence:
        start = ended.start
        return Sequence(self.source, start.start_mark.index, start.end_mark.index, tuple(ended.children))

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
                first = entries[key.text].key.line
                message = f"duplicate key '{key.text}', first in line {first}; only one may be there"
                self.findings.append(self.source.finding(key, message))
            else:
                entries[key.text] = Entry(key, value)
        if children and isinstance(children[0], Mapping):  # `{{ name }}` without quotes
            return self._refused(ended.start)
        start = ended.start
        return Mapping(self.source, start.start_mark.index, start.end_mark.index, tuple(entries.values()), whole)

    def _find_key(self, key: Node) -> None:
        if isinstance(key, Mapping):
            message = 'a text with {{ … }} in it must stand in quotes: "{{ … }}"'
            at = Place(key.line, max(1, key.place.column - 1), 2)
            self.findings.append(self.source.finding(at, message))
        else:
            self.findings.append(self.source.finding(key, f"a key must be a text, not {kind_of(key)}"))

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
        return self.source.place_between(event.start_mark.index, event.end_mark.index)
