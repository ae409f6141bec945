"""The text of a file and places in it: lines and columns count from 1, columns in characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Protocol

from ..errors import Finding
from ..values import frozen

LARGEST = 1_000_000
"""Bytes of one file."""

ENOUGH = LARGEST + 1
"""So many bytes of a file show that it is too large."""

_BREAK = re.compile("\r\n|\r|\n")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")  # UTF-8 has no surrogates


@frozen
class Place:
    """Where something stands in its file, and over how many characters."""

    line: int
    column: int
    width: int = 1


class Placed(Protocol):
    """What stands in a file."""

    @property
    def place(self) -> Place: ...


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
            size = f"the file has more than {LARGEST:,} bytes; split it"
            return cls("", file, (Finding(file, None, None, size),))
        try:
            text = encoded.decode("utf-8")
        except UnicodeDecodeError as error:
            return cls("", file, (undecodable(encoded, error, file),))
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

    def place_between(self, start: int, end: int) -> Place:
        """The place of what stands between two offsets, as wide as it is in its first line."""
        place = self.place_at(start)
        width = min(end - start, len(self.lines[place.line - 1]) - place.column + 1)
        return Place(place.line, place.column, max(1, width))

    def finding(
        self,
        at: Place | Placed | None,
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


def undecodable(content: bytes, error: UnicodeDecodeError, file: str) -> Finding:
    """Where a file stops to be UTF-8, and what it may be instead."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
        return Finding(file, 1, 1, "the file is not UTF-8 but UTF-16; save it as UTF-8")
    before = content[: error.start].decode("utf-8")
    starts = [0, *(match.end() for match in _BREAK.finditer(before))]
    message = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
    return Finding(file, len(starts), len(before) - starts[-1] + 1, message)
