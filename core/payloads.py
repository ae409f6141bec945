"""What platforms send, made fit to be kept and sent on."""

from __future__ import annotations

from collections.abc import Mapping


def well_formed(value: object) -> object:
    """A value of JSON without halves of characters (lone surrogates), which JSON can spell and UTF-8 can't: each becomes `?`.

    None where it is nested more deeply than anything that is meant.
    """
    try:
        return _well_formed(value)
    except RecursionError:
        return None


def _well_formed(value: object) -> object:
    match value:
        case str():
            return value if value.isascii() else _text(value)
        case Mapping():
            return {_well_formed(key): _well_formed(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_well_formed(item) for item in value]
    return value


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
