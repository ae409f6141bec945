"""What is edited reads in the language of whoever reads the message, whichever group the handler was about."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from coterie.adapters.simulator.driver import SimulatorStage
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.api import Card, Choice, Context, GroupRef, MessageRef, PersonRef, Plugin, frozen
from coterie.core.assembly import assembled
from coterie.core.clock import ManualClock
from coterie.core.files.library import read_library
from coterie.core.model.community import Community, Group, Person
from coterie.core.scenario.driver import InRoom, Player, Room
from coterie.core.testing import BEGINS, StageRoom

plugin = Plugin("tea", texts="edited.ftl")
ELSEWHERE = GroupRef("english")


@frozen
class Kept:
    """What was said."""

    card: MessageRef | None = None


@plugin.command("tea")
async def tea(ctx: Context) -> None:
    """Say it elsewhere, and otherwise at once."""
    ctx.edit(ctx.post(ctx.groups.room(ELSEWHERE), ctx.text("tea")), ctx.text("cold"))


@plugin.command("tell")
async def tell(ctx: Context) -> None:
    """Say it to somebody alone, and otherwise at once."""
    ctx.edit(ctx.post(PersonRef("eve"), ctx.text("tea")), ctx.text("cold"))


@plugin.command("ask")
async def ask(ctx: Context) -> None:
    """Ask elsewhere, and otherwise at once."""
    card = ctx.post(ctx.groups.room(ELSEWHERE), Card(ctx.text("tea"), (Choice("yes", ctx.plain("yes")),)))
    ctx.edit(card, Card(ctx.text("cold"), (Choice("yes", ctx.plain("yes")),)))


@plugin.command("through")
async def through(ctx: Context) -> None:
    """Say it to somebody who never said what they read, through a group that reads another language, and otherwise at once."""
    ctx.edit(ctx.post(PersonRef("zoe"), ctx.text("tea"), through=ELSEWHERE), ctx.text("cold"))


@plugin.command("first")
async def first(ctx: Context) -> None:
    """Say it to somebody alone."""
    await ctx.save(Kept(ctx.post(PersonRef("eve"), ctx.text("tea"))))


@plugin.command("then")
async def then(ctx: Context) -> None:
    """Let what was said before read otherwise."""
    kept = (await ctx.load(Kept)).card
    assert kept is not None
    ctx.edit(kept, ctx.text("cold"))


@pytest.fixture
async def room() -> AsyncIterator[StageRoom]:
    clock, loaded = ManualClock(BEGINS), [plugin.load()]
    people = {id: Person(id, id.title(), accounts={"simulator": id}) for id in ("ana", "eve", "zoe")}
    groups = {
        "deutsch": Group("deutsch", "Deutsch", "Reden.", leaders=("ana",), homes={"simulator": "deutsch"}, locale="de"),
        "english": Group("english", "English", "Talk.", leaders=("ana",), homes={"simulator": "english"}, locale="en"),
    }
    town = Community("town", "Town", "UTC", "de", managers=("ana",), people=people, groups=groups)
    players = [Player("ana", "Ana", locale="de"), Player("eve", "Eve", locale="en"), Player("zoe", "Zoe", locale="")]
    rooms = [Room("deutsch", "Deutsch", ("ana", "zoe")), Room("english", "English", ("ana", "eve", "zoe"))]
    async with SimulatorStage().scene(clock, players, rooms) as driver:
        house = assembled(
            MemoryStore(clock),
            clock,
            [driver.adapter()],
            [town],
            read_library((), loaded).sound(),
            loaded,
            uses=lambda _, group: frozenset({"tea"}),
        )
        room = StageRoom(driver, clock, house, ("ana", "eve", "zoe"))
        async with house:
            await house.connected()
            await driver.say("ana", InRoom("deutsch"), "Hallo")
            yield room


async def said(room: StageRoom, command: str) -> None:
    await room.driver.say("ana", InRoom("deutsch"), f"!coterie {command}")
    room._place = InRoom("english")
    await room.settled()


@pytest.mark.parametrize("command", ["tea", "ask"])
async def test_in_the_room_of_another_group_it_reads_that_ones_language(room: StageRoom, command: str) -> None:
    await said(room, command)
    assert room.last == "The tea is cold"
    assert [offer.label for offer in room.cards[-1].offers] == (["Yes"] if command == "ask" else [])


async def test_to_somebody_alone_it_reads_their_own(room: StageRoom) -> None:
    await said(room, "tell")
    assert room.told("eve") == ("The tea is cold",)


async def test_through_another_group_it_reads_the_language_of_that_one(room: StageRoom) -> None:
    await said(room, "through")
    assert room.told("zoe") == ("The tea is cold",)


async def test_it_does_so_later_too(room: StageRoom) -> None:
    await said(room, "first")
    assert room.told("eve") == ("Tea",)
    await said(room, "then")
    assert room.told("eve") == ("The tea is cold",)
