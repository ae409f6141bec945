"""For tests of plugins: the fixture `stage`, a group on the simulator in which plugins play.

    async def test_digest_names_the_most_thanked(stage):
        room = await stage(plugin)
        card = await room.say("ana", "!kudos @bo for the review")
        await room.press("cy", card, "Me too")
        await room.wait("friday 16:00")
        assert room.last == "Most thanked: @bo (2 thank-yous in all)"

Everything in it is real but the platform and the clock. pytest finds the fixture by itself where coterie is installed; it needs
pytest-asyncio with `asyncio_mode = "auto"`. Time stands still unless a test lets it pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from attrs import define, evolve, field

from .assembly import House, assembled
from .clock import ManualClock
from .discovery import DRIVERS, STORES, load
from .engine.plugins import Plugins
from .files.library import read_library
from .model.community import Community, Group, Person, Use
from .model.content import Capability
from .model.playbook import Deck
from .model.preferences import Quiet
from .playbook.duration import Duration
from .playbook.schedule import Schedule, ScheduleError, next_after
from .plugin import Plugin
from .ports import Store
from .refs import PersonRef
from .scenario.driver import BOT, Direct, Driver, InRoom, Player, Room, Said
from .scenario.offer import Offer

BEGINS = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""A Monday morning."""

PATIENCE = timedelta(seconds=10)
"""All that follows from one act takes milliseconds; after so long something hangs."""

ADDRESS = "https://coterie.example"
"""How coterie is reached there: see `StageRoom.read`."""

GROUP = "python"
PEOPLE = {"ana": "Ana Ruiz", "bo": "Bo", "cy": "Cy 🌱", "dee": "Dee"}
MEMBERS = ("ana", "bo", "cy")
"""ana leads the group and manages the community; dee is not in the group yet."""


class StageFactory(Protocol):
    """What the fixture `stage` is."""

    async def __call__(
        self,
        *plugins: Plugin,
        lacks: Collection[Capability] = (),
        locale: str = "en",
        zone: str = "UTC",
        decks: Iterable[Deck] = (),
        playbooks: Iterable[str | Use] = (),
        used: bool = True,
        quiet: Quiet | None = None,
        crowd: int = 0,
        platform: str = "simulator",
    ) -> StageRoom:
        """The room of a group that uses the plugins, unless they are not to be `used`, and these playbooks that they bring.

        `lacks` are capabilities that the platform shall not have, `quiet` what the community asks for its people. A `crowd` is so many
        people more in the group: `p1`, `p2` and so on. The `platform` may be another one than the simulator: `slack` on loopback.
        """


