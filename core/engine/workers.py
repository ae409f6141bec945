"""Lets work be done as it comes due: many lanes at a time, each lane in order, and nothing while nothing is due."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from ..clock import Clock, elapse
from ..errors import Conflict, Fenced, LoggedOut, Missing, StoreError, Unfit
from ..logs import about, get_logger
from ..ports import Entry, Queue, Shared, Store
from .aside import SettingAside
from .committing import TRIES
from .depth import BOUNDS, Depth
from .measures import NOTHING_COUNTED, Measures
from .ringing import entries_of
from .runs.store import run_of
from .set_back import A_JUMP, brought_back

log = get_logger(__name__)

AT_ONCE: Mapping[Queue, int] = {Queue.INBOX: 32, Queue.OUTBOX: 16}
"""How many lanes of a queue are worked on at the same time."""

UNWRITTEN = 64
"""Of so many entries at most it is not written down yet what came of them, those included that are being worked on: after a kill the platform
has to be asked about each."""

T = TypeVar("T")

Handle = Callable[[Entry], Awaitable[Awaitable[None] | None]]
"""Works on an entry. What it gives is the rest of the work, for which its place is not needed any more: to write down what came of it."""

_UNSURE = timedelta(milliseconds=200)
_LOOK_AGAIN = timedelta(seconds=1)
_ANY_TIME = datetime.max.replace(tzinfo=UTC)


class Workers:
    """Claims entries and hands each to the handler of its queue; turns timers that are due into events."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        handlers: Mapping[Queue, Handle],
        most_to_say: int = BOUNDS[Queue.OUTBOX],
        measures: Measures = NOTHING_COUNTED,
    ) -> None:
        self._store = store
        self._clock = clock
        self._handlers = handlers
        self._aside = SettingAside(store, clock)
        self._said = Depth(store, Queue.OUTBOX, most_to_say)
        self._held_back = False
        self._measures = measures
        self._busy = dict.fromkeys(AT_ONCE, 0)
        """How many are worked on."""
        self._running = dict.fromkeys(AT_ONCE, 0)
        """The same with those of which it is not written down yet what came of them."""
        self._stirred = asyncio.Event()
        self._idle = asyncio.Event()
        self._newest = clock.now()

    def stir(self) -> None:
        """There may be work: look. To be called after every commit from outside that may have brought some."""
        self._idle.clear()
        self._stirred.set()

    async def settled(self) -> None:
        """Return when nothing is under way and nothing is due at this time."""
        self.stir()
        await self._idle.wait()

    async def hear(self, store: Shared) -> None:
        """Look for work whenever other workers may have brought some, until cancelled."""
        while True:
            await store.stirred()
            self.stir()

    async def run(self) -> None:
        """Work until cancelled. What a handler raises is its entry's affair, but for a platform or a store that can't be used any more."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._stirred.clear()
                now = self._clock.now()
                if (back := self._newest - now) > A_JUMP:
                    await brought_back(self._store, now, back)
                self._newest = now
                await self._ring()
                await self._claim(tasks)
                if not self._stirred.is_set():
                    await self._rest(now)

    async def _ring(self) -> None:
        """Let every timer that is due become an event, and no timer any more, in one commit."""
        while due := await self._store.due(now := self._clock.now()):
            for _ in range(TRIES):
                try:
                    async with self._store.unit() as unit:
                        for timer in due:
                            unit.cancel_timer(timer.key, timer.due)  # not what was set meanwhile
                        for entry in entries_of(due, now):
                            unit.enqueue(Queue.INBOX, entry)
                    for timer in due:
                        self._measures.rang((now - timer.due).total_seconds())
                    break
                except Conflict:
                    continue

    async def _claim(self, tasks: asyncio.TaskGroup) -> None:
        for queue, most in AT_ONCE.items():
            while (free := min(most - self._busy[queue], await self._room(queue))) > 0:
                entries = await self._store.claim_some(queue, self._clock.now(), free)
                if not entries:
                    break
                self._busy[queue] += len(entries)
                self._running[queue] += len(entries)
                if queue is Queue.INBOX:
                    self._said.taken(len(entries))
                for entry in entries:
                    tasks.create_task(self._handle(queue, entry), name=f"{queue.value} {entry.id}")

    async def _room(self, queue: Queue) -> int:
        """How many entries may be begun."""
        return UNWRITTEN - self._running[queue] if queue is Queue.OUTBOX else await self._room_to_say()

    async def may_handle(self) -> bool:
        """Whether an event may be handled past the inbox; it is taken to be."""
        if not self._held_back and self._said.takes():
            return True
        if await self._room_to_say() == 0:
            return False
        self._said.taken(1)
        return True

    async def _room_to_say(self) -> int:
        """How many events may be handled: none where more than enough waits to be said already."""
        room = await self._said.room()
        before, self._held_back = self._held_back, room == 0
        if self._held_back and not before:
            log.warning("the outbox is full: no event is handled until something was said", bound=self._said.bound)
        return room

    async def _handle(self, queue: Queue, entry: Entry) -> None:
        measures, begun = self._measures, 0.0
        if measures.counts:
            begun = asyncio.get_running_loop().time()
            measures.waited(queue, (self._clock.now() - entry.due).total_seconds())
        with about(**_ids(queue, entry)):
            rest: Awaitable[None] | None = None
            try:
                rest = await self._unless_it_fails(queue, entry, self._handlers[queue](entry))
            finally:
                self._busy[queue] -= 1
                self._running[queue] -= rest is None
                self.stir()
            if rest is not None:
                try:
                    await self._unless_it_fails(queue, entry, rest)
                finally:
                    self._running[queue] -= 1
                    self.stir()
        if measures.counts:
            measures.worked(queue, asyncio.get_running_loop().time() - begun)

    async def _unless_it_fails(self, queue: Queue, entry: Entry, work: Awaitable[T]) -> T | None:
        """What the work gives; None where it failed, and what becomes of the entry was seen to. Raises what ends coterie."""
        try:
            return await work
        except Exception as error:
            await self._failed(queue, entry, error)
            return None

    async def _failed(self, queue: Queue, entry: Entry, error: Exception) -> None:
        try:
            if isinstance(error, (StoreError, LoggedOut)) and not isinstance(error, Unfit):
                raise error  # a full disk is no fault of the entry
            await self._aside.failed(queue, entry, error)
        except (Fenced, Missing) as lost:
            log.warning("another worker has it", queue=queue.value, entry=entry.id, why=str(lost))
            # Or nobody took it: the lease was renewed late, but in time. Soon that is known.
            await elapse(_UNSURE)
            await self._store.release(queue, entry.id)
        except Conflict as lost:
            log.warning("put off: others were always faster", queue=queue.value, entry=entry.id, why=str(lost))
            await self._store.release(queue, entry.id)

    async def _rest(self, looked: datetime) -> None:
        """Sleep until stirred, or until the next thing comes due. `looked` is when it was looked for work."""
        due = await self._store.next_due()
        if due is not None and due <= looked:
            # Every hand of its queue is full: who lets go of their work stirs. Until then timers alone may come due.
            timers = await self._store.due(_ANY_TIME, 1)
            due = timers[0].due if timers else None
            if self._held_back:  # what is to be said may all be put off, and then nobody stirs
                due = min(filter(None, (due, looked + _LOOK_AGAIN)))
        if self._stirred.is_set():
            return
        if not any(self._running.values()):
            self._idle.set()
        if due is None:
            await self._stirred.wait()
            return
        async with asyncio.TaskGroup() as naps:
            alarm = naps.create_task(self._alarm(due))
            await self._stirred.wait()
            alarm.cancel()

    async def _alarm(self, due: datetime) -> None:
        await self._clock.sleep_until(due)
        self.stir()


def _ids(queue: Queue, entry: Entry) -> dict[str, str]:
    """What the log says about work on an entry. The key of what a run asks for begins with the run's."""
    if queue is Queue.INBOX:
        return {"event_id": entry.id}
    run = run_of(entry.id)
    return {"effect_id": entry.id} | ({"run_id": run} if run else {})
