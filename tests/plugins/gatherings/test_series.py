"""What comes again, in local time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.plugins.gatherings.series import RuleError, monthly_by_day, recurrence

BERLIN = "Europe/Berlin"
TUESDAY = datetime(2026, 12, 1, 18)
START = datetime(2026, 11, 23, tzinfo=UTC)


def test_six_in_the_evening_stays_six_in_the_evening_over_a_change_of_clocks() -> None:
    weekly = recurrence("weekly", datetime(2027, 3, 23, 18), BERLIN)
    first, second = weekly.upcoming(START, 2)
    assert (weekly.instant(first.local), weekly.instant(second.local)) == (
        datetime(2027, 3, 23, 17, tzinfo=UTC),
        datetime(2027, 3, 30, 16, tzinfo=UTC),
    )


def test_a_local_time_that_does_not_exist_comes_at_the_first_instant_after_the_gap() -> None:
    daily = recurrence("daily", datetime(2027, 3, 27, 2, 30), BERLIN)
    days = daily.upcoming(START, 3)
    assert [daily.exists(one.local) for one in days] == [True, False, True]
    assert daily.instant(days[1].local) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_the_twenty_ninth_of_february_comes_every_four_years() -> None:
    yearly = recurrence("yearly", datetime(2028, 2, 29, 18), BERLIN)
    assert [one.local.year for one in yearly.upcoming(START, 2)] == [2028, 2032]
    assert recurrence("monthly", datetime(2027, 1, 31, 18), BERLIN).upcoming(START, 2)[1].local == datetime(
        2027, 3, 31, 18
    )


def test_one_can_be_left_out_and_one_put_elsewhere() -> None:
    weekly = recurrence("FREQ=WEEKLY;COUNT=5", TUESDAY, BERLIN)
    week = timedelta(weeks=1)
    changed = weekly.without(TUESDAY + week).with_moved(TUESDAY + 3 * week, TUESDAY + timedelta(days=1))
    assert [one.local.day for one in changed.upcoming(START, 9)] == [1, 2, 15, 29]
    assert [one.was_moved for one in changed.upcoming(START, 9)] == [False, True, False, False]
    assert changed.trimmed(TUESDAY + 2 * week).skipped == ()
    assert changed.has(TUESDAY + week) and not changed.has(TUESDAY + timedelta(days=1))


@pytest.mark.parametrize("zone", [BERLIN, "Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_a_count_is_kept_as_the_instant_of_the_last(zone: str) -> None:
    early = recurrence("FREQ=DAILY;COUNT=3", datetime(2026, 12, 1, 5), zone)
    assert "COUNT" not in early.rule and early.rule.endswith("Z")
    assert [one.local.day for one in early.upcoming(START, 9)] == [1, 2, 3]


def test_until_a_day_means_until_its_end_in_the_zone() -> None:
    weekly = recurrence("FREQ=WEEKLY;UNTIL=20261215", TUESDAY, "Pacific/Auckland")
    assert [one.local.day for one in weekly.upcoming(START, 9)] == [1, 8, 15]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "sometimes",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;BYHOUR=3",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=99999999",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;UNTIL=20261331",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=WE",
        "FREQ=WEEKLY\nEXDATE:20261201T180000",
        "FREQ=WEEKLY;INTERVAL=" + "1" * 300,
    ],
)
def test_what_is_no_rule_or_never_comes_is_refused(words: str) -> None:
    with pytest.raises(RuleError):
        recurrence(words, TUESDAY, BERLIN)


@pytest.mark.parametrize("words", ["wöchentlich", "alle 1 Woche", "Every 1 week", "weekly"])
def test_a_rule_may_be_said_in_german(words: str) -> None:
    found = recurrence(words, TUESDAY, BERLIN)
    assert [one.local.day for one in found.upcoming(START, 2)] == [1, 8]


@pytest.mark.parametrize(("day", "rule"), [(1, "1TU"), (14, "2MO"), (29, "-1TU")])
def test_the_same_weekday_of_every_month_is_a_rule(day: int, rule: str) -> None:
    assert monthly_by_day(datetime(2026, 12, day, 18)).endswith(f"BYDAY={rule}")


@given(st.text(alphabet="FREQ=WKLYDAIBN;0123456789TUZ -", max_size=60))
def test_whatever_is_written_is_read_or_refused(words: str) -> None:
    try:
        found = recurrence(words, TUESDAY, BERLIN)
    except RuleError:
        return
    assert found.upcoming(START, 1)[0].local == TUESDAY


@given(
    st.sampled_from(["daily", "weekly", "every 3 weeks", "monthly", "yearly"]),
    st.datetimes(datetime(2026, 12, 1), datetime(2028, 12, 31)),
    st.sampled_from([BERLIN, "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_what_comes_is_in_order_and_ahead(words: str, begins: datetime, zone: str) -> None:
    begins = begins.replace(second=0, microsecond=0)
    found = recurrence(words, begins, zone)
    instants = [found.instant(one.local) for one in found.upcoming(START, 5)]
    assert instants == sorted(instants)
    assert instants[0] == found.instant(begins)
    assert all(at.astimezone(ZoneInfo(zone)) >= found.instant(begins) for at in instants)
