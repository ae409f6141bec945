"""What people say of themselves goes before what files and accounts say of them."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.api import Context, Plugin
from coterie.core.clock import ManualClock
from coterie.core.engine import held
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.directory import Directory
from coterie.core.engine.overlay import Overlay
from coterie.core.engine.people import hand_over, keep, preferences_of
from coterie.core.engine.scene import Scene
from coterie.core.model.community import Person
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import Account, TimerFired
from coterie.core.model.preferences import Away, Hours, Preferences
from coterie.core.refs import GroupRef, PersonRef
from coterie.core.testing import BEGINS, StageFactory
from coterie.core.texts import Reader
from tests.core.engine.town import community

ANA, STRANGER, PYTHON = PersonRef("ana"), PersonRef("slack/U1"), GroupRef("python")


async def test_the_own_word_goes_first_then_the_file_then_the_account_then_the_group() -> None:
    plain = community()
    group = evolve(plain.groups["python"], zone="Europe/Berlin", locale="de")
    town = evolve(plain, groups={"python": group}, people={"ana": Person("ana", "Ana", zone="Europe/Madrid")})
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        directory = Directory(Definitions((town,)), unit)
        assert await directory.zone_of(STRANGER, PYTHON) == ZoneInfo("Europe/Berlin")
        assert await directory.locale_of(STRANGER, PYTHON) == "de"
        for person in (ANA, STRANGER):
            await directory.learn(Account(person, zone="Asia/Tokyo", locale="en"), "slack")
        assert await directory.zone_of(STRANGER, PYTHON) == ZoneInfo("Asia/Tokyo")
        assert await directory.zone_of(ANA, PYTHON) == ZoneInfo("Europe/Madrid")
        assert await directory.locale_of(ANA, PYTHON) == "en"
        keep(unit, ANA, Preferences(zone="America/Lima", locale="es"))
        assert await directory.zone_of(ANA, PYTHON) == ZoneInfo("America/Lima")
        assert await directory.locale_of(ANA, PYTHON) == "es"


async def test_of_two_accounts_in_two_zones_the_one_known_first_counts() -> None:
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        directory = Directory(Definitions((community(),)), unit)
        await directory.learn(Account(ANA, zone="Europe/Berlin"), "slack")
        await directory.learn(Account(ANA, zone="Asia/Tokyo"), "matrix")
        assert await directory.zone_of(ANA) == ZoneInfo("Europe/Berlin")
        await directory.learn(Account(ANA, zone="Europe/Lisbon"), "slack")  # they moved
        await directory.learn(Account(ANA, zone="Asia/Seoul"), "matrix")
        assert await directory.zone_of(ANA) == ZoneInfo("Europe/Lisbon")


async def test_a_zone_that_is_in_no_database_is_none() -> None:
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        directory = Directory(Definitions((community(),)), unit)
        await directory.learn(Account(STRANGER, zone="Moon/Tranquility"), "slack")
        assert await directory.zone_of(STRANGER, PYTHON) == ZoneInfo("UTC")


async def test_preferences_come_back_as_they_were_kept() -> None:
    kept = Preferences(
        "Europe/Rome", "it", Hours.parse("22-7"), ("sun",), (Away(BEGINS.date(), BEGINS.date()),), BEGINS
    )
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        keep(unit, ANA, kept)
        assert await preferences_of(unit, ANA) == kept
        keep(unit, ANA, Preferences())
        assert await preferences_of(unit, ANA) is None


async def test_a_plugin_asks_and_changes_it_for_who_caused_it(stage: StageFactory) -> None:
    plugin, seen = Plugin("asking"), list[object]()

    @plugin.command("move")
    async def move(ctx: Context) -> None:
        seen.append(await ctx.people.prefer(zone="Asia/Tokyo", locale="de"))
        seen.append(((await ctx.people.zone()).key, await ctx.people.locale()))
        seen.append((await ctx.people.zone(PersonRef("bo"))).key)
        seen.append(await ctx.people.preferences(PersonRef("bo")))

    room = await stage(plugin)
    await room.say("ana", "!move")
    assert seen == [Preferences("Asia/Tokyo", "de"), ("Asia/Tokyo", "de"), "UTC", Preferences()]


@pytest.mark.parametrize(
    "wrong",
    [{"zone": "Berlin"}, {"days_off": ("someday",)}, {"most_per_week": 0}],
    ids=lambda wrong: str(next(iter(wrong))),
)
async def test_what_is_no_preference_is_refused(stage: StageFactory, wrong: dict[str, object]) -> None:
    plugin, seen = Plugin("asking"), list[str]()

    @plugin.command("wrong")
    async def go_wrong(ctx: Context) -> None:
        try:
            await ctx.people.prefer(**wrong)
        except ValueError as error:
            seen.append(str(error))

    room = await stage(plugin)
    await room.say("ana", "!wrong")
    assert len(seen) == 1


async def test_two_accounts_that_become_one_have_one_word_and_one_line_of_what_waits() -> None:
    other, now = PersonRef("matrix/@ana:town"), BEGINS
    tomorrow = Away(BEGINS.date(), BEGINS.date())
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        keep(unit, ANA, Preferences("Europe/Rome", days_off=()))
        keep(unit, other, Preferences("Asia/Tokyo", days_off=("sun",), away=(tomorrow,), left_alone=True))
        event = TimerFired(id="t", at=now, platform="core", timer="t", due=now)
        scene = Scene("test", event, unit, now, Directory(Definitions((community(),)), unit), None)
        for person, text in ((ANA, "one"), (other, "two")):
            await held.hold(scene, person, Post(key=text, to=person, card=Card(text)), now)
        await hand_over(unit, other, ANA)
        await held.hand_over(unit, other, ANA, now)
        expected = Preferences("Europe/Rome", days_off=(), away=(tomorrow,), left_alone=True)
        assert await preferences_of(unit, ANA) == expected
        waiting = await held.waiting(scene, ANA, "")
        assert [one.effect.key for one in waiting if one.effect is not None] == ["one", "two"]
        assert await held.any_for(unit, ANA) and not await held.any_for(unit, other)


async def test_who_came_or_left_in_a_handling_is_seen_in_it() -> None:
    bo, room = PersonRef("bo"), "slack/C1"
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        directory = Directory(Definitions((community(),)), Overlay(unit))
        assert await directory.members(PYTHON) == await directory.members(PYTHON) == ()
        await directory.admit(ANA, PYTHON, room)
        await directory.admit(bo, PYTHON, room)
        assert await directory.members(PYTHON) == (ANA, bo)
        await directory.dismiss(ANA, PYTHON, room)
        assert await directory.members(PYTHON) == (bo,)
        assert (await directory.groups_of(ANA), await directory.groups_of(bo)) == ((), (PYTHON,))


async def test_all_who_read_alike_are_one_reader() -> None:
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        directory = Directory(Definitions((community(),)), unit)
        for person in (ANA, STRANGER):
            await directory.learn(Account(person, zone="Asia/Tokyo", locale="de"), "slack")
        own = await directory.own_reader(ANA, PYTHON)
        assert own is await directory.own_reader(STRANGER, PYTHON)
        assert (own.locale, own.zone) == ("de", ZoneInfo("Asia/Tokyo"))
        alone = await directory.reader(ANA, PYTHON)
        assert (alone.locale, alone.zone) == ("de", directory.zone(PYTHON))


async def test_who_says_nothing_reads_as_the_group_that_reaches_them_whichever_was_asked_for_before() -> None:
    plain, bonn = community(), GroupRef("bonn")
    group = evolve(plain.groups["python"], id="bonn", zone="Europe/Berlin", locale="de")
    town = evolve(plain, groups={**plain.groups, "bonn": group}, zone="Asia/Tokyo", locale="ja")
    moved = evolve(town, groups={**town.groups, "bonn": evolve(group, zone="Europe/Lisbon")})
    async with MemoryStore(ManualClock(BEGINS)).unit() as unit:
        directory = Directory(Definitions((town,)), Overlay(unit))
        for _ in range(2):
            assert await directory.reader(STRANGER, bonn) == Reader("de", ZoneInfo("Europe/Berlin"))
            assert await directory.reader(STRANGER, PYTHON) == Reader("en", ZoneInfo(plain.groups["python"].zone))
            assert await directory.reader(STRANGER) == Reader("ja", ZoneInfo("Asia/Tokyo"))
        assert directory.reader_in(bonn) is directory.reader_in(GroupRef("bonn"))
        directory.definitions = Definitions((moved,))
        assert await directory.reader(STRANGER, bonn) == Reader("de", ZoneInfo("Europe/Lisbon")), "it moved meanwhile"
        keep(unit, STRANGER, Preferences(zone="America/Lima"))
        found = await Directory(Definitions((moved,)), unit).reader(STRANGER, bonn)
        assert found == Reader("de", ZoneInfo("America/Lima")), "the zone that they chose, in the group's language"


@pytest.mark.parametrize(
    "said, away",
    [
        (Preferences(), False),
        (Preferences(left_alone=True), True),
        (Preferences(snoozed_until=BEGINS + timedelta(days=1)), False),
        (Preferences(snoozed_until=BEGINS + timedelta(days=3)), True),
        (Preferences(away=(Away(date(2026, 11, 20), date(2026, 11, 24)),)), False),
        (Preferences(away=(Away(date(2026, 11, 20), date(2026, 11, 30)),)), True),
        (Preferences(hours=Hours.parse("0-23:59")), False),
    ],
)
async def test_who_would_not_hear_of_it_within_two_days_is_away(
    stage: StageFactory, said: Preferences, away: bool
) -> None:
    plugin = Plugin("looking")

    @plugin.command("is-away")
    async def is_away(ctx: Context) -> None:
        """Say whether cy is away."""
        ctx.reply(str(await ctx.people.is_away(PersonRef("cy"), timedelta(days=2))))

    room = await stage(plugin)
    async with room.house.app.store.unit() as unit:
        keep(unit, PersonRef("cy"), said)
    assert (await room.say("bo", "!is-away")).text == str(away)
