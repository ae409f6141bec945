"""A group with two homes, on two platforms at once, and one coterie in both: real parts, but the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from attrs import define, evolve, field

from coterie.adapters.matrix.testing import Homeserver
from coterie.adapters.matrix.testing.driver import MatrixStage
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.assembly import House, assembled
from coterie.core.clock import ManualClock
from coterie.core.discovery import DRIVERS, PLUGINS, load
from coterie.core.engine import bindings
from coterie.core.engine.directory import Directory
from coterie.core.engine.groups import Groups
from coterie.core.engine.place import Place
from coterie.core.engine.scene import Scene
from coterie.core.files.library import Library, read_library
from coterie.core.handling import LoadedPlugin
from coterie.core.model.community import Community, Group, Person, Use
from coterie.core.model.content import Capability
from coterie.core.model.event import CommandGiven
from coterie.core.playbook.file import read_playbook
from coterie.core.ports import Adapter, Store
from coterie.core.refs import GroupRef, MessageRef, PersonRef
from coterie.core.scenario.driver import BOT, Direct, Driver, InRoom, Player, Room, Said, Stage

BEGINS = datetime(2026, 11, 23, 8, tzinfo=UTC)
GROUP = "python"
HOME = InRoom(GROUP)
PATIENCE_SECONDS = 60
PEOPLE = ("ana", "bo", "cy", "dee")
"""Everybody has an account on both platforms; whether the two are one person, the files say, or a link."""


SERVER: list[Homeserver] = []
"""The homeserver of the session, once a test needed it."""


@define
class TwoHomes:
    """The group and its people. `first` and `second` are the names of the two platforms."""

    first: str
    second: str
    drivers: Mapping[str, Driver]
    clock: ManualClock
    store: Store
    community: Community
    library: Library
    plugins: Sequence[LoadedPlugin]
    uses: frozenset[str]
    house: House = field(init=False)
    spoilt: dict[str, Adapter] = field(factory=dict)

    # --- what people do ---------------------------------------------------------------------------------------------

    async def say(self, platform: str, who: str, text: str, *, dm: bool = False, to: Said | None = None) -> None:
        place = Direct(who) if dm else HOME
        await self.drivers[platform].say(who, place, text, thread=to.id if to else None)
        await self.settled()

    async def press(self, platform: str, who: str, card: Said, label: str) -> None:
        """Choose on a card by what the platform has: a button, a reaction, or a number typed in its thread."""
        offers = await self.house.offers(MessageRef.native_to(platform, card.id))
        number = next(place for place, offer in enumerate(offers, 1) if offer.label == label)
        await self.drivers[platform].press(who, HOME, card.id, offers[number - 1], number)
        await self.settled()

    async def appoint(self, platform: str, who: str, role: str) -> None:
        """Give a role to whoever an account belongs to, as a plugin does."""

        async def give(scene: Scene) -> None:
            place = Place(f"test:{self.clock.now().isoformat()}", (), None, GroupRef(GROUP), None)
            groups = Groups(scene, place, self.house.recurrence.clockwork.plugins.outlook, scene.effect)
            await groups.appoint(await bindings.ours(scene.unit, self.account(platform, who)), role)

        event = CommandGiven(
            id=f"appointed:{self.clock.now().isoformat()}", at=self.clock.now(), platform="core", text=""
        )
        await self.house.app.within(event, give)
        await self.settled()

    async def react(self, platform: str, who: str, message: Said, emoji: str, *, back: bool = False) -> None:
        act = self.drivers[platform].unreact if back else self.drivers[platform].react
        await act(who, HOME, message.id, emoji)
        await self.settled()

    async def find(self, platform: str, text: str) -> Said:
        """The newest message of this home in which the text stands, by whomever."""
        heard = await self.drivers[platform].heard(HOME)
        found = [one for one in heard if text in one.text]
        assert found, f"{text!r} does not stand in {[one.text for one in heard]}"
        return found[-1]

    async def wait(self, long: timedelta) -> None:
        target = self.clock.now() + long
        while (due := await self.house.next_due()) is not None and due <= target:
            self.clock.jump(max(due, self.clock.now()))
            await self.settled()
        self.clock.jump(target)
        await self.settled()

    async def start(self, playbook: str) -> None:
        await self.house.start_run(playbook, GROUP, None)
        await self.settled()

    # --- what is seen -----------------------------------------------------------------------------------------------

    async def cards(self, platform: str) -> list[Said]:
        """What coterie said in this home."""
        return [one for one in await self.drivers[platform].heard(HOME) if one.by == BOT]

    async def said(self, platform: str) -> list[str]:
        return [one.text for one in await self.cards(platform)]

    async def last(self, platform: str) -> Said:
        return (await self.cards(platform))[-1]

    async def told(self, platform: str, who: str) -> list[str]:
        """What coterie said to one account alone."""
        return [one.text for one in await self.drivers[platform].heard(Direct(who)) if one.by == BOT]

    async def members(self) -> tuple[str, ...]:
        async with self.store.unit() as unit:
            found = await Directory(self.house.app.register.files, unit).members(GroupRef(GROUP))
        return tuple(self.called(person) for person in found)

    def with_homes(self, platforms: Collection[str]) -> Community:
        """The file, with these homes of the group in it."""
        homes = {platform: self.drivers[platform].opened.homes[GROUP] for platform in platforms}
        return evolve(self.community, groups={GROUP: evolve(self.community.groups[GROUP], homes=homes)})

    def with_person(self, name: str, platforms: Collection[str], called: str | None = None) -> Community:
        """The file, with somebody in it by their accounts on these platforms."""
        who = called or name
        accounts = {platform: self.drivers[platform].opened.accounts[who] for platform in platforms}
        return evolve(self.community, people={**self.community.people, name: Person(name, name, accounts=accounts)})

    def account(self, platform: str, who: str) -> PersonRef:
        return PersonRef.native_to(platform, self.drivers[platform].opened.accounts[who])

    def called(self, person: PersonRef) -> str:
        """A person as the test calls them: by their name in the file, or WHO@PLATFORM."""
        accounts = {self.account(platform, who): f"{who}@{platform}" for platform in self.drivers for who in PEOPLE}
        return accounts.get(person, person.id)

    # --- how it runs ------------------------------------------------------------------------------------------------

    async def settled(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.house.settled()
            while any([await driver.caught_up() for driver in self.drivers.values()]):
                await self.house.settled()

    async def restart(self) -> None:
        """Stop coterie where it stands, and start it again on the same store."""
        await self.stop()
        await self.begin()

    async def stop(self) -> None:
        await self.house.__aexit__(None, None, None)

    async def begin(self) -> None:
        """Start coterie."""
        adapters = [self.spoilt.get(name) or driver.adapter() for name, driver in self.drivers.items()]
        uses = self.uses
        self.house = assembled(
            self.store,
            self.clock,
            adapters,
            [self.community],
            self.library,
            self.plugins,
            (lambda definitions, group: uses) if uses else None,
        )
        await self.house.__aenter__()
        await self.house.connected()
        await self.settled()


@asynccontextmanager
async def two_homes(
    pair: tuple[str, str],
    *,
    first: Collection[str] = ("ana", "bo"),
    second: Collection[str] = ("ana", "cy"),
    written: Mapping[str, Collection[int]] | None = None,
    playbooks: Mapping[str, str] | None = None,
    plugins: Collection[str] = (),
    uses: Collection[str] = (),
    lacks: Collection[Capability] = (),
    only_first: bool = False,
) -> AsyncIterator[TwoHomes]:
    """Two platforms with a room each, in which `first` and `second` are.

    `written` are the people of the file, with the platforms (0 and 1) whose accounts it names; ana leads the group and manages the community.
    """
    clock = ManualClock(BEGINS)
    async with AsyncExitStack() as stack:
        drivers: dict[str, Driver] = {}
        for platform, members in zip(pair, (first, second), strict=True):
            stage = await _stage(stack, platform, lacks)
            players = [Player(who, who.capitalize()) for who in PEOPLE]
            rooms = [Room(GROUP, "Python", tuple(members))]
            drivers[platform] = await stack.enter_async_context(stage.scene(clock, players, rooms))
        named = {"ana": (0,)} if written is None else written
        people = {
            who: Person(
                who, who.capitalize(), accounts={pair[at]: drivers[pair[at]].opened.accounts[who] for at in where}
            )
            for who, where in named.items()
        }
        loaded = [load(PLUGINS, name).load() for name in plugins]
        library = read_library((), loaded).sound()
        read = {id: read_playbook(text, f"{id}.yaml", library.known) for id, text in (playbooks or {}).items()}
        assert not [finding for one in read.values() for finding in one.reader.findings], read
        found = {id: one.playbook for id, one in read.items() if one.playbook is not None}
        group = Group(
            GROUP,
            "Python",
            "Learn.",
            leaders=("ana",),
            homes={platform: driver.opened.homes[GROUP] for platform, driver in drivers.items()},
            playbooks=tuple(Use(id) for id in found),
        )
        town = TwoHomes(
            *pair,
            drivers,
            clock,
            MemoryStore(clock),
            Community("town", "Town", managers=("ana",), people=people, groups={GROUP: group}),
            evolve(library, playbooks={**library.playbooks, **found}),
            loaded,
            frozenset(uses),
        )
        if only_first:
            town.community = town.with_homes(pair[:1])
        await town.begin()
        try:
            yield town
        finally:
            await town.stop()


async def _stage(stack: AsyncExitStack, platform: str, lacks: Collection[Capability]) -> Stage:
    if platform == "matrix" and SERVER:
        return MatrixStage(SERVER[-1])
    made = load(DRIVERS, platform)
    return await stack.enter_async_context(made(tuple(lacks)) if lacks and platform == "simulator" else made())
