"""The store of a scenario: in memory, or, where coterie is killed in it, on disk."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from ..clock import Clock
from ..discovery import STORES, load
from ..ports import Store, StoreFactory


class DurableStore:
    """A store that can be found again as a crash would leave it."""

    def __init__(self, kind: str, folder: Path, clock: Clock) -> None:
        self._kind = kind
        self._folder = folder
        self._clock = clock
        self._lives = count(1)
        self._here = folder / "0"

    async def open(self) -> Store:
        """The store, as it was left."""
        self._here.mkdir(exist_ok=True)
        factory: StoreFactory = load(STORES, self._kind)
        self.store = await factory(self._kind, str(self._here), self._clock)
        return self.store

    async def crash(self) -> None:
        """Whoever opens it next finds what stands in its files now: nothing is flushed or closed before."""
        copy = self._folder / str(next(self._lives))
        # A file that is about to take the place of another may be gone before it is copied.
        left_out = shutil.ignore_patterns("*.lock", "lock", "*.new")
        await asyncio.to_thread(shutil.copytree, self._here, copy, ignore=left_out)
        await self.store.close()
        self._here = copy


@asynccontextmanager
async def durable_store(clock: Clock, *, killed: bool) -> AsyncIterator[DurableStore]:
    """A store for one scenario; `killed` says whether it must outlast a crash."""
    with TemporaryDirectory(prefix="coterie-scenario-") as folder:
        durable = DurableStore("tinydb" if killed else "memory", Path(folder), clock)
        try:
            yield durable
        finally:
            if hasattr(durable, "store"):
                await durable.store.close()
