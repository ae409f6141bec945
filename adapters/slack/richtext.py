"""Neutral Markdown → Slack's `rich_text` (pure).

Its elements are literal: nothing that a member typed can ping somebody, hide an address or break the markup. What rich text does not
have is written out: a heading in bold, a numbered list that begins elsewhere than at 1 as lines with their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import define, field
from markdown_it.tree import SyntaxTreeNode

from coterie.core import markdown
from coterie.core.refs import PersonRef
from coterie.core.values import frozen

from .names import PLATFORM, is_address
from .sizes import head, size

Json = dict[str, Any]

URL = 3000  # characters of an address (source: Block Kit, button url; a longer link stands as text)
INDENT = 8  # the deepest indent of a list (source: Block Kit, rich_text_list)
FALLBACK = 3000  # characters of `text`; chat.update refuses more than 4,000 and escaping may lengthen them
_LINKED = re.compile(r"(?:https?://|mailto:|tel:)\S+\Z")
_MARK, _END = "\ue000", "\ue001"  # private use: nobody types them, nothing shows them


def blocks(text: str) -> list[Json]:
    """A neutral text as blocks: `rich_text`, and a `divider` for every line across."""
    writer = _Writer()
    for node in SyntaxTreeNode(markdown.parse(_clean(text))).children:
        writer.block(node)
    return writer.done()


def fallback(text: str) -> str:
    """The same as Slack's own markup, for notifications and readers without blocks: escaped but for real mentions."""

    def name(person: PersonRef) -> str:
        if person.platform != PLATFORM:
            return person.id
        return person.native if is_address(person.native) else f"{_MARK}{person.native}{_END}"

    written = markdown.plain(_clean(text), name)
    pieces = re.split(f"(@{_MARK}[^{_END}]*{_END})", written)
    shown, room = "", FALLBACK
    for piece in pieces:
        mark = f"<@{piece[2:-1]}>" if piece.startswith(f"@{_MARK}") else escaped(piece)
        if size(mark) > room:
            return shown + ("" if mark.startswith("<@") else escaped(head(piece, room // 5))) + "…"
        shown, room = shown + mark, room - size(mark)
    return shown


def plain(text: str) -> str:
    """The same as plain text without any markup, for where Slack takes nothing else."""
    return markdown.plain(_clean(text), lambda person: person.native if person.platform else person.id)


def escaped(text: str) -> str:
    """Text that means only itself in Slack's markup (source: docs.slack.dev, escaping text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clean(text: str) -> str:
    return text.replace(_MARK, "").replace(_END, "")


@frozen
class _Style:
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    code: bool = False

    def as_json(self) -> Json:
        on = {name: True for name in ("bold", "italic", "code") if getattr(self, name)}
        return {"style": on} if on else {}


@define
class _Writer:
    """Gathers elements into blocks. Paragraphs that follow each other stand in one section, an empty line between them."""

    finished: list[Json] = field(factory=list)
    elements: list[Json] = field(factory=list)

    def done(self) -> list[Json]:
        self._close()
        return self.finished

    def block(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "hr":
                self._close()
                self.finished.append({"type": "divider"})
            case "fence" | "code_block":
                self._add("rich_text_preformatted", [_text(node.content.rstrip("\n"))])
            case "blockquote":
                self._add("rich_text_quote", list(_written_out(node.children)))
            case "bullet_list" | "ordered_list" if _simple(node):
                self.elements.extend(_lists(node, 0))
            case _:
                self._paragraph(list(_written_out([node])))

    def _paragraph(self, pieces: list[Json]) -> None:
        if self.elements and self.elements[-1]["type"] == "rich_text_section":
            self.elements[-1]["elements"] += [_text("\n\n"), *pieces]
        else:
            self._add("rich_text_section", pieces)

    def _add(self, kind: str, pieces: list[Json]) -> None:
        pieces = _merged(pieces)
        if pieces:
            self.elements.append({"type": kind, "elements": pieces})

    def _close(self) -> None:
        for element in self.elements:
            if element["type"] == "rich_text_section":
                element["elements"] = _merged(element["elements"])
        if self.elements:
            self.finished.append({"type": "rich_text", "elements": self.elements})
        self.elements = []


def _simple(node: SyntaxTreeNode) -> bool:
    """Whether Slack's own lists can show it: items of one paragraph, sub-lists behind it, no number interrupted."""
    ordered = node.type == "ordered_list"
    if ordered and int(node.attrs.get("start") or 1) != 1:
        return False
    for item in node.children:
        kinds = [child.type for child in item.children]
        if kinds[:1] != ["paragraph"] or any(kind not in ("bullet_list", "ordered_list") for kind in kinds[1:]):
            return False
        if ordered and len(kinds) > 1 and item is not node.children[-1]:
            return False
        if not all(_simple(child) for child in item.children[1:]) or not list(_written_out(item.children[:1])):
            return False
    return True


def _lists(node: SyntaxTreeNode, indent: int) -> Iterator[Json]:
    style = "ordered" if node.type == "ordered_list" else "bullet"
    sections: list[Json] = []

    def made() -> Json:
        depth = {"indent": min(indent, INDENT)} if indent else {}
        return {"type": "rich_text_list", "style": style, "elements": sections, **depth}

    for item in node.children:
        pieces = _merged(list(_written_out(item.children[:1])))
        sections.append({"type": "rich_text_section", "elements": pieces})
        if item.children[1:]:
            yield made()
            sections = []
            for child in item.children[1:]:
                yield from _lists(child, indent + 1)
    if sections:
        yield made()


def _written_out(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Json]:
    """Blocks as pieces of one section, an empty line between them."""
    for number, node in enumerate(nodes):
        if number:
            yield _text("\n\n")
        match node.type:
            case "paragraph" | "heading":
                style = _Style(bold=node.type == "heading")
                for inline in node.children:
                    yield from _inline(inline.children, style)
            case "bullet_list" | "ordered_list":
                yield from _list_lines(node)
            case "fence" | "code_block":
                yield _text(node.content.rstrip("\n"), _Style(code=True))
            case "blockquote":
                yield from _written_out(node.children)
            case "hr":
                yield _text("———")


def _list_lines(node: SyntaxTreeNode) -> Iterator[Json]:
    start = int(node.attrs.get("start") or 1)
    for number, item in enumerate(node.children):
        mark = f"{start + number}. " if node.type == "ordered_list" else "- "
        yield _text(("\n" if number else "") + mark)
        indent = " " * len(mark)
        for piece in _tight(item.children):
            yield piece | {"text": piece["text"].replace("\n", "\n" + indent)} if piece["type"] == "text" else piece


def _tight(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Json]:
    for number, node in enumerate(nodes):
        if number:
            yield _text("\n")
        yield from _written_out([node])


def _inline(nodes: Sequence[SyntaxTreeNode], style: _Style) -> Iterator[Json]:
    for node in nodes:
        match node.type:
            case "strong":
                yield from _inline(node.children, _Style(True, style.italic))
            case "em":
                yield from _inline(node.children, _Style(style.bold, True))
            case "link":
                yield from _link(str(node.attrs.get("href") or ""), _flat(node.children), style)
            case "image":
                yield from _link(str(node.attrs.get("src") or ""), node.content, style)
            case markdown.MENTION_TOKEN:
                yield _mention(PersonRef(node.content), style)
            case "code_inline":
                yield _text(node.content, _Style(style.bold, style.italic, True))
            case "softbreak" | "hardbreak":
                yield _text("\n", style)
            case _:
                yield _text(node.content, style)


def _link(address: str, label: str, style: _Style) -> Iterator[Json]:
    if not _LINKED.match(address) or len(address) > URL:
        yield _text(f"{label} ({address})" if label else address, style)
        return
    named = {"text": label} if label and label != address.removeprefix("mailto:") else {}
    yield {"type": "link", "url": address, **named, **style.as_json()}


def _flat(nodes: Sequence[SyntaxTreeNode]) -> str:
    return "".join(piece.get("text") or piece.get("url") or "" for piece in _inline(nodes, _Style()))


def _mention(person: PersonRef, style: _Style) -> Json:
    if person.platform != PLATFORM:
        return _text(f"@{person.id}", style)
    if is_address(person.native):  # Slack knows nobody by it
        return _text(person.native, style)
    return {"type": "user", "user_id": person.native, **style.as_json()}


def _text(text: str, style: _Style | None = None) -> Json:
    return {"type": "text", "text": text, **(style or _Style()).as_json()}


def _merged(pieces: list[Json]) -> list[Json]:
    """Neighbouring texts of one style as one, empty ones dropped: Slack refuses an empty text."""
    merged: list[Json] = []
    for piece in pieces:
        if piece["type"] == "text" and not piece["text"]:
            continue
        last = merged[-1] if merged else None
        if last and piece["type"] == last["type"] == "text" and last.get("style") == piece.get("style"):
            merged[-1] = last | {"text": last["text"] + piece["text"]}
        else:
            merged.append(piece)
    return merged
