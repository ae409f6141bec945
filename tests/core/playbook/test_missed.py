"""What is made up for after a time down, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.core.playbook.missed import GRACE, MOST_RUNS, PROMPT, Missed, due_runs
from coterie.core.playbook.schedule import Schedule, next_after

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = Schedule.parse("day 09:00")
DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize("missed", list(Missed))
@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=59)])
def test_a_run_on_time_runs_under_every_policy(missed: Missed, late: timedelta) -> None:
    assert due_runs(DAILY, BERLIN, DUE, DUE + late, missed, timedelta()) == ((DUE,), DUE + DAY)


@pytest.mark.parametrize("missed", list(Missed))
def test_before_it_is_due_nothing_runs(missed: Missed) -> None:
    assert due_runs(DAILY, BERLIN, DUE, DUE - timedelta(seconds=1), missed) == ((), DUE)


def test_skip_leaves_out_what_was_missed() -> None:
    assert due_runs(DAILY, BERLIN, DUE, DUE + PROMPT, Missed.SKIP) == ((), DUE + DAY)
    assert due_runs(DAILY, BERLIN, DUE, DUE + 3 * DAY, Missed.SKIP) == ((DUE + 3 * DAY,), DUE + 4 * DAY)


def test_once_makes_up_for_all_with_the_newest() -> None:
    assert due_runs(DAILY, BERLIN, DUE, DUE + 3 * DAY + HOUR, Missed.ONCE) == ((DUE + 3 * DAY,), DUE + 4 * DAY)
    assert due_runs(DAILY, BERLIN, DUE, DUE + 3 * DAY, Missed.ONCE) == ((DUE + 3 * DAY,), DUE + 4 * DAY)


def test_once_lets_go_of_what_is_older_than_the_grace() -> None:
    assert due_runs(DAILY, BERLIN, DUE, DUE + GRACE, Missed.ONCE) == ((DUE,), DUE + DAY)
    assert due_runs(DAILY, BERLIN, DUE, DUE + GRACE + timedelta(seconds=1), Missed.ONCE) == ((), DUE + DAY)


def test_what_was_stored_as_due_counts_though_the_schedule_was_edited() -> None:
    stored = DUE + HOUR
    assert due_runs(DAILY, BERLIN, stored, stored + HOUR, Missed.ONCE) == ((stored,), DUE + DAY)


def test_all_is_the_newest_thousand_even_after_ten_years_of_minutes() -> None:
    minutes = Schedule.parse("* * * * *")
    now = DUE + timedelta(days=3652, seconds=10)
    runs, due = due_runs(minutes, BERLIN, DUE, now, Missed.ALL)
    assert len(runs) == MOST_RUNS and runs[-1] == now - timedelta(seconds=10) and due == runs[-1] + PROMPT
    assert runs[-1] - runs[0] == (MOST_RUNS - 1) * PROMPT


def one_after_the_other(schedule: Schedule, zone: ZoneInfo, due: datetime) -> Iterator[datetime]:
    while True:
        yield due
        due = next_after(schedule, zone, due)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["day 02:30", "*/20 * * * *", "weekday 00:00", "5 1-4 * * *", "0 0 1 * *"]),
    st.sampled_from(["Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe"]),
    st.datetimes(datetime(2010, 1, 1), datetime(2026, 1, 1)).map(lambda time: time.replace(tzinfo=UTC)),
    st.timedeltas(timedelta(), timedelta(days=16)),
)
def test_every_policy_picks_from_what_one_after_the_other_would_have_come(
    text: str, zone_name: str, stopped: datetime, down: timedelta
) -> None:
    schedule, zone, now = Schedule.parse(text), ZoneInfo(zone_name), stopped + down
    due = next_after(schedule, zone, stopped)
    planned = tuple(takewhile(lambda run: run <= now, one_after_the_other(schedule, zone, due)))
    for missed in Missed:
        runs, following = due_runs(schedule, zone, due, now, missed)
        newest = planned[-1:]
        expected = {
            Missed.ALL: planned[-MOST_RUNS:],
            Missed.ONCE: tuple(run for run in newest if now - run <= GRACE),
            Missed.SKIP: tuple(run for run in newest if now - run < PROMPT),
        }
        assert runs == expected[missed]
        assert following == next_after(schedule, zone, now)
