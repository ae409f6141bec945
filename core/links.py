"""Addresses on the web, found in what people wrote (pure)."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://[^\s<>\"\u2060]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}


def links_in(text: str) -> tuple[str, ...]:
    """The addresses in a text, each once, in order, without the punctuation of the sentence around them."""
    found = (_alone(match.group()) for match in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(one for one in found if one.partition("://")[2]))


def _alone(address: str) -> str:
    while address:
        last = address[-1]
        opening = _CLOSING.get(last)
        if last not in ".,;:!?'*_~`" and (opening is None or address.count(opening) >= address.count(last)):
            break
        address = address[:-1]
    return address
