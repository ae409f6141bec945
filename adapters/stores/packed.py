"""The documents of one table as JSON: those that somebody looked at lately each by itself, all others packed together on pages.

A record of a large community is looked at when it is made, and then hardly ever: by itself it takes some 250 bytes, on a page a tenth of that. What is
read there stands by itself again. As long as a table is small, nothing of it is packed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from zlib import compress, decompress

import msgspec

PAGE = 32
"""So many documents stand on a page: reading one takes 10 µs."""

TURN = 1024
"""When so many documents came into a table, those that nobody looked at since the last turn are packed."""

_to_bytes = msgspec.msgpack.Encoder().encode
_from_bytes = msgspec.msgpack.Decoder(dict[str, bytes]).decode
_FASTEST = 1


class PackedTable:
    """Texts by their keys. A text is never empty."""

    def __init__(self) -> None:
        self.lately: dict[str, bytes] = {}
        """What was written or read since the last turn: to be looked into before `get` is asked."""
        self._before: dict[str, bytes] = {}
        """What was written or read in the turn before."""
        self._came = 0
        self._packed = 0
        self._pages: list[bytes | None] = []
        self._left = array("B")
        """How many documents of each page are still kept there."""
        self._index = _Index()
        self._open: tuple[int, dict[str, bytes]] = (-1, {})
        """The page that was read last."""

    def __len__(self) -> int:
        return len(self.lately) + len(self._before) + self._packed

    def __iter__(self) -> Iterator[str]:
        """The keys, mostly in the order in which they came. What is read on the way may move meanwhile."""
        by_themselves = [*self._before, *self.lately]
        for number in range(len(self._pages)):
            yield from self._kept_on(number)
        yield from by_themselves

    def __contains__(self, key: object) -> bool:
        return key in self.lately or key in self._before or (isinstance(key, str) and self._page_of(key) is not None)

    def get(self, key: str) -> bytes | None:
        """The text, or None. It stands by itself from now on, unless the page was read for its neighbour: who goes through all moves few."""
        text = self.lately.get(key)
        if text is not None:
            return text
        text = self._before.pop(key, None)
        if text is None:
            if not self._packed:
                return None
            opened = self._open[0]
            number = self._page_of(key)
            if number is None:
                return None
            text = self._open[1][key]
            if number == opened:
                return text
            self._take_off(key, number)
        self.lately[key] = text
        return text

    def put(self, key: str, text: bytes) -> None:
        """Keep this text under the key."""
        if key not in self.lately and self._before.pop(key, None) is None:
            self._drop_packed(key)
            self._came += 1
            if self._came >= TURN:
                self._turn()
        self.lately[key] = text

    def drop(self, key: str) -> None:
        """Keep nothing under the key."""
        if self.lately.pop(key, None) is None and self._before.pop(key, None) is None:
            self._drop_packed(key)

    def copy(self) -> PackedTable:
        """The same as it is now, for another thread to go through."""
        copy = PackedTable()
        copy.lately, copy._before = dict(self.lately), dict(self._before)
        copy._packed, copy._pages, copy._left = self._packed, list(self._pages), self._left[:]
        copy._index = self._index.copy()
        return copy

    # --- pages ------------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Pack what nobody looked at since the last turn."""
        keys = list(self._before)
        for first in range(0, len(keys) - PAGE + 1, PAGE):
            self._pack({key: self._before.pop(key) for key in keys[first : first + PAGE]})
        self._before, self.lately = {**self._before, **self.lately}, {}
        self._came = 0

    def _pack(self, texts: Mapping[str, bytes]) -> None:
        number, packed = len(self._pages), dict(texts)
        for key in texts:
            if not self._index.put(key, number):  # one there looks the same
                self.lately[key] = packed.pop(key)
        self._pages.append(compress(_to_bytes(packed), _FASTEST))
        self._left.append(len(packed))
        self._packed += len(packed)

    def _page_of(self, key: str) -> int | None:
        """The page on which it stands, opened; None where it stands on none."""
        for number in self._index.candidates(key):
            if key in self._opened(number):
                return number
        return None

    def _opened(self, number: int) -> dict[str, bytes]:
        if self._open[0] != number:
            page = self._pages[number]
            self._open = (number, {} if page is None else _from_bytes(decompress(page)))
        return self._open[1]

    def _kept_on(self, number: int) -> list[str]:
        """The keys of a page that are still kept there, and not by themselves or on another."""
        page = self._pages[number]
        if page is None:
            return []
        return [key for key in _from_bytes(decompress(page)) if number in self._index.candidates(key)]

    def _drop_packed(self, key: str) -> None:
        if self._packed and (number := self._page_of(key)) is not None:
            self._take_off(key, number)

    def _take_off(self, key: str, number: int) -> None:
        """It is no longer kept on this page; a page of which little is left is given up."""
        self._index.drop(key, number)
        self._packed -= 1
        self._left[number] -= 1
        if self._left[number] * 2 < PAGE:
            texts = self._opened(number)
            for left in self._kept_on(number):
                self._before[left] = texts[left]
                self._index.drop(left, number)
            self._packed -= self._left[number]
            self._left[number], self._pages[number] = 0, None


