"""YAML as coterie reads it: a small tree of nodes that know where they stand, and every mistake as a `Finding`.

It is YAML without its traps. Every scalar stays the text that was written (`no`, `16:00`, `1_000`); what reads the tree gives it a
type. Refused are duplicate keys, anchors, aliases, tags, more than one document, files over `LARGEST` bytes, nesting deeper than
`DEEPEST`, anything that is not UTF-8, and control characters. Lines and columns count from 1, columns in characters.

    source = Source.of(path.read_bytes(), "community.yaml")
    document = parse(source)        # document.root is None where the file can't be read at all
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any

import yaml
from attrs import field, frozen

from ..errors import Finding

LARGEST = 1_000_000
"""Bytes of one file."""

DEEPEST = 100
"""Lists and maps within each other."""

_LONGEST_SCALAR = 200_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAK = re.compile("\r\n|\r|\n")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


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
    """A map; its keys are unique and in the order of the file."""

    entries: tuple[Entry, ...]
    place: Place

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


@frozen
class Source:
    """The text of a file, and places in it."""

    text: str
    file: str
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, content: bytes | str, file: str) -> Source:
        """The source of what stands in a file. What is wrong with its bytes is in `findings`, and its text is then empty."""
        encoded = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        if len(encoded) > LARGEST:
            size = f"the file has {len(encoded):,} bytes, more than {LARGEST:,}; split it"
            return cls("", file, (Finding(file, None, None, size),))
        try:
            text = encoded.decode("utf-8")
        except UnicodeDecodeError as error:
            return cls("", file, (_undecodable(encoded, error, file),))
        source = cls(text.removeprefix("\ufeff"), file)
        return source._without_control_characters()

    def _without_control_characters(self) -> Source:
        found = _UNPRINTABLE.search(self.text)
        if found is None:
            return self
        message = f"control character U+{ord(found[0]):04X}; take it out, or write it as an escape within double quotes"
        return Source("", self.file, (self.finding(self.place_at(found.start()), message),))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(_BREAK.split(self.text))

    def place_at(self, offset: int, width: int = 1) -> Place:
        """The place of the character at this offset into the text."""
        line = bisect_right(self._starts, offset) - 1
        return Place(line + 1, offset - self._starts[line] + 1, width)

    def place_within(self, scalar: Scalar, line: int, column: int, width: int = 1) -> Place:
        """The place in the file of what stands at this line and column (from 1) of the scalar's own text."""
        starts = [0, *accumulate(len(part) for part in scalar.text.splitlines(keepends=True))]
        wanted = starts[min(line, len(starts)) - 1] + column - 1
        return self.place_at(self._offset_within(scalar, wanted), width)

    def _offset_within(self, scalar: Scalar, wanted: int) -> int:
        """Follows the scalar's text through the text of the file: over quotes, escapes, folds and indentation."""
        raw, at = self.text, scalar.start + (1 if scalar.style else 0)
        if scalar.style in ("|", ">"):
            at = raw.find("\n", at) + 1 or len(raw)
        for character in scalar.text[: max(0, wanted)]:
            at = _after(character, raw, at, scalar.style)
        return min(_skipped(scalar.text[wanted : wanted + 1], raw, at), max(scalar.end - 1, scalar.start))

    def finding(
        self,
        at: Place | Node | None,
        message: str,
        *,
        nearest: str | None = None,
        note: str | None = None,
        severity: str = "error",
    ) -> Finding:
        """A finding about what stands there, with its line; None is the file as a whole."""
        place = at if isinstance(at, Place) or at is None else at.place
        if place is None:
            return Finding(self.file, None, None, message, nearest, severity, note)
        excerpt = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        return Finding(
            self.file, place.line, place.column, message, nearest, severity, note, excerpt or None, max(1, place.width)
        )


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


def _undecodable(content: bytes, error: UnicodeDecodeError, file: str) -> Finding:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
        return Finding(file, 1, 1, "the file is not UTF-8 but UTF-16; save it as UTF-8")
    before = content[: error.start].decode("utf-8")
    starts = [0, *(match.end() for match in _BREAK.finditer(before))]
    message = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
    return Finding(file, len(starts), len(before) - starts[-1] + 1, message)


