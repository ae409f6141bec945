"""Adapters of any platform with one thing wrong about rooms of their own: the contract must catch each, wherever it is run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from attrs import evolve, frozen

from coterie.core.clock import ManualClock
from coterie.core.contracts.adapter import listening
from coterie.core.contracts.adapter_rooms import RoomContract
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect, OpenRoom
from coterie.core.ports import Adapter, Inbox, Performed
from coterie.core.scenario.driver import Driver, Player, Room, Stage

Change = Callable[[OpenRoom, bool], tuple[OpenRoom, bool]]
"""What a mutant makes of a room that it is to open, and of whether it is asked again."""

ROOM_MUTANTS: Mapping[str, Change] = {
    "takes a room that was there": lambda effect, again: (evolve(effect, adopt=True), again),
    "makes another room after a crash": lambda effect, again: (
        (evolve(effect, key=f"{effect.key}:again"), False) if again else (effect, again)
    ),
}


@frozen
class MutantAdapter:
    """An adapter that does something else where it is to open a room."""

    adapter: Adapter
    change: Change

    @property
    def platform(self) -> str:
        return self.adapter.platform

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self.adapter.capabilities

    async def listen(self, inbox: Inbox) -> None:
        await self.adapter.listen(inbox)

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, OpenRoom):
            effect, again = self.change(effect, again)
        return await self.adapter.perform(effect, again=again)


@frozen
class MutantDriver:
    """The people of a platform, around a mutant."""

    driver: Driver
    change: Change

    def adapter(self) -> Adapter:
        return MutantAdapter(self.driver.adapter(), self.change)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.driver, name)


@frozen
class MutantStage:
    """A platform on which a mutant plays."""

    stage: Stage
    change: Change

    @property
    def platform(self) -> str:
        return self.stage.platform

    @asynccontextmanager
    async def scene(self, clock: ManualClock, people: Sequence[Player], rooms: Sequence[Room]) -> AsyncIterator[Driver]:
        async with self.stage.scene(clock, people, rooms) as driver:
            yield cast(Driver, MutantDriver(driver, self.change))


async def is_caught(stage: Stage, change: Change) -> bool:
    """Whether one of the promises about rooms of their own is broken by an adapter so changed."""
    contract = RoomContract()
    for promise in (
        contract.test_a_room_that_was_there_is_left_alone_where_only_a_new_one_will_do,
        contract.test_a_new_room_is_found_again_by_its_key_after_a_crash,
    ):
        try:
            async with listening(MutantStage(stage, change)) as scene:
                await promise(scene)
        except BaseExceptionGroup as errors:
            if errors.split(AssertionError)[1] is not None:
                raise
            return True
    return False
