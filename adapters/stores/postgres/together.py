"""Which units go into the database together: those that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from .unit import OpenUnit, Place

T = TypeVar("T")

AT_ONCE = 128
"""So many at most."""


def together(waiting: Sequence[T], unit_of: Callable[[T], OpenUnit]) -> tuple[list[T], list[T]]:
    """Those that can be kept as if one after another by looking at all of them first, and those that have to wait for it, in their order.

    A unit may write what an earlier one read, but neither read nor write what an earlier one writes, nor end the same entry.
    """
    chosen: list[T] = []
    left: list[T] = []
    written: set[Place] = set()
    acts: set[tuple[str, str]] = set()
    for one in waiting:
        unit = unit_of(one)
        mine = unit.acts()
        if (
            len(chosen) == AT_ONCE
            or (chosen and not unit.is_plain)
            or not acts.isdisjoint(mine)
            or unit.depends_on(written)
        ):
            left.append(one)
            continue
        chosen.append(one)
        written.update(unit.written())
        acts.update(mine)
        if not unit.is_plain:
            return chosen, [*left, *waiting[len(chosen) + len(left) :]]
    return chosen, left