# --- the tree -------------------------------------------------------------------------------------------------------


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
            raise _Unreadable(_explained(self.source, error, self._opened())) from error
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
                self._add(Sequence(tuple(ended.children), self._place(ended.start)))
            case yaml.MappingEndEvent():
                ended = self.open.pop()
                self._add(self._mapping(ended))
            case yaml.AliasEvent():
                self._find(
                    event,
                    "an alias (*) is not allowed; write the value out",
                    "a text that begins with '*' must stand in quotes",
                )
                place = self._place(event)
                start, end = _index(event.start_mark, 0), _index(event.end_mark, 0)
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

    def _mapping(self, ended: _Open) -> Node:
        entries: dict[str, Entry] = {}
        children = ended.children
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._find_key(key)
            elif key.refused or key.text == "<<":
                self._find_merge(key)
            elif key.text in entries:
                first = entries[key.text].key.place.line
                message = f"duplicate key '{key.text}', first in line {first}; only one may be there"
                self.findings.append(self.source.finding(key, message))
            else:
                entries[key.text] = Entry(key, value)
        if children and isinstance(children[0], Mapping):  # `{{ name }}` without quotes
            return Scalar("", self._place(ended.start), refused=True)
        return Mapping(tuple(entries.values()), self._place(ended.start))

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


# --- what the parser says, in words ---------------------------------------------------------------------------------


def _explained(source: Source, error: yaml.MarkedYAMLError, opened: int) -> Finding:
    """The parser's complaint, where it stands, as something that can be done."""
    at = _index(error.problem_mark, 0)
    begun = _index(error.context_mark, at)
    problem, context = error.problem or "", error.context or ""
    character = source.text[at : at + 1]
    is_over = not source.text[at:].strip()
    if character == "\t" or (problem.startswith("found character '\\t'")):
        return source.finding(source.place_at(at), "a tab; YAML is indented with spaces")
    if "cannot start any token" in problem:
        return source.finding(source.place_at(at), f"a text that begins with '{character}' must stand in quotes")
    if "scanning an alias" in context or "scanning an anchor" in context:
        sign = source.text[begun : begun + 1]
        return source.finding(source.place_at(begun), f"a text that begins with '{sign}' must stand in quotes")
    if "mapping values are not allowed" in problem:
        return source.finding(source.place_at(at), _of_colon(source, at))
    if "quoted scalar" in context and "end of stream" in problem:
        return source.finding(source.place_at(begun), "this quote is never closed")
    if "escape" in problem:
        escape = source.text[at - 1 : at + 1] if source.text[at - 1 : at] == "\\" else source.text[at : at + 2]
        return source.finding(
            source.place_at(at),
            f"unknown escape '{escape}' within double quotes; write '\\{escape}', or use single quotes",
        )
    if "flow" in context and is_over:
        return source.finding(source.place_at(opened), f"this '{source.text[opened : opened + 1]}' is never closed")
    if "flow" in context:
        closing = "']'" if "sequence" in context else "'}'"
        return source.finding(source.place_at(at), f"found {_shown(source, at)}, expected ',' or {closing}")
    if "block sequence entries" in problem:
        return source.finding(source.place_at(at), "a list must begin on a line of its own, or stand in [ ]")
    if "did not find expected" in problem:
        return source.finding(source.place_at(at), _of_indentation(source, at))
    words = ": ".join(part for part in (context, problem) if part) or "not understood"
    return source.finding(source.place_at(min(at, len(source.text))), f"the file is not YAML: {words}")


def _index(mark: Any, otherwise: int) -> int:
    return otherwise if mark is None else int(mark.index)


def _of_colon(source: Source, at: int) -> str:
    line = source.lines[source.place_at(at).line - 1]
    if ": " in line[: source.place_at(at).column - 1]:
        return "a text with ': ' in it must stand in quotes"
    return "a key is not expected here: check the indentation of this line, or put the text into quotes"


def _of_indentation(source: Source, at: int) -> str:
    place = source.place_at(at)
    before = source.lines[place.line - 1][: place.column - 1].rstrip()
    if before.endswith(("'", '"', "]", "}")):
        return f"found {_shown(source, at)} behind '{before[-1]}'; put the whole text into quotes"
    return f"found {_shown(source, at)}, which does not fit in here: check the indentation of this line"


def _shown(source: Source, at: int) -> str:
    found = source.text[at : at + 20].split("\n")[0].strip()
    return f"'{found}'" if found else "the end of the line" if at < len(source.text) else "the end of the file"
