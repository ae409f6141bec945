"""What can't be read is told in its room, once for each cause, and counted."""

from __future__ import annotations

from datetime import timedelta

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.core.engine.app import App
from coterie.core.engine.measures import Measures
from coterie.core.model.event import MessageUnreadable
from coterie.core.refs import MessageRef, PersonRef, RoomRef

from .town import BEGIN, Town, community, founded, running


class Counting(Measures):
    def __init__(self) -> None:
        self.count = 0

    def unreadable(self, platform: str) -> None:
        self.count += 1


async def unread(town: Town, number: int, cause: str) -> None:
    event = MessageUnreadable(
        id=f"simulator:unreadable:{number}",
        at=BEGIN,
        platform="simulator",
        room=RoomRef(f"simulator/{town.room}"),
        person=PersonRef("simulator/bo"),
        message=MessageRef(f"simulator/{number}"),
        cause=cause,
    )
    await town.app.inbox.take([event])
    await town.settled()


async def test_what_cannot_be_read_is_told_once_for_each_cause_and_once_an_hour() -> None:
    town = founded()
    async with running(town):
        await unread(town, 1, "one/key")
        await unread(town, 2, "one/key")
        assert len(town.texts()) == 1 and "@bo" in town.texts()[0] and "say it again" in town.texts()[0]
        await unread(town, 3, "another")
        assert len(town.texts()) == 1
        town.clock.jump(town.clock.now() + timedelta(hours=1))
        await unread(town, 4, "a third")
        assert len(town.texts()) == 2
        town.clock.jump(town.clock.now() + timedelta(hours=1))
        await unread(town, 5, "one/key")
        assert len(town.texts()) == 2


async def test_every_message_that_cannot_be_read_is_counted() -> None:
    town, counting = founded(), Counting()
    adapter = SimulatorAdapter(SimulatorSettings(), {}, town.clock, town.world)
    town.app = App(town.store, town.clock, [adapter], [community()], measures=counting)
    async with town.app:
        await town.app.connected()
        await unread(town, 1, "one")
        await unread(town, 2, "one")
    assert counting.count == 2
