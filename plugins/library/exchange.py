"""A library as a file that other programs read, and such files as entries: CSV, Markdown, JSON, OPML (pure).

A file with mistakes gives nothing but its mistakes, all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import TypeVar

from coterie.core.api import frozen

from .entry import Entry, Shelf, link_of, tags_of, title_of

T = TypeVar("T")

MOST = 5000
"""Entries of one import."""


class Format(Enum):
    """The kinds of files."""

    CSV = "csv"
    MARKDOWN = "markdown"
    JSON = "json"
    OPML = "opml"
    ICS = "ics"

    @property
    def ending(self) -> str:
        return "md" if self is Format.MARKDOWN else self.value

    @property
    def media_type(self) -> str:
        return {
            "csv": "text/csv",
            "markdown": "text/markdown",
            "json": "application/json",
            "opml": "text/x-opml",
            "ics": "text/calendar",
        }[self.value]


class Wrong(Enum):
    """What may be wrong in a file; the texts `wrong-…` say it."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    BREAKS_OFF = "breaks-off"
    COLUMN = "column"
    CELLS = "cells"
    TITLE = "title"
    NO_LINK = "no-link"
    LINK = "link"
    SCOPE = "scope"
    DATE = "date"
    TOO_MANY = "too-many"


@frozen
class Mistake:
    """What is wrong in a file, and in which line (from 1; 0 for the whole)."""

    line: int
    wrong: Wrong
    found: str = ""


@frozen
class Draft:
    """An entry as a file has it: whose it is and which number it gets is decided when it is kept."""

    title: str
    link: str = ""
    message: str = ""
    tags: tuple[str, ...] = ()
    owner: str = ""
    shelf: Shelf = Shelf.GROUP
    review: date | None = None


@frozen
class Read:
    """What a file holds: drafts, or mistakes."""

    drafts: tuple[Draft, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def draft_of(entry: Entry) -> Draft:
    """What of an entry goes into a file."""
    message = entry.message.id if entry.message else ""
    return Draft(entry.title, entry.link, message, entry.tags, entry.owner.id, entry.shelf, entry.review)


class Reading:
    """Collects what a file holds, and what is wrong in it."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self._mistakes: list[Mistake] = []

    def wrong(self, line: int, wrong: Wrong, found: str = "") -> None:
        self._mistakes.append(Mistake(line, wrong, found[:60]))

    def add(self, line: int, fields: Mapping[str, str]) -> None:
        """An entry out of its fields, as they stand in the file."""
        before = len(self._mistakes)
        title = title_of(fields.get("title", ""))
        link, message = fields.get("link", "").strip(), fields.get("message", "").strip()
        if not title:
            self.wrong(line, Wrong.TITLE)
        if link or not message:
            self._checked(line, Wrong.LINK if link else Wrong.NO_LINK, link, link_of)
        shelf = self._checked(line, Wrong.SCOPE, fields.get("scope", "").strip().casefold() or "group", Shelf)
        review = self._checked(line, Wrong.DATE, fields.get("review", "").strip(), _date)
        if len(self._mistakes) == before:
            owner, tags = fields.get("owner", "").strip(), tags_of(fields.get("tags", ""))
            self._drafts.append(
                Draft(title, link and link_of(link), message, tags, owner, shelf or Shelf.GROUP, review)
            )

    def unreadable(self, line: int, left: str) -> None:
        """From here on it can't be read: `left` is what stands there."""
        here = next(iter(left.strip().splitlines()), "").strip()
        self.wrong(line, Wrong.UNREADABLE if here else Wrong.BREAKS_OFF, here)

    def _checked(self, line: int, wrong: Wrong, found: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(found)
        except ValueError:
            self.wrong(line, wrong, found)
        return None

    def end(self) -> Read:
        """What came of it."""
        if len(self._drafts) > MOST:
            self.wrong(0, Wrong.TOO_MANY, str(len(self._drafts)))
        if not self._drafts and not self._mistakes:
            self.wrong(0, Wrong.EMPTY)
        return Read(mistakes=tuple(self._mistakes)) if self._mistakes else Read(tuple(self._drafts))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
