"""What tests of leaders see of somebody, what they are in the group, what in the room, what they were asked, and what often happens in them."""

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


def times(room: StageRoom, who: str, part: str) -> int:
    """How often somebody alone was told something with this part."""
    return sum(part in one for one in room.told(who))


async def on_trial(room: StageRoom, who: str, role: str) -> None:
    """Somebody offers to take a role, and ana lets them begin."""
    await room.say(who, f"!volunteer {role}")
    await room.press("ana", question(room, "ana", "Shall they begin"), "yes")


async def left_and_back(room: StageRoom, who: str) -> None:
    """Somebody leaves the group and comes back."""
    await room.leave(who)
    await room.join(who)
