"""When a digest comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coterie.plugins.digest.hours import Rhythm

rhythms = some.builds(Rhythm, some.none() | some.integers(0, 6), some.integers(0, 23), some.sampled_from([0, 30]))
zones = some.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Amman", "Australia/Lord_Howe"])
instants = some.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=some.just(UTC))


@given(rhythms)
def test_words_are_read_as_they_are_written(rhythm: Rhythm) -> None:
    assert Rhythm.parse(rhythm.words) == rhythm


@given(rhythms, zones, instants)
def test_it_comes_once_a_day_or_a_week_at_its_local_time(rhythm: Rhythm, zone: str, now: datetime) -> None:
    first = rhythm.after(ZoneInfo(zone), now)
    second = rhythm.after(ZoneInfo(zone), first)
    assert now < first <= now + rhythm.period + timedelta(hours=2)
    assert abs(second - first - rhythm.period) <= timedelta(hours=2)
    local = first.astimezone(ZoneInfo(zone))
    assert rhythm.day in (None, local.weekday())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("weekly", "weekly monday 08:00"),
        ("Weekly Friday 7:30", "weekly friday 07:30"),
        ("daily 18", "daily 18:00"),
        ("weekly 9:00", "weekly monday 09:00"),
        ("daily", "daily 08:00"),
    ],
)
def test_what_people_say_is_understood(said: str, words: str) -> None:
    rhythm = Rhythm.parse(said)
    assert rhythm is not None and rhythm.words == words


@pytest.mark.parametrize(
    "said", ["", "hourly", "daily 25:00", "daily 8:17", "weekly foo", "daily monday", "weekly monday 8 9"]
)
def test_what_is_no_rhythm_is_none(said: str) -> None:
    assert Rhythm.parse(said) is None


def test_an_hour_that_does_not_exist_comes_after_the_gap() -> None:
    at = Rhythm(None, 2, 30).after(ZoneInfo("Europe/Berlin"), datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert at.astimezone(ZoneInfo("Europe/Berlin")).isoformat() == "2027-03-28T03:00:00+02:00"
