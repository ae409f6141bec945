"""Names as PostgreSQL has them: it knows no NUL, so that is written otherwise, without changing the order or what begins with what."""

from __future__ import annotations

from ..documents import accepted

_LAST = "\U0010ffff"


def stored(name: str) -> str:
    r"""A name as it is stored: U+0000 as \1\1, U+0001 as \1\2. Raises ValueError where it is no text of at least one character."""
    if type(name) is str and name and name.isascii() and name.isprintable():
        return name  # as nearly all are
    if not (isinstance(name, str) and name and (name.isascii() or accepted(name))):
        raise ValueError(f"tables, keys and ids are texts of at least one character, not {name!r}")
    return _escaped(name)


def shown(name: str) -> str:
    """A stored name as it was given."""
    return name.replace("\x01\x01", "\x00").replace("\x01\x02", "\x01") if "\x01" in name else name


def span(prefix: str) -> tuple[str, str | None]:
    """The stored names that begin with `prefix`: from the first text on, up to but without the second; None where there is no end."""
    low = _escaped(prefix)
    stem = low.rstrip(_LAST)
    return low, stem[:-1] + _next(stem[-1]) if stem else None


def just_behind(name: str) -> str:
    """A text behind this stored name and before every other."""
    return name + "\x01"


def _escaped(name: str) -> str:
    return name.replace("\x01", "\x01\x02").replace("\x00", "\x01\x01") if "\x00" in name or "\x01" in name else name


def _next(letter: str) -> str:
    """The code point behind this one that a text can hold."""
    return "\ue000" if letter == "\ud7ff" else chr(ord(letter) + 1)
