"""Durations: how they are written, and where they end in a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.playbook.duration import Duration, DurationError
from coterie.core.playbook.local_time import parse_local

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("text", ["90s", "15m", "2h", "3d", "2w", "1mo", "0s", "0d", "1200mo", "36525d"])
def test_a_duration_reads_and_prints_the_same(text: str) -> None:
    assert str(Duration.parse(f" {text} ")) == text


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("1h30m", None),
        ("2 days", "2d"),
        ("2D", "2d"),
        ("3 d", "3d"),
        ("5min", "5m"),
        ("1month", "1mo"),
        ("1M", None),
        ("1.5h", None),
        ("-2d", None),
        ("+2d", None),
        ("2", None),
        ("d", None),
        ("", None),
        ("1y", None),
        ("٣d", None),
        ("1201mo", None),
        ("36526d", None),
        ("9" * 5_000 + "s", None),
    ],
)
def test_what_is_no_duration_is_refused_with_the_nearest(text: str, nearest: str | None) -> None:
    with pytest.raises(DurationError) as raised:
        Duration.parse(text)
    assert raised.value.nearest == nearest and "expected" in str(raised.value)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-03-28 12:00", "1d", "2026-03-29 11:00"),  # 23 hours
        ("2026-03-28 12:00", "24h", "2026-03-29 12:00"),
        ("2026-10-24 12:00", "1d", "2026-10-25 13:00"),  # 25 hours
        ("2026-10-24 12:00", "1w", "2026-10-31 13:00"),
        ("2026-03-28 01:30", "1d", "2026-03-29 01:00"),  # into the gap: its end
        ("2026-10-24 00:30", "1d", "2026-10-25 00:30"),  # twice: the first
        ("2026-10-25 01:30", "0d", "2026-10-25 01:30"),  # nothing is nothing, in the second coming too
        ("2027-01-31 11:00", "1mo", "2027-02-28 11:00"),
        ("2028-01-31 11:00", "1mo", "2028-02-29 11:00"),
        ("2027-01-31 11:00", "2mo", "2027-03-31 10:00"),
        ("2027-12-15 11:00", "1mo", "2028-01-15 11:00"),
        ("2027-12-15 11:00", "12mo", "2028-12-15 11:00"),
    ],
)
def test_days_weeks_and_months_keep_the_local_time(start: str, duration: str, end: str) -> None:
    instant = parse_local(start).replace(tzinfo=UTC)
    assert Duration.parse(duration).after(instant, BERLIN) == parse_local(end).replace(tzinfo=UTC)


@given(
    st.integers(0, 40),
    st.sampled_from(["s", "m", "h", "d", "w", "mo"]),
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(lambda time: time.replace(tzinfo=UTC)),
    st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe", "Antarctica/Troll"]),
)
def test_a_duration_never_goes_back_and_stays_near_its_nominal_length(
    amount: int, unit: str, start: datetime, zone: str
) -> None:
    duration = Duration(amount, unit)
    went = duration.after(start, ZoneInfo(zone)) - start
    slack = timedelta(days=1 + (3 * amount if unit == "mo" else 0))
    assert timedelta() <= went and abs(went - duration.nominal) <= slack


def test_past_the_end_of_the_calendar_is_refused() -> None:
    for text in ("100d", "1mo", "999h"):
        with pytest.raises(DurationError, match="end of the calendar"):
            Duration.parse(text).after(datetime(9999, 12, 31, 12, tzinfo=UTC), BERLIN)
