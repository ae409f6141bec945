"""How long it takes to say what differs, and to make it so, in a community of many groups on the simulator.

python -m tests.bench plan [GROUPS]
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.simulator.world import World
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine import bindings
from coterie.core.engine.definitions import Definitions
from coterie.core.model.community import Community, Group, Person, Use
from coterie.core.plan.applying import Applying
from coterie.core.plan.comparing import differences
from coterie.core.plan.difference import Difference
from coterie.core.plan.showing import as_json
from coterie.core.plan.surveying import Surveyor
from coterie.core.refs import PersonRef

GROUPS = 500
PEOPLE_A_GROUP = 50


def main(arguments: Sequence[str]) -> None:
    """Print the seconds: a plan of an empty platform, the apply, a plan where nothing differs, a plan where every topic does."""
    count = int(arguments[0]) if arguments else GROUPS
    asyncio.run(measure(count))


def community(count: int) -> Community:
    people = {f"p{n}": Person(f"p{n}", f"Person {n}", accounts={"simulator": f"p{n}"}) for n in range(count)}
    groups = {
        f"g{n}": Group(
            f"g{n}",
            f"Group {n}",
            f"Do number {n} together.",
            leaders=(f"p{n}", f"p{(n + 1) % count}"),
            review_every="3mo",
            homes={"simulator": f"g{n}"},
            playbooks=(Use("heartbeat", {"at": "monday 09:00", "deck": "everyday"}), Use("welcome")),
        )
        for n in range(count)
    }
    return Community("town", "Town", people=people, groups=groups)


async def measure(count: int) -> None:
    clock = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    world, store, town = World(clock), MemoryStore(clock), community(count)
    for person in town.people:
        world.add_person(person)
    adapters, files = {"simulator": SimulatorAdapter(SimulatorSettings(), {}, clock, world)}, Definitions((town,))
    async with store.unit() as unit:
        for person in town.people:
            await bindings.bind(unit, PersonRef(person), f"simulator/{person}")

    async def plan(of: str) -> tuple[Difference, ...]:
        begin = time.perf_counter()
        found = differences(*await Surveyor(store, clock, adapters, files).look())
        written = sum(len(as_json(one)) for one in found)
        print(f"{of:44}{time.perf_counter() - begin:7.2f} s  {len(found):6,} differences, {written:9,} characters")
        return found

    print(f"{count:,} groups with {PEOPLE_A_GROUP} people each")
    await plan("plan, nothing is there")
    begin = time.perf_counter()
    outcome = await Applying(store, clock, adapters, files, "bench").apply(lambda difference: True)
    print(
        f"{'apply':44}{time.perf_counter() - begin:7.2f} s  {len(outcome.done):6,} done, {len(outcome.failed)} failed"
    )
    for place, room in enumerate(world.rooms.values()):
        for more in range(PEOPLE_A_GROUP - 2):
            world.join(f"p{(place + 2 + more) % count}", room.id)
    await plan("plan, nothing differs")
    for room in world.rooms.values():
        room.topic = "Changed by hand"
    await plan("plan, every topic was changed by hand")
