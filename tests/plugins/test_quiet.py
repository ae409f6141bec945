"""Saying when one wants to be left in peace: by command, by one tap, by a form; in both languages."""

from __future__ import annotations

import pytest

from coterie.core.api import Context, PersonRef, Plugin, Text
from coterie.core.model.content import Capability
from coterie.core.model.preferences import Hours, Quiet
from coterie.core.scenario.driver import Direct
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.quiet import plugin
from coterie.plugins.quiet.settings import days_of

COMMUNITY = Quiet(Hours.parse("21-8"), ("sat", "sun"), "DE-SN", 7)

crier = Plugin("crier")


@crier.command("tell")
async def tell(ctx: Context, person: PersonRef) -> None:
    ctx.post(person, Text("news"))


def news(room: StageRoom, who: str) -> int:
    return sum("news" in text for text in room.told(who))


async def test_ones_own_quiet_hours(stage: StageFactory) -> None:
    room = await stage(plugin, crier)
    said = await room.say("bo", "!quiet 8:00-12")
    assert said.text.startswith("From 08:00-12:00 (UTC) I tell you nothing")
    await room.say("ana", "!tell @bo")
    assert news(room, "bo") == 0
    await room.say("bo", "!quiet off")
    assert news(room, "bo") == 1


@pytest.mark.parametrize("typed", ["midnight", "25-8", "21:00"])
async def test_what_is_no_time_is_answered_with_an_example(stage: StageFactory, typed: str) -> None:
    room = await stage(plugin)
    said = await room.say("bo", f"!quiet {typed}")
    assert "is no time that I understand. Say for example !coterie quiet 21:00-08:00" in said.text


async def test_the_hours_of_the_community_can_be_had_back(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=COMMUNITY)
    await room.say("bo", "!quiet 1-2")
    said = await room.say("bo", "!quiet default")
    assert "Quiet hours: 21:00-08:00, as in all of the community" in said.text


async def test_a_snooze_ends_by_itself_or_by_one_tap(stage: StageFactory) -> None:
    room = await stage(plugin, crier)
    card = await room.say("bo", "!snooze 3d")
    assert card.text.startswith("Until Nov 26, 2026, 8:00")
    await room.say("ana", "!tell @bo")
    assert news(room, "bo") == 0
    await room.press("bo", room.alone("bo")[-1], "End it now")
    assert news(room, "bo") == 1
    await room.say("bo", "!snooze 3d")
    await room.say("ana", "!tell @bo")
    await room.wait("3d")
    assert news(room, "bo") == 2


