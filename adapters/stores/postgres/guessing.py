"""A unit that goes by what records were a moment ago, and has it looked at before its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from coterie.core.errors import Conflict
from coterie.core.ports import Json

from ..documents import copied
from .connections import Connections
from .guesses import Guesses
from .names import shown
from .unit import WAITS, OpenUnit, behind

_SCAN = """
    SELECT s.key, s.number, s.value::text, p.number FROM progress AS p LEFT JOIN LATERAL (
        SELECT key, number, value FROM record WHERE tab = %s AND key >= %s{} ORDER BY key{}) AS s ON true ORDER BY s.key"""
_STALE = f"SELECT stale(%s::json, %s::json), ({WAITS})"
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class GuessingUnit(OpenUnit):
    """Reads what is known here; only what is not is asked for, each by itself: so what it reads need never have been so at one instant."""

    def __init__(self, connections: Connections, guesses: Guesses) -> None:
        super().__init__(connections)
        self._guesses = guesses

    async def get(self, table: str, key: str) -> Json:
        place = self._place(table, key)
        if place in self._written:
            return copied(self._written[place])
        if place not in self._gets:
            self._gets[place] = await self._guesses.get(place)
        text = self._gets[place][1]
        return None if text is None else _decode(text)

    async def verify(self) -> None:
        """Raise Conflict where what it read is so no more; what was wrong is asked for anew by the next. Raise Behind where it must wait."""
        if not (self._gets or self._scans or self.lanes):
            return
        asked = (self.reads()["gets"], self._scans, self.lanes)
        ((wrong, waits),) = await self._connections.ask(_STALE, [_encode(one).decode() for one in asked])
        if wrong is not None:
            self._guesses.forget(self._gets)
            raise Conflict(f"{shown(wrong)} was changed since this unit read it; run the unit again")
        if waits is not None:
            raise behind(shown(waits))

    async def _scanned(self, bounds: str, most: str, values: Sequence[Any]) -> Sequence[Any]:
        rows = await self._connections.ask(_SCAN.format(bounds, most), values)
        self._instant = rows[0][3]
        return [row[:3] for row in rows if row[0] is not None]
