"""How long a text is to Slack, and texts cut to what it takes (pure).

Slack does not say what a character is in its limits: whoever counts an emoji as two, as JavaScript does, is never over them.
"""

from __future__ import annotations

import unicodedata

_JOINS = ("\u200d", "\ufe0e", "\ufe0f", "\u20e3")
"""What stands with the sign before it: a joiner, the choice of a picture or a letter, a keycap."""


def size(text: str) -> int:
    """Its length in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis where it is too long; no sign is torn from what belongs to it."""
    return text if size(text) <= most else head(text, most - 1) + "…"


def head(text: str, most: int) -> str:
    """As much of the beginning as has room."""
    if size(text) <= most:
        return text
    end = len(text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, most)].decode("utf-16-le", "ignore"))
    whole = end
    while 0 < whole and end - whole < _LONGEST and (_belongs(text[whole]) or text[whole - 1] == "\u200d"):
        whole -= 1
    return text[:whole] if whole and end - whole < _LONGEST else text[:end]


_LONGEST = 16
"""So many signs at most make up one that people see; what is longer is torn."""


def _belongs(sign: str) -> bool:
    return sign in _JOINS or "\U0001f3fb" <= sign <= "\U0001f3ff" or unicodedata.combining(sign) > 0
