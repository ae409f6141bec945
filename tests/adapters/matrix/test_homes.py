"""A group that is written down after coterie came into its room."""

from __future__ import annotations

from collections.abc import Callable

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.testing import MatrixPerson
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.directory import Directory
from coterie.core.model.community import Community, Group, Person
from coterie.core.refs import GroupRef, PersonRef


async def test_its_members_are_known_when_its_home_is_found(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, new_adapter: Callable[[], MatrixAdapter]
) -> None:
    room = await ana.open_room("Python")
    for person in (bo, bot):
        await ana.invite(room, person.user)
        await person.join(room)
    clock = SystemClock()
    store = MemoryStore(clock)
    async with App(store, clock, [new_adapter()]) as before:
        await before.connected()
        await before.settled()
    people = {one.name.lower(): Person(one.name.lower(), one.name, accounts={"matrix": one.user}) for one in (ana, bo)}
    group = Group("python", "Python", "Learn.", leaders=("ana",), homes={"matrix": room})
    community = Community("town", "Town", people=people, groups={"python": group})
    async with App(store, clock, [new_adapter()], [community]) as after:
        await after.connected()
        await after.settled()
        async with store.unit() as unit:
            members = await Directory(after.register.files, unit).members(GroupRef("python"))
    assert members == (PersonRef("ana"), PersonRef("bo"))