@define
class StageRoom:
    """The room of a group that uses the plugins, and the people in it. What somebody does is followed by all that comes of it."""

    driver: Driver
    clock: ManualClock
    house: House
    people: Sequence[str] = tuple(PEOPLE)
    _running: asyncio.Task[None] | None = field(default=None, init=False)
    _place: InRoom = field(factory=lambda: InRoom(GROUP), init=False)
    _seen: Mapping[str, Sequence[Said]] = field(factory=dict, init=False)

    # --- what people do ---------------------------------------------------------------------------------------------

    async def say(self, who: str, text: str, *, to: Said | None = None, dm: bool = False) -> Said:
        """Say something in the room, in the thread of a message, or to coterie alone; a mention is `@bo`.

        Gives what coterie said last thereupon, wherever `who` sees it; the message itself where it said nothing. On Slack `!coterie …` is a
        slash command, which leaves no message.
        """
        place = Direct(who) if dm else self._place
        spoken = " ".join(
            f"<@{word[1:]}>" if word[1:] in PEOPLE and word[0] == "@" else word for word in text.split(" ")
        )
        before = self._order()
        await self.driver.say(who, place, spoken, thread=to.id if to else None)
        await self.settled()
        news = [one for one in (*self._seen["room"], *self._seen[who]) if one.order > before]
        own = news[-1] if news else Said("", before, who, spoken)
        return max((one for one in news if one.by == BOT), key=lambda one: one.order, default=own)

    async def press(self, who: str, card: Said, choice: str) -> None:
        """Choose on a card, by label or id."""
        offers = card.offers or ()
        place = Direct(who) if card in self._seen[who] else self._place
        for number, offer in enumerate(offers, 1):
            if choice in (offer.id, offer.label):
                await self.driver.press(who, place, card.id, offer, number)
                return await self.settled()
        raise AssertionError(f"{choice!r} is not on the card; there are {[offer.label for offer in offers]}")

    async def choose(self, who: str, card: Said, number: int) -> None:
        """Choose the `number`th of what stands on a card, where there are no buttons."""
        await self.driver.press(who, self._place, card.id, Offer("", ""), number)
        await self.settled()

    async def react(self, who: str, message: Said, emoji: str) -> None:
        """Put an emoji on a message of the room."""
        await self.driver.react(who, self._place, message.id, emoji)
        await self.settled()

    async def open_form(self, who: str, card: Said) -> None:
        """Press what opens the form of a card that was sent to them."""
        await self.driver.open_form(who, Direct(who), card.id)
        await self.settled()

    async def fill(self, who: str, answers: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, str]:
        """Submit the form that stands open; what was refused, by field."""
        typed = {id: (one,) if isinstance(one, str) else one for id, one in answers.items()}
        refused = await self.driver.fill(who, typed)
        await self.settled()
        return refused

    async def look(self, who: str) -> Said | None:
        """Look at one's own page; how it reads then. None where nothing is shown."""
        await self.driver.open_page(who)
        await self.settled()
        return await self.driver.page(who)

    async def page(self, who: str) -> Said:
        """One's own page as it reads now; one that was shown before."""
        shown = await self.driver.page(who)
        assert shown is not None, f"{who} has no page"
        return shown

    async def join(self, who: str) -> None:
        """Come into the room."""
        await self.driver.join(who, self._place)
        await self.settled()

    async def leave(self, who: str) -> None:
        """Leave the room."""
        await self.driver.leave(who, self._place)
        await self.settled()

    async def expel(self, who: str) -> None:
        """Be taken out of the room by somebody who may do that."""
        await self.driver.expel(who, self._place)
        await self.settled()

    # --- time -------------------------------------------------------------------------------------------------------

    async def wait(self, until: str | timedelta) -> None:
        """Let time pass: `2d`, a timedelta, or up to the next `friday 16:00` of the group. What comes due happens at its time."""
        target = self._target(until)
        while (due := await self.house.next_due()) is not None and due <= target:
            self.clock.jump(max(due, self.clock.now()))
            await self.settled()
        self.clock.jump(target)
        await self.settled()

    def _target(self, until: str | timedelta) -> datetime:
        now = self.clock.now()
        if isinstance(until, timedelta):
            return now + until
        zone = ZoneInfo(self.house.app.register.files.groups()[0].zone)
        try:
            return next_after(Schedule.parse(until), zone, now)
        except ScheduleError:
            return Duration.parse(until).after(now, zone)

    async def start(self, playbook: str, who: str | None = None) -> None:
        """Start a playbook, as its command would."""
        await self.house.start_run(playbook, GROUP, PersonRef(who) if who else None)
        await self.settled()

    async def read(self, address: str) -> bytes | None:
        """What a program reads at an address that a plugin gave; None where nothing is there."""
        *_, plugin, feed, file = address.removeprefix(ADDRESS).split("/")
        found = await self.house.feed(plugin, feed, file.partition(".")[0])
        return found.content if found else None

    # --- what is seen -----------------------------------------------------------------------------------------------

    @property
    def said(self) -> tuple[str, ...]:
        """What coterie said in the room, in order, edits as they read now, threads included; mentions read `@bo`."""
        return tuple(one.text for one in self._seen["room"] if one.by == BOT)

    @property
    def last(self) -> str | None:
        """What it said there last; None where it said nothing."""
        return self.said[-1] if self.said else None

    def told(self, who: str) -> tuple[str, ...]:
        """What it said to one person alone, in order."""
        return tuple(one.text for one in self.alone(who))

    def alone(self, who: str) -> tuple[Said, ...]:
        """The same, as messages to press and to answer."""
        return tuple(one for one in self._seen[who] if one.by == BOT)

    @property
    def cards(self) -> tuple[Said, ...]:
        """What coterie said in the room, as messages to press, to react to and to answer."""
        return tuple(one for one in self._seen["room"] if one.by == BOT)

    @property
    def plugins(self) -> Plugins:
        """The plugins as they are loaded."""
        return self.house.recurrence.clockwork.plugins

    async def settled(self) -> None:
        """Return when all that follows from what happened is done. Raises what ended coterie, if something did."""
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self.house.settled()
                while await self.driver.caught_up():
                    await self.house.settled()
        except TimeoutError:
            if self._running is not None and self._running.done():
                self._running.result()
            raise
        self._seen = {who: await self.driver.heard(Direct(who)) for who in self.people} | {
            "room": await self.driver.heard(self._place)
        }

    def _order(self) -> float:
        return max((one.order for heard in self._seen.values() for one in heard), default=-1)


