"""Group commit: whoever waits for the disk waits together, for one line and one fsync."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from coterie.core.errors import StoreError
from coterie.core.logs import get_logger
from coterie.core.values import frozen

from .documents import Write
from .journal import JournalFile, Unsure

T = TypeVar("T")
log = get_logger(__name__)

OUTDATED = 1_000
"""So many outdated writes are left in a file at least."""


@frozen
class _Commit:
    writes: Sequence[Write]
    kept: Callable[[], None]
    failed: Callable[[], None]
    future: asyncio.Future[None]


class GroupCommit:
    """The `Journal` of a store on disk.

    One line is on its way to the disk at a time; what is appended meanwhile goes into the next. So all are kept in the order in which they
    came, and either every commit of a line or none. When the file has grown too large, a new one is written beside it from `snapshot`,
    which gives the documents of this moment or of any later one: what is kept meanwhile is written behind them again.
    """

    def __init__(
        self,
        file: JournalFile,
        size: Callable[[], int],
        snapshot: Callable[[], Iterable[Write]],
        outdated: int = OUTDATED,
    ) -> None:
        self._file = file
        self._size = size
        self._snapshot = snapshot
        self._outdated = outdated
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="store")
        self._waiting: list[_Commit] = []
        self._busy = False
        self._refusal: str | None = None
        self._since: list[Write] | None = None
        self._new: asyncio.Future[JournalFile] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    # --- the Journal of a store

    def append(self, writes: Sequence[Write], kept: Callable[[], None], failed: Callable[[], None]) -> Awaitable[None]:
        loop = asyncio.get_running_loop()
        commit = _Commit(writes, kept, failed, loop.create_future())
        self._waiting.append(commit)
        if not self._busy:
            self._busy = True
            self._idle.clear()
            loop.call_soon(self._go_on)
        return commit.future

    async def settled(self) -> None:
        await self.append((), _nothing, _nothing)

    async def close(self) -> None:
        await self._idle.wait()
        self._threads.shutdown()
        self._file.close()

    # --- one thing after another

    def _go_on(self) -> None:
        """Take the new journal, write what waits, or rest."""
        if self._new is not None and self._new.done():
            self._take_new(self._new)
        elif self._waiting:
            batch, self._waiting = self._waiting, []
            self._write(batch)
        else:
            self._busy = False
            if self._new is None:
                self._idle.set()

    def _in_thread(self, work: Callable[[], T], then: Callable[[asyncio.Future[T]], None]) -> asyncio.Future[T]:
        job = asyncio.get_running_loop().run_in_executor(self._threads, work)
        job.add_done_callback(then)
        return job

    # --- writing

    def _write(self, batch: Sequence[_Commit]) -> None:
        writes = [write for commit in batch for write in commit.writes]
        if writes and self._refusal is None:
            self._in_thread(partial(self._file.append, writes), partial(self._written, batch, writes))
        else:
            self._end(batch, self._refusal if writes else None)
            self._go_on()

    def _written(self, batch: Sequence[_Commit], writes: Sequence[Write], job: asyncio.Future[None]) -> None:
        error = job.exception()
        if isinstance(error, Unsure):
            self._refuse(error)
        elif error is None and self._since is not None:
            self._since.extend(writes)
        self._end(batch, None if error is None else self._refusal or str(error))
        if error is None:
            self._rewrite_if_worth_it()
        self._go_on()

    def _end(self, batch: Sequence[_Commit], problem: str | None) -> None:
        for commit in batch:
            if problem is None:
                commit.kept()
            else:
                commit.failed()
            if commit.future.done():
                continue  # whoever waited was cancelled
            if problem is None:
                commit.future.set_result(None)
            else:
                commit.future.set_exception(StoreError(problem))

    def _refuse(self, error: BaseException | None) -> None:
        """Write nothing more: only reading the file again tells what it holds."""
        self._refusal = f"{error}. Nothing more is kept until the disk is well and coterie was started again"
        log.error("the store takes no more writes", file=str(self._file.path), why=str(error))

    # --- rewriting

    def _rewrite_if_worth_it(self) -> None:
        if self._since is None and is_worth_rewriting(self._file.writes, self._size(), self._outdated):
            self._since = []
            self._new = self._in_thread(
                partial(JournalFile.create, self._file.path, self._snapshot()), self._new_is_there
            )

    def _new_is_there(self, job: asyncio.Future[JournalFile]) -> None:
        if not self._busy:
            self._busy = True
            self._go_on()

    def _take_new(self, job: asyncio.Future[JournalFile]) -> None:
        since, self._since, self._new = self._since or (), None, None
        error = job.exception()
        if error is not None:
            self._put_off(error)
            self._go_on()
        else:
            self._in_thread(partial(self._file.replace, job.result(), since), self._taken)

    def _taken(self, job: asyncio.Future[None]) -> None:
        error = job.exception()
        if isinstance(error, Unsure):
            self._refuse(error)
        elif error is not None:
            self._put_off(error)
        self._go_on()

    def _put_off(self, error: BaseException) -> None:
        """Go on with the large file, and try again when it has grown."""
        self._outdated = 2 * (self._file.writes - self._size())
        log.warning("the store's file could not be rewritten", file=str(self._file.path), why=str(error))


def is_worth_rewriting(writes: int, documents: int, outdated: int) -> bool:
    """Whether more than `outdated` of a file's writes are outdated, and more than half of them."""
    return writes - documents > max(outdated, documents)


def _nothing() -> None:
    """What is to be done for a commit of nothing."""
