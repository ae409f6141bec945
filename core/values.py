"""`frozen`, which makes a class a value: as attrs' own does, in half the time.

attrs writes methods for each class and has Python compile them, at each start anew. Comparing and printing are two thirds of what it
writes, and a start makes some 400 classes of which it compares and prints next to nothing. So all of them share what stands below; it does the
same. The price: comparing takes 0.6 µs in place of 0.2, and where two values differ in a test, pytest shows both whole, not field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

if TYPE_CHECKING:
    from attrs import frozen as frozen  # type checkers know what it does by this name alone
else:

    def frozen(kind=None, /, **options):
        """As `attrs.frozen`, with all its options."""
        if kind is None:
            return partial(frozen, **options)
        if options.keys() <= {"kw_only"} and not issubclass(kind, BaseException):  # attrs leaves alone what is there
            for name in ("__eq__", "__hash__", "__repr__"):
                if name not in vars(kind):
                    setattr(kind, name, getattr(_Shared, name))
        return attrs.frozen(kind, **options)


V = TypeVar("V")


def evolved(value: V, changes: Mapping[str, object]) -> V:
    """The value with these fields changed: as `attrs.evolve`, in a third of the time. For what every message goes through; `evolve` reads better."""
    kind: Any = value.__class__
    names, get, puts = _made_of(kind)
    if puts is None or not changes.keys() <= puts.keys():
        made: V = kind(**{**dict(zip(names, get(value), strict=True)), **changes})
        return made
    copy: V = object.__new__(kind)
    for put, known in zip(puts.values(), get(value), strict=True):
        put(copy, known)
    for name, new in changes.items():
        puts[name](copy, new)
    return copy


_Puts = Mapping[str, Callable[[Any, Any], None]]


@cache
def _made_of(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], Any], _Puts | None]:
    """How the constructor of a class calls its fields, what gives them all of a value, and what puts each in its place; None for the last where
    the constructor does more than that.
    """
    fields = [one for one in attrs.fields(kind) if one.init]
    names = [one.name for one in fields]
    get = attrgetter(*names) if len(names) > 1 else _one_of(names)
    more = len(fields) < len(attrs.fields(kind)) or any(one.converter or one.validator for one in fields)
    does_more = any(hasattr(kind, name) for name in ("__dict__", "__attrs_post_init__", "_attrs_cached_hash"))
    if more or does_more:
        return tuple(one.alias for one in fields), get, None
    return tuple(one.alias for one in fields), get, {one.alias: getattr(kind, one.name).__set__ for one in fields}


def _one_of(names: Sequence[str]) -> Callable[[Any], Any]:
    """`attrgetter` of one name gives no tuple, and there is none of no name."""
    return lambda value: tuple(getattr(value, name) for name in names)


class _Shared:
    def __eq__(self, other: object) -> Any:
        if other is self:
            return True
        if other.__class__ is not self.__class__:
            return NotImplemented
        kind: Any = self.__class__
        compared = _compared(kind)
        return compared(self) == compared(other)

    def __hash__(self) -> int:
        kind: Any = self.__class__
        return hash((kind, _hashed(kind)(self)))

    def __repr__(self) -> str:
        kind: Any = self.__class__
        shown = [one for one in attrs.fields(kind) if one.repr]
        words = (f"{one.name}={(one.repr if callable(one.repr) else repr)(getattr(self, one.name))}" for one in shown)
        return f"{kind.__qualname__.rpartition('>.')[2]}({', '.join(words)})"


@cache
def _compared(kind: Any) -> Callable[[Any], Any]:
    """What gives everything of a value by which it is compared."""
    return _given([one for one in attrs.fields(kind) if one.eq])


@cache
def _hashed(kind: Any) -> Callable[[Any], Any]:
    """What gives everything of a value by which it is hashed."""
    return _given([one for one in attrs.fields(kind) if (one.eq if one.hash is None else one.hash)])


def _given(fields: Sequence[Any]) -> Callable[[Any], Any]:
    if not fields or any(one.eq_key for one in fields):
        return lambda value: tuple((one.eq_key or _itself)(getattr(value, one.name)) for one in fields)
    return attrgetter(*(one.name for one in fields))


def _itself(value: Any) -> Any:
    return value