class _Index:
    """On which page a key stands, in 12 to 24 bytes each: a table of hashes as that of a dict, without the keys. It may name a wrong page, and never
    leaves out the right one. It grows in parts, so that no commit waits for all of it.
    """

    def __init__(self) -> None:
        self._parts: list[array[int]] = []
        self._used: list[int] = []

    def candidates(self, key: str) -> list[int]:
        """The pages on which the key may stand: mostly one or none."""
        if not self._parts:
            return []
        part, mark = _place(key)
        slots = self._parts[part]
        found, mask, at = list[int](), len(slots) - 1, mark & (len(slots) - 1)
        while word := slots[at]:
            if word >> _BITS == mark and word != _GONE:
                found.append((word & _MASK) - 1)
            at = at + 1 & mask
        return found

    def put(self, key: str, page: int) -> bool:
        """Note that it stands there; not where another key of that page has the same hash."""
        if not self._parts:
            self._parts, self._used = [_slots(8) for _ in range(_PARTS)], [0] * _PARTS
        if page in self.candidates(key):
            return False
        part, mark = _place(key)
        if self._used[part] * 3 >= len(self._parts[part]) * 2:
            self._grow(part)
        self._used[part] += 1
        _put(self._parts[part], mark << _BITS | page + 1)
        return True

    def drop(self, key: str, page: int) -> None:
        """It stands there no longer."""
        part, mark = _place(key)
        slots, word = self._parts[part], mark << _BITS | page + 1
        mask, at = len(slots) - 1, mark & (len(slots) - 1)
        while slots[at] != word:
            at = at + 1 & mask
        slots[at] = _GONE

    def copy(self) -> _Index:
        """The same as it is now."""
        copy = _Index()
        copy._parts, copy._used = [slots[:] for slots in self._parts], list(self._used)
        return copy

    def _grow(self, part: int) -> None:
        """Make room, if only by letting go of what is gone."""
        words = [word for word in self._parts[part] if word and word != _GONE]
        slots = self._parts[part] = _slots(8)
        while len(words) * 3 > len(slots):
            slots = self._parts[part] = _slots(len(slots) * 2)
        for word in words:
            _put(slots, word)
        self._used[part] = len(words)


_PARTS = 64
_BITS = 32
_MASK = 2**_BITS - 1
_GONE = _MASK
"""Stands where something stood: no page has this number."""


def _place(key: str) -> tuple[int, int]:
    """In which part a key belongs, and what is noted of it: both out of its hash, which is another in each process."""
    hashed = hash(key)
    return hashed & _PARTS - 1, hashed >> 6 & _MASK


def _slots(count: int) -> array[int]:
    return array("Q", bytes(8 * count))


def _put(slots: array[int], word: int) -> None:
    mask = len(slots) - 1
    at = word >> _BITS & mask
    while slots[at]:
        at = at + 1 & mask
    slots[at] = word
