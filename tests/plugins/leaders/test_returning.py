"""Leaders who come back, and groups that one person leads alone."""

from __future__ import annotations

from coterie.core.testing import StageFactory
from coterie.plugins.leaders import plugin
from tests.plugins.leaders.seen import left_and_back, on_trial, question, rights, roles, times


async def test_a_leader_of_the_file_who_comes_back_is_asked_and_leads_again(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.leave("ana")
    assert await roles(room, "ana") == set()
    await room.join("ana")
    asked = question(room, "ana", "Welcome back to Python! You led it until you left on Nov 23, 2026")
    assert await roles(room, "ana") == set()
    await room.press("ana", asked, "Yes, I'd like to")
    assert await roles(room, "ana") == {"leader"} and rights(room, "ana") == {"leader"}
    assert room.last == "🌳 @ana is back and leads this group again."
    await left_and_back(room, "ana")
    assert times(room, "ana", "Welcome back") == 2


async def test_who_was_taken_out_is_not_asked_when_they_come_back(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.expel("ana")
    assert await roles(room, "ana") == set()
    await room.join("ana")
    assert not any("Welcome back" in one for one in room.told("ana"))
    assert await roles(room, "ana") == set() and not rights(room, "ana")


async def test_the_question_is_over_for_who_is_taken_out_before_they_answered(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.leave("ana")
    await room.join("ana")
    asked = question(room, "ana", "Welcome back to Python")
    await room.expel("ana")
    await room.join("ana")
    await room.press("ana", asked, "Yes, I'd like to")
    assert "That is settled already." in room.told("ana")[-1]
    assert await roles(room, "ana") == set()
    assert len([one for one in room.told("ana") if "Welcome back" in one]) == 1


async def test_on_slack_which_does_not_tell_who_was_taken_out_is_asked_as_who_left(stage: StageFactory) -> None:
    room = await stage(plugin, platform="slack")
    await room.expel("ana")
    await room.join("ana")
    assert any("Welcome back" in one for one in room.told("ana"))


async def test_where_somebody_leads_by_then_who_comes_back_is_agreed_to_first(stage: StageFactory) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "deputy")
    await left_and_back(room, "ana")
    await room.press("ana", question(room, "ana", "Welcome back to Python"), "Yes, I'd like to")
    assert await roles(room, "ana") == set()
    await room.press("bo", question(room, "bo", "Ana Ruiz would be leader"), "yes")
    assert await roles(room, "ana") == {"leader"}


async def test_who_would_rather_not_or_gave_it_back_before_is_asked_no_more(stage: StageFactory) -> None:
    room = await stage(plugin)
    await left_and_back(room, "ana")
    await room.press("ana", question(room, "ana", "Welcome back to Python"), "No, thank you")
    await left_and_back(room, "ana")
    assert times(room, "ana", "Welcome back") == 1
    stays = await stage(plugin)
    await stays.say("ana", "!step-down leader")
    await left_and_back(stays, "ana")
    assert times(stays, "ana", "Welcome back") == 0


async def test_the_question_is_answered_once_and_an_old_card_makes_nobody_lead(stage: StageFactory) -> None:
    room = await stage(plugin)
    await left_and_back(room, "ana")
    asked = question(room, "ana", "Welcome back to Python")
    await room.press("ana", asked, "Yes, I'd like to")
    await room.say("ana", "!relieve @ana leader")
    await room.press("ana", asked, "Yes, I'd like to")
    assert await roles(room, "ana") == set()
    assert "That is settled already." in room.told("ana")[-1]
    declined = await stage(plugin)
    await left_and_back(declined, "ana")
    asked = question(declined, "ana", "Welcome back to Python")
    await declined.press("ana", asked, "No, thank you")
    await declined.press("ana", asked, "Yes, I'd like to")
    assert await roles(declined, "ana") == set()
    late = await stage(plugin)
    await left_and_back(late, "ana")
    await late.wait("60d")
    await late.press("ana", question(late, "ana", "Welcome back to Python"), "Yes, I'd like to")
    assert await roles(late, "ana") == set()


async def test_where_nobody_could_stand_in_the_managers_hear_of_it_four_weeks_after_the_leader(
    stage: StageFactory,
) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "leader")
    await room.say("ana", "!relieve @ana leader")
    assert await roles(room, "bo") == {"leader"} and await roles(room, "ana") == set()
    await room.wait("monday 10:00")
    assert times(room, "bo", "You lead Python alone") == 1
    await room.wait("22d")
    assert times(room, "ana", "led by one person alone") == 0
    await room.press("ana", question(room, "ana", "for half a year?"), "yes")
    await room.wait("14d")
    assert times(room, "ana", "Python is led by one person alone") == 1
    await room.wait("100d")
    assert times(room, "ana", "led by one person alone") == 1
    await room.wait("70d")
    assert times(room, "bo", "You lead Python alone") == 2


async def test_a_manager_is_not_told_of_the_group_that_they_lead_alone_themselves(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.wait("monday 10:00")
    assert times(room, "ana", "You lead Python alone") == 1
    await room.wait("35d")
    assert times(room, "ana", "led by one person alone") == 0


async def test_where_there_is_a_deputy_by_then_nobody_is_told(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.wait("monday 10:00")
    await on_trial(room, "bo", "deputy")
    await room.wait("22d")
    await room.press("ana", question(room, "ana", "for half a year?"), "yes")
    await room.wait("30d")
    assert times(room, "ana", "led by one person alone") == 0
