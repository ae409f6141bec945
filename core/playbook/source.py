"""The text of a file and places in it: lines and columns count from 1, columns in characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from ..errors import Finding
from ..values import frozen
from .nodes import Node, Place, Scalar

LARGEST = 1_000_000
"""Bytes of one file."""

_BREAK = re.compile("\r\n|\r|\n")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")  # UTF-8 has no surrogates
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


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
