"""A town whose files are applied to the simulator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from attrs import define, evolve, field

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.simulator.things import Room
from coterie.adapters.simulator.world import World
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine import bindings
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.register import Register
from coterie.core.engine.thread_homes.performing import with_threads
from coterie.core.model.community import Community, Group, Person, Use
from coterie.core.model.content import Capability
from coterie.core.plan.applying import Agree, Applying, Outcome
from coterie.core.plan.comparing import differences
from coterie.core.plan.difference import Difference
from coterie.core.plan.surveying import Surveyor
from coterie.core.ports import Adapter, Store
from coterie.core.refs import PersonRef

BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)
PEOPLE = ("ana", "bo", "cy")
PYTHON = Group(
    "python",
    "Python Evenings",
    "Learn Python.",
    leaders=("ana", "bo"),
    review_every="3mo",
    homes={"simulator": "python"},
    playbooks=(Use("heartbeat", {"at": "monday 09:00"}),),
)


def community(*groups: Group, space: bool = False) -> Community:
    people = {id: Person(id, id.capitalize(), accounts={"simulator": id}) for id in PEOPLE}
    where = {"simulator": "town-space"} if space else {}
    return Community("town", "Town", people=people, space=where, groups={one.id: one for one in groups})


@define
class Planned:
    """A world, a store, and the files that are applied."""

    community: Community = field(factory=lambda: community(PYTHON))
    lacks: tuple[Capability, ...] = ()
    clock: ManualClock = field(factory=lambda: ManualClock(BEGIN))
    world: World = field(init=False)
    store: Store = field(init=False)
    adapter: SimulatorAdapter = field(init=False)
    progress: list[tuple[str, int, int]] = field(factory=list)
    _times: count[int] = field(factory=lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.world = World(self.clock)
        self.store = MemoryStore(self.clock)
        for person in PEOPLE:
            self.world.add_person(person)
        self.adapter = SimulatorAdapter(SimulatorSettings(self.lacks), {}, self.clock, self.world)

    @property
    def files(self) -> Definitions:
        return Definitions((self.community,))

    @property
    def adapters(self) -> Mapping[str, Adapter]:
        """As `coterie plan` uses them."""
        return with_threads([self.adapter], self.store, self.clock, Register(self.files))

    def write(self, group: Group) -> None:
        """The file says so of a group now."""
        self.community = evolve(self.community, groups={**self.community.groups, group.id: group})

    async def plan(self) -> tuple[Difference, ...]:
        return differences(*await Surveyor(self.store, self.clock, self.adapters, self.files).look())

    async def apply(self, agree: Agree = lambda difference: False) -> Outcome:
        async with self.store.unit() as unit:
            for person in PEOPLE:
                await bindings.bind(unit, PersonRef(person), f"simulator/{person}")
        return await Applying(
            self.store,
            self.clock,
            self.adapters,
            self.files,
            f"test{next(self._times)}",
            lambda *told: self.progress.append(told),
        ).apply(agree)

    def room(self, name: str = "python") -> Room:
        found = self.world.find_room(name)
        assert found is not None, f"no room {name}"
        return found

    def pinned(self, name: str = "python") -> list[str]:
        return [message.text for message in self.room(name).messages if message.pinned]


def lines(found: Sequence[Difference]) -> list[str]:
    """Differences in short."""
    return [
        " ".join(part for part in (one.group, one.change.value, one.what.value, one.act.value) if part) for one in found
    ]
