"""What every coterie imports before it says its first word, imported once in the process out of which all are forked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.simulator.decode import PLATFORM
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.assembly import assembled
from coterie.core.clock import SystemClock
from coterie.core.files.library import read_library
from coterie.core.files.surroundings import installed_plugins

from .script import Script


async def _live_once() -> None:
    clock, plugins, script = SystemClock(), installed_plugins(), Script(1, 1, "1s")
    adapter = SimulatorAdapter(SimulatorSettings(), {}, clock)
    members = script.members("g0")
    for member in members:
        adapter.world.add_person(member)
    room = adapter.world.add_room("g0", members)
    with TemporaryDirectory() as folder:
        script.write(Path(folder))
        library = read_library([Path(folder)], plugins).sound()
    community = script.community(PLATFORM, {one: one for one in members})
    async with assembled(MemoryStore(clock), clock, [adapter], [community], library, plugins) as house:
        await house.connected()
        adapter.world.say(members[0], room.id, "!live")
        await adapter.world.all_acknowledged()
        await house.settled()


asyncio.run(_live_once())
