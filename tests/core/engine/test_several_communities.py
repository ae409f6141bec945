"""Two communities in one process: what belongs to no group is about the community of whoever it is, and each does what recurs for itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from attrs import evolve

from coterie.adapters.simulator.driver import SimulatorStage
from coterie.adapters.slack.testing.driver import SlackStage
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.api import Answer, Card, Choice, Context, Feed, Field, FieldKind, Form, Plugin, frozen
from coterie.core.assembly import assembled
from coterie.core.clock import ManualClock
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.directory import Directory
from coterie.core.engine.isolation import Isolation
from coterie.core.engine.outlook import Outlook
from coterie.core.engine.plugins import Plugins
from coterie.core.engine.recurring import TABLE, Clockwork
from coterie.core.files.library import Library, read_library
from coterie.core.model.community import Community, Group, Person, Use
from coterie.core.scenario.driver import BOT, Driver, InRoom, Player, Room, Stage
from coterie.core.testing import ADDRESS, BEGINS, StageRoom
from coterie.plugins.coffee import plugin as coffee
from coterie.plugins.digest import plugin as digest
from coterie.plugins.founding import plugin as founding
from coterie.plugins.lifecycle import plugin as lifecycle
from coterie.plugins.me import plugin as me
from coterie.plugins.quiet import plugin as quiet

from .playing import written

town = Plugin("town")


@frozen
class Told:
    """How often something was told in a community."""

    times: int = 0


@town.every("monday 10:00", scope="community")
async def monday(ctx: Context) -> None:
    """Tell who manages the community which groups it has."""
    for manager in ctx.managers():
        ctx.post(manager, f"monday: {ctx.community.name}, {', '.join(one.name for one in ctx.groups.all())}")


@town.command("which")
async def which(ctx: Context) -> None:
    """Which community it is about, and how often that was asked in it."""
    told = Told((await ctx.load(Told, scope="community")).times + 1)
    await ctx.save(told, scope="community")
    ctx.quietly(f"{ctx.community.name} {told.times}, {ctx.local_now:%H:%M}")


@town.command("count")
async def count(ctx: Context) -> None:
    """How often that was asked in all of them together."""
    told = Told((await ctx.load(Told, scope="everywhere")).times + 1)
    await ctx.save(told, scope="everywhere")
    ctx.quietly(f"{told.times}")


@town.command("later")
async def later(ctx: Context) -> None:
    """Have it said in an hour."""
    ctx.timer(timedelta(hours=1), then="hour", value=ctx.person, name="one", scope="community")
    ctx.timer(timedelta(hours=2), then="own", name="own")
    ctx.quietly("in an hour")


@town.timer("hour")
async def hour(ctx: Context, person: object) -> None:
    """Say what was to be said."""
    ctx.post(ctx.managers()[0], f"an hour later: {ctx.community.name}")


@town.command("address")
async def address(ctx: Context) -> None:
    """Give an address at which the name of the community is read."""
    ctx.quietly(await ctx.open_feed("name", ctx.person.id, value=ctx.person.id))


@town.feed("name")
async def name(ctx: Context, person: str) -> Feed:
    """What the community is called."""
    return Feed("text/plain", ctx.community.name.encode())


@town.timer("own")
async def own(ctx: Context) -> None:
    """Say it to whoever wanted it."""
    ctx.post(ctx.person, f"two hours later: {ctx.community.name}")


@town.command("ask-managers")
async def ask_managers(ctx: Context) -> None:
    """Ask who manages it."""
    for manager in ctx.managers():
        ctx.post(manager, Card(f"{ctx.community.name}: yes?", (Choice("yes", "Yes"),)))


@town.choice("yes")
async def yes(ctx: Context) -> None:
    """Ask for more."""
    ctx.post(ctx.person, f"yes for {ctx.community.name}")
    ctx.ask(Form("Why", (Field("why", FieldKind.TEXT, "Why?"),)), then="why")


@town.form("why")
async def why(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Say for whom it was."""
    ctx.post(ctx.person, f"because for {ctx.community.name}")


