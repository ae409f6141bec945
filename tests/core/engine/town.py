"""A small town for the tests of the engine: the simulator, a memory store, one group, and a handler of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from attrs import define, field, frozen

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.simulator.world import World
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine.app import App
from coterie.core.engine.dispatch import Failures
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.community import Community, Group, Person
from coterie.core.model.content import Capability
from coterie.core.model.event import Event
from coterie.core.ports import Store

BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)
PEOPLE = ("ana", "bo", "cy")


@frozen
class Acting:
    """A handler that does what the test says."""

    name: str
    act: Callable[[Scene], Awaitable[bool | None] | None]

    async def __call__(self, scene: Scene) -> bool | None:
        done = self.act(scene)
        return None if done is None else await done


@define
class Town:
    """What a test looks at."""

    world: World
    clock: ManualClock
    store: Store
    room: str
    router: Router = field(factory=Router)
    app: App = field(init=False)

    def on(
        self, act: Callable[[Scene], Awaitable[bool | None] | None], *events: type[Event], name: str = "test"
    ) -> None:
        """Let the test handle these events."""
        self.router.add(Acting(name, act), *events)

    async def settled(self) -> None:
        """Return when what the world tells was taken in, and all that followed is done."""
        known = -1
        while known < len(self.world.log):
            known = len(self.world.log)
            await self.world.all_acknowledged()
            await self.app.settled()

    def texts(self, room: str | None = None) -> list[str]:
        """What coterie said in a room, in order."""
        wanted = room or self.room
        return [one.text for one in self.world.messages.values() if one.room == wanted and one.author == "coterie"]


def community() -> Community:
    """Three people, one group."""
    people = {id: Person(id, id.capitalize(), accounts={"simulator": id}) for id in PEOPLE}
    group = Group("python", "Python", "Learn.", leaders=("ana",), homes={"simulator": "python"})
    return Community("town", "Town", people=people, groups={"python": group})


def founded(store: Store | None = None) -> Town:
    """A town in which nothing runs yet; ana and bo are in the group."""
    clock = ManualClock(BEGIN)
    world = World(clock)
    for person in PEOPLE:
        world.add_person(person)
    room = world.add_room("python", ["ana", "bo"])
    return Town(world, clock, store or MemoryStore(clock), room.id)


@asynccontextmanager
async def running(
    town: Town, lacks: tuple[Capability, ...] = (), failures: Failures | None = None
) -> AsyncIterator[Town]:
    """The town with coterie in it."""
    adapter = SimulatorAdapter(SimulatorSettings(lacks), {}, town.clock, town.world)
    town.app = App(town.store, town.clock, [adapter], [community()], router=town.router, failures=failures)
    async with town.app:
        await town.app.connected()
        await town.settled()
        yield town
