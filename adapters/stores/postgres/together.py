"""Which units go into the database together: those that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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


def listed(units: Sequence[OpenUnit]) -> Sequence[Sequence[Any]]:
    """All that they read and want, kind by kind, each with the number of its unit, from 1: what `keep_together` takes."""
    gets: list[Any] = []
    scans: list[Any] = []
    puts: list[Any] = []
    deletes: list[Any] = []
    ends: list[Any] = []
    adds: list[Any] = []
    timers: list[Any] = []
    cancelled: list[Any] = []
    taken: list[Any] = []
    for u, unit in enumerate(units, 1):
        wants = unit.wants()
        gets += [{"u": u, **one} for one in wants["gets"]]
        scans += [{"u": u, "scan": one} for one in wants["scans"]]
        puts += [{"u": u, **one} for one in wants["puts"]]
        deletes += [{"u": u, **one} for one in wants["deletes"]]
        for act in wants["work"]:
            kind = {"enqueue": adds, "take": taken}.get(act["act"], ends)
            kind.append({"u": u, "o": len(adds), **act})
        timers += [{"u": u, **one} for one in wants["timers"]]
        cancelled += [{"u": u, **one} for one in wants["cancelled"]]
    return gets, scans, puts, deletes, ends, adds, timers, cancelled, taken
