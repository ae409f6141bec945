"""What many units want, told to the database in columns: a list of numbers or one text each, which it reads far quicker than JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from .unit import OpenUnit

BETWEEN = "\x02\x01\x03"
"""Stands between the texts of a column. It is in no stored name, where U+0001 begins \\1\\1 or \\1\\2 or ends \\1\\1, and in no JSON."""

_encode = msgspec.json.Encoder().encode


def columns(units: Sequence[OpenUnit]) -> Sequence[str | None]:
    """All that they read and want, each with the number of its unit, from 1: what `keep_together` takes, in its order."""
    gets: list[tuple[Any, ...]] = []
    scans: list[Any] = []
    puts: list[tuple[Any, ...]] = []
    deletes: list[tuple[Any, ...]] = []
    ends: list[tuple[Any, ...]] = []
    adds: list[tuple[Any, ...]] = []
    timers: list[tuple[Any, ...]] = []
    cancelled: list[Any] = []
    taken: list[tuple[Any, ...]] = []
    for u, unit in enumerate(units, 1):
        gets += [(u, tab, key, number) for (tab, key), number in unit.numbers()]
        scans += [{"u": u, "scan": one} for one in unit.scans]
        for (tab, key), value in unit.written().items():
            if value is None:
                deletes.append((u, tab, key))
            else:
                puts.append((u, tab, key, _encode(value).decode()))
        for act in unit.work:
            its = (u, act["queue"], act["id"])
            match act["act"]:
                case "take":
                    taken.append((*its, act["lane"]))
                case "enqueue":
                    adds.append((*its, act["lane"], act["body"], act["due"], act["attempts"]))
                case kind:
                    ends.append((u, kind, *its[1:], act.get("due", ""), act.get("body") or ""))
        for timer in unit.timers:
            if "due" in timer:
                timers.append((u, timer["key"], timer["due"], timer["body"]))
            else:
                cancelled.append({"u": u, **timer})
    return [
        *_columns(gets, "nttn"),
        _json(scans),
        *_columns(puts, "nttt"),
        *_columns(deletes, "ntt"),
        *_columns(ends, "nttttt"),
        *_columns(adds, "ntttttn"),
        *_columns(timers, "nttt"),
        _json(cancelled),
        *_columns(taken, "nttt"),
    ]


def _columns(rows: Sequence[tuple[Any, ...]], kinds: str) -> Iterable[str | None]:
    """The columns of these rows: `n` are numbers, `t` texts. Null where there are no rows."""
    if not rows:
        return [None] * len(kinds)
    return [
        _numbers(column) if kind == "n" else BETWEEN.join(column)
        for kind, column in zip(kinds, zip(*rows, strict=True), strict=True)
    ]


def _numbers(column: Sequence[int]) -> str:
    """As PostgreSQL reads an array."""
    return "{" + _encode(column).decode()[1:-1] + "}"


def _json(rows: Sequence[Any]) -> str | None:
    return _encode(rows).decode() if rows else None
