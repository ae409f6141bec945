"""How lively a group is against itself."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.lifecycle.activity import KEPT, Activity, Week
from coterie.plugins.lifecycle.ladder import Ladder, Rung

MONDAY = date(2026, 11, 23)
days = st.integers(0, 400).map(lambda days: MONDAY + timedelta(days=days))
people = st.sampled_from([PersonRef("ana"), PersonRef("bo"), PersonRef("cy")])


def weeks(*messages: int, planned: int = 0) -> Activity:
    """Whole weeks with so many messages; the last `planned` of them were a pause."""
    first = MONDAY - timedelta(weeks=len(messages))
    past = tuple(
        Week(first + timedelta(weeks=i), count, min(count, 3), planned=i >= len(messages) - planned)
        for i, count in enumerate(messages)
    )
    return Activity(MONDAY, past=past)


def test_a_group_that_says_a_quarter_of_its_usual_is_quiet() -> None:
    assert weeks(12, 10, 14, 11, 3, 2).is_quiet
    assert not weeks(12, 10, 14, 11, 3, 9).is_quiet


def test_a_group_that_never_said_much_is_not_quiet() -> None:
    assert not weeks(1, 1, 2, 1, 0, 0).is_quiet
    assert not weeks(40, 0, 0).is_quiet, "three weeks are too few to know what is usual"


def test_a_planned_pause_is_no_quiet_and_spoils_no_baseline() -> None:
    assert not weeks(12, 10, 14, 11, 0, 0, planned=2).is_quiet
    assert weeks(12, 10, 14, 11, 0, 0).usual == 11.5


@given(st.lists(st.tuples(days, people), max_size=60))
def test_every_message_is_counted_once_in_its_week(heard: list[tuple[date, PersonRef]]) -> None:
    activity = Activity()
    for day, person in sorted(heard):
        activity = activity.heard(person, day)
    kept = {week.monday for week in activity.past} | {activity.monday}
    wanted = [day for day, _ in heard if day - timedelta(days=day.weekday()) in kept]
    assert activity.messages + sum(week.messages for week in activity.past) == len(wanted)
    assert len(activity.past) <= KEPT
    mondays = [week.monday for week in activity.past]
    assert all(later - earlier == timedelta(weeks=1) for earlier, later in zip(mondays, mondays[1:], strict=False))


@given(days, days)
def test_closing_the_weeks_twice_changes_nothing(first: date, second: date) -> None:
    activity = Activity().heard(PersonRef("ana"), min(first, second)).upto(max(first, second))
    assert activity.upto(max(first, second)) == activity


def test_the_ladder_goes_up_a_rung_a_fortnight_and_down_at_once() -> None:
    ladder, seen = Ladder(), list[Rung]()
    for week in range(9):
        ladder = ladder.climbed(MONDAY + timedelta(weeks=week), quiet=True)
        seen.append(ladder.rung)
    assert seen == [
        *[Rung.HINT] * 2,
        *[Rung.PROMPT] * 2,
        *[Rung.GATHERING] * 2,
        *[Rung.REVIEW] * 3,
    ]
    assert ladder.climbed(MONDAY + timedelta(weeks=9), quiet=False).rung is Rung.NONE


def test_who_wants_to_hear_nothing_hears_nothing_until_that_day() -> None:
    ladder = Ladder().snoozed(MONDAY + timedelta(days=30))
    assert ladder.climbed(MONDAY, quiet=True).rung is Rung.NONE
    assert ladder.climbed(MONDAY + timedelta(days=30), quiet=True).rung is Rung.HINT
