"""The operators of playbooks, bounded, and aware of zones, durations and people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ..model.content import Markdown
from .bounds import MOST_BITS, WIDEST, TooMuch, charged, make_room, rendering, size_of
from .printing import Named, Span, Style, printed

_PRINTF = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(\*|\d*)(?:\.(\*|\d*))?")


def _plus(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return concatenated(left, right)
    if isinstance(right, datetime) and isinstance(left, timedelta):
        left, right = right, left
    if isinstance(left, datetime) and isinstance(right, Span):
        reader = rendering.get().reader
        return reader.local(right.written.after(reader.local(left), reader.tzinfo))
    if isinstance(left, datetime) and isinstance(right, timedelta):
        return _elapsed(left, right)
    make_room(size_of(left) + size_of(right))
    return left + right


def _minus(left: Any, right: Any) -> Any:
    if isinstance(left, datetime) and isinstance(right, timedelta):
        return _elapsed(left, -right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        reader = rendering.get().reader
        return reader.local(left).astimezone(UTC) - reader.local(right).astimezone(UTC)
    return left - right


def _elapsed(instant: datetime, by: timedelta) -> datetime:
    """What a clock on the wall of the reader shows after so much time has passed, DST or not."""
    reader = rendering.get().reader
    return reader.local(reader.local(instant).astimezone(UTC) + by)


def _times(left: Any, right: Any) -> Any:
    for thing, count in ((left, right), (right, left)):
        if isinstance(thing, str | list | tuple) and isinstance(count, int):
            make_room(size_of(thing) * max(count, 0))
    return left * right


def _power(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > MOST_BITS:
        raise TooMuch("the number is too large")
    return left**right


def _modulo(left: Any, right: Any) -> Any:
    return formatted(left, right) if isinstance(left, str) else left % right


def formatted(pattern: str, values: Any) -> str:
    """`pattern % values`, widths and precisions bounded before anything is filled up."""
    total = len(pattern)
    for width, precision in _PRINTF.findall(pattern):
        if "*" in (width, precision) or max(int(width or 0), int(precision or 0)) > WIDEST:
            raise TooMuch(f"a width in a format is a number of at most {WIDEST}")
        total += int(width or 0) + int(precision or 0)
    if isinstance(values, Mapping):
        values = {key: _spellable(value) for key, value in values.items()}
    else:
        values = tuple(_spellable(value) for value in (values if isinstance(values, tuple) else (values,)))
    given = values.values() if isinstance(values, Mapping) else values
    longest = max((size_of(value) if isinstance(value, str) else 400 for value in given), default=0)
    make_room(total + pattern.count("%") * longest)
    text: str = pattern % values
    return text


def _spellable(value: object) -> object:
    if isinstance(value, str | int | float):
        return value
    charged(value)
    return printed(value, rendering.get().reader, Style.WORDS)


def concatenated(*parts: object) -> str:
    """`a ~ b`: plain texts give plain text; with a person or an author's text among them, what it prints as."""
    for part in parts:
        charged(part)
    going = rendering.get()
    if going.style is Style.MARKDOWN and any(isinstance(part, Markdown) or _has_mark(part) for part in parts):
        texts = [printed(part, going.reader, going.style) for part in parts]
        make_room(sum(map(len, texts)))
        return Markdown("".join(texts))
    words = Style.TOKEN if going.style is Style.TOKEN else Style.WORDS
    texts = [printed(part, going.reader, words) for part in parts]
    make_room(sum(map(len, texts)))
    return "".join(texts)


def _has_mark(part: object) -> bool:
    if isinstance(part, Named):
        return part.printed_ref() is not None
    return isinstance(part, list | tuple) and any(isinstance(item, Markdown) or _has_mark(item) for item in part)


OPERATORS = {"+": _plus, "-": _minus, "*": _times, "**": _power, "%": _modulo}