def community(id: str, manager: str, group: str, people: tuple[str, ...], zone: str) -> Community:
    known = {one: Person(one, one.title(), accounts={"simulator": one}) for one in people}
    made = Group(
        group, group.title(), f"Talk about {group}.", leaders=(manager,), homes={"simulator": group}, zone=zone
    )
    return Community(id, id.title(), zone, managers=(manager,), people=known, groups={group: made})


BERLIN = community("berlin", "ana", "python", ("ana",), "Europe/Berlin")
LYON = community("lyon", "chloe", "cuisine", ("chloe",), "Asia/Tokyo")
MEMBERS = {"python": ("ana", "bo", "both"), "cuisine": ("chloe", "dora", "both")}
PEOPLE = ("ana", "bo", "chloe", "dora", "both", "eve")
STAGES: tuple[Stage, ...] = (SimulatorStage(), SlackStage())


def there(driver: Driver, one: Community) -> Community:
    """The community with the accounts and homes that its people and groups have on the stage."""
    accounts, homes, here = driver.opened.accounts, driver.opened.homes, driver.platform
    people = {id: evolve(person, accounts={here: accounts[id]}) for id, person in one.people.items()}
    groups = {
        id: evolve(group, homes={here: homes[id]}) if "simulator" in group.homes else group
        for id, group in one.groups.items()
    }
    return evolve(one, people=people, groups=groups)


@asynccontextmanager
async def living(
    *communities: Community, plugins: tuple[Plugin, ...] = (town,), library: str = "", stage: Stage | None = None
) -> AsyncIterator[StageRoom]:
    clock = ManualClock(BEGINS)
    loaded = [one.load() for one in plugins]
    players = [Player(id, id.title()) for id in PEOPLE]
    rooms = [Room(id, id.title(), members) for id, members in MEMBERS.items()]
    books = Library({one.id: one for one in [written(library)]}) if library else read_library((), loaded).sound()
    names = frozenset(one.name for one in plugins)
    async with (stage or SimulatorStage()).scene(clock, players, rooms) as driver:
        house = assembled(
            MemoryStore(clock),
            clock,
            [driver.adapter()],
            [there(driver, one) for one in communities or (BERLIN, LYON)],
            books,
            loaded,
            uses=lambda _, group: names,
            address=ADDRESS,
        )
        room = StageRoom(driver, clock, house, PEOPLE)
        async with house:
            await house.connected()
            await room.settled()
            yield room


async def asked(room: StageRoom, who: str, words: str) -> str:
    """What somebody is told alone who says something to coterie."""
    return (await room.say(who, words, dm=True)).text


async def test_what_recurs_in_a_community_does_in_each_by_its_own_clocks() -> None:
    async with living() as room:
        # 10:00 is over in Tokyo on that Monday, and comes at 09:00 UTC in Berlin.
        await room.wait(timedelta(hours=2))
        assert room.told("ana") == ("monday: Berlin, Python",) and room.told("chloe") == ()
        await room.wait(timedelta(days=7))
        assert room.told("ana") == ("monday: Berlin, Python",) * 2
        assert room.told("chloe") == ("monday: Lyon, Cuisine",)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.platform))
async def test_what_is_said_to_coterie_alone_is_about_the_community_of_who_says_it(stage: Stage) -> None:
    async with living(stage=stage) as room:
        assert await asked(room, "ana", "which") == "Berlin 1, 09:00"
        assert await asked(room, "chloe", "which") == "Lyon 1, 17:00"
        # dora stands in no file, and is in a group of it.
        assert await asked(room, "dora", "which") == "Lyon 2, 17:00"
        assert await asked(room, "bo", "which") == "Berlin 2, 09:00"
        # Who is in both, or in none, means the first.
        assert await asked(room, "both", "which") == "Berlin 3, 09:00"
        assert await asked(room, "eve", "which") == "Berlin 4, 09:00"


