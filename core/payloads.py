"""What platforms send, made fit to be kept and sent on."""

from __future__ import annotations

from collections.abc import Mapping

DEEPEST = 100
"""Nothing that is meant is nested more deeply. Synapse and Slack take nothing of that kind in; another server may."""


def well_formed(value: object) -> object:
    """A value of JSON without what can't be kept: each half of a character (a lone surrogate, which JSON can spell and UTF-8 can't) becomes `?`,
    each NUL (which PostgreSQL takes in no text) U+FFFD, and what lies more than 100 levels deep None.
    """
    return _well_formed(value, DEEPEST)


def _well_formed(value: object, levels: int) -> object:
    match value:
        case str():
            return _text(value)
        case Mapping() | list() | tuple() if levels == 0:
            return None
        case Mapping():
            return {_well_formed(key, levels): _well_formed(inner, levels - 1) for key, inner in value.items()}
        case list() | tuple():
            return [_well_formed(item, levels - 1) for item in value]
    return value


def _text(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
