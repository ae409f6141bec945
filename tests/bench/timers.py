"""How late a timer fires while 100,000 wait, and how long coterie takes to be ready with them.

python -m tests.bench timers [STORE] [WAITING]      STORE is memory, tinydb or postgresql; unless given, each of them

Late is how long after its instant the handler of a timer begins; before that it was made an event, durably.
"""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta

import structlog
from attrs import define, field

from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.event import TimerFired
from coterie.core.ports import Store, Timer
from tests.adapters.stores.server import server

from .events import SILENT, open_store

WAITING = 100_000
FIRED = 300
EVERY = timedelta(milliseconds=20)
AT_ONCE = 1_000


@define
class Lateness:
    """How late each was, in seconds."""

    clock: SystemClock
    name: str = "lateness"
    late: list[float] = field(factory=list)
    over: asyncio.Event = field(factory=asyncio.Event)

    async def __call__(self, scene: Scene) -> None:
        assert isinstance(scene.event, TimerFired)
        self.late.append((self.clock.now() - scene.event.due).total_seconds())
        if len(self.late) == FIRED:
            self.over.set()


def main(arguments: Sequence[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(SILENT))
    waiting = int(arguments[1]) if len(arguments) > 1 else WAITING
    print(f"{waiting:,} timers wait, {FIRED} come due, one every {EVERY.total_seconds() * 1000:.0f} ms")
    for kind in arguments[:1] or ("memory", "tinydb", "postgresql"):
        with ExitStack() as stack:
            where = stack.enter_context(tempfile.TemporaryDirectory(dir=os.getcwd()))
            if kind == "postgresql":
                where = stack.enter_context(server()).new_database()
            asyncio.run(_measure(kind, where, waiting))


async def _measure(kind: str, where: str, waiting: int) -> None:
    clock = SystemClock()
    store = await open_store(kind, where, clock)
    await _wait(store, clock, waiting)
    if kind != "memory":
        await store.close()
        opening = time.perf_counter()
        store = await open_store(kind, where, clock)
        print(f"{kind:12}opened in {time.perf_counter() - opening:.2f} s")
    router, lateness = Router(), Lateness(clock)
    router.add(lateness, TimerFired)
    async with App(store, clock, [], router=router) as app:
        await app.settled()
        gc.collect()
        gc.freeze()
        begin = clock.now() + timedelta(seconds=0.5)
        async with store.unit() as unit:
            for number in range(FIRED):
                unit.set_timer(Timer(f"now {number}", begin + number * EVERY))
        await app.settled()  # what is written past the app it must be told of
        await lateness.over.wait()
    await store.close()
    late = sorted(lateness.late)
    half, most = late[len(late) // 2], late[len(late) * 99 // 100]
    print(
        f"{kind:12}half fire within {half * 1000:.1f} ms, 99 of 100 within {most * 1000:.1f} ms, the last {late[-1] * 1000:.1f} ms late"
    )


async def _wait(store: Store, clock: SystemClock, waiting: int) -> None:
    begin = clock.now() + timedelta(days=1)
    for first in range(0, waiting, AT_ONCE):
        async with store.unit() as unit:
            for number in range(first, min(first + AT_ONCE, waiting)):
                unit.set_timer(Timer(f"waits {number}", begin + timedelta(seconds=number)))
