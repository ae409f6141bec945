"""Ten thousand messages in five hundred rooms at once: how long until all of them are handled, in order, and what that takes of memory.

python -m tests.bench burst [STORE] [EVENTS] [ROOMS]      STORE is memory, tinydb or postgresql; unless given, all of it is measured

The platform brings them as fast as coterie takes them, in pieces of a thousand, as after a time without a network. The inbox holds ten thousand;
whoever brings more waits. Each message is handled behind the one before it in its room; that none overtakes another is looked at.
"""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime

import structlog
from attrs import define, field

from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect
from coterie.core.model.event import MessagePosted
from coterie.core.ports import Inbox, Performed, Queue
from coterie.core.refs import MessageRef, PersonRef, RoomRef
from tests.adapters.stores.server import server

from .community import _memory
from .events import SILENT, open_store

EVENTS, ROOMS, PIECE = 10_000, 500, 1_000


@define
class Bursting:
    """A platform that has all of it to tell at once."""

    events: int
    rooms: int
    platform: str = "busy"
    capabilities: frozenset[Capability] = frozenset()
    begin: asyncio.Event = field(factory=asyncio.Event)

    async def listen(self, inbox: Inbox) -> None:
        inbox.ready(self.platform)
        await self.begin.wait()
        for first in range(0, self.events, PIECE):
            await inbox.take([self._said(number) for number in range(first, min(first + PIECE, self.events))])
        await asyncio.Event().wait()

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        return Performed()

    def _said(self, number: int) -> MessagePosted:
        room, place = number % self.rooms, number // self.rooms
        return MessagePosted(
            id=f"busy:{number}",
            at=datetime.now(UTC),
            platform="busy",
            room=RoomRef(f"busy/r{room}"),
            person=PersonRef(f"busy/p{number % 997}"),
            message=MessageRef(f"busy/{number}"),
            text=str(place),
        )


@define
class Ordered:
    """Writes down in each room what came last, and insists that nothing overtakes."""

    name: str = "ordered"
    handled: defaultdict[str, int] = field(factory=lambda: defaultdict(int))

    async def __call__(self, scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted) and scene.event.room is not None
        last: int = await scene.unit.get("last", scene.event.room.id) or 0
        assert int(scene.event.text) == last, f"{scene.event.room.id}: {scene.event.text} came behind {last - 1}"
        scene.unit.put("last", scene.event.room.id, last + 1)
        self.handled[scene.event.room.id] += 1


def main(arguments: Sequence[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(SILENT))
    given = [int(one) for one in arguments[1:3]]
    events, rooms = [*given, *(EVENTS, ROOMS)[len(given) :]]
    print(f"{events:,} messages in {rooms} rooms at once")
    for kind in arguments[:1] or ("memory", "tinydb", "postgresql"):
        with ExitStack() as stack:
            where = stack.enter_context(tempfile.TemporaryDirectory(dir=os.getcwd()))
            if kind == "postgresql":
                where = stack.enter_context(server()).new_database()
            asyncio.run(_measure(kind, where, events, rooms))


async def _measure(kind: str, where: str, events: int, rooms: int) -> None:
    clock, router, ordered = SystemClock(), Router(), Ordered()
    store, bursting = await open_store(kind, where, clock), Bursting(events, rooms)
    router.add(ordered, MessagePosted)
    async with App(store, clock, [bursting], router=router) as app:
        await app.connected()
        gc.collect()
        before, began = _memory(), time.perf_counter()
        bursting.begin.set()
        while sum(ordered.handled.values()) < events or await store.size(Queue.INBOX):  # noqa: ASYNC110 - the store says
            await asyncio.sleep(0.02)
        took = time.perf_counter() - began
    await store.close()
    assert [ordered.handled[f"busy/r{room}"] for room in range(rooms)] == [
        len(range(room, events, rooms)) for room in range(rooms)
    ]
    print(
        f"{kind:12}{took:6.1f} s, {events / took:7,.0f}/s, {before} before, {_memory()} after",
        flush=True,
    )