async def test_what_is_kept_everywhere_is_one_for_all_as_codes_that_link_accounts_are() -> None:
    async with living() as room:
        assert await asked(room, "ana", "count") == "1"
        assert await asked(room, "chloe", "count") == "2"


async def test_what_is_read_at_an_address_is_about_the_community_in_which_it_was_asked_for() -> None:
    async with living() as room:
        assert await room.read(await asked(room, "dora", "address")) == b"Lyon"
        assert await room.read(await asked(room, "bo", "address")) == b"Berlin"


async def test_who_is_in_none_means_the_community_on_whose_platform_they_are() -> None:
    elsewhere = {id: evolve(one, homes={"matrix": "x"}) for id, one in BERLIN.groups.items()}
    async with living(evolve(BERLIN, groups=elsewhere), LYON) as room:
        assert await asked(room, "eve", "which") == "Lyon 1, 17:00"


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.platform))
async def test_timers_of_communities_do_not_move_each_other_and_wake_about_their_own(stage: Stage) -> None:
    async with living(stage=stage) as room:
        await asked(room, "bo", "later")
        await asked(room, "dora", "later")
        await room.wait(timedelta(hours=3))
        assert "an hour later: Berlin" in room.told("ana") and "an hour later: Lyon" in room.told("chloe")
        assert "two hours later: Berlin" in room.told("bo") and "two hours later: Lyon" in room.told("dora")


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.platform))
async def test_what_is_chosen_and_filled_in_is_about_the_community_that_asked(stage: Stage) -> None:
    known = {"both": Person("both", "Both", accounts={"simulator": "both"})}
    berlin, lyon = (evolve(one, managers=("both",), people=known) for one in (BERLIN, LYON))
    async with living(berlin, lyon, stage=stage) as room:
        await asked(room, "bo", "ask-managers")
        await asked(room, "dora", "ask-managers")
        of_berlin, of_lyon = room.alone("both")
        await room.press("both", of_lyon, "Yes")
        assert "yes for Lyon" in room.told("both")
        await room.fill("both", {"why": "x"})
        assert room.told("both")[-1] == "because for Lyon"
        await room.press("both", of_berlin, "Yes")
        await room.fill("both", {"why": "x"})
        assert room.told("both")[-1] == "because for Berlin"


async def test_the_timers_of_the_only_community_stay_when_another_joins_it_and_those_of_the_other_go_with_it() -> None:
    store = MemoryStore(ManualClock(BEGINS))
    clockwork = Clockwork(Plugins([town.load()], Outlook(), Isolation(), lambda definitions, group: frozenset()))

    async def recurring(*communities: Community) -> list[str]:
        async with store.unit() as unit:
            await clockwork.prepare(unit, Directory(Definitions(communities), unit), BEGINS)
            return sorted(key for key, _ in await unit.scan(TABLE))

    assert await recurring(BERLIN) == ["* plugin:town:every:monday:*"]
    both = ["* plugin:town:every:monday:*", "*lyon plugin:town:every:monday:*lyon"]
    assert await recurring(BERLIN, LYON) == both
    assert await recurring(BERLIN) == ["* plugin:town:every:monday:*"]


async def test_a_playbook_names_the_community_of_the_group_in_which_it_runs() -> None:
    book = """
        playbook: hello
        version: 1
        title: Hello
        about: Says where it is.
        starts: [{command: hello}]
        steps: [{post: {text: "We are {{ community.name }}"}}]
    """
    cuisine = evolve(LYON.groups["cuisine"], playbooks=(Use("hello"),))
    async with living(BERLIN, evolve(LYON, groups={"cuisine": cuisine}), library=book) as room:
        await room.house.start_run("hello", "cuisine", None)
        await room.settled()
        said = await room.driver.heard(InRoom("cuisine"))
        assert [one.text for one in said if one.by == BOT] == ["We are Lyon"]


