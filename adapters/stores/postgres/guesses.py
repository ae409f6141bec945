"""What records were when they were last read or written here. It may be so no more: whoever goes by it must have it looked at before they act.

Who asks for records that are not known is told of all that are asked for meanwhile by one statement.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import msgspec

from coterie.core.errors import StoreError

from .connections import Connections
from .unit import OpenUnit, Place

MOST = 32_000_000
"""So many characters of JSON are known at most."""
_OVERHEAD = 200
"""What a record takes besides, about."""

Known = tuple[int, str | None]
"""The number of the commit that wrote it, and its value as JSON; 0 and None where there is none."""

_LOAD = """
    SELECT k.tab, k.key, k.number, k.value::text FROM json_to_recordset(%s::json) AS r(tab text, key text)
    JOIN record AS k ON k.tab = r.tab AND k.key = r.key"""
_encode = msgspec.json.Encoder().encode


class Guesses:
    """Records by table and key, the longest known first."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._known: dict[Place, Known] = {}
        self._size = 0
        self._asked: dict[Place, asyncio.Future[Known]] = {}
        self._arrived = asyncio.Event()

    async def get(self, place: Place) -> Known:
        """The record, asked for if it is not known."""
        if (known := self._known.get(place)) is not None:
            return known
        self._connections.check_open()
        if (asked := self._asked.get(place)) is None:
            asked = self._asked[place] = asyncio.get_running_loop().create_future()
            self._arrived.set()
        return await asyncio.shield(asked)

    def learn(self, unit: OpenUnit, number: int | None) -> None:
        """Take note of what a unit wrote with the commit of this number; without one, of nothing but that its reads may be wrong."""
        if number is None:
            self.forget(unit.places())
            self.forget(unit.written())
            return
        for place, value in unit.written().items():
            self._keep(place, (0, None) if value is None else (number, _encode(value).decode()))

    def forget(self, places: Collection[Place]) -> None:
        """Ask for these anew."""
        for place in places:
            self._size -= _size(self._known.pop(place, None))

    async def run(self) -> None:
        """Ask the database for what is asked for, until cancelled."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            asked, self._asked = self._asked, {}
            try:
                found = await self._load(asked)
            except StoreError as error:
                for future in asked.values():
                    _fail(future, error)
                continue
            for place, future in asked.items():
                known = found.get(place, (0, None))
                self._keep(place, known)
                if not future.done():
                    future.set_result(known)

    # --- private

    async def _load(self, places: Collection[Place]) -> dict[Place, Known]:
        text = _encode([{"tab": tab, "key": key} for tab, key in places]).decode()
        rows = await self._connections.ask(_LOAD, [text])
        return {(tab, key): (number, value) for tab, key, number, value in rows}

    def _keep(self, place: Place, known: Known) -> None:
        self._size += _size(known) - _size(self._known.pop(place, None))
        self._known[place] = known
        if self._size > MOST:
            self.forget(list(self._known)[: len(self._known) // 8 + 1])


def _size(known: Known | None) -> int:
    return 0 if known is None else _OVERHEAD + len(known[1] or "")


def _fail(future: asyncio.Future[Known], error: StoreError) -> None:
    if not future.done():
        future.set_exception(error)
        future.exception()  # whoever waited may have been cancelled
