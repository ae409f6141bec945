"""Addresses on the web, found in what people wrote (pure)."""

from __future__ import annotations

import re
from urllib.parse import quote

_OPENED = re.compile(r"https?://\S|mailto:\S", re.IGNORECASE)
_ENDS = re.compile(r"[\s<>\"`\\|\x00-\x1f\x7f]")
_ADDRESS = re.compile(r"https?://[^\s<>\"\u2060]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}


def links_in(text: str) -> tuple[str, ...]:
    """The addresses in a text, each once, in order, without the punctuation of the sentence around them."""
    found = (_alone(match.group()) for match in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(one for one in found if one.partition("://")[2]))


def is_address(text: str) -> bool:
    """Whether it is an address that may be opened from a message: https, http or mailto."""
    return _OPENED.match(text) is not None


def closed_address(address: str) -> str:
    """The address with what could end it early in some markup (blanks, brackets, quotes, bars) percent-encoded (RFC 3986, section 2.1)."""
    return _ENDS.sub(lambda found: quote(found[0]), address)


def _alone(address: str) -> str:
    while address:
        last = address[-1]
        opening = _CLOSING.get(last)
        if last not in ".,;:!?'*_~`" and (opening is None or address.count(opening) >= address.count(last)):
            break
        address = address[:-1]
    return address
