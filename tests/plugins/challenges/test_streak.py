"""Streaks that forgive."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.plugins.challenges.streak import WEEK, Checkins, Streak, streak, tally

FIRST = date(2027, 2, 22)
DAYS = st.lists(st.integers(0, 30).map(lambda number: FIRST + timedelta(days=number)), unique=True)


def after(pattern: str, forgives: int) -> Streak:
    """The streak on the last day of a pattern such as `xx.x`."""
    checkins = Checkins()
    for number, mark in enumerate(pattern):
        if mark == "x":
            checkins = checkins.with_day(FIRST + timedelta(days=number))
    return streak(checkins, FIRST, FIRST + timedelta(days=len(pattern) - 1), forgives)


def test_a_streak_forgives_as_many_misses_as_it_may_and_no_more() -> None:
    assert after("xxx", 0) == Streak(3, 0)
    assert after("xx.x", 1) == Streak(3, 1)
    assert after("xx.x.x", 1) == Streak(2, 1)
    assert after("xx.x", 0) == Streak(1, 0)
    assert after("..xx", 0) == Streak(2, 0)


def test_today_is_not_missed_before_it_is_over() -> None:
    assert after("xx.", 0) == Streak(2, 0)
    assert after("xx..", 0) == Streak(0, 0)


def test_by_weeks_a_week_is_not_missed_before_its_day_is_over() -> None:
    weeks = [FIRST + timedelta(weeks=number) for number in range(4)]
    done = Checkins((weeks[0], weeks[1]))
    assert streak(done, FIRST, weeks[2], 0, WEEK) == Streak(2, 0)
    assert streak(done, FIRST, weeks[2] + timedelta(days=1), 0, WEEK) == Streak(0, 0)
    assert streak(done.with_day(weeks[3]), FIRST, weeks[3], 1, WEEK) == Streak(3, 1)
    assert streak(done, FIRST, FIRST - timedelta(days=3), 0, WEEK) == Streak(0, 0)


@given(DAYS, st.integers(0, 5))
def test_a_streak_is_never_longer_than_the_days_done_and_forgives_no_more_than_it_may(
    days: list[date], forgives: int
) -> None:
    checkins = Checkins()
    for day in days:
        checkins = checkins.with_day(day).with_day(day)
    found = streak(checkins, FIRST, FIRST + timedelta(days=30), forgives)
    assert 0 <= found.days <= len(days) == len(checkins.days)
    assert found.forgiven <= forgives
    assert streak(checkins, FIRST, FIRST + timedelta(days=30), forgives + 1).days >= found.days


@given(st.lists(DAYS, max_size=5))
def test_all_together_did_what_each_did(people: list[list[date]]) -> None:
    everybody = [Checkins(tuple(sorted(days))) for days in people]
    assert tally(everybody, FIRST, FIRST + timedelta(days=30)) == sum(len(days) for days in people)
    assert tally(everybody, FIRST + timedelta(days=31), FIRST + timedelta(days=99)) == 0
