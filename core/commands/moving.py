"""`coterie store move`: everything that one store holds, carried into another and compared with it, document by document.

It may be stopped at any time and begun again: what is there already is left as it is. Until it is done a mark stands in the new store, and
nobody runs on it. The old store is only read.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import NamedTuple

import msgspec

from ..clock import Clock, SystemClock
from ..config import without_password
from ..discovery import STORES, load
from ..errors import Locked, StoreError, UserError
from ..ports import Document, Portable, Store

MOVE = "move"
UNFINISHED = "unfinished"
MARK = (f"records/{MOVE}", UNFINISHED)
PAGE = 500
BACKUP = "backup "
"""The name of what is restored begins so: a file follows."""

_encode = msgspec.json.Encoder().encode


class Pair(NamedTuple):
    """What stands in the one store and in the other at the same place; None where nothing does."""

    old: Document | None
    new: Document | None


def move(source: str, target: str) -> str:
    """Move a store; what was moved, in words. Raises UserError, ConfigError, StoreError."""
    if source == target:
        raise UserError("the two are one and the same store")
    return asyncio.run(_move(source, target))


async def _move(source: str, target: str) -> str:
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        old = await _opened(stack, source, clock)
        new = await _opened(stack, target, clock)
        counts = await carried(old, new, without_password(source))
    what = ", ".join(f"{number:,} {kind}" for kind, number in sorted(counts.items())) or "nothing"
    return f"moved and compared: {what}. {without_password(source)} is as it was; set `store` to the new one"


async def carried(old: Portable, new: Portable, name: str, also: Sequence[Document] = ()) -> Mapping[str, int]:
    """How many documents of each kind were carried. `name` is what the old store is called; what is written `also` stands there in the end."""
    await _begin(new, name)
    writes: list[Document] = []
    async for pair in _pairs(old, new):
        if _differ(pair):
            there = pair.old or pair.new
            assert there is not None
            writes.append(pair.old or Document(there.table, there.key, None))
        if len(writes) == PAGE:
            await new.write(writes)
            writes = []
    await new.write(writes)
    counts = await _compared(old, new)
    await new.write([Document(*MARK, None), *also])
    return counts


async def refuse_half_moved(store: Store) -> None:
    """Raise StoreError where a move into this store was not finished."""
    async with store.unit() as unit:
        begun = await unit.get(MOVE, UNFINISHED)
    if begun is not None:
        again = "restore" if str(begun).startswith(BACKUP) else "store move"
        raise StoreError(f"the move of {begun} into this store was not finished: run `coterie {again}` again")


def in_use(shown: str, others: int, what: str) -> Locked:
    """The refusal to move or restore where others are at work. Who was killed counts until its lease is over."""
    return Locked(
        f"{shown} is in use by {others} running coterie: stop it, then {what}; "
        "one that was killed, or a command that was, counts for some 15 seconds more: wait them out"
    )


async def _opened(stack: AsyncExitStack, location: str, clock: Clock) -> Portable:
    kind, _, folder = location.partition(":")
    store: Store = await load(STORES, kind)(location, folder or "data", clock)
    stack.push_async_callback(store.close)
    shown = without_password(location)
    if not isinstance(store, Portable):
        raise UserError(f"{shown} is a store that can't be moved")
    if others := await store.others():
        raise in_use(shown, others, "move")
    return store


async def _begin(new: Portable, name: str) -> None:
    first = await new.documents(None, 1)
    if not first:
        await new.write([Document(*MARK, name)])
        return
    page = await new.documents((MARK[0], ""), 1)
    begun = page[0] if page and page[0][:2] == MARK else None
    if begun is None:
        raise UserError(f"the new store holds something already ({first[0].table}): take an empty one")
    if begun.value != name:
        raise UserError(
            f"a move of {begun.value} into the new store was not finished: finish that, or take an empty one"
        )


async def _compared(old: Portable, new: Portable) -> Mapping[str, int]:
    """How many documents of each kind there are. Raises StoreError at the first that differs."""
    counts: Counter[str] = Counter()
    async for pair in _pairs(old, new):
        if _differ(pair):
            there = pair.old or pair.new
            assert there is not None
            raise StoreError(
                f"{there.table}/{there.key} is not the same in both stores: is anything else at work in one?"
            )
        if pair.old is not None:
            counts[pair.old.table.partition("/")[0]] += 1
    return counts


def _differ(pair: Pair) -> bool:
    return pair.old is None or pair.new is None or _encode(pair.old) != _encode(pair.new)


async def _pairs(old: Portable, new: Portable) -> AsyncIterator[Pair]:
    """Everything in both stores, place by place, without the mark."""
    left, right = _all(old), _all(new)
    one, other = await anext(left, None), await anext(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[:2] < other[:2]):
            yield Pair(one, None)
            one = await anext(left, None)
        elif one is None or other[:2] < one[:2]:
            yield Pair(None, other)
            other = await anext(right, None)
        else:
            yield Pair(one, other)
            one, other = await anext(left, None), await anext(right, None)


async def _all(store: Portable) -> AsyncIterator[Document]:
    after: tuple[str, str] | None = None
    while page := await _page(store, after):
        for document in page:
            if document[:2] != MARK:
                yield document
        after = page[-1][:2]


async def _page(store: Portable, after: tuple[str, str] | None) -> Sequence[Document]:
    return await store.documents(after, PAGE)
