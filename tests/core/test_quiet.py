"""When something that nobody asked for may be said: pure, over all zones, changes of clocks and settings."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.core.model.preferences import DAYS, NO_HOURS, Away, Hours, Preferences, Quiet, Recurring
from coterie.core.playbook.local_time import local_to_utc
from coterie.core.playbook.schedule import Schedule
from coterie.core.public_holidays import UnknownRegion, checked_region, holiday_name, is_holiday, next_holiday
from coterie.core.quiet import LONGEST, WEEK, is_left_out, moved_to, when_to_say

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Hours(time(21), time(8))
NOBODY = Preferences()


def berlin(text: str) -> datetime:
    return local_to_utc(datetime.fromisoformat(text), BERLIN)


def said(now: str, preferences: Preferences = NOBODY, quiet: Quiet | None = None) -> datetime | None:
    return when_to_say(berlin(now), BERLIN, preferences, quiet)


# --- examples -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 08:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
    ],
)
def test_quiet_hours_end_in_the_morning(now: str, then: str) -> None:
    assert said(now, quiet=Quiet(NIGHT)) == berlin(then)


def test_hours_and_days_follow_on_each_other() -> None:
    quiet = Quiet(NIGHT, days=("sat", "sun"), holidays="DE-SN")
    assert said("2026-12-24 22:00", quiet=quiet) == berlin("2026-12-28 08:00")  # Christmas is a Friday in 2026


def test_ones_own_word_stands_in_for_the_communitys() -> None:
    quiet = Quiet(NIGHT, days=("sat", "sun"))
    assert said("2026-11-23 22:00", Preferences(hours=NO_HOURS), quiet) == berlin("2026-11-23 22:00")
    assert said("2026-11-28 12:00", Preferences(days_off=()), quiet) == berlin("2026-11-28 12:00")
    assert said("2026-11-23 12:00", Preferences(hours=Hours(time(12), time(14))), quiet) == berlin("2026-11-23 14:00")


def test_who_is_away_or_snoozed_hears_it_when_they_are_back() -> None:
    away = Preferences(away=(Away(date(2026, 12, 20), date(2027, 1, 6)),))
    assert said("2026-12-22 12:00", away) == berlin("2027-01-07 00:00")
    assert said("2026-11-23 12:00", Preferences(snoozed_until=berlin("2026-11-26 12:00"))) == berlin("2026-11-26 12:00")


def test_what_would_wait_for_more_than_four_weeks_is_not_said() -> None:
    assert said("2026-11-23 12:00", Preferences(away=(Away(date(2026, 1, 1), date(2027, 12, 31)),))) is None
    assert said("2026-11-23 12:00", Preferences(days_off=DAYS)) is None


def test_urgent_things_wait_for_nothing_but_do_not_reach_who_is_left_alone() -> None:
    now, quiet = berlin("2026-11-23 23:00"), Quiet(NIGHT)
    assert when_to_say(now, BERLIN, NOBODY, quiet, urgent=True) == now
    assert when_to_say(now, BERLIN, Preferences(left_alone=True), quiet, urgent=True) is None


def test_only_so_often_a_week() -> None:
    now = berlin("2026-11-23 12:00")
    lately = [now - timedelta(days=6), now - timedelta(days=2), now]
    assert when_to_say(now, BERLIN, NOBODY, Quiet(most_per_week=4), lately) == now
    assert when_to_say(now, BERLIN, NOBODY, Quiet(most_per_week=3), lately) == now + timedelta(days=1)
    assert when_to_say(now, BERLIN, Preferences(most_per_week=1), Quiet(most_per_week=3), lately) == now + WEEK


def test_in_spring_quiet_hours_that_end_in_the_gap_end_at_its_end() -> None:
    quiet = Quiet(Hours(time(22), time(2, 30)))
    assert said("2026-03-29 01:30", quiet=quiet) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_in_autumn_quiet_hours_that_end_in_the_hour_that_comes_twice_end_at_its_first_coming() -> None:
    quiet = Quiet(Hours(time(22), time(2, 30)))
    assert said("2026-10-25 01:30", quiet=quiet) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    assert when_to_say(again, BERLIN, NOBODY, quiet) == again


def test_29_february_is_a_day_like_any_other() -> None:
    away = Preferences(away=(Away(date(2028, 2, 29), date(2028, 2, 29)),))
    assert said("2028-02-29 12:00", away) == berlin("2028-03-01 00:00")


@pytest.mark.parametrize("text", ["21:00-08:00", "21-8", " 21:00 – 08:00 "])
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert Hours.parse(text) == NIGHT


def test_midnight_may_be_called_24() -> None:
    assert Hours.parse("22:00-24:00") == Hours(time(22), time(0))


@pytest.mark.parametrize(
    "text", ["", "21", "25:00-08:00", "21:60-08:00", "nine to five", "21:00-08:00-09:00", "24:30-1"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Hours.parse(text)


# --- holidays -------------------------------------------------------------------------------------------------------


def test_holidays_are_those_of_the_part_of_the_country_in_its_language() -> None:
    repentance = date(2026, 11, 18)
    assert is_holiday("DE-SN", repentance) and not is_holiday("DE-BY", repentance)
    assert holiday_name("DE-SN", repentance, "de") == "Buß- und Bettag"
    assert holiday_name("DE-SN", repentance, "en") == "Repentance and Prayer Day"
    assert holiday_name("DE-SN", repentance, "sw") == "Buß- und Bettag"
    assert next_holiday("DE-SN", date(2026, 11, 19)) == date(2026, 12, 25)


def test_a_region_is_written_as_people_do_and_checked() -> None:
    assert checked_region(" de-sn ") == "DE-SN"
    assert checked_region("de-augsburg") == "DE-Augsburg"
    with pytest.raises(UnknownRegion) as wrong:
        checked_region("DE-SX")
    assert "expected one of BB" in str(wrong.value)
    with pytest.raises(UnknownRegion, match="expected a country"):
        checked_region("Saxony")


def test_the_library_is_loaded_only_where_holidays_are_asked_for() -> None:
    script = (
        "import sys, datetime, zoneinfo; import coterie.core.assembly; from coterie.core.quiet import when_to_say;"
        "from coterie.core.model.preferences import Preferences;"
        "when_to_say(datetime.datetime.now(datetime.UTC), zoneinfo.ZoneInfo('UTC'), Preferences());"
        "print('holidays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_recurs_is_left_out_on_a_holiday_or_moved_behind_it() -> None:
    schedule, friday = Schedule.parse("friday 09:00"), berlin("2026-12-25 09:00")
    skip = Quiet(days=("sat", "sun"), holidays="DE")
    move, keep = evolve(skip, recurring=Recurring.MOVE), evolve(skip, recurring=Recurring.KEEP)
    assert is_left_out(friday, BERLIN, skip) and moved_to(friday, schedule, BERLIN, skip) is None
    assert is_left_out(friday, BERLIN, move) and moved_to(friday, schedule, BERLIN, move) == berlin("2026-12-28 09:00")
    assert not is_left_out(friday, BERLIN, keep)
    assert not is_left_out(
        berlin("2026-12-26 09:00"), BERLIN, Quiet(days=("sat",))
    )  # a day off of people is none of schedules


def test_what_comes_again_by_then_is_not_moved() -> None:
    daily, quiet = Schedule.parse("day 09:00"), Quiet(holidays="DE", recurring=Recurring.MOVE)
    assert moved_to(berlin("2026-10-03 09:00"), daily, BERLIN, quiet) is None


# --- for all of them ------------------------------------------------------------------------------------------------

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 1)).map(
    lambda one: one.replace(tzinfo=UTC, microsecond=0)
)
HOURS = st.builds(Hours, st.times(), st.times())
SOME_DAYS = st.lists(st.sampled_from(DAYS), max_size=5, unique=True).map(tuple)
PREFERENCES = st.builds(
    Preferences,
    hours=st.none() | HOURS | st.just(NO_HOURS),
    days_off=st.none() | SOME_DAYS,
    most_per_week=st.none() | st.integers(1, 3),
)
QUIETS = st.none() | st.builds(
    Quiet,
    hours=st.none() | HOURS,
    days=SOME_DAYS,
    holidays=st.none() | st.sampled_from(["DE-SN", "US", "JP"]),
    most_per_week=st.none() | st.integers(1, 5),
)


@settings(max_examples=200, deadline=None)
@given(INSTANTS, ZONES, PREFERENCES, QUIETS, st.lists(st.integers(0, 10**6), max_size=6))
def test_the_instant_is_not_before_now_nor_quiet_and_within_four_weeks(
    now: datetime, zone: ZoneInfo, preferences: Preferences, quiet: Quiet | None, ago: list[int]
) -> None:
    lately = sorted(now - timedelta(seconds=seconds) for seconds in ago)
    when = when_to_say(now, zone, preferences, quiet, lately)
    assert when is not None  # at most five days off, and a number a week that is never none
    assert now <= when <= now + LONGEST
    assert when_to_say(when, zone, preferences, quiet, lately) == when
    assert when.tzinfo is not None


@settings(max_examples=100, deadline=None)
@given(INSTANTS, ZONES, PREFERENCES, QUIETS, st.integers(0, 100))
def test_nothing_in_between_was_open(
    now: datetime, zone: ZoneInfo, preferences: Preferences, quiet: Quiet | None, part: int
) -> None:
    when = when_to_say(now, zone, preferences, quiet)
    assert when is not None
    between = now + (when - now) * part / 100
    if between < when:
        assert when_to_say(between, zone, preferences, quiet) == when


@settings(max_examples=100, deadline=None)
@given(INSTANTS, ZONES, QUIETS)
def test_nobody_said_anything_and_it_is_said_at_once(now: datetime, zone: ZoneInfo, quiet: Quiet | None) -> None:
    assert when_to_say(now, zone, NOBODY, None) == now
    assert when_to_say(now, zone, Preferences(left_alone=True), quiet) is None
