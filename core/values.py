"""`frozen`, which makes a class a value: as attrs' own does, in half the time.

attrs writes methods for each class and has Python compile them. Comparing and printing are two thirds of what it writes, and a start
makes hundreds of classes of which it compares and prints next to nothing. So all of them share what stands below; it does the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from attrs import frozen as frozen  # type checkers know what it does by this name alone
else:

    def frozen(kind=None, /, *, kw_only=False):
        """As `attrs.frozen`; for a value that has an order, use that."""
        if kind is None:
            return partial(frozen, kw_only=kw_only)
        for name in ("__eq__", "__hash__", "__repr__"):
            if name not in vars(kind):
                setattr(kind, name, getattr(_Shared, name))
        return attrs.frozen(kind, kw_only=kw_only)  # which leaves alone what is there


class _Shared:
    def __eq__(self, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        kind: Any = self.__class__
        compared = _compared(kind)
        return compared(self) == compared(other)

    def __hash__(self) -> int:
        kind: Any = self.__class__
        return hash((kind, _compared(kind)(self)))

    def __repr__(self) -> str:
        kind: Any = self.__class__
        shown = [one for one in attrs.fields(kind) if one.repr]
        words = (f"{one.name}={(one.repr if callable(one.repr) else repr)(getattr(self, one.name))}" for one in shown)
        return f"{kind.__qualname__.rpartition('>.')[2]}({', '.join(words)})"


@cache
def _compared(kind: Any) -> Callable[[Any], Any]:
    """What gives everything of a value by which it is compared."""
    names = [one.name for one in attrs.fields(kind) if one.eq]
    return attrgetter(*names) if names else lambda _: ()
