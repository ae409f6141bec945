"""What a store is made of: documents in tables, and the writes that change them.

Records, queues, ids seen and timers are all documents; the name of a table says which. So a commit is a handful of writes, whatever it did.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

import msgspec

from coterie.core.ports import Document, Json, Made

from .packed import PackedTable

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode
_TRUE = b"true"
_UNCHANGEABLE = (str, bool, int, float, type(None))


Write = Document
"""A document put into its table; with None as value, taken away."""


class Documents(Protocol):
    """Where the documents stand in memory. What `get` gives shares nothing with them that can be changed."""

    def tables(self) -> Collection[str]:
        """The names of all tables."""

    def get(self, table: str, key: str) -> Json:
        """The document, or None."""

    def has(self, table: str, key: str) -> bool:
        """Whether there is one."""

    def values(self, table: str, keys: Iterable[str]) -> Iterator[tuple[str, Json]]:
        """Those of these keys under which there is a document, with it; as `get` gives it."""

    def items(self, table: str) -> Iterator[tuple[str, Json]]:
        """All documents of a table with their keys, mostly in the order in which they came."""

    def keys(self, table: str) -> Collection[str]:
        """The keys alone."""

    def apply(self, writes: Iterable[Write]) -> None:
        """Do these writes, one after another."""


class PlainDocuments:
    """Documents in dicts, as the JSON that they are: a third or less of what their values take, and read as fast as copied."""

    def __init__(self) -> None:
        self._tables: dict[str, PackedTable] = {}

    def tables(self) -> Collection[str]:
        return self._tables.keys()

    def get(self, table: str, key: str) -> Json:
        texts = self._tables.get(table)
        if texts is None:
            return None
        text = texts.lately.get(key) or texts.take_up(key)
        return None if text is None else _decode(text)

    def has(self, table: str, key: str) -> bool:
        texts = self._tables.get(table)
        return texts is not None and texts.has(key)

    def values(self, table: str, keys: Iterable[str]) -> Iterator[tuple[str, Json]]:
        if (texts := self._tables.get(table)) is not None:
            for key in keys:
                if (text := texts.lately.get(key) or texts.take_up(key)) is not None:
                    yield key, _decode(text)

    def items(self, table: str) -> Iterator[tuple[str, Json]]:
        if (texts := self._tables.get(table)) is not None:
            for key, text in texts.items():
                yield key, _decode(text)

    def keys(self, table: str) -> Collection[str]:
        return self._tables.get(table, ())

    def apply(self, writes: Iterable[Write]) -> None:
        tables = self._tables
        for table, key, value in writes:
            texts = tables.get(table)
            if texts is None:
                texts = tables[table] = PackedTable()
            if value is None:
                texts.drop(key)
            else:
                texts.put(key, (type(value) is Made and value.text) or (_TRUE if value is True else _encode(value)))


def with_order(document: Made, order: int) -> Made:
    """The document, whose text is known and which is nobody else's, with its place in the order of its queue."""
    document["order"] = order
    if document.text:
        document.text = b'%b,"order":%d}' % (document.text[:-1], order)
    return document


def copied(value: Json) -> Json:
    """The same JSON value, sharing nothing that can be changed."""
    if type(value) is str or isinstance(value, _UNCHANGEABLE):
        return value
    return _decode(_encode(value))


def accepted(value: Any) -> Json:
    """A copy of what somebody wants to be kept, unless it was just made; a tuple becomes a list. Raises ValueError where it is no JSON value."""
    kind = type(value)
    if kind is str and value.isascii():
        return value
    try:
        text = _encode(value)
        if kind is Made:
            value.text = text
            return value
        copy = _decode(text)
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise ValueError(f"can't be stored: {value!r:.200} is no JSON value ({error})") from error
    if copy != value:
        _insist_on_json(value, "the value")
    return copy


def _insist_on_json(value: Any, place: str) -> None:
    """Refuse what an encoder would quietly turn into something else: dates, bytes, sets, NaN, keys that are numbers."""
    match value:
        case None | bool() | int() | str():
            return
        case float() if math.isfinite(value):
            return
        case list() | tuple():
            for index, item in enumerate(value):
                _insist_on_json(item, f"{place}[{index}]")
        case dict() if all(isinstance(key, str) for key in value):
            for key, item in value.items():
                _insist_on_json(item, f"{place}[{key!r}]")
        case _:
            raise ValueError(
                f"can't be stored: {place} is {value!r:.200}, which JSON has no word for; make it text or a number first"
            )
