"""What somebody typed on Matrix → plain text with mentions as `<@REF>` (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from coterie.core.model.content import mention

from .names import localpart_of, person_ref

_PILL = re.compile(r"https://matrix\.to/#/(@[^?/]+)")
_LINKED = re.compile(r"\[[^\]\n]*\]\(<?https://matrix\.to/#/([^)?>\s]+)[^)\s]*\)")
# A user id (specification, appendix "User Identifiers") that stands by itself.
_TYPED = re.compile(r"(?<![\w/@<.\u2060])@[0-9a-zA-Z._=/+-]+:[0-9a-zA-Z][0-9a-zA-Z.-]*[0-9a-zA-Z](?::\d{1,5})?")
# What somebody types that looks like a mention of ours is none: a joiner nobody sees breaks it.
_FORGED, _BROKEN = "<@", "<\u2060@"
_QUOTE = re.compile(r"(?:^> ?.*\n)+\n?", re.MULTILINE)


def typed_text(content: Mapping[str, Any]) -> str | None:
    """The text of a message's content, None where there is none. The quotation that old clients put before a reply is left out."""
    body, html = content.get("body"), content.get("formatted_body")
    if not isinstance(body, str):
        return None
    pills: Sequence[tuple[str, str]] = ()
    if isinstance(html, str):
        reader = _Reader()
        reader.feed(html)
        reader.close()
        pills = reader.pills
        if reader.quotes and (quotation := _QUOTE.match(body)):
            body = body[quotation.end() :]
    body = body.replace(_FORGED, _BROKEN)
    meant = _meant(content)

    def typed(found: re.Match[str]) -> str:
        return _mention(found.group()) if meant is None or found.group() in meant else found.group()

    return _TYPED.sub(typed, _with_pills(_LINKED.sub(_linked, body), pills)).strip()


def without_address(text: str, user: str, name: str | None) -> tuple[str, bool]:
    """The text without the mention of `user` at its beginning, and whether there was one.

    A mention, the user id, or the display name or localpart followed by a colon or comma, or preceded by an @.
    """
    called = "|".join(re.escape(one) for one in (name, localpart_of(user)) if one)
    whole = "|".join(re.escape(one) for one in (_mention(user), user))
    address = re.compile(rf"(?:{whole}|@(?:{called})(?!\w)|(?:{called})(?=[:,]))[:,]?\s*", re.IGNORECASE)
    found = address.match(text)
    return (text[found.end() :], True) if found else (text, False)


def _meant(content: Mapping[str, Any]) -> frozenset[str] | None:
    """Whom the sender's client says the message mentions; None for one of an old client, which does not say."""
    if "m.mentions" not in content:
        return None
    said = content["m.mentions"]
    users = said.get("user_ids") if isinstance(said, Mapping) else None
    return frozenset(user for user in users if isinstance(user, str)) if isinstance(users, list) else frozenset()


def _mention(user: str) -> str:
    return mention(person_ref(user))


def _linked(found: re.Match[str]) -> str:
    target = unquote(found.group(1))
    return _mention(target) if _TYPED.fullmatch(target) else found.group()


def _with_pills(body: str, pills: Sequence[tuple[str, str]]) -> str:
    """The body with what the formatted text links to people: both name them in the same order."""
    start = 0
    for user, shown in pills:
        written = _mention(user)
        spelled = next((one for one in (written, user, f"@{shown}", shown) if one and body.find(one, start) >= 0), None)
        if spelled is not None:
            at = body.index(spelled, start)
            body = body[:at] + written + body[at + len(spelled) :]
            start = at + len(written)
    return body


class _Reader(HTMLParser):
    """Finds the links to people, with their text, and whether the quotation of a reply stands in front."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pills: list[tuple[str, str]] = []
        self.quotes = False
        self._user: str | None = None
        self._shown = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "mx-reply":
            self.quotes = True
            self._depth += 1
        elif tag == "a" and not self._depth:
            found = _PILL.match(unquote(dict(attrs).get("href") or ""))
            self._user, self._shown = (found.group(1), "") if found and _TYPED.fullmatch(found.group(1)) else (None, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mx-reply":
            self._depth = max(0, self._depth - 1)
        elif tag == "a" and self._user is not None:
            self.pills.append((self._user, self._shown.removeprefix("@") if self._shown != self._user else self._shown))
            self._user = None

    def handle_data(self, data: str) -> None:
        self._shown += data
