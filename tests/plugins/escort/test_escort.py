"""Questions that nobody answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from coterie.core.api import AccountsLinked, PersonRef
from coterie.core.testing import StageFactory
from coterie.plugins import coffee, profiles, quiet
from coterie.plugins.escort import plugin
from coterie.plugins.escort.questions import Helpers, Week, is_question, week_of

ANA, BO, CY = PersonRef("ana"), PersonRef("bo"), PersonRef("cy")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_a_question_that_nobody_answers_is_brought_to_somebody_who_may_know_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!ask-me testing, python")
    await room.say("bo", "How do you test a clock in Python?")
    await room.wait("3h")
    assert room.last is None
    await room.wait("1h")
    assert room.last == "🙋 @cy, do you perhaps know?"
    await room.wait("3d")
    assert len(room.said) == 1


async def test_an_answer_in_the_thread_or_next_in_the_room_is_enough(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!ask-me")
    question = await room.say("bo", "Does anybody have a saw?")
    await room.say("ana", "I do", to=question)
    await room.say("bo", "And a bench?")
    await room.say("ana", "That too")
    await room.wait("2d")
    assert room.last is None


async def test_nobody_is_asked_at_night_or_twice_a_day_or_after_they_said_no(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!ask-me")
    await room.wait("10h")
    await room.say("bo", "Is anybody still up?")
    await room.wait("14h")
    assert room.last is None
    await room.wait("2h")
    assert room.said == ("🙋 @cy, do you perhaps know?",)
    await room.say("bo", "And this?")
    await room.wait("8h")
    assert len(room.said) == 1
    await room.say("cy", "!ask-me off")
    await room.say("bo", "And that?")
    await room.wait("5d")
    assert len(room.said) == 1


async def test_the_asker_is_never_asked_and_only_leaders_choose_the_time(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!ask-me")
    await room.say("bo", "!ask-after 1h")
    assert "leader" in room.told("bo")[-1]
    await room.say("ana", "!ask-after 1m")
    assert room.told("ana")[-1] == "Between ten minutes and two days, please: ask-after 6h."
    await room.say("ana", "!ask-after 1h")
    await room.say("bo", "Anybody?")
    await room.wait("3d")
    assert room.last is None


def test_what_is_a_question() -> None:
    assert all(is_question(one) for one in ("Why?", 'Did he say "why?" ', "なぜ？", "هل هذا يعمل؟", "(really?)"))
    assert not any(is_question(one) for one in ("", "?! no.", "https://example.org/?q=1", "Yes."))


def test_who_knows_the_topic_comes_before_whoever_may_be_asked_anything() -> None:
    helpers = Helpers().with_(ANA, ()).with_(BO, ("python",)).with_(CY, ("unit tests", "rust"))
    assert helpers.who_may_know("Which Python is it?", CY) == (BO, ANA)
    assert helpers.who_may_know("Do you write unit tests?", BO) == (CY, ANA)
    assert helpers.who_may_know("pythons are snakes, aren't they?", ANA) == ()
    later = helpers.was_asked(BO, NOW - timedelta(days=3)).was_asked(CY, NOW - timedelta(days=4))
    assert later.free((BO, CY), NOW) == (CY, BO)
    assert later.was_asked(CY, NOW).free((BO, CY), NOW) == (BO,)


@given(some.lists(some.tuples(some.booleans(), some.integers(0, 3000))))
def test_a_week_counts_every_question_once(ends: list[tuple[bool, int]]) -> None:
    week = Week()
    for answered, minutes in ends:
        week = week.with_asked(ANA)
        week = week.with_answer(timedelta(minutes=minutes)) if answered else week.with_left()
    assert week.asked == week.answered + week.left == len(ends)
    assert 0 <= week.share_left <= 1 and len(week.askers) <= 1 and week.median >= timedelta(0)


def test_a_week_begins_on_monday() -> None:
    assert week_of(datetime(2026, 11, 29).date()) == week_of(datetime(2026, 11, 23).date()) == "2026-11-23"


async def test_who_wants_to_be_left_in_peace_is_passed_over_for_the_next(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await room.say("cy", "!ask-me")
    await room.say("ana", "!ask-me")
    await room.say("cy", "!leave-me-alone")
    await room.say("bo", "Anybody?")
    await room.wait("5h")
    assert room.said == ("🙋 @ana, do you perhaps know?",)


async def test_where_it_is_quiet_for_all_the_question_waits_until_it_is_not(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await room.say("cy", "!ask-me")
    await room.say("cy", "!quiet 12-17")
    await room.say("bo", "Anybody?")
    await room.wait("day 16:59")
    assert room.last is None
    await room.wait("2h")
    assert room.said == ("🙋 @cy, do you perhaps know?",)


async def test_two_accounts_of_one_person_are_asked_what_either_knows(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=1)
    await room.say("p1", "!ask-me python")
    linked = AccountsLinked(
        id="linked", at=room.clock.now(), platform="core", person=PersonRef("cy"), other=PersonRef("p1")
    )
    await room.house.app.inbox.take([linked])
    await room.settled()
    await room.say("bo", "Who knows Python?")
    await room.wait("5h")
    assert room.said == ("🙋 @cy, do you perhaps know?",)


async def test_the_topics_of_ones_profile_need_not_be_typed_again(stage: StageFactory) -> None:
    room = await stage(plugin, profiles.plugin, coffee.plugin)
    for command in ("ask-me mine", "coffee-about meine"):
        assert "Your profile names no topics yet" in (await room.say("cy", f"!{command}")).text
    await room.say("cy", "!profile topics Testing, python")
    assert "about Testing and python here" in (await room.say("cy", "!ask-me mine")).text
    assert "testing and python too" in (await room.say("cy", "!coffee-about mine")).text
    await room.say("bo", "Who likes testing?")
    await room.wait("4h")
    assert room.last == "🙋 @cy, do you perhaps know?"
