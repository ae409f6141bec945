"""The words and fields of a schedule, and what is refused with which help."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.core.playbook.local_time import LocalTimeError, ZoneError, local_to_utc, parse_local, zone_named
from coterie.core.playbook.schedule import Schedule, ScheduleError, next_after, occurrences

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("words", "cron"),
    [
        ("monday 09:00", "0 9 * * mon"),
        ("weekday 16:30", "30 16 * * mon-fri"),
        ("weekend 11:00", "0 11 * * sat,sun"),
        ("first tuesday 18:00", "0 18 * * tue#1"),
        ("fourth sunday 00:05", "5 0 * * sun#4"),
        ("last friday 17:00", "0 17 * * L5"),
        ("day 08:00", "0 8 * * *"),
        ("  Third   WED\t9:05 ", "5 9 * * wed#3"),
        (" 0  9 * JAN-Mar MON,l5 ", "0 9 * jan-mar mon,L5"),
        ("0 0 l * *", "0 0 L * *"),
    ],
)
def test_words_become_cron(words: str, cron: str) -> None:
    schedule = Schedule.parse(words)
    assert (schedule.text, schedule.cron) == (words, cron)
    assert Schedule.parse(cron).fields == schedule.fields


@pytest.mark.parametrize(
    ("text", "says", "nearest"),
    [
        ("munday 09:00", "unknown word 'munday'", "monday"),
        ("first tuseday 09:00", "unknown word 'tuseday'", "tuesday"),
        ("frist tuesday 09:00", "unknown word 'frist'", "first"),
        ("weekdays 09:00", "unknown word 'weekdays'", "weekday"),
        ("fifth tuesday 09:00", "unknown word 'fifth'", "first"),
        ("first weekday 09:00", "unknown word 'weekday'", "wednesday"),
        ("monday 25:00", "bad time '25:00'", None),
        ("monday 09:60", "bad time '09:60'", None),
        ("monday 9am", "bad time '9am'", None),
        ("monday 09:00:00", "bad time '09:00:00'", None),
        ("monday", "names no time", None),
        ("first", "names no day", None),
        ("first 09:00", "names no day", "day 09:00"),
        ("09:00", "names no day", "day 09:00"),
        ("25:00", "bad time '25:00'", None),
        ("monday 09:00 10:00", "too much", None),
        ("", "empty", None),
        (" \n", "empty", None),
        ("@daily", "name of a schedule", "day 00:00"),
        ("2027-03-01 18:00", "is a date", None),
        ("2027-03-01", "is a date", None),
        ("0 9 * *", "4 fields, expected five", None),
        ("0 0 9 * * *", "6 fields, expected five", None),
        ("60 * * * *", "bad minute '60': expected 0-59", None),
        ("0 24 * * *", "bad hour", None),
        ("0 0 0 * *", "bad day of the month", None),
        ("0 0 1 13 *", "bad month", None),
        ("0 0 * * 8", "bad day of the week", None),
        ("0 0 * * monday", "bad day of the week", "mon"),
        ("0 0 * june *", "bad month", "jun"),
        ("*/0 * * * *", "expected a number from 1", None),
        ("*/x * * * *", "expected a number from 1", None),
        ("5/15 * * * *", "a step needs a range", "5-59/15"),
        ("0 22-2 * * *", "a range goes upwards", "22-23,0-2"),
        ("5,,6 * * * *", "bad minute ''", None),
        ("? * * * *", "bad minute", None),
        ("*5 * * * *", "bad minute", None),
        ("H * * * *", "bad minute", None),
        ("0 0 15W * *", "bad day of the month", None),
        ("0 0 * * mon#6", "expected 1-5 or L", None),
        ("0 0 * * L", "which day is the last", None),
        ("0 0 30 2 *", "never comes", None),
        ("0 0 31 2,4 *", "never comes", None),
        ("0 0 30-31 feb *", "never comes", None),
        ("9" * 10_000 + " * * * *", "bad minute", None),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest_word(text: str, says: str, nearest: str | None) -> None:
    with pytest.raises(ScheduleError) as raised:
        Schedule.parse(text)
    assert says in str(raised.value) and len(str(raised.value)) < 400
    assert raised.value.nearest == nearest


@settings(deadline=None)
@given(st.one_of(st.text(), st.text("0123456789*/,-#L: monfirst@", max_size=20)))
def test_any_text_is_a_schedule_or_refused(text: str) -> None:
    try:
        assert Schedule.parse(text).text == text
    except ScheduleError:
        pass


def test_a_schedule_that_comes_rarely_is_found_at_once() -> None:
    leap_sunday = Schedule.parse("0 0 29 2 */7")
    years = [run.year for run in occurrences(leap_sunday, ZoneInfo("UTC"), datetime(2032, 3, 1, tzinfo=UTC), 4)]
    assert years == [2060, 2088, 2128, 2156]


@pytest.mark.parametrize(
    "words", ["day 02:30", "day 02:15", "*/20 * * * *", "15,45 1-3 * * *", "30 */2 * * *", "sunday 03:00"]
)
@given(st.lists(st.integers(0, 3 * 24 * 60), min_size=2, max_size=8), st.sampled_from([(3, 27), (10, 24), (6, 1)]))
def test_what_comes_next_is_the_same_whatever_was_asked_before(
    words: str, minutes: list[int], begin: tuple[int, int]
) -> None:
    # Around the days on which Berlin changes its clocks: what is remembered of one answer must be right for the others.
    schedule, start = Schedule.parse(words), datetime(2027, *begin, tzinfo=UTC)
    for minute in minutes:
        after = start + timedelta(minutes=minute)
        assert (next_after(schedule, BERLIN, after),) == occurrences(schedule, BERLIN, after, 1)


def test_the_end_of_the_calendar_is_the_end_of_a_schedule() -> None:
    day = Schedule.parse("day 08:00")
    after = datetime(9999, 12, 30, 12, tzinfo=UTC)
    for zone in (BERLIN, ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Tokyo")):
        assert len(occurrences(day, zone, after, 5)) <= 2
        assert len(occurrences(Schedule.parse("* * * * *"), zone, after, 3)) == 3
    with pytest.raises(ScheduleError, match="does not come again"):
        next_after(day, BERLIN, datetime(9999, 12, 31, 12, tzinfo=UTC))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_after(Schedule.parse("day 08:00"), BERLIN, datetime(2026, 1, 1))


@pytest.mark.parametrize("text", ["2027-03-01 18:00", "2027-03-01T18:00", " 2027-03-01 18:00:00 ", "2027-03-01t18:00"])
def test_a_local_date_time_is_read(text: str) -> None:
    assert parse_local(text) == datetime(2027, 3, 1, 18)


@pytest.mark.parametrize(
    "text",
    ["2027-02-30 18:00", "2027-03-01", "18:00", "2027-03-01 24:00", "2027-03-01T18:00Z", "2027-03-01 18:00+01:00"]
    + ["0001-01-01 00:00", "9999-12-31 23:59", "", "tomorrow", "２027-03-01 18:00"],
)
def test_what_is_no_local_date_time_is_refused(text: str) -> None:
    with pytest.raises(LocalTimeError):
        parse_local(text)


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-03-29 02:30", "2026-03-29 01:00"),  # in the gap: its end
        ("2026-03-29 03:00", "2026-03-29 01:00"),
        ("2026-10-25 02:30", "2026-10-25 00:30"),  # comes twice: the first
        ("2026-10-25 03:00", "2026-10-25 02:00"),
        ("2026-07-01 12:00", "2026-07-01 10:00"),
    ],
)
def test_a_local_time_has_one_instant(local: str, instant: str) -> None:
    assert local_to_utc(parse_local(local), BERLIN) == parse_local(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "nearest"), [("Europe/Berln", "Europe/Berlin"), ("", None), ("../etc/passwd", None), ("a\0b", None)]
)
def test_an_unknown_zone_is_refused_with_the_nearest(name: str, nearest: str | None) -> None:
    with pytest.raises(ZoneError) as raised:
        zone_named(name)
    assert raised.value.nearest == nearest
