"""Emoji in one spelling (pure), so that what two clients send for the same picture is equal."""

from __future__ import annotations

import unicodedata

_AS_PICTURE = "\ufe0f"
_KEYCAP = "\u20e3"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
# Emoji that are text unless marked, and that width and category do not tell.
_TEXT_BY_ITSELF = frozenset("‼⁉ℹ↔◻◼〰〽㊗㊙🈂🈷")


def neutral_emoji(key: str) -> str:
    """Without a skin tone, and with U+FE0F exactly where the picture needs it (Unicode Technical Standard 51, "fully-qualified").

    Some clients put U+FE0F behind every emoji, some leave it out. Characters that are pictures by themselves are those whose East
    Asian width is W.
    """
    bare = [letter for letter in key if letter != _AS_PICTURE and ord(letter) not in _SKIN_TONES]
    spelled = []
    for letter, following in zip(bare, [*bare, ""][1:], strict=True):
        spelled.append(letter)
        if following == _KEYCAP or _needs_mark(letter):
            spelled.append(_AS_PICTURE)
    return "".join(spelled)


def _needs_mark(letter: str) -> bool:
    if letter in _TEXT_BY_ITSELF:
        return True
    is_symbol = unicodedata.category(letter) == "So" and ord(letter) not in _FLAG_LETTERS
    return is_symbol and unicodedata.east_asian_width(letter) != "W"
