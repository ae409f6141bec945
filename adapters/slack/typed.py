"""Text in Slack's markup as it was typed. Pure."""

from __future__ import annotations

import re

from .emoji import with_emoji
from .names import PLATFORM

JOINER = "\u2060"  # invisible: it stands where typed text would otherwise be read as a mention
_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def neutral(text: str) -> str:
    """Text in Slack's markup as it was typed, mentions as `<@slack/ID>` and nothing else readable as one."""
    parts: list[str] = []
    done = 0
    for found in _REFERENCE.finditer(text):
        parts += [_typed(text[done : found.start()]), _reference(found[1], found[2] or "")]
        done = found.end()
    return "".join([*parts, _typed(text[done:])])


def _typed(text: str) -> str:
    plain = with_emoji(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain.replace("<@", f"<{JOINER}@")


def _reference(target: str, label: str) -> str:
    label = _typed(label)
    if target.startswith("@"):
        return f"<@{PLATFORM}/{target[1:]}>" if re.fullmatch(r"\w+", target[1:]) else _typed(f"<{target}>")
    if target.startswith("#"):
        return f"#{label.removeprefix('#') or target[1:]}"
    if target.startswith("!"):
        return label or f"@{_typed(target[1:].partition('^')[0])}"
    address = _typed(target)
    return f"{label} ({address})" if label and label not in address else address.removeprefix("mailto:")
