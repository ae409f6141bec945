"""What a person sees in a room: native events → messages as they read now (pure)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from attrs import evolve, field

from coterie.core.values import frozen

_BLOCKS = {"p", "div", "ul", "ol", "li", "blockquote", "pre", "br", "hr", "table", "tr"} | {
    f"h{n}" for n in range(1, 7)
}
_MENTION = re.compile(r"https://matrix\.to/#/([@#!][^?/]+)")

POLL = "poll"
"""The kind of a message that is a poll."""


@frozen
class Seen:
    """A message as it reads now.

    `text` is what a client shows, without markup, mentions as `@name`. `pings` are the user ids it notifies by name,
    `pings_room` tells whether it asks to notify everybody. `thread` is the event at the root of its thread, `replies_to`
    the one it answers. `at` is when it was said, in milliseconds since 1970. `content` is the native content, edits applied.
    """

    event: str
    sender: str
    text: str
    kind: str = "m.text"
    thread: str | None = None
    replies_to: str | None = None
    pings: frozenset[str] = frozenset()
    pings_room: bool = False
    edited: bool = False
    at: int = 0
    content: Mapping[str, Any] = field(factory=dict, repr=False)


def as_read(events: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[Seen, ...]:
    """The messages of a room's events, in their order: edits applied, removed ones left out.

    `names` gives what a mention of a user id reads as; others read as their localpart.
    """
    messages: dict[str, Seen] = {}
    for event in events:
        content = event.get("content") or {}
        if event.get("type") == "org.matrix.msc3381.poll.start" and content:
            asked = content[event["type"]]
            rows = [asked["question"]["body"], *(answer["org.matrix.msc1767.text"] for answer in asked["answers"])]
            seen = _seen(
                event["event_id"], event["sender"], content | {"body": "\n".join(rows), "msgtype": POLL}, names
            )
            messages[event["event_id"]] = evolve(seen, at=event["origin_server_ts"])
            continue
        if event.get("type") not in ("m.room.message", "m.sticker") or not content:
            continue
        relation = content.get("m.relates_to") or {}
        if relation.get("rel_type") != "m.replace":
            seen = _seen(event["event_id"], event["sender"], content, names)
            messages[event["event_id"]] = evolve(seen, at=event["origin_server_ts"])
            continue
        original = messages.get(relation.get("event_id", ""))
        if original is not None and original.sender == event["sender"]:
            messages[original.event] = _edited(original, content, names)
    return tuple(messages.values())


def reactions_to(event: str, events: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Emoji → the user ids who reacted so, in order; taken-back ones left out (their content is empty)."""
    found: dict[str, tuple[str, ...]] = {}
    for reaction in events:
        relation = (reaction.get("content") or {}).get("m.relates_to") or {}
        if reaction.get("type") == "m.reaction" and relation.get("event_id") == event:
            found[relation["key"]] = (*found.get(relation["key"], ()), reaction["sender"])
    return found


def votes_in(poll: str, events: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """User id → the answers of their newest vote in the poll, until it was ended."""
    found: dict[str, tuple[str, ...]] = {}
    for event in events:
        content = event.get("content") or {}
        if (content.get("m.relates_to") or {}).get("event_id") != poll:
            continue
        if event["type"] == "org.matrix.msc3381.poll.end":
            break
        if event["type"] == "org.matrix.msc3381.poll.response":
            found[event["sender"]] = tuple(content[event["type"]]["answers"])
    return found


def plain_text(html: str, names: Mapping[str, str] | None = None) -> str:
    """The text of a `formatted_body` as a client shows it, without markup."""
    reader = _Reader(names or {})
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.pieces).splitlines())
    return "\n".join(line for line in lines if line)


def localpart(user: str) -> str:
    return user.removeprefix("@").partition(":")[0]


def _seen(event: str, sender: str, content: Mapping[str, Any], names: Mapping[str, str]) -> Seen:
    relation = content.get("m.relates_to") or {}
    mentions = content.get("m.mentions") or {}
    threaded = relation.get("rel_type") == "m.thread"
    falls_back = bool(relation.get("is_falling_back"))
    return Seen(
        event=event,
        sender=sender,
        text=_text(content, names),
        kind=str(content.get("msgtype", "")),
        thread=relation.get("event_id") if threaded else None,
        replies_to=None if falls_back else (relation.get("m.in_reply_to") or {}).get("event_id"),
        pings=frozenset(mentions.get("user_ids") or ()),
        pings_room=bool(mentions.get("room")) or ("m.mentions" not in content and "@room" in content.get("body", "")),
        content=content,
    )


def _edited(original: Seen, content: Mapping[str, Any], names: Mapping[str, str]) -> Seen:
    """The relation stays the original's; an edit notifies those whom its own `m.mentions` names besides."""
    new = _seen(original.event, original.sender, content.get("m.new_content") or {}, names)
    also = content.get("m.mentions") or {}
    return evolve(
        new,
        thread=original.thread,
        replies_to=original.replies_to,
        pings=original.pings | frozenset(also.get("user_ids") or ()),
        pings_room=original.pings_room or bool(also.get("room")),
        edited=True,
        at=original.at,
    )


def _text(content: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if content.get("format") == "org.matrix.custom.html" and content.get("formatted_body"):
        return plain_text(content["formatted_body"], names)
    body = str(content.get("body", ""))
    for user in (content.get("m.mentions") or {}).get("user_ids") or ():
        body = body.replace(user, _at(user, names))
    return body


def _at(target: str, names: Mapping[str, str]) -> str:
    return f"@{names.get(target, localpart(target))}" if target.startswith("@") else target


class _Reader(HTMLParser):
    """Collects text: a mention's link becomes `@name`, the fallback of a reply is left out, lists get their marks."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.names = names
        self.pieces: list[str] = []
        self.lists: list[int | None] = []
        self.hidden = 0
        self.in_mention = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "mx-reply":
            self.hidden += 1
        elif tag == "a" and (mention := _MENTION.match(unquote(given.get("href") or ""))):
            self.pieces.append(_at(mention.group(1), self.names))
            self.in_mention = True
        elif tag in ("ol", "ul"):
            start = given.get("start") or "1"
            self.lists.append(int(start) if tag == "ol" and start.isdigit() else None)
        if tag in _BLOCKS:
            self.pieces.append("\n" + (self._mark() if tag == "li" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "mx-reply":
            self.hidden = max(0, self.hidden - 1)
        elif tag == "a":
            self.in_mention = False
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden and not self.in_mention:
            self.pieces.append(data)

    def _mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "• "
        number = self.lists[-1]
        self.lists[-1] = number + 1
        return f"{number}. "
