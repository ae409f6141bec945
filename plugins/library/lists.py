"""A library as a Markdown list, to be put on a page or taken from one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from coterie.core.api import escape

from .entry import link_in, name_of
from .exchange import Draft, Read, Reading

if TYPE_CHECKING:
    from markdown_it.token import Token

_BEHIND = re.compile(r"\(([^()]*)\)\s*\Z")
_MESSAGE = "message:"


def as_markdown(title: str, drafts: Iterable[Draft]) -> str:
    """A heading, and an item `[title](<link>) #tag (review 2027-05-01, public, owner ana)` for each draft."""
    rows = "".join(f"- {_item(one)}\n" for one in drafts)
    return f"# {escape(title)}\n\n{rows}"


def read_markdown(text: str) -> Read:
    """What the items of its lists hold. Only the first link of an item counts; text that is in no list is no part of it.

    An item without a link is passed over: a heading of others, a note.
    """
    from markdown_it import MarkdownIt  # large, and only lists need it

    class AsWritten(MarkdownIt):
        """Takes every address as it stands; whether it is one is looked at afterwards."""

        def normalizeLink(self, url: str) -> str:
            return url

        def validateLink(self, url: str) -> bool:
            return True

    reading, within, line = Reading(), 0, 0
    for token in AsWritten("commonmark", {"html": False}).parse(text.lstrip("\ufeff")):
        if token.type in ("list_item_open", "list_item_close"):
            within += token.nesting
        elif token.type == "inline" and within:
            line = token.map[0] + 1 if token.map else line
            fields = _fields(token.children or ())
            if fields.get("link") is None and fields.get("message") is None:
                reading.pass_over(line)
            else:
                reading.add(line, fields)
    return reading.end()


def _item(one: Draft) -> str:
    link = re.sub(r"([\\&*_`<>])", r"\\\1", one.link or f"{_MESSAGE}{one.message}")
    tags = "".join(f" #{escape(tag)}" for tag in one.tags)
    notes = [f"review {one.review.isoformat()}"] if one.review else []
    notes += [one.shelf.value] if one.shelf.value != "group" else []
    notes += [f"owner {escape(one.owner)}"] if one.owner else []
    return f"[{escape(one.title)}](<{link}>){tags}" + (f" ({', '.join(notes)})" if notes else "")


def _fields(tokens: Sequence[Token]) -> dict[str, str]:
    """The link, its text, and what stands behind it."""
    link, title, behind, depth = "", "", "", 0
    linked = False
    for token in tokens:
        if token.type == "link_open":
            depth += 1
            link, linked = link or str(token.attrGet("href") or ""), True
        elif token.type == "link_close":
            depth -= 1
        elif token.type in ("text", "code_inline", "softbreak", "text_special"):
            words = token.content or " "
            title, behind = (title + words, behind) if depth or not link else (title, behind + words)
    if not linked:
        if not (link := link_in(title)):
            return {}
        title, behind = _parted(title, link)
    found = {"title": title, "tags": " ".join(word for word in behind.split() if word.startswith("#"))}
    found["message" if link.startswith(_MESSAGE) else "link"] = link.removeprefix(_MESSAGE)
    return found | _notes(behind)


def _parted(text: str, link: str) -> tuple[str, str]:
    """The title and what belongs behind it, of an item in which an address stands as it is; without words its name is the title."""
    before, _, after = text.partition(link)
    words = [word for word in f"{before} {_BEHIND.sub('', after)}".split() if not word.startswith("#")]
    return " ".join(words).strip(" :–-") or name_of(link), f"{before} {after}"


def _notes(behind: str) -> dict[str, str]:
    found, notes = _BEHIND.search(behind), dict[str, str]()
    for note in found[1].split(",") if found else ():
        name, _, value = note.strip().partition(" ")
        if name in ("review", "owner"):
            notes[name] = value
        elif not value:
            notes["scope"] = name
    return notes