# --- what people do alone with coterie ------------------------------------------------------------------------------

FEATURES = (digest, founding, lifecycle, coffee, me, quiet)


@pytest.fixture
async def town_of_two() -> AsyncIterator[StageRoom]:
    async with living(plugins=FEATURES) as room:
        yield room


async def test_each_community_has_its_own_default_for_digests_and_sends_them(town_of_two: StageRoom) -> None:
    room = town_of_two
    await asked(room, "chloe", "digest-default weekly tuesday 09:00")
    await room.driver.join("eve", InRoom("cuisine"))
    await room.settled()
    for _ in range(5):
        await room.driver.say("eve", InRoom("cuisine"), "Soup?")
    await room.settled()
    await room.wait(timedelta(days=8))
    assert any("Cuisine" in one for one in room.told("dora"))
    assert not any("Python" in one for one in (*room.told("dora"), *room.told("chloe")))
    assert room.told("bo") == ()


async def test_who_is_in_two_communities_gets_one_digest_wherever_they_ask_for_it(town_of_two: StageRoom) -> None:
    room = town_of_two
    await asked(room, "ana", "digest-default weekly tuesday 09:00")
    await asked(room, "chloe", "digest-default weekly wednesday 09:00")

    async def digests_of_two_weeks() -> list[str]:
        before = len(room.told("both"))
        for _ in range(2):
            await room.driver.join("eve", InRoom("cuisine"))
            await room.wait(timedelta(days=7))
            await room.driver.leave("eve", InRoom("cuisine"))
            await room.settled()
        return [one for one in room.told("both")[before:] if "Your groups" in one]

    assert len(await digests_of_two_weeks()) == 2
    await room.driver.say("both", InRoom("cuisine"), "!coterie digest weekly friday 08:00")
    await room.settled()
    assert len(await digests_of_two_weeks()) == 2
    await asked(room, "both", "digest weekly tuesday 09:00")
    assert len(await digests_of_two_weeks()) == 2
    await room.driver.say("both", InRoom("cuisine"), "!coterie digest off")
    await room.settled()
    assert await digests_of_two_weeks() == []


async def test_a_group_is_founded_in_the_community_of_who_proposes_it(town_of_two: StageRoom) -> None:
    room = town_of_two
    given = {
        "name": "Soup Evenings",
        "purpose": "Cook a soup together every second Thursday and swap recipes.",
        "basis": "interest",
        "about": "soup",
        "for": "People who like to cook",
        "not_for": "Restaurants",
        "from": "2",
        "to": "20",
    }
    await asked(room, "dora", "propose")
    await room.open_form("dora", room.alone("dora")[-1])
    assert await room.fill("dora", given) == {}
    await room.press("dora", room.alone("dora")[-1], "propose")
    await room.settled()
    async with room.house.app.store.unit() as unit:
        known = await room.house.app.register.definitions(unit)
    assert known.community_of("soup-evenings").id == "lyon" and known.group("soup-evenings") is not None
    await room.say("dora", "!coterie groups", dm=True)


async def test_who_manages_one_community_manages_no_other(town_of_two: StageRoom) -> None:
    room = town_of_two
    assert await asked(room, "bo", "portfolio") == "That takes a community manager."
    assert "One group, 3 people" in await asked(room, "chloe", "portfolio")
    assert "One group, 3 people" in await asked(room, "ana", "portfolio")


async def test_a_page_shows_the_groups_of_ones_own_community(town_of_two: StageRoom) -> None:
    room = town_of_two
    page = await room.look("eve")
    assert page is not None and "Python" in page.text and "Cuisine" not in page.text
    await room.driver.join("eve", InRoom("cuisine"))
    await room.settled()
    page = await room.look("eve")
    assert page is not None and "Cuisine" in page.text and "Python" not in page.text
