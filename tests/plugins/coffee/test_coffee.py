"""Random coffee in a group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coterie.core.api import AccountsLinked, Capability, Context, GroupState, PersonRef, Plugin
from coterie.core.model.community import Use
from coterie.core.testing import StageFactory
from coterie.plugins import founding, quiet
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
    assert room.told("bo")[-1].startswith("Thank you! It is counted")


@pytest.mark.parametrize(("locale", "yes", "no"), [("en", "yes", "no"), ("de", "Ja!", "nein"), ("en", "👍", "nope")])
async def test_yes_and_no_answer_whether_they_met(stage: StageFactory, locale: str, yes: str, no: str) -> None:
    room = await stage(plugin, locale=locale, lacks=(Capability.BUTTONS, Capability.QUIET))
    await room.say("ana", "!coffee now")
    await room.wait("7d")
    for who, answer in (("ana", yes), ("bo", no)):
        assert "☕" in room.told(who)[-1]
        await room.say(who, answer, dm=True)
        assert room.told(who)[-1].startswith(("Thank you! It is counted", "Danke! Gezählt wird nur"))


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


async def test_rounds_across_groups_name_their_own_command(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!coffee-across every 4w")
    assert "!coterie coffee-across now pairs at once, !coterie coffee-across stop ends it" in room.told("ana")[-1]
    await room.say("ana", "!coffee-across stop")
    assert "!coterie coffee-across now still pairs" in room.told("ana")[-1]


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


async def test_a_group_that_rests_is_left_to_rest_and_goes_on_when_it_wakes(stage: StageFactory) -> None:
    states = Plugin("states", about="Moves groups.")

    @states.command("rest")
    async def rest(ctx: Context) -> None:
        await ctx.groups.move(ctx.group, GroupState.DORMANT, "Summer")

    @states.command("wake")
    async def wake(ctx: Context) -> None:
        await ctx.groups.move(ctx.group, GroupState.ACTIVE, "Autumn")

    room = await stage(plugin, states)
    await room.say("ana", "!coffee every 1w")
    await room.say("ana", "!rest")
    await room.wait("15d")
    assert not any("Your coffee" in one for one in room.told("bo"))
    await room.say("ana", "!wake")
    await room.wait("7d")
    assert sum("Your coffee" in one for one in room.told("bo")) == 1


async def test_who_left_is_not_asked_whether_they_met_nor_anybody_about_them(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!coffee now")
    await room.leave("bo")
    await room.wait("8d")
    assert room.told("cy")[-1] == "☕ Did you meet @ana?"
    assert not any("Did you meet" in one for one in room.told("bo"))


async def test_who_would_not_hear_of_it_in_time_keeps_nobody_waiting(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin, crowd=1)
    await room.say("bo", "!leave-me-alone")
    await room.say("cy", "!snooze 9d")
    await room.say("ana", "!coffee now")
    assert room.told("p1")[-1].startswith("☕ Your coffee in Python this time: @ana.")
    assert room.told("ana")[-1] == "☕ One table with 2 people."


async def test_a_partner_of_last_week_is_news_to_nobody(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!coffee now")
    await room.say("ana", "!coffee every 1w")
    await room.say("ana", "!coffee stop")
    before = room.told("bo")
    room.clock.jump(room.clock.now() + timedelta(days=20))
    await room.settled()
    assert len(room.told("bo")) == len(before) + 1  # whether they met, once


async def test_two_accounts_of_one_person_want_what_either_wanted(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=2)
    await room.say("p1", "!coffee across")
    await room.say("p2", "!coffee off")
    for person, other in (("bo", "p1"), ("cy", "p2")):
        linked = AccountsLinked(
            id=f"linked {other}", at=room.clock.now(), platform="core", person=PersonRef(person), other=PersonRef(other)
        )
        await room.house.app.inbox.take([linked])
    await room.leave("p1")
    await room.leave("p2")
    await room.say("ana", "!coffee across")
    await room.say("ana", "!coffee-across now")
    assert room.told("bo")[-1].startswith("☕ Your coffee in Town this time: @ana.")
    await room.say("ana", "!coffee now")
    assert room.told("cy") == ()


async def test_how_introductions_fare_is_told_to_managers_when_the_month_is_over_and_enough_answered(
    stage: StageFactory,
) -> None:
    introducing = Plugin("introducing")

    @introducing.command("introduce")
    async def introduce(ctx: Context, one: PersonRef, other: PersonRef) -> None:
        """Say that two were introduced to each other."""
        await ctx.call("coffee.ask-whether-met", people=(one, other))

    room = await stage(plugin, introducing, founding.plugin, crowd=6)
    for one, other in (("p1", "p2"), ("p3", "p4"), ("p5", "p6")):
        await room.say("ana", f"!introduce {one} {other}")
    await room.leave("p6")
    await room.wait("8d")
    assert room.told("p5") == ()  # who is not there is asked nothing, nor is anybody about them
    for who, answer in (("p1", "We met"), ("p2", "We met"), ("p3", "Not yet"), ("p4", "Not yet")):
        (question,) = room.alone(who)
        assert question.text.startswith("🤝 I introduced you to @p")
        await room.press(who, question, answer)
    await room.wait("40d")
    assert "after an introduction" not in (await room.say("ana", "!portfolio")).text
    await room.say("ana", "!introduce p1 p3")
    await room.wait("8d")
    await room.press("p1", room.alone("p1")[-1], "We met")
    assert "after an introduction" not in (await room.say("ana", "!portfolio")).text
    await room.wait("40d")
    assert "🤝 Of 5 people who answered after an introduction, 3 met." in (await room.say("ana", "!portfolio")).text
