"""The filters and tests of playbooks: Jinja2's own that need no import and can't grow without bound, or bounded ones in their place."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from textwrap import wrap
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.tests import TESTS as JINJA_TESTS

from .bounds import charged, kind_of, listed, make_room, rendering, weigh, within
from .operators import concatenated, formatted

_FILTERS = (
    "abs batch capitalize center count d default dictsort filesizeformat first float format groupby indent int items join last length list"
    " lower map max min reject rejectattr replace reverse round select selectattr slice sort string striptags sum title trim truncate unique"
    " upper urlencode wordcount wordwrap"
).split()
_TESTS = tuple(name for name in JINJA_TESTS if name not in {"filter", "test", "callable", "escaped"})


@pass_environment
def _joined(
    environment: Environment, items: Iterable[object], separator: str = "", attribute: str | None = None
) -> str:
    """The items in a row, the separator between them; people stay mentions."""
    parts: list[object] = []
    for item in items:
        if parts and separator:
            parts.append(str(separator))
        parts.append(item if attribute is None else environment.getitem(item, attribute))
        rendering.get().charge(0)
    return concatenated(*parts)


def _center(value: Any, width: int = 80) -> str:
    return str(value).center(within(width))


def _indent(value: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    text = str(value)
    by = len(width) if isinstance(width, str) else within(width)
    make_room(len(text) + (text.count("\n") + 1) * by)
    return str(JINJA_FILTERS["indent"](text, width, first, blank))


def _replace(value: Any, old: str, new: str, count: int = -1) -> str:
    text, old, new = str(value), str(old), str(new)
    make_room(len(text) + (text.count(old) if old else len(text) + 1) * len(new))
    return text.replace(old, new, count)


def _round(value: Any, precision: int = 0, method: str = "common") -> Any:
    return JINJA_FILTERS["round"](value, within(precision, 15), method)


def _batch(value: Iterable[Any], linecount: int, fill_with: Any = None) -> list[list[Any]]:
    return list(JINJA_FILTERS["batch"](value, max(1, within(linecount)), fill_with))


@pass_environment
def _sum(environment: Environment, value: Iterable[Any], attribute: str | None = None, start: Any = 0) -> Any:
    total = start
    for item in value:
        number = item if attribute is None else environment.getitem(item, attribute)
        if not isinstance(number, int | float | timedelta):
            raise TypeError(f"{kind_of(number)} can't be summed up")
        total = charged(total + number)
    return total


def _slice(value: Iterable[Any], slices: int, fill_with: Any = None) -> list[list[Any]]:
    return list(JINJA_FILTERS["slice"](list(value), max(1, within(slices)), fill_with))


def _wordwrap(value: Any, width: int = 79, break_long_words: bool = True) -> str:
    wide = max(1, within(width))
    return "\n".join("\n".join(wrap(line, wide, break_long_words=break_long_words)) for line in str(value).splitlines())


def _as_int(value: Any, default: int = 0, base: int = 10) -> int:
    return int(JINJA_FILTERS["int"](str(value)[:100] if isinstance(value, str) else value, default, base))


def _spelled(pattern: Any, *values: Any, **named: Any) -> str:
    return formatted(str(pattern), named or values)


_OWN: Mapping[str, Callable[..., Any]] = {
    "center": _center,
    "indent": _indent,
    "replace": _replace,
    "round": _round,
    "batch": _batch,
    "slice": _slice,
    "wordwrap": _wordwrap,
    "int": _as_int,
    "sum": _sum,
    "format": _spelled,
    "join": _joined,
}


def _bounded(filter: Any) -> Callable[..., Any]:
    """The filter, charged for what it is given and measured in what it gives."""

    @functools.wraps(filter)
    def charged(*arguments: Any, **named: Any) -> Any:
        for value in (*arguments, *named.values()):
            if isinstance(value, str | list | tuple | range | dict):
                weigh(value)
        return listed(filter(*arguments, **named))

    return charged


def _is_defined(value: object) -> bool:
    return not isinstance(value, Undefined) and getattr(value, "begun", True) is not False


_ALL: Mapping[str, Any] = {**JINJA_FILTERS, **_OWN}
FILTERS = {name: _bounded(_ALL[name]) for name in _FILTERS}
TESTS: Mapping[str, Callable[..., Any]] = {
    **{name: _bounded(JINJA_TESTS[name]) for name in _TESTS},
    "defined": _is_defined,
    "undefined": lambda value: not _is_defined(value),
}
