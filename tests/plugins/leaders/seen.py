"""What a test of leaders sees of somebody: what they are in the group, what in the room, and what they were asked."""

from __future__ import annotations

from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.core.scenario.driver import Said
from coterie.core.testing import StageRoom


async def roles(room: StageRoom, person: str) -> set[str]:
    """What somebody is in the group, as coterie knows it."""
    async with room.house.app.store.unit() as unit:
        group = (await room.house.app.register.definitions(unit)).groups()[0]
    held = {term.role for term in group.terms if term.person == person}
    return held | {"leader"} if person in group.leaders else held


def rights(room: StageRoom, person: str) -> set[str]:
    """What somebody is in the room, as the platform knows it."""
    assert isinstance(room.driver, SimulatorDriver)
    return room.driver.world.room(room.driver.rooms["python"]).roles.get(person, set())


def question(room: StageRoom, who: str, part: str) -> Said:
    """The newest message to somebody alone that has this part."""
    return [one for one in room.alone(who) if part in one.text][-1]
