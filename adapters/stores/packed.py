"""The documents of one table as JSON: those that somebody looked at lately each by itself, all others packed together on pages.

A record of a large community is looked at when it is made, and then hardly ever: by itself it takes some 250 bytes, on a page a tenth of that.
What is read there stands by itself again. As long as a table is small, nothing of it is packed.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from struct import Struct, pack, unpack
from zlib import compress, decompress

import msgspec

PAGE = 16
"""So many documents stand on a page: reading one takes 8 µs."""

LARGEST = 1000
"""A longer document is never packed: there are few, and whoever reads a neighbour of it would unpack it, too."""

TURN = 1024
"""When so many documents came into a table, or half as many as stand by themselves, those that nobody looked at since the last turn are packed."""

_to_bytes = msgspec.msgpack.Encoder().encode
_from_bytes = msgspec.msgpack.Decoder(dict[str, bytes]).decode
_FASTEST = 1
_BARE = -15
"""For zlib: without a checksum, which a page that never leaves this process needs not."""


class PackedTable:
    """Texts by their keys. A text is never empty."""

    def __init__(self) -> None:
        self.lately: dict[str, bytes] = {}
        """What was written or read since the last turn: to be looked into before `get` is asked."""
        self._before: dict[str, bytes] = {}
        """What was written or read in the turn before."""
        self._missing = set[str]()
        """Some of what was looked for in vain since the last turn: mostly it is written next."""
        self._came = 0
        self._most = TURN
        """So many come until the next turn: the more of a table is read, the more, so that what is read every hour stays."""
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
        return (key for key, _ in self.items())

    def items(self) -> Iterator[tuple[str, bytes]]:
        """The same with their texts, of which none is taken up by it."""
        by_themselves = [*self._before.items(), *self.lately.items()]
        for number in range(len(self._pages)):
            yield from self._kept_on(number).items()
        yield from by_themselves

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.has(key)

    def has(self, key: str) -> bool:
        """Whether there is a text. It is taken up by nothing."""
        if key in self.lately or key in self._before:
            return True
        if not self._packed or key in self._missing:
            return False
        numbers = self._index.candidates(key)
        if numbers and self._page_of(key, numbers) is not None:
            return True
        self._miss(key)
        return False

    def get(self, key: str) -> bytes | None:
        """The text, or None. It is one of `lately` from now on, unless its page was read for its neighbour: who goes through all moves few."""
        return self.lately.get(key) or self.take_up(key)

    def take_up(self, key: str) -> bytes | None:
        """As `get`, of what is not one of `lately`."""
        text = self._before.pop(key, None)
        if text is not None:
            self.lately[key] = text
        elif self._packed and key not in self._missing:
            if numbers := self._index.candidates(key):
                return self._unpacked(key, numbers)
            self._miss(key)
        return text

    def _miss(self, key: str) -> None:
        if len(self._missing) >= TURN:
            self._missing.clear()
        self._missing.add(key)

    def put(self, key: str, text: bytes) -> None:
        """Keep this text under the key."""
        if key not in self.lately and self._before.pop(key, None) is None:
            if key in self._missing:
                self._missing.remove(key)
            else:
                self._drop_packed(key)
            self._came += 1
            if self._came >= self._most:
                self._turn()
        self.lately[key] = text

    def drop(self, key: str) -> None:
        """Keep nothing under the key."""
        if self.lately.pop(key, None) is None and self._before.pop(key, None) is None:
            self._drop_packed(key)

    # --- pages ------------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Pack what nobody looked at since the last turn."""
        keys = [key for key, text in self._before.items() if len(text) <= LARGEST]
        for first in range(0, len(keys) - PAGE + 1, PAGE):
            self._pack({key: self._before.pop(key) for key in keys[first : first + PAGE]})
        self._before, self.lately = {**self._before, **self.lately}, {}
        self._came, self._most = 0, max(TURN, len(self._before) // 2)
        self._missing.clear()

    def _pack(self, texts: Mapping[str, bytes]) -> None:
        number, by_looks = len(self._pages), {hash(key) & _MASK: key for key in texts}
        if len(by_looks) < len(texts):  # as of next to none
            for key in texts.keys() - set(by_looks.values()):
                self.lately[key] = texts[key]
            texts = {key: texts[key] for key in by_looks.values()}
        self._index.put(by_looks, number)
        self._pages.append(compress(_to_bytes(texts), _FASTEST, _BARE))
        self._left.append(len(texts))
        self._packed += len(texts)

    def _page_of(self, key: str, numbers: Sequence[int]) -> int | None:
        """The one of these pages on which it stands, opened; None where it stands on none."""
        for number in numbers:
            if key in self._opened(number):
                return number
        return None

    def _unpacked(self, key: str, numbers: Sequence[int]) -> bytes | None:
        opened = self._open[0]
        number = self._page_of(key, numbers)
        if number is None:
            return None
        text = self._open[1][key]
        if number != opened:
            self._take_off(key, number)
            self.lately[key] = text
        return text

    def _opened(self, number: int) -> dict[str, bytes]:
        if self._open[0] != number:
            page = self._pages[number]
            self._open = (number, {} if page is None else _from_bytes(decompress(page, _BARE)))
        return self._open[1]

    def _kept_on(self, number: int) -> dict[str, bytes]:
        """What is still kept on a page, and not by itself or on another."""
        page = self._pages[number]
        texts = {} if page is None else _from_bytes(decompress(page, _BARE))
        if len(texts) == self._left[number]:
            return texts
        return {key: text for key, text in texts.items() if number in self._index.candidates(key)}

    def _drop_packed(self, key: str) -> None:
        if self._packed and (numbers := self._index.candidates(key)):
            number = self._page_of(key, numbers)
            if number is not None:
                self._take_off(key, number)

    def _take_off(self, key: str, number: int) -> None:
        """It is no longer kept on this page; a page of which little is left is given up."""
        self._index.drop(key, number)
        self._packed -= 1
        self._left[number] -= 1
        if self._left[number] * 2 < PAGE:
            for left, text in self._kept_on(number).items():
                self._before[left] = text
                self._index.drop(left, number)
            self._packed -= self._left[number]
            self._left[number], self._pages[number] = 0, None


class _Index:
    """On which page a key stands, in a dozen bytes each. It may name a wrong page, and never leaves out the right one.

    A key is known by 32 bits of its hash, which is another in each process. Those whose bits end alike stand in one bucket, one behind another:
    their bits and their page, four bytes each, found at the pace of `bytes.find`. There is one bucket more for every dozen keys, and only that one
    is looked through for it (linear hashing), so that no commit waits for all of them.
    """

    def __init__(self) -> None:
        self._buckets = [b""]
        self._keys = 0
        self._wide, self._narrow = 1, 0
        """The bits of a key that say where it belongs, and those that say it where there is no such bucket yet."""

    def candidates(self, key: str) -> Sequence[int]:
        """The pages on which the key may stand: mostly one or none."""
        mark, buckets = hash(key) & _MASK, self._buckets
        number = mark & self._wide
        bucket = buckets[number if number < len(buckets) else number & self._narrow]
        bits = _bits(mark)
        at = bucket.find(bits)
        if at < 0:  # as of every key that is new
            return ()
        found: list[int] = []
        while at >= 0:
            if at % 8 == 0:
                found.append(int.from_bytes(bucket[at + 4 : at + 8], "little"))
            at = bucket.find(bits, at + 1)
        return found

    def put(self, marks: Collection[int], page: int) -> None:
        """Note that keys which look so stand there. Of those of one page no two may look alike."""
        self._keys += len(marks)
        while self._keys > len(self._buckets) * _IN_A_BUCKET:
            self._split()
        buckets, count, wide, narrow, behind = self._buckets, len(self._buckets), self._wide, self._narrow, page << 32
        for mark in marks:
            number = mark & wide
            buckets[number if number < count else number & narrow] += (behind | mark).to_bytes(8, "little")

    def drop(self, key: str, page: int) -> None:
        """It stands there no longer."""
        mark = hash(key) & _MASK
        number, entry = self._bucket_of(mark), _entry(mark, page)
        bucket = self._buckets[number]
        at = bucket.find(entry)
        while at > 0 and at % 8:
            at = bucket.find(entry, at + 1)
        assert at >= 0
        self._buckets[number] = bucket[:at] + bucket[at + 8 :]
        self._keys -= 1

    def _bucket_of(self, mark: int) -> int:
        number = mark & self._wide
        return number if number < len(self._buckets) else number & self._narrow

    def _split(self) -> None:
        """Make one bucket more, out of the one whose entries may belong there."""
        number = len(self._buckets) & self._narrow if len(self._buckets) <= self._wide else 0
        bucket, new = self._buckets[number], len(self._buckets)
        if new > self._wide:
            self._wide, self._narrow = self._wide * 2 + 1, self._wide
        wide, entries = self._wide, unpack(f"<{len(bucket) // 8}Q", bucket)
        stay, go = [one for one in entries if one & wide != new], [one for one in entries if one & wide == new]
        self._buckets[number] = pack(f"<{len(stay)}Q", *stay)
        self._buckets.append(pack(f"<{len(go)}Q", *go))


_MASK = 2**32 - 1
_bits = Struct("<I").pack
_IN_A_BUCKET = 12


def _entry(mark: int, page: int) -> bytes:
    return (page << 32 | mark).to_bytes(8, "little")
