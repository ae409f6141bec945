"""A library as OPML 2.0 (http://opml.org/spec2.opml), as outliners and feed readers have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from .exchange import Draft, Read, Reading

SPACE = "urn:coterie:library"
"""The namespace of what OPML has no word for."""


def as_opml(title: str, drafts: Iterable[Draft]) -> str:
    """One outline for each draft."""
    head = f"  <head><title>{escape(title)}</title></head>"
    rows = "".join(f"    <outline{_attributes(one)}/>\n" for one in drafts)
    top = f'<opml version="2.0" xmlns:coterie="{SPACE}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{top}\n{head}\n  <body>\n{rows}  </body>\n</opml>\n'


def read_opml(text: str) -> Read:
    """What the outlines hold: those with an address are entries, those without folders, whose names become tags."""
    reading = _Outlines()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, found: reading.begin(parser.CurrentLineNumber, name, found)
    parser.EndElementHandler = reading.leave
    parser.StartDoctypeDeclHandler = _no_doctype
    data = text.strip().encode()
    if not data:
        return reading.found.end()
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _Doctype):
        reading.found.unreadable(parser.ErrorLineNumber, data[parser.ErrorByteIndex :].decode(errors="replace"))
    return reading.found.end()


class _Doctype(Exception):
    """Entities may grow without bound, and no OPML needs them."""


def _no_doctype(*_: object) -> None:
    raise _Doctype("DOCTYPE")


class _Outlines:
    """Follows the outlines of a file, and remembers in which folders it stands."""

    def __init__(self) -> None:
        self.found = Reading()
        self._folders: list[str] = []

    def begin(self, line: int, name: str, found: Mapping[str, str]) -> None:
        if name != "outline":
            return
        link = found.get("url") or found.get("htmlUrl") or found.get("xmlUrl") or ""
        title, message = found.get("text") or found.get("title") or "", found.get(f"{SPACE} message", "")
        if link or message:
            tags = " ".join((*self._folders, found.get("category", "").replace("/", " ")))
            own = {name: found.get(f"{SPACE} {name}", "") for name in ("owner", "scope", "review")}
            self.found.add(line, {"title": title, "link": link, "message": message, "tags": tags} | own)
        self._folders.append("" if link or message else title.replace(" ", "-"))

    def leave(self, name: str) -> None:
        if name == "outline":
            self._folders.pop()


def _attributes(one: Draft) -> str:
    found = {
        "text": one.title,
        "type": "link" if one.link else "",
        "url": one.link,
        "category": ",".join(one.tags),
        "coterie:message": one.message,
        "coterie:owner": one.owner,
        "coterie:scope": one.shelf.value,
        "coterie:review": one.review.isoformat() if one.review else "",
    }
    return "".join(f" {name}={quoteattr(value)}" for name, value in found.items() if value)
