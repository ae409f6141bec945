"""Neutral Markdown → what Matrix shows (pure): HTML of the subset that clients allow, and plain text for the others.

Allowed HTML: Matrix specification, client-server API, "m.room.message msgtypes".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from attrs import frozen
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from coterie.core.model.content import MENTION
from coterie.core.refs import PersonRef

from .names import PLATFORM

# Matrix's old push rule fires on this word in the plain text of whoever has the power to; a joiner nobody sees breaks it.
_ROOM_PING = "@room"
_NO_ROOM_PING = "@\u2060room"


@frozen
class Rendered:
    """A text as Matrix takes it. `html` is None where it would say no more than `plain`; `mentions` are user ids, each once."""

    plain: str
    html: str | None
    mentions: tuple[str, ...]


def rendered(text: str, names: Mapping[str, str]) -> Rendered:
    """The text with every mention shown by the name that `names` has for the user id, else by the id itself."""
    tokens = _MARKDOWN.parse(text)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {"names": names}).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        html = html[len("<p>") : -len("</p>")]
    plain = _plain(SyntaxTreeNode(tokens), names).replace(_ROOM_PING, _NO_ROOM_PING)
    return Rendered(plain, None if html == escape(plain) else html, _mentions(tokens))


def mentions_in(text: str) -> tuple[str, ...]:
    """The user ids of this platform that the text mentions, each once, in order."""
    return _mentions(_MARKDOWN.parse(text))


def blocks_of(text: str) -> tuple[str, ...]:
    """The text cut between its top-level blocks; joined by empty lines they read as the text does."""
    lines = text.split("\n")
    starts = [token.map[0] for token in _MARKDOWN.parse(text) if token.map and token.level == 0 and token.nesting >= 0]
    edges = [0, *starts[1:], len(lines)]
    return tuple("\n".join(lines[a:b]).strip("\n") for a, b in zip(edges, edges[1:], strict=False))


def _mentions(tokens: Sequence[Token]) -> tuple[str, ...]:
    found = (child.content for token in tokens for child in token.children or () if child.type == "mention")
    return tuple(dict.fromkeys(user for user in found if user.startswith("@")))


def _plain(node: SyntaxTreeNode, names: Mapping[str, str]) -> str:
    """What the node says, with the marks that plain text has always had: bullets, numbers, `>`."""
    inside = [_plain(child, names) for child in node.children]
    match node.type:
        case "root":
            return "\n\n".join(inside)
        case "bullet_list":
            return "\n".join(_hanging("• ", item) for item in inside)
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return "\n".join(_hanging(f"{number}. ", item) for number, item in enumerate(inside, first))
        case "list_item":
            return "\n".join(inside)
        case "blockquote":
            return "\n".join(f"> {line}" for line in "\n\n".join(inside).split("\n"))
        case "hr":
            return "———"
        case "softbreak" | "hardbreak":
            return "\n"
        case "mention":
            return _name(node.content, names)
        case "image":
            return _with_target(node.content, str(node.attrs.get("src", "")))
        case "link":
            return _with_target("".join(inside), str(node.attrs.get("href", "")))
        case _:
            return "".join(inside) if inside else node.content.rstrip("\n")


def _hanging(mark: str, item: str) -> str:
    return mark + item.replace("\n", "\n" + " " * len(mark))


def _with_target(shown: str, target: str) -> str:
    return shown if shown in (target, target.removeprefix("mailto:")) else f"{shown} ({target})"


def _name(user: str, names: Mapping[str, str]) -> str:
    return names.get(user, user)


def _parse_mention(state: StateInline, silent: bool) -> bool:
    """`<@matrix/@ana:example.org>` is a mention of that account; a reference that is not of this platform shows as its id."""
    found = MENTION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        person = PersonRef(found.group(1))
        state.push("mention", "", 0).content = person.native if person.platform == PLATFORM else person.id
    state.pos = found.end()
    return True


def _mention_html(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, env: Any) -> str:
    user = tokens[index].content
    shown = escape(_name(user, env["names"]))
    return f'<a href="https://matrix.to/#/{quote(user, safe="@:")}">{shown}</a>' if user.startswith("@") else shown


def _image_html(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, ___: Any) -> str:
    """Clients show images of their own homeserver alone: any other becomes a link."""
    token = tokens[index]
    return f'<a href="{escape(str(token.attrs.get("src", "")))}">{escape(token.content)}</a>'


def _new_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "breaks": True})
    markdown.inline.ruler.before("autolink", "mention", _parse_mention)
    markdown.add_render_rule("mention", _mention_html)
    markdown.add_render_rule("image", _image_html)
    return markdown


_MARKDOWN = _new_markdown()
