"""The store that keeps nothing: for tests, for the demo, and to show what a store must do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coterie.core.clock import Clock

from .documents import PlainDocuments, Write
from .store import DocumentStore


class MemoryStore(DocumentStore):
    """Everything in memory, gone when it is let go."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(PlainDocuments(), _NoJournal(), clock)

    async def remove(self) -> None:
        await self.close()

    async def _keep(self, writes: Sequence[Write]) -> None:
        self._check_open()
        self._show(writes)  # nothing is ever on its way to a disk


async def open_store(location: str, folder: str, clock: Clock, *, part: str = "") -> MemoryStore:
    """The entry point `memory` of `coterie.stores`. It touches no file."""
    return MemoryStore(clock)


class _NoJournal:
    """Writes nothing down; a commit is done at once."""

    async def append(self, writes: Sequence[Write], kept: Callable[[], None], failed: Callable[[], None]) -> None:
        kept()

    async def settled(self) -> None:
        """Nothing is ever on its way."""

    async def close(self) -> None:
        """There are no files."""
