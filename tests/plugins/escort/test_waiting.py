"""Questions that wait for an answer, as a digest tells of them."""

from __future__ import annotations

import pytest

from coterie.core.scenario.driver import InRoom
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import digest, lifecycle
from coterie.plugins.escort import plugin


async def asked_for_a_week(stage: StageFactory, *, helper: bool = True) -> StageRoom:
    """A room in which bo asked something on a Monday that nobody answered, and whose people get their digest a week later."""
    room = await stage(plugin, digest.plugin)
    for who in ("ana", "bo", "cy"):
        await room.say(who, "digest weekly monday 08:00", dm=True)
    if helper:
        await room.say("cy", "!ask-me")
    await room.wait("1h")
    await room.say("bo", "Does anybody have a saw?")
    return room


def told(room: StageRoom, who: str) -> str:
    """All that somebody was told alone."""
    return "\n".join(room.told(who))


@pytest.mark.parametrize("helper", [True, False])
async def test_what_nobody_answered_all_week_is_in_the_weekly_digest(stage: StageFactory, helper: bool) -> None:
    room = await asked_for_a_week(stage, helper=helper)
    await room.wait("7d")
    for who in ("ana", "cy"):
        assert "One question waits for an answer" in told(room, who), who
    assert "saw" not in told(room, "ana") and "@bo" not in told(room, "ana") and "@cy" not in told(room, "ana")
    await room.wait("7d")
    assert told(room, "ana").count("waits for an answer") == 1, "in the week in which it was asked, and once"


async def test_who_asked_it_can_not_answer_it_and_does_not_read_of_it(stage: StageFactory) -> None:
    room = await asked_for_a_week(stage)
    await room.say("bo", "And a plane?")
    await room.wait("7d")
    assert "wait" not in told(room, "bo") and "2 questions wait for an answer" in told(room, "ana")
    await room.say("ana", "Does anybody know a joiner?")
    await room.say("bo", "!digest now")
    assert "3 questions wait for an answer" in room.told("bo")[-1], "one of them bo can answer"


async def test_a_late_answer_in_the_thread_ends_the_wait(stage: StageFactory) -> None:
    room = await stage(plugin, digest.plugin)
    question = await room.say("bo", "Does anybody have a saw?")
    await room.wait("3d")
    await room.say("ana", "!digest now")
    assert "One question waits" in room.told("ana")[-1]
    await room.say("cy", "I do", to=question)
    await room.say("ana", "!digest now")
    assert "waits" not in room.told("ana")[-1]


async def test_a_question_that_was_taken_back_waits_no_more(stage: StageFactory) -> None:
    room = await stage(plugin, digest.plugin)
    question = await room.say("bo", "Does anybody have a saw?")
    await room.driver.remove("bo", InRoom("python"), question.id)
    await room.settled()
    await room.say("ana", "!digest now")
    assert "waits" not in room.told("ana")[-1]


async def test_who_left_waits_for_no_answer(stage: StageFactory) -> None:
    room = await asked_for_a_week(stage)
    await room.leave("bo")
    await room.wait("7d")
    assert "waits" not in told(room, "ana")


async def test_a_group_that_rests_is_expected_to_answer_nothing(stage: StageFactory) -> None:
    room = await stage(plugin, digest.plugin, lifecycle.plugin)
    await room.say("bo", "Does anybody have a saw?")
    await room.say("ana", "!group pause Holidays")
    await room.say("cy", "!digest now")
    assert "waits" not in room.told("cy")[-1]


async def test_it_is_forgotten_after_eight_days(stage: StageFactory) -> None:
    room = await asked_for_a_week(stage)
    await room.wait("9d")
    async with room.house.app.store.unit() as unit:
        kept = dict(await unit.scan("state", "escort Open"))
    assert kept and all(one["value"] == {"questions": []} for one in kept.values())
