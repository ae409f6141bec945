"""Documents as they were at an instant: what a unit reads never moves under it, and what moved is known at its end."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import takewhile
from sys import maxunicode
from typing import NamedTuple

from sortedcontainers import SortedList

from coterie.core.ports import Json

from .documents import Documents, Write, copied

Place = tuple[str, str]
"""A table and a key."""

_LAST = chr(maxunicode)

_PATIENCE = 1_000
"""So many writes, and as many again as a table has keys, its keys are kept in order though nobody asks for them."""


class Range(NamedTuple):
    """Keys of a table that begin with `prefix`, up to and including `last`; to their end where it is None."""

    table: str
    prefix: str
    last: str | None = None

    def holds(self, place: Place) -> bool:
        """Whether a place is in it."""
        table, key = place
        return table == self.table and key.startswith(self.prefix) and (self.last is None or key <= self.last)


class Records:
    """All documents with their keys in order, and what they were for as long as somebody looks at an older instant.

    An instant is a number: how many commits were applied before it.
    """

    def __init__(self, documents: Documents) -> None:
        self.now = 0
        self._documents = documents
        self.newest = documents.get
        """The value that a table and a key have now."""
        self.has = documents.has
        """Whether they have one now."""
        self._sorted: dict[str, SortedList[str]] = {}
        self._written: dict[str, int] = {}
        """How often a table was written to since somebody asked for its keys in order."""
        self._lookers: dict[int, int] = {}
        self._changes: deque[tuple[int, Place]] = deque()
        self._before: dict[Place, deque[tuple[int, Json]]] = {}

    def look(self) -> int:
        """Begin to look: the present instant, kept readable until `leave`."""
        self._lookers[self.now] = self._lookers.get(self.now, 0) + 1
        return self.now

    def leave(self, instant: int) -> None:
        """End a look; what nobody can see any more is dropped."""
        self._lookers[instant] -= 1
        if not self._lookers[instant]:
            del self._lookers[instant]
            self._drop_unseen()

    def get(self, place: Place, instant: int | None = None) -> Json:
        """The value at that instant, or the newest; None where there was none. It shares nothing that can be changed."""
        if self._before and instant is not None and place in self._before:
            for changed, value in self._before[place]:
                if changed > instant:
                    return copied(value)
        return self._documents.get(*place)

    def keys(self, wanted: Range, instant: int, more: Collection[str] = ()) -> Iterator[str]:
        """Keys in order, each once: those there now, those there at that instant, and `more`. Some may have had no value then."""
        prefix = wanted.prefix
        names, end = self._in_order(wanted.table), _behind(prefix)
        present = names.irange(prefix, end, inclusive=(True, False)) if end else names.irange(prefix)
        if not more and instant == self.now:
            return present
        extra = {key for key in more if key.startswith(prefix)}
        extra.update(place[1] for place in self._changed_since(instant) if wanted.holds(place))
        return _merged(present, sorted(extra))

    def present(self, wanted: Range) -> Iterator[tuple[str, Json]]:
        """The values there now, with their keys, in order."""
        return self._documents.values(wanted.table, self.keys(wanted, self.now))

    def places(self, after: Place) -> Iterator[Place]:
        """All that has a value now and stands behind this place, in order."""
        for table in sorted(table for table in self._documents.tables() if table >= after[0]):
            names = self._in_order(table)
            keys = names.irange(after[1], inclusive=(False, False)) if table == after[0] else names
            yield from ((table, key) for key in keys)

    def changed(self, places: Iterable[Place], ranges: Iterable[Range], instant: int) -> Place | None:
        """One of these that was changed after that instant, if any was."""
        if instant == self.now:
            return None
        for place in places:
            if (history := self._before.get(place)) and history[-1][0] > instant:
                return place
        ranges = tuple(ranges)
        return next((place for place in self._changed_since(instant) if any(one.holds(place) for one in ranges)), None)

    def apply(self, writes: Sequence[Write]) -> None:
        """Make a commit the present. No two of its writes may be of the same place."""
        self.now += 1
        if self._lookers:
            for write in writes:
                self._remember(write[:2])
        if ordered := self._sorted:
            for write in writes:
                if write[0] in ordered:
                    self._put_in_order(write)
        self._documents.apply(writes)

    def _remember(self, place: Place) -> None:
        self._before.setdefault(place, deque()).append((self.now, self._documents.get(*place)))
        self._changes.append((self.now, place))

    def _put_in_order(self, write: Write) -> None:
        table, key, value = write
        self._written[table] += 1
        if self._written[table] > _PATIENCE + len(self._sorted[table]):
            del self._sorted[table]
            return
        there = key in self._documents.keys(table)
        if value is not None and not there:
            self._sorted[table].add(key)
        elif value is None and there:
            self._sorted[table].remove(key)

    def _in_order(self, table: str) -> SortedList[str]:
        """The keys of a table, put in order when they are first asked for, and let go of when that is long ago: those of most tables never are."""
        self._written[table] = 0
        if table not in self._sorted:
            self._sorted[table] = SortedList(self._documents.keys(table))
        return self._sorted[table]

    def _changed_since(self, instant: int) -> Iterator[Place]:
        return (place for _, place in takewhile(lambda change: change[0] > instant, reversed(self._changes)))

    def _drop_unseen(self) -> None:
        oldest = next(iter(self._lookers), self.now)
        while self._changes and self._changes[0][0] <= oldest:
            place = self._changes.popleft()[1]
            history = self._before[place]
            history.popleft()
            if not history:
                del self._before[place]


def _merged(keys: Iterable[str], more: Iterable[str]) -> Iterator[str]:
    """All of both, in order, each once."""
    last = None
    for key in merge(keys, more):
        if key != last:
            yield (last := key)


def _behind(prefix: str) -> str:
    """The first text behind all that begin so; empty where there is none."""
    start = prefix.rstrip(_LAST)
    return start[:-1] + chr(ord(start[-1]) + 1) if start else ""
