"""The life of a group, as its people see it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.lifecycle import plugin
from coterie.plugins.lifecycle.pausing import split_day
from coterie.plugins.lifecycle.reviewing import later
from coterie.plugins.lifecycle.splitting import topics_of
from coterie.plugins.lifecycle.standing import Parting

WEEK = timedelta(weeks=1)


def told(room: StageRoom, who: str) -> str:
    """What somebody was told last."""
    return room.told(who)[-1] if room.told(who) else ""


def last(room: StageRoom) -> str:
    """What was said in the room last."""
    return room.last or ""


async def state(room: StageRoom) -> str:
    """The state of the group as the register has it."""
    async with room.house.app.store.unit() as unit:
        found = (await room.house.app.register.definitions(unit)).group("python")
    assert found is not None
    return found.state.value


async def lively(room: StageRoom, weeks: int) -> None:
    """So many weeks in which people talk, and then nothing."""
    for _ in range(weeks):
        for who in ("ana", "bo", "cy", "bo"):
            await room.say(who, "Look what I made")
        await room.wait(WEEK)


# --- pauses ----------------------------------------------------------------------------------------------------------


async def test_a_planned_pause_ends_on_its_day(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause 2026-12-20 Everybody is away.")
    assert "@ana lets this group rest until Dec 20, 2026: Everybody is away." in last(room)
    assert await state(room) == "dormant"
    await room.wait(timedelta(days=28))
    assert "The pause is over, as planned." in last(room)
    assert await state(room) == "active"


async def test_who_wakes_the_group_before_is_not_followed_by_the_plan(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause 2026-12-20 Away.")
    await room.say("ana", "!group wake")
    said = len(room.said)
    await room.wait(timedelta(days=40))
    assert len(room.said) == said


async def test_only_those_who_lead_decide_and_a_day_that_is_over_is_none(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!group pause")
    assert "leader" in told(room, "bo")
    await room.say("ana", "!group pause 2026-11-01")
    assert "Nov 1, 2026 is over" in told(room, "ana")
    assert await state(room) == "active"
    assert room.said == ()


async def test_a_way_that_does_not_exist_is_said(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group wake")
    assert "Python" in told(room, "ana")
    assert await state(room) == "active"


async def test_a_manager_may_keep_a_decision_to_themselves(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!autonomy pause manager")
    assert "These decisions take a manager: pause." in told(room, "ana")
    await room.say("ana", "!autonomy pause leader")
    assert "Leaders decide everything" in told(room, "ana")


async def test_who_decides_what_is_for_everybody_to_read_and_so_is_who_changed_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!autonomy")
    assert told(room, "bo") == "Leaders decide everything about their groups."
    await room.say("bo", "!autonomy pause manager")
    assert "manager" in told(room, "bo") and "pause" not in told(room, "bo")
    await room.say("ana", "!autonomy pause manager")
    await room.say("ana", "!autonomy pause manager")
    await room.wait(WEEK)
    await room.say("ana", "!autonomy pause leader")
    await room.say("bo", "!autonomy")
    assert told(room, "bo").splitlines()[-2:] == [
        "- Nov 23, 2026, Ana Ruiz: pause takes a manager",
        "- Nov 30, 2026, Ana Ruiz: pause is for leaders",
    ]


# --- quiet spells ----------------------------------------------------------------------------------------------------


async def test_a_group_that_goes_quiet_gets_offers_and_only_its_leader_hears_of_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await lively(room, 6)
    assert room.told("ana") == ()
    await room.wait(2 * WEEK + timedelta(days=1))
    assert "Python has gone quiet: 0 messages a week, where 4 are usual" in told(room, "ana")
    await room.wait(2 * WEEK)
    assert "Shall I ask the group" in told(room, "ana")
    assert room.said == ()
    await room.press("ana", room.alone("ana")[-1], "Ask them")
    assert "What are you working on" in last(room)


async def test_the_ladder_ends_with_a_meeting_and_then_with_a_look_at_the_group(stage: StageFactory) -> None:
    room = await stage(plugin)
    await lively(room, 6)
    await room.wait(6 * WEEK + timedelta(days=1))
    assert "Meeting helps more than writing." in told(room, "ana")
    await room.press("ana", room.alone("ana")[-1], "Ask when")
    assert "who would like to meet" in last(room)
    before = len(room.told("ana"))
    await room.wait(2 * WEEK)
    assert [offer.label for offer in room.alone("ana")[before].offers or ()] == ["Decide"]


async def test_quiet_that_was_meant_is_a_pause_and_is_left_alone(stage: StageFactory) -> None:
    room = await stage(plugin)
    await lively(room, 6)
    await room.wait(2 * WEEK + timedelta(days=1))
    await room.press("ana", room.alone("ana")[-1], "It is meant to be quiet")
    assert await state(room) == "dormant"
    before = len(room.told("ana"))
    await room.wait(6 * WEEK)
    assert len(room.told("ana")) == before


async def test_in_a_season_of_its_own_nobody_asks_why_a_group_is_quiet_and_afterwards_they_do(
    stage: StageFactory,
) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group season")
    assert "There is no time of the year" in told(room, "ana")
    await room.say("ana", "!group season 01-01 02-10 Exams")
    assert "every year it may be quiet here, next from Jan 1, 2027 to Feb 10, 2027. Exams. Nobody is asked" in last(
        room
    )
    await room.say("bo", "!group moves")
    assert "a time of the year at which it may be quiet" in told(room, "bo") and "Exams" in told(room, "bo")
    await lively(room, 6)  # until 4 January
    before = len(room.told("ana"))
    await room.wait(7 * WEEK)
    assert len(room.told("ana")) == before
    await room.wait(2 * WEEK)
    assert "Python has gone quiet: 0 messages a week, where 4 are usual" in told(room, "ana")


async def test_a_season_takes_two_days_of_the_year_and_can_be_let_go_of(stage: StageFactory) -> None:
    room = await stage(plugin)
    for typed in ("whenever", "12-20", "02-30 03-01", "13-01 14-01", "12-20 Nobody"):
        await room.say("ana", f"!group season {typed}")
        assert "From when to when, every year?" in told(room, "ana"), typed
    await room.say("ana", "!group season 01-01 12-31 Always")
    assert "half of a year" in room.told("ana")[-1]
    await room.say("ana", "!group season 20.12. 6.1.")
    assert "next from Dec 20, 2026 to Jan 6, 2027" in last(room)
    await room.say("ana", "!group season 12-20 01-06 Again")
    assert "That one is known" in told(room, "ana")
    await room.say("ana", "!group season")
    assert "next from Dec 20, 2026 to Jan 6, 2027" in told(room, "ana")
    await room.say("bo", "!group season off")
    assert "leader" in told(room, "bo")
    await room.say("ana", "!group season off")
    await room.say("ana", "!group season off")
    assert "There is no time of the year" in told(room, "ana")


async def test_a_pause_without_an_end_is_asked_about_after_eight_weeks(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause")
    await room.wait(9 * WEEK)
    assert "still rests" in told(room, "ana")
    await room.press("ana", room.alone("ana")[-1], "Wake it up")
    assert await state(room) == "active"


# --- reviews ---------------------------------------------------------------------------------------------------------


async def test_a_review_shows_counts_alone_and_its_decision_is_told_to_the_group(stage: StageFactory) -> None:
    room = await stage(plugin)
    await lively(room, 2)
    card = await room.say("ana", "!group review")
    assert "3 members (meant for 10 to 50)" in card.text and "4 messages a week" in card.text
    # Three people are fewer than k: how many spoke is not said.
    assert "people spoke" not in card.text and "@" not in card.text
    await room.press("ana", card, "Decide")
    assert await room.fill("ana", {"decision": "go-on", "why": "We like it so."}) == {}
    assert "@ana has looked at this group. It goes on as it is. We like it so." in last(room)
    await room.say("bo", "!group moves")
    assert "looked at by @ana: It goes on as it is. We like it so." in told(room, "bo")


async def test_a_review_that_ends_in_a_pause_pauses(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("ana", "!group review")
    await room.press("ana", card, "Decide")
    await room.fill("ana", {"decision": "pause", "why": "Too much else."})
    assert await state(room) == "dormant"


# --- the end ---------------------------------------------------------------------------------------------------------


async def test_nothing_ends_without_a_decision_and_what_was_decided_can_be_called_off(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("ana", "!group sunset We have learnt it.")
    assert room.said == ()
    await room.press("ana", card, "Not yet")
    assert await state(room) == "active"
    card = await room.say("ana", "!group sunset We have learnt it.")
    await room.press("ana", card, "Yes, it ends")
    assert await state(room) == "sunsetting"
    assert "ends on Dec 7, 2026: We have learnt it." in last(room)
    await room.say("ana", "!group keep New people came.")
    assert "@ana called it off; this group goes on. New people came." in last(room)
    await room.wait(timedelta(days=30))
    assert await state(room) == "active"


async def test_everybody_without_another_group_is_offered_a_way_on_and_then_it_closes(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("ana", "!group sunset 2026-12-20 We have learnt it.")
    await room.press("ana", card, "Yes, it ends")
    for who in ("bo", "cy"):
        assert "I know no group that is near to Python" in told(room, who)
    await room.wait(timedelta(days=14))
    assert await state(room) == "sunsetting"
    await room.wait(timedelta(days=14))
    assert await state(room) == "archived"
    assert "That was Python." in last(room)
    said = len(room.said)
    await room.wait(timedelta(days=60))
    assert len(room.said) == said


async def test_pressing_twice_decides_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("ana", "!group sunset We have learnt it.")
    again = await room.say("ana", "!group sunset Again.")
    await room.press("ana", card, "Yes, it ends")
    said = len(room.said)
    await room.press("ana", again, "Yes, it ends")
    assert len(room.said) == said


async def test_when_the_only_leader_leaves_the_managers_are_told(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.leave("ana")
    assert "@ana has left Python, and nobody leads it now." in told(room, "ana")


# --- how open --------------------------------------------------------------------------------------------------------


async def test_what_is_narrower_holds_after_the_notice_and_what_is_wider_after_a_vote(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group join invite We have too many.")
    assert "makes this group more closed: from Nov 30, 2026 on" in last(room)
    await room.wait(timedelta(days=8))
    assert "one comes in by invitation" in last(room)
    await room.say("ana", "!group join open There is room again.")
    card = room.cards[-1]
    await room.press("bo", card, "Yes")
    await room.press("cy", card, "No")
    await room.press("cy", card, "Yes")
    await room.wait(timedelta(days=8))
    assert "Decided, as enough were for it: this group is" in last(room)
    assert "@bo" not in last(room)


async def test_without_enough_votes_it_stays(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group visibility private Quiet, please.")
    await room.wait(timedelta(days=8))
    await room.say("ana", "!group visibility public Let us be seen.")
    await room.press("bo", room.cards[-1], "Yes")
    await room.wait(timedelta(days=8))
    assert "It stays as it was: too few were for it; 2 votes were needed" in last(room)


async def test_of_enough_votes_the_numbers_are_told(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=6)
    await room.say("ana", "!group visibility private Quiet, please.")
    await room.wait(timedelta(days=8))
    await room.say("ana", "!group visibility public Let us be seen.")
    card = room.cards[-1]
    for who in ("ana", "bo", "p1", "p2"):
        await room.press(who, card, "Yes")
    await room.press("p3", card, "No")
    await room.wait(timedelta(days=8))
    assert "Decided, 4 for it and 1 against it: this group is" in last(room)


async def test_who_is_no_member_has_no_vote_and_nonsense_is_answered(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group join invite We are enough.")
    await room.wait(timedelta(days=8))
    await room.say("ana", "!group join sideways")
    assert "group join open" in told(room, "ana")
    await room.say("ana", "!group join invite We are enough.")
    assert "already" in told(room, "ana")


async def test_how_open_a_group_is_changes_for_a_reason_alone(stage: StageFactory) -> None:
    room = await stage(plugin)
    said = room.said
    for words in ("join invite", "visibility private  "):
        await room.say("ana", f"!group {words}")
        assert "put the reason behind it, as in !coterie group" in told(room, "ana")
    assert room.said == said
    await room.say("ana", "!group join invite We are enough.")
    await room.wait(timedelta(days=8))
    await room.say("bo", "!group moves")
    assert "We are enough." in told(room, "bo")


# --- dividing --------------------------------------------------------------------------------------------------------


async def test_a_group_divides_as_its_people_choose_and_nobody_is_moved(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group split Web, Data")
    card = room.cards[-1]
    assert [offer.label for offer in card.offers] == ["Web", "Data", "Stay as we are"]
    await room.press("bo", card, "Data")
    await room.press("cy", card, "Data")
    await room.wait(timedelta(days=8))
    counts = room.alone("ana")[-1]
    assert "Web: fewer than 5" in counts.text and "Data: fewer than 5" in counts.text
    assert [offer.label for offer in counts.offers] == ["Found Web", "Found Data", "That is all"]
    await room.press("ana", counts, "Found Web")
    assert "Fewer than 2 people would go with Web" in told(room, "ana")
    await room.press("ana", counts, "Found Data")
    assert "Python: Data is a group of its own now, for those who wanted it" in last(room)
    await room.press("ana", counts, "That is all")
    assert await state(room) == "active"


async def test_of_many_is_told_how_many_chose_a_part_by_steps_in_which_nobody_is_seen(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=12)
    await room.say("ana", "!group split Web, Data")
    card = room.cards[-1]
    for number in range(1, 12):
        await room.press(f"p{number}", card, "Data" if number < 9 else "Web")
    await room.wait(timedelta(days=8))
    counts = room.alone("ana")[-1]
    assert "Web: fewer than 5" in counts.text and "Data: at least 5" in counts.text
    await room.press("ana", counts, "Found Data")
    assert "Python: Data is a group of its own now, with 8 people who wanted it" in last(room)


async def test_one_topic_divides_nothing(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group split Web, Web")
    assert "Name 2 to 6 topics" in told(room, "ana")
    assert await state(room) == "active"


# --- pure ------------------------------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2400, 1, 1)), st.integers(1, 48))
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    found = later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).month != found.month)


def test_a_year_after_the_29th_of_february_is_the_28th() -> None:
    assert later(date(2028, 2, 29), 12) == date(2029, 2, 28)


@given(st.text(max_size=40))
def test_what_stands_behind_a_day_is_the_reason(text: str) -> None:
    day, why = split_day(f"2027-01-10 {text}")
    assert day == date(2027, 1, 10)
    assert why == text.strip()


@given(st.lists(st.text("ab, ", max_size=8), max_size=6))
def test_topics_are_never_empty_and_never_twice(parts: list[str]) -> None:
    topics = topics_of(",".join(parts))
    assert all(topic.strip() for topic in topics)
    assert len(set(topics)) == len(topics)


def test_who_stays_is_in_no_part() -> None:
    bo = PersonRef("bo")
    parting = Parting(("Web", "Data")).with_choice(bo, 1)
    assert parting.counts == (0, 1)
    assert parting.with_choice(bo, -1).counts == (0, 0)
