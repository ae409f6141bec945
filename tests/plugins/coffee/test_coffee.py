"""Random coffee in a group."""

from __future__ import annotations

from coterie.core.model.community import Use
from coterie.core.testing import StageFactory
from coterie.plugins.coffee import plugin


async def test_three_sit_together_and_are_asked_after_a_week_whether_they_met(stage: StageFactory) -> None:
    room = await stage(plugin)
    told = await room.say("ana", "!coffee now")
    assert told.text == "☕ One table with 3 people."
    assert room.said == ()
    assert "@ana and @cy. Find half an hour" in room.told("bo")[0]
    await room.wait("7d")
    question = room.alone("bo")[-1]
    assert question.text == "☕ Did you meet @ana and @cy?"
    await room.press("bo", question, "We met")
    assert room.told("bo")[-1].startswith("☕ Thank you! It is counted")


async def test_who_wants_none_gets_none_and_who_pauses_comes_back(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!coffee snooze 2w")
    await room.say("ana", "!coffee now")
    assert "with @ana" not in room.told("cy")[-1] and "@bo" in room.told("ana")[0]
    await room.press("bo", room.alone("bo")[0], "No coffee for me")
    assert room.told("bo")[-1].startswith("☕ Noted: no coffee for you")
    told = await room.say("ana", "!coffee now")
    assert told.text == "☕ There are not two people who want coffee now."
    await room.wait("15d")
    assert not any("Did you meet" in one for one in room.told("bo"))
    await room.say("ana", "!coffee now")
    assert "this time: @ana" in room.told("cy")[-1]


async def test_the_rhythm_goes_on_until_it_is_stopped(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!coffee every 2w")
    await room.wait("29d")
    assert sum("Your coffee" in one for one in room.told("bo")) == 2
    await room.say("ana", "!coffee stop")
    await room.wait("30d")
    assert sum("Your coffee" in one for one in room.told("bo")) == 2


async def test_only_leaders_set_the_rhythm_and_not_to_every_minute(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!coffee now")
    await room.say("ana", "!coffee every 1m")
    assert "leader" in room.told("bo")[-1] and room.told("ana")[-1].startswith("Coffee every day is the most")


async def test_across_groups_only_those_who_asked_for_it_are_paired(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!coffee across")
    await room.say("bo", "!coffee across", dm=True)
    told = await room.say("ana", "!coffee-across now")
    assert told.text == "☕ One table with 2 people."
    assert room.told("cy") == ()
    await room.leave("bo")
    await room.say("ana", "!coffee-across now")
    assert room.told("ana")[-1] == "☕ There are not two people who want coffee now."


async def test_what_somebody_likes_to_talk_about_is_data(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!coffee-about *Python*,  Product , *python*")
    assert room.told("bo")[-1] == "☕ Noted. I look for somebody who likes to talk about *python* and product too."


async def test_a_playbook_pairs_at_its_time_in_german(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de", playbooks=[Use("random-coffee", {"at": "tuesday 10:00"})])
    await room.wait("tuesday 10:00")
    assert room.told("cy")[0].startswith("☕ Dein Kaffee in Python, diesmal mit @ana und @bo.")
