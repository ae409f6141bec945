"""The platform's rights come with a term and go with it: looked at in the room itself, not in what coterie believes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define

from coterie.adapters.matrix.testing import Homeserver
from coterie.adapters.matrix.testing.driver import MatrixDriver, MatrixStage
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.assembly import House, assembled
from coterie.core.clock import ManualClock
from coterie.core.files.library import read_library
from coterie.core.model.community import Community, Group, Person
from coterie.core.scenario.driver import Direct, InRoom, Player, Room
from coterie.plugins.leaders import plugin

PEOPLE = {"ana": "Ana", "bo": "Bo", "mira": "Mira"}
PYTHON = InRoom("python")


@define
class Table:
    """A group on a real homeserver, in coterie's own time."""

    driver: MatrixDriver
    clock: ManualClock
    house: House

    async def settled(self) -> None:
        async with asyncio.timeout(60):
            await self.house.settled()
            while await self.driver.caught_up():
                await self.house.settled()

    async def wait(self, days: int) -> None:
        target = self.clock.now() + timedelta(days=days)
        while (due := await self.house.next_due()) is not None and due <= target:
            self.clock.jump(max(due, self.clock.now()))
            await self.settled()
        self.clock.jump(target)
        await self.settled()

    async def level(self, who: str) -> int:
        """The power level of somebody, as their homeserver has it."""
        person = self.driver.people["coterie"]
        levels = await person.state(self.driver.rooms["python"], "m.room.power_levels")
        return int(levels.get("users", {}).get(self.driver.people[who].user, levels.get("users_default", 0)))


@pytest.fixture
async def table(server: Homeserver) -> AsyncIterator[Table]:
    clock = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    players = [Player(id, name) for id, name in PEOPLE.items()]
    async with MatrixStage(server).scene(clock, players, [Room("python", "Python", tuple(PEOPLE))]) as driver:
        people = {id: Person(id, name, accounts={"matrix": driver.opened.accounts[id]}) for id, name in PEOPLE.items()}
        homes = {"matrix": driver.opened.homes["python"]}
        group = Group("python", "Python", "Learn.", leaders=("ana",), homes=homes)
        community = Community("town", "Town", managers=("mira",), people=people, groups={"python": group})
        loaded = [plugin.load()]
        house = assembled(
            MemoryStore(clock),
            clock,
            [driver.adapter()],
            [community],
            read_library((), loaded).sound(),
            loaded,
            uses=lambda definitions, group: frozenset({plugin.name}),
        )
        async with house:
            await house.connected()
            table = Table(driver, clock, house)
            await table.settled()
            yield table


async def test_the_power_level_comes_with_a_term_and_is_back_when_it_ends(table: Table) -> None:
    assert await table.level("bo") == 0
    await table.driver.say("bo", PYTHON, "!coterie volunteer leader")
    await table.settled()
    await table.driver.say("ana", Direct("ana"), "yes")
    await table.settled()
    assert await table.level("bo") == 75
    await table.wait(29)
    assert await table.level("bo") == 0


async def test_the_power_level_is_back_when_somebody_steps_down_or_leaves(table: Table) -> None:
    for how in ("!coterie step-down moderator", None):
        await table.driver.say("bo", PYTHON, "!coterie volunteer moderator")
        await table.settled()
        await table.driver.say("ana", Direct("ana"), "yes")
        await table.settled()
        assert await table.level("bo") == 50
        if how is not None:
            await table.driver.say("bo", PYTHON, how)
        else:
            await table.driver.leave("bo", PYTHON)
        await table.settled()
        assert await table.level("bo") == 0


async def test_who_also_hosts_keeps_the_rights_of_a_host_when_the_greater_role_ends(table: Table) -> None:
    await table.driver.say("bo", PYTHON, "!coterie volunteer host")
    await table.settled()
    await table.wait(7)
    await table.driver.say("bo", Direct("bo"), "Yes, gladly")
    await table.settled()
    assert await table.level("bo") == 25
    await table.driver.say("bo", PYTHON, "!coterie volunteer moderator")
    await table.settled()
    await table.driver.say("ana", Direct("ana"), "yes")
    await table.settled()
    assert await table.level("bo") == 50
    await table.driver.say("bo", PYTHON, "!coterie step-down moderator")
    await table.settled()
    assert await table.level("bo") == 25
