"""What is counted while coterie runs. Here nothing is: `coterie.core.metrics` counts where somebody reads it.

Nobody's name and nothing that was said is among what is told to it.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import TypeVar

from ..errors import StoreError
from ..ports import Entry, Guess, Guessing, Queue, Removable, Shared, Store, Unit

U = TypeVar("U", bound=Unit)


class Measures:
    """Told what happened. Durations are seconds. Where nobody `counts`, none need be measured."""

    counts = False

    def waited(self, queue: Queue, seconds: float) -> None:
        """An entry was begun so long after it was due."""

    def worked(self, queue: Queue, seconds: float) -> None:
        """An entry was handled in so long."""

    def rang(self, late: float) -> None:
        """A timer rang so long after it was due."""

    def delivered(self, platform: str, effect: str, outcome: str) -> None:
        """An effect of this kind was `done`, `refused`, `given_up` or `put_off`."""

    def failed(self, plugin: str, platform: str) -> None:
        """A handler of the plugin, or of `core`, raised at an event of the platform."""

    def unreadable(self, platform: str) -> None:
        """A message can't be read, as its encryption keeps it from coterie."""

    def stored(self, operation: str, seconds: float) -> None:
        """The store did this in so long."""


NOTHING_COUNTED = Measures()


class TimedStore:
    """A store that tells how long it takes to begin work and to commit."""

    def __init__(self, store: Store, measures: Measures) -> None:
        self._store = store
        self._measures = measures
        self.release, self.due, self.next_due, self.size = store.release, store.due, store.next_due, store.size
        self.forget_seen, self.close, self.begun = store.forget_seen, store.close, store.begun

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        return _TimedBlock(self._store.unit(), self._measures)

    async def remove(self) -> None:
        """Take it away with everything in it. Raises StoreError where it is none that can be."""
        if not isinstance(self._store, Removable):
            raise StoreError(f"a {type(self._store).__name__} can't be taken away")
        await self._store.remove()

    async def claim(self, queue: Queue, now: datetime) -> Entry | None:
        found = await self.claim_some(queue, now, 1)
        return found[0] if found else None

    async def claim_some(self, queue: Queue, now: datetime, most: int) -> Sequence[Entry]:
        begun = get_running_loop().time()
        entries = await self._store.claim_some(queue, now, most)
        self._measures.stored("claim", get_running_loop().time() - begun)
        return entries


class TimedSharedStore(TimedStore):
    """The same of a store that several processes share."""

    def __init__(self, store: Store, measures: Measures) -> None:
        assert isinstance(store, Shared)
        super().__init__(store, measures)
        self._shared: Shared = store
        self.holds, self.stirred, self.alone = store.holds, store.stirred, store.alone

    @property
    def takeovers(self) -> int:
        return self._shared.takeovers


class TimedGuessingStore(TimedSharedStore):
    """The same of one of which it is quicker to guess what stands in it."""

    def __init__(self, store: Store, measures: Measures) -> None:
        assert isinstance(store, Guessing)
        super().__init__(store, measures)
        self._guessing: Guessing = store

    def guess(self) -> AbstractAsyncContextManager[Guess]:
        return _TimedBlock(self._guessing.guess(), self._measures)


def timed(store: Store, measures: Measures) -> Store:
    """The store, telling how long it takes."""
    if isinstance(store, Shared) and isinstance(store, Guessing):
        return TimedGuessingStore(store, measures)
    return TimedSharedStore(store, measures) if isinstance(store, Shared) else TimedStore(store, measures)


class _TimedBlock(AbstractAsyncContextManager[U]):
    """A unit that tells how long its commit took."""

    def __init__(self, block: AbstractAsyncContextManager[U], measures: Measures) -> None:
        self._block = block
        self._measures = measures

    async def __aenter__(self) -> U:
        return await self._block.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        begun = get_running_loop().time()
        try:
            return await self._block.__aexit__(kind, error, trace)
        finally:
            if kind is None:
                self._measures.stored("commit", get_running_loop().time() - begun)
