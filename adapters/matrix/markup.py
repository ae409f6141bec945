"""Neutral Markdown → what Matrix shows (pure): HTML of the subset that clients allow, and plain text for the others.

Allowed HTML: Matrix specification, client-server API, "m.room.message msgtypes".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from coterie.core.markdown import MENTION_TOKEN, as_plain, parse, walk
from coterie.core.refs import PersonRef
from coterie.core.values import frozen

from .names import PLATFORM

# Matrix's old push rule fires on this word in the plain text of whoever has the power to; a joiner nobody sees breaks it.
_ROOM_PING = "@room"
_NO_ROOM_PING = "@\u2060room"
# In a chat a new line is a new line.
_OPTIONS = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "breaks": True}).options


@frozen
class Rendered:
    """A text as Matrix takes it. `html` is None where it would say no more than `plain`; `mentions` are user ids, each once."""

    plain: str
    html: str | None
    mentions: tuple[str, ...]


def rendered(text: str, names: Mapping[str, str]) -> Rendered:
    """The text with every mention shown by the name that `names` has for the user id, else by the id itself."""

    def name_of(person: PersonRef) -> str:
        return names.get(_user(person), _user(person)).removeprefix("@")

    tokens = parse(text)
    html = _HTML.render(tokens, _OPTIONS, {"name_of": name_of}).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        html = html[len("<p>") : -len("</p>")]
    words = as_plain(tokens, name_of).replace(_ROOM_PING, _NO_ROOM_PING)
    return Rendered(words, None if html == escape(words) else html, _users(tokens))


def mentioned(text: str) -> tuple[str, ...]:
    """The user ids of this platform that the text mentions, each once, in order."""
    return _users(parse(text))


def _users(tokens: Sequence[Token]) -> tuple[str, ...]:
    found = (PersonRef(token.content) for token in walk(tokens) if token.type == MENTION_TOKEN)
    return tuple(dict.fromkeys(person.native for person in found if person.platform == PLATFORM))


def _user(person: PersonRef) -> str:
    """The user id; of somebody who is not on this platform the reference as it stands."""
    return person.native if person.platform == PLATFORM else person.id


class _Html(RendererHTML):
    """What the rest of CommonMark becomes is markdown-it's own; the methods are named by the tokens they render."""

    def mention(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        person = PersonRef(tokens[index].content)
        shown = escape(env["name_of"](person))
        if person.platform != PLATFORM:
            return f"@{shown}"
        return f'<a href="https://matrix.to/#/{quote(person.native, safe="@:")}">{shown}</a>'

    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Clients show images of their own homeserver alone: any other becomes a link."""
        token = tokens[index]
        return f'<a href="{escape(str(token.attrs.get("src", "")))}">{escape(token.content)}</a>'


_HTML = _Html()
