"""What Slack's own client makes of a text that a person types: escaped text with references, and rich text blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..emoji import SKIN_TONE, emoji_pattern, name_of_emoji
from .layout import BROADCASTS
from .things import (
    Payload,
)
from .world import (
    Workspace,
)

_MARK = re.compile(r"(?<![\w@])@(?P<handle>[\w.-]*\w)|#(?P<channel>[a-z0-9_-]+)|(?P<url>https?://[^\s<>|]+)")


def typed(workspace: Workspace, text: str) -> tuple[str, list[Payload]]:
    """The text and the blocks of the message that the client sends."""
    pieces = list(_pieces(workspace, text))
    section = {"type": "rich_text_section", "elements": pieces}
    blocks: list[Payload] = [{"type": "rich_text", "elements": [section]}] if pieces else []
    return "".join(_as_text(piece) for piece in pieces), blocks


def _pieces(workspace: Workspace, text: str) -> Iterator[Payload]:
    done = 0
    for found in _MARK.finditer(text):
        piece = _reference(workspace, found)
        if piece is not None:
            yield from _emoji(text[done : found.start()])
            yield piece
            done = found.end()
    yield from _emoji(text[done:])


def _reference(workspace: Workspace, found: re.Match[str]) -> Payload | None:
    handle, name = found["handle"], found["channel"]
    if handle in BROADCASTS:
        return {"type": "broadcast", "range": handle}
    if handle:
        user = workspace.user_called(handle)
        return {"type": "user", "user_id": user.id} if user else None
    if name:
        channel = workspace.channel_called(name)
        return {"type": "channel", "channel_id": channel.id} if channel else None
    return {"type": "link", "url": found["url"]}


def _emoji(text: str) -> Iterator[Payload]:
    done = 0
    for found in emoji_pattern().finditer(text):
        if found.start() > done:
            yield {"type": "text", "text": text[done : found.start()]}
        bare = SKIN_TONE.sub("", found[0])
        unicode = "-".join(f"{ord(each):x}" for each in bare)
        yield {"type": "emoji", "name": name_of_emoji(bare) or bare, "unicode": unicode}
        done = found.end()
    if text[done:]:
        yield {"type": "text", "text": text[done:]}


def _as_text(piece: Payload) -> str:
    match piece["type"]:
        case "broadcast":
            return f"<!{piece['range']}>"
        case "user":
            return f"<@{piece['user_id']}>"
        case "channel":
            return f"<#{piece['channel_id']}>"
        case "link":
            return f"<{piece['url']}>"
        case "emoji":
            return f":{piece['name']}:"
        case _:
            return str(piece["text"]).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