@pytest.fixture
async def stage() -> AsyncIterator[StageFactory]:
    """Lets plugins play in a group on the simulator: `room = await stage(plugin)`."""
    async with AsyncExitStack() as stack:

        async def begin(
            *plugins: Plugin,
            lacks: Collection[Capability] = (),
            locale: str = "en",
            zone: str = "UTC",
            decks: Iterable[Deck] = (),
            playbooks: Iterable[str | Use] = (),
            used: bool = True,
            quiet: Quiet | None = None,
            crowd: int = 0,
            platform: str = "simulator",
        ) -> StageRoom:
            clock = ManualClock(BEGINS)
            people = PEOPLE | {f"p{number}": f"P{number}" for number in range(1, crowd + 1)}
            driver = await _driver(stack, clock, platform, lacks, locale, people)
            store: Store = await load(STORES, "memory")("", "", clock)
            community = evolve(_community(driver, locale, zone, playbooks, people), quiet=quiet)
            house = _house(plugins, decks, used, driver, clock, store, community)
            room = StageRoom(driver, clock, house, tuple(people))
            ready, ended = asyncio.Event(), asyncio.Event()
            # Fixtures begin and end in different tasks, a running app must not: so it has one of its own, awaited below.
            running = room._running = asyncio.create_task(_run(room, ready, ended))
            stack.push_async_callback(_end, running, ended)
            await ready.wait()
            if running.done():
                running.result()
            return room

        yield begin


def _house(
    plugins: Sequence[Plugin],
    decks: Iterable[Deck],
    used: bool,
    driver: Driver,
    clock: ManualClock,
    store: Store,
    community: Community,
) -> House:
    """The coterie in which the plugins play, with the playbooks that they bring."""
    loaded = [plugin.load() for plugin in plugins]
    names = frozenset(plugin.name for plugin in plugins) if used else frozenset[str]()
    library = read_library((), loaded).sound()
    library = evolve(library, decks={**library.decks, **{deck.id: deck for deck in decks}})
    return assembled(
        store,
        clock,
        [driver.adapter()],
        [community],
        library,
        loaded,
        uses=lambda definitions, group: names,
        address=ADDRESS,
    )


async def _run(room: StageRoom, ready: asyncio.Event, ended: asyncio.Event) -> None:
    try:
        async with room.house:
            await room.house.connected()
            await room.settled()
            ready.set()
            await ended.wait()
    finally:
        ready.set()


async def _end(running: asyncio.Task[None], ended: asyncio.Event) -> None:
    ended.set()
    await running


async def _driver(
    stack: AsyncExitStack,
    clock: ManualClock,
    platform: str,
    lacks: Collection[Capability],
    locale: str,
    people: Mapping[str, str],
) -> Driver:
    stage = await stack.enter_async_context(load(DRIVERS, platform)(*([tuple(lacks)] if lacks else [])))
    players = [Player(id, name, locale=locale) for id, name in people.items()]
    members = (*MEMBERS, *(id for id in people if id not in PEOPLE))
    driver: Driver = await stack.enter_async_context(stage.scene(clock, players, [Room(GROUP, "Python", members)]))
    return driver


def _community(
    driver: Driver, locale: str, zone: str, playbooks: Iterable[str | Use], named: Mapping[str, str]
) -> Community:
    accounts, platform = driver.opened.accounts, driver.platform
    people = {id: Person(id, name, accounts={platform: accounts[id]}) for id, name in named.items()}
    homes = {platform: driver.opened.homes[GROUP]}
    uses = tuple(one if isinstance(one, Use) else Use(one) for one in playbooks)
    group = Group(GROUP, "Python", "Learn.", leaders=("ana",), homes=homes, zone=zone, locale=locale, playbooks=uses)
    return Community("town", "Town", zone, locale, managers=("ana",), people=people, groups={GROUP: group})