async def test_a_snooze_of_years_is_refused_with_what_to_do_instead(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "leave-me-alone" in (await room.say("bo", "!snooze 60w")).text


async def test_left_alone_and_back(stage: StageFactory) -> None:
    room = await stage(plugin, crier)
    await room.say("bo", "!leave-me-alone")
    await room.say("ana", "!tell @bo")
    assert news(room, "bo") == 0
    await room.press("bo", room.alone("bo")[-1], "Talk to me again")
    await room.say("ana", "!tell @bo")
    assert news(room, "bo") == 1
    await room.say("bo", "!leave-me-alone no")
    assert room.told("bo")[-1].startswith("Good to have you back.")


async def test_a_holiday_holds_things_back_until_one_is_home(stage: StageFactory) -> None:
    room = await stage(plugin, crier)
    await room.say("bo", "!holiday 2026-11-23 2026-11-25")
    await room.say("ana", "!tell @bo")
    await room.wait("2d")
    assert news(room, "bo") == 0
    assert "You are away: Nov 23, 2026 to Nov 25, 2026" in (await room.say("bo", "!holiday")).text
    await room.wait("1d")
    assert news(room, "bo") == 1
    assert "You said of no day" in (await room.say("bo", "!holiday")).text


async def test_a_holiday_can_be_taken_back(stage: StageFactory) -> None:
    room = await stage(plugin, crier)
    await room.say("bo", "!holiday today")
    await room.say("ana", "!tell @bo")
    await room.press("bo", room.alone("bo")[-1], "Take it back")
    assert news(room, "bo") == 1


@pytest.mark.parametrize("typed", ["2026-11-25 2026-11-24", "2020-01-01 2020-02-01", "2025-02-28"])
async def test_a_holiday_without_a_day_to_come_is_refused(stage: StageFactory, typed: str) -> None:
    room = await stage(plugin)
    assert "there is no day to come" in (await room.say("bo", f"!holiday {typed}")).text


async def test_a_day_that_does_not_exist_is_refused_with_the_usage(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "Usage: !holiday [FIRST] [LAST]" in (await room.say("bo", "!holiday 2027-02-29")).text


async def test_less_is_offered_under_what_nobody_asked_for_once_a_week(stage: StageFactory) -> None:
    room = await stage(plugin, crier, quiet=Quiet())
    await room.say("ana", "!tell @bo")
    await room.say("ana", "!tell @bo")
    first, second = room.alone("bo")
    assert [offer.label for offer in first.offers or ()] == ["Less of this"]
    assert not second.offers
    await room.press("bo", first, "Less of this")
    card = room.alone("bo")[-1]
    assert [offer.label for offer in card.offers or ()] == ["2 a week at most", "Nothing for a week", "Leave me alone"]
    await room.press("bo", card, "2 a week at most")
    for _ in range(4):
        await room.say("ana", "!tell @bo")
    assert news(room, "bo") == 4
    await room.wait("7d")
    assert room.told("bo")[-1] == "While it was quiet for you:\n\nnews\n\nnews"
    assert [offer.label for offer in room.alone("bo")[-1].offers or ()] == ["Less of this"]


async def test_less_by_a_reaction_where_there_are_no_buttons(stage: StageFactory) -> None:
    room = await stage(plugin, crier, quiet=Quiet(), lacks=(Capability.BUTTONS,))
    await room.say("ana", "!tell @bo")
    assert room.told("bo")[-1].endswith("Less of this")
    await room.say("bo", "1", dm=True)  # means no card: this one is not answered by typing
    assert not any("How much less" in text for text in room.told("bo"))
    await room.driver.react("bo", Direct("bo"), room.alone("bo")[0].id, "1️⃣")
    await room.settled()
    assert any("How much less" in text for text in room.told("bo"))


async def test_no_offer_where_the_community_says_nothing_of_quiet(stage: StageFactory) -> None:
    room = await stage(plugin, crier)
    await room.say("ana", "!tell @bo")
    assert not room.alone("bo")[-1].offers


async def test_the_settings_in_plain_words(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=COMMUNITY)
    said = await room.say("bo", "!my-settings")
    for row in (
        "Your time zone: UTC",
        "Your language: English",
        "Quiet hours: 21:00-08:00, as in all of the community",
        "Days off: Saturday and Sunday, as in all of the community",
        "Holidays of DE-SN; the next is Christmas Day, Dec 25, 2026",
        "Unasked 7 times a week at most",
    ):
        assert row in said.text


async def test_the_settings_in_german(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=COMMUNITY, locale="de")
    await room.say("bo", "!snooze 1d")
    said = await room.say("bo", "!my-settings")
    for row in (
        "Freie Tage: Samstag und Sonntag, wie überall",
        "der nächste ist Erster Weihnachtstag",
        "Ruhe bis 24.11.2026",
    ):
        assert row in said.text
    assert (await room.say("bo", "!quiet aus")).text == "Du hast keine Ruhezeiten mehr."


async def test_the_settings_are_changed_in_a_form(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("bo", "!my-settings")
    await room.press("bo", card, "Change")
    await room.fill("bo", {"zone": "Europe/Madrid", "locale": "de", "hours": "22-7", "days": "Sa, Sunday", "most": "3"})
    said = room.told("bo")[-1]
    for row in (
        "Europe/Madrid",
        "Deine Sprache: Deutsch",
        "22:00-07:00",
        "Samstag und Sonntag",
        "öchstens 3-mal pro Woche",
    ):
        assert row in said


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        ("zone", "Europe/Berln", "did you mean Europe/Berlin?"),
        ("hours", "late", "is no time that I understand"),
        ("days", "someday", "names no days"),
    ],
)
async def test_what_does_not_fit_changes_nothing(stage: StageFactory, field: str, typed: str, answer: str) -> None:
    room = await stage(plugin)
    await room.press("bo", await room.say("bo", "!my-settings"), "Change")
    await room.fill("bo", {field: typed, "most": "3"})
    assert answer in room.told("bo")[-1]
    assert "as often as there is something" in (await room.say("bo", "!my-settings")).text


def test_days_are_understood_in_both_languages() -> None:
    assert days_of("So, sa") == ("sat", "sun")
    assert days_of("Monday and") is None
    assert days_of("Mittwoch/Friday") == ("wed", "fri")
    assert days_of("") is None


@pytest.mark.parametrize("said", ["snooze off", "snooze aus"])
async def test_what_was_snoozed_is_ended_by_a_word_too(stage: StageFactory, said: str) -> None:
    room = await stage(plugin)
    await room.say("bo", "snooze 3d", dm=True)
    await room.say("bo", said, dm=True)
    assert (await room.say("bo", "snooze", dm=True)).text.startswith("You are not snoozed.")


async def test_a_word_where_two_dates_may_stand_is_answered_with_what_a_date_is_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    told = (await room.say("bo", "holiday until 2027-01-01", dm=True)).text
    assert told.count("a date like") == 1
