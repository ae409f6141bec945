"""What a template may take: the budget of one rendering, and how values are charged to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import Any

from jinja2 import Undefined

from .printing import Named, Reader, Style

LONGEST_OUTPUT = 20_000
"""Characters of a rendered text."""
LONGEST_TEXT = 100_000
"""Characters of any text on the way there."""
LONGEST_RANGE = 1_000
MOST_BITS = 256
"""Size of a whole number."""
BUDGET = 3_000_000
"""Elements and characters that one rendering may handle; a few hundred milliseconds at worst."""
MOST_TURNS = 10_000
"""Turns of all loops of one rendering together."""
WIDEST = 1_000
"""What a filter that fills up may fill up to."""


class TooMuch(ValueError):
    """A template asked for more than it is given."""


class Rendering:
    """One rendering going on: for whom, in which style, and what is left of its budget."""

    def __init__(self, reader: Reader, style: Style) -> None:
        self.reader = reader
        self.style = style
        self.left = BUDGET
        self.turns = MOST_TURNS

    def charge(self, amount: int) -> None:
        self.left -= amount + 1
        if self.left < 0:
            raise TooMuch("this takes too many steps")


rendering: ContextVar[Rendering] = ContextVar("rendering")


def size_of(value: object) -> int:
    return len(value) if isinstance(value, Sized) else 0


def weigh(value: object) -> None:
    """Charge for every character and element in the value, however deep."""
    going, waiting = rendering.get(), [value]
    while waiting:
        item = waiting.pop()
        going.charge(size_of(item) if not isinstance(item, Undefined) else 0)
        if isinstance(item, Mapping):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)


def charged(value: Any) -> Any:
    """The value, after what it costs to go over all of it once; a text or number larger than may be is refused."""
    check_defined(value)
    weigh(value)
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise TooMuch(f"a text of {len(value):,} characters is too long; {LONGEST_TEXT:,} may be")
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise TooMuch("the number is too large")
    return value


def listed(value: Any) -> Any:
    """The value with an iterator turned into a list, so that it is measured now and not when it is gone over."""
    if not isinstance(value, Iterator):
        return charged(value)
    items = []
    for item in value:
        rendering.get().charge(0)
        items.append(item)
    return charged(items)


def make_room(length: int) -> None:
    if length > LONGEST_TEXT:
        raise TooMuch(f"this would make {length:,} characters or elements; {LONGEST_TEXT:,} may be")
    rendering.get().charge(length)


def within(number: Any, most: int = WIDEST) -> int:
    if not isinstance(number, int) or not -most <= number <= most:
        raise TooMuch(f"{number!r} is not a whole number of at most {most}")
    return number


def check_defined(value: object) -> None:
    if isinstance(value, Undefined):
        str(value)  # raises


def kind_of(value: object) -> str:
    """What a value is, in the words of a playbook."""
    if isinstance(value, Named):
        return value.kind
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (str, "a text"),
        (bool, "a truth value"),
        ((int, float), "a number"),
        (datetime, "a date-time"),
        (date, "a date"),
        (timedelta, "a duration"),
        (Mapping, "a map"),
        ((list, tuple, range), "a list"),
        (type(None), "nothing"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), f"a {type(value).__name__}")
