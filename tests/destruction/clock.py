"""A clock that several processes share: it runs faster than the machine's, and can be set back and forward."""

from __future__ import annotations

import asyncio
import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_HELD = struct.Struct("ddd")
_BEGINS = datetime(2026, 11, 2, 9, tzinfo=UTC)
_LONGEST_SECONDS = 0.05
"""So often those who sleep look whether the clock was set, in seconds of the machine."""


class FastClock:
    """What stands in a file: since when it runs, how fast, and by how much it was set."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._held = mmap.mmap(file.fileno(), _HELD.size)

    @classmethod
    def make(cls, path: Path, speed: float) -> FastClock:
        """A new one in this file: `speed` seconds of it go by in one of the machine."""
        path.write_bytes(_HELD.pack(time.monotonic(), speed, 0))
        return cls(path)

    def now(self) -> datetime:
        began, speed, moved = _HELD.unpack(self._held)
        return _BEGINS + timedelta(seconds=(time.monotonic() - began) * speed + moved)

    async def sleep_until(self, instant: datetime) -> None:
        while (left := (instant - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - waits for a time, not for a state
            await asyncio.sleep(min(left / _HELD.unpack(self._held)[1], _LONGEST_SECONDS))

    async def wait(self, span: timedelta) -> None:
        await asyncio.sleep(span.total_seconds() / _HELD.unpack(self._held)[1])

    def set_by(self, span: timedelta) -> None:
        """Set it forward, or back."""
        began, speed, moved = _HELD.unpack(self._held)
        self._held[:] = _HELD.pack(began, speed, moved + span.total_seconds())
