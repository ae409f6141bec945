"""Times of the year at which a group may be quiet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coterie.plugins.lifecycle.activity import Activity, Week
from coterie.plugins.lifecycle.seasons import Season, Seasons, season_in

NEW_YEAR = Season((12, 20), (1, 6))
days = some.dates(date(2024, 1, 1), date(2032, 12, 31))
of_year = some.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: (day.month, day.day))


@pytest.mark.parametrize(
    ("day", "inside"), [("2026-12-19", False), ("2026-12-20", True), ("2027-01-06", True), ("2027-01-07", False)]
)
def test_it_may_go_over_new_year(day: str, inside: bool) -> None:
    assert (date.fromisoformat(day) in NEW_YEAR) is inside


def test_the_next_one_is_told_and_the_one_that_goes_on() -> None:
    there = (date(2026, 12, 20), date(2027, 1, 6))
    assert NEW_YEAR.at(date(2026, 7, 1)) == NEW_YEAR.at(date(2026, 12, 31)) == NEW_YEAR.at(date(2027, 1, 6)) == there
    assert NEW_YEAR.at(date(2027, 1, 7)) == (date(2027, 12, 20), date(2028, 1, 6))
    assert Season((2, 29), (2, 29)).at(date(2027, 1, 1)) == (date(2027, 2, 28), date(2027, 2, 28))


@given(some.builds(Season, of_year, of_year), days)
def test_what_is_told_holds_the_day_where_the_day_is_in_it(season: Season, today: date) -> None:
    first, last = season.at(today)
    assert first <= last and last >= today
    if today in season:
        assert first <= today


def test_weeks_that_touch_one_count_for_nothing() -> None:
    monday = date(2026, 11, 30)
    activity = Activity(monday, past=tuple(Week(monday + timedelta(weeks=number), 4) for number in range(7)))
    planned = [week.monday for week in Seasons((NEW_YEAR,)).planned(activity).past if week.planned]
    assert planned == [date(2026, 12, 14), date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)]


def test_together_they_are_no_more_than_half_of_the_year() -> None:
    summer, all_year = Season((7, 1), (8, 31)), Season((1, 1), (12, 31))
    assert not Seasons((NEW_YEAR,)).plus(summer).is_long
    assert Seasons((all_year,)).is_long
    assert Seasons((Season((1, 6), (1, 5)),)).is_long  # once round
    assert Seasons((Season((1, 1), (4, 30)), Season((7, 1), (9, 30)))).is_long
    assert not Seasons((Season((1, 1), (4, 30)), Season((2, 1), (5, 31)))).is_long  # what two share counts once


def test_both_ways_to_write_a_day_are_read() -> None:
    assert (
        season_in("12-20 01-06 Nobody is here")
        == season_in("20.12. 6.1. Nobody is here")
        == (NEW_YEAR, "Nobody is here")
    )
    assert season_in("12-20") is None and season_in("") is None and season_in("31.2. 1.3.") is None
