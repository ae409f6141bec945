"""Challenges, from the call to the story."""

from __future__ import annotations

from datetime import UTC, datetime

from coterie.core.model.preferences import Quiet
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import quiet
from coterie.plugins.challenges import plugin


async def begun(stage: StageFactory, common: Quiet | None = None, **answers: str) -> StageRoom:
    room = await stage(plugin, zone="Europe/Berlin", quiet=common)
    await room.say("ana", "!challenge new")
    await room.open_form("ana", room.alone("ana")[-1])
    given = {"title": "Twenty minutes outside", "first": "2026-11-24", "days": "9", "hour": "18"}
    assert await room.fill("ana", given | answers) == {}
    return room


async def test_whoever_is_in_is_asked_daily_by_their_own_clocks_and_keeps_a_streak(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.press("bo", room.cards[0], "I'm in")
    assert "every day at 18:00 your time" in room.told("bo")[-1]
    assert "One person takes part." in room.cards[0].text
    await room.wait("34h")  # Tuesday 18:00 UTC, the clocks of bo
    card = room.alone("bo")[-1]
    assert card.text == "Twenty minutes outside, day 1 of 9: done?"
    await room.press("bo", card, "Done ✅")
    assert "A streak begins." in room.told("bo")[-1]
    await room.wait("1d")
    await room.press("bo", room.alone("bo")[-1], "Not this time")
    assert "Streaks forgive here" in room.told("bo")[-1]
    await room.wait("1d")
    await room.press("bo", room.alone("bo")[-1], "Done ✅")
    assert "2 in a row. One miss is forgiven." in room.told("bo")[-1]
    assert "2 of 9 days done" in (await room.say("bo", "!challenge status")).text
    assert room.told("cy") == ()


async def test_it_ends_with_thanks_and_a_story_and_nothing_is_kept_of_who_did_what(stage: StageFactory) -> None:
    room = await begun(stage, days="2")
    await room.press("bo", room.cards[0], "I'm in")
    await room.wait("4d")
    assert room.said[-1] == "🏁 Twenty minutes outside is over. Thank you all!"
    assert room.cards[0].text == "🎯 Twenty minutes outside is over. Thank you!"
    await room.press("ana", room.alone("ana")[-1], "Tell the story")
    await room.fill("ana", {"text": "It rained, and we went anyway."})
    assert room.last == "📖 Twenty minutes outside: It rained, and we went anyway."
    assert (await room.say("bo", "!challenges")).text.startswith("There is no challenge here")
    assert not room.cards[0].offers


async def test_in_a_thread_all_are_asked_at_once_and_answering_is_taking_part(stage: StageFactory) -> None:
    room = await begun(stage, where="thread")
    await room.wait("33h")  # Tuesday 18:00 in Berlin
    card = room.cards[-1]
    assert (card.text, card.thread) == ("Twenty minutes outside, day 1 of 9: done?", room.cards[0].id)
    await room.press("cy", card, "Done ✅")
    assert "1 of 9 days done" in (await room.say("cy", "!challenge status")).text


async def test_who_leaves_is_asked_no_more(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.press("bo", room.cards[0], "I'm in")
    await room.say("bo", "!challenge leave")
    assert (await room.say("cy", "!challenge leave")).text == "You don't take part in Twenty minutes outside."
    told = room.told("bo")
    await room.wait("3d")
    assert room.told("bo") == told


async def test_who_began_it_or_a_leader_ends_it(stage: StageFactory) -> None:
    room = await begun(stage)
    assert "Only who began it or a leader" in (await room.say("bo", "!challenge stop")).text
    await room.say("ana", "!challenge stop")
    assert "is over" in room.cards[0].text
    assert "There is no challenge here" in (await room.say("ana", "!challenge stop")).text


async def test_a_day_that_is_past_begins_nothing(stage: StageFactory) -> None:
    room = await begun(stage, first="2026-11-20")
    assert room.said == ()
    assert "That day is past already" in room.told("ana")[-1]


async def test_after_days_down_nobody_is_asked_about_a_day_that_is_over(stage: StageFactory) -> None:
    room = await begun(stage, days="6")
    await room.press("bo", room.cards[0], "I'm in")
    room.clock.jump(datetime(2026, 11, 27, 8, tzinfo=UTC))
    await room.settled()
    assert len(room.told("bo")) == 1
    await room.wait("11h")
    assert room.told("bo")[-1] == "Twenty minutes outside, day 4 of 6: done?"
    room.clock.jump(datetime(2026, 12, 7, 8, tzinfo=UTC))
    await room.settled()
    assert sum("done?" in one for one in room.told("bo")) == 1
    assert "is over" in (room.last or "")


async def test_a_question_that_waits_is_not_asked_once_the_challenge_is_over(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await room.say("ana", "!challenge new")
    await room.open_form("ana", room.alone("ana")[-1])
    given = {"title": "Outside", "first": "2026-11-24", "days": "2", "hour": "18"}
    assert await room.fill("ana", given) == {}
    await room.press("bo", room.cards[0], "I'm in")
    await room.say("bo", "!snooze 5d")
    await room.wait("7d")
    assert not any("done?" in one for one in room.told("bo"))


async def test_who_leaves_the_group_leaves_its_challenges_and_a_leader_tells_the_story(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!challenge new")
    await room.open_form("bo", room.alone("bo")[-1])
    assert await room.fill("bo", {"title": "Outside", "first": "2026-11-24", "days": "2"}) == {}
    for who in ("bo", "cy"):
        await room.press(who, room.cards[0], "I'm in")
    told = room.told("bo")
    await room.leave("bo")
    assert "One person takes part." in room.cards[0].text
    await room.wait("7d")
    assert room.told("bo") == told
    assert room.told("ana")[-1] == "Outside is over. Will you tell the group how it was?"


async def test_what_is_done_every_week_is_asked_at_the_end_of_each(stage: StageFactory) -> None:
    room = await begun(stage, days="3", every="week", first="2026-11-24")
    assert "– Dec 14, 2026 (3 weeks)" in room.cards[0].text
    await room.press("bo", room.cards[0], "I'm in")
    assert "From Nov 30, 2026 on I ask you every week at 18:00 your time" in room.told("bo")[-1]
    await room.wait("7d")
    assert len(room.told("bo")) == 1
    await room.wait("day 19:01")
    assert room.told("bo")[-1] == "Twenty minutes outside, week 1 of 3: done?"
    await room.press("bo", room.alone("bo")[-1], "Done ✅")
    await room.wait("14d")
    assert room.told("bo")[-1] == "Twenty minutes outside, week 3 of 3: done?"
    await room.press("bo", room.alone("bo")[-1], "Done ✅")
    assert "2 in a row. One miss is forgiven." in room.told("bo")[-1]
    assert "2 of 3 weeks done" in (await room.say("bo", "!challenge status")).text
    await room.wait("2d")
    assert "is over" in (room.last or "")


async def test_who_left_the_group_does_not_come_back_into_its_challenge_by_an_old_card(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.press("bo", room.cards[0], "I'm in")
    await room.wait("34h")
    card = room.alone("bo")[-1]
    await room.leave("bo")
    await room.press("bo", card, "Done ✅")
    assert room.told("bo")[-1] == "That takes a member of this group."
    assert "takes part" not in room.cards[0].text


async def test_a_low_number_a_week_does_not_eat_the_days_of_who_takes_part(stage: StageFactory) -> None:
    room = await begun(stage, Quiet(most_per_week=1))
    await room.press("bo", room.cards[0], "I'm in")
    await room.wait("10d")
    assert sum("done?" in one for one in room.told("bo")) == 9
