"""Schedules against two oracles that share no code with them: a walk over days, and a clock that is watched.

The zones are those of the tzdata package, so that the answer does not depend on the machine.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coterie.core.playbook.schedule import Schedule, ScheduleError, next_after, occurrences

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "sun mon tue wed thu fri sat".split()
DECADE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 12, 31, tzinfo=UTC)


# ---- what cron means, told a second time -------------------------------------------------------------------------


def number(word: str) -> int:
    if word in MONTHS:
        return MONTHS.index(word) + 1
    return DAYS.index(word) if word in DAYS else int(word)


def is_in(item: str, value: int, low: int, high: int) -> bool:
    span, _, step = item.partition("/")
    first, _, last = (f"{low}-{high}" if span == "*" else span).partition("-")
    start, end = number(first), number(last or first)
    return start <= value <= end and (value - start) % int(step or 1) == 0


def day_of_month(item: str, day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1] if item == "L" else is_in(item, day.day, 1, 31)


def day_of_week(item: str, day: date) -> bool:
    today = day.isoweekday() % 7
    if "#" in item and not item.endswith("#L"):
        name, nth = item.split("#")
        return number(name) % 7 == today and (day.day + 6) // 7 == int(nth)
    if "L" in item:
        return number(item.strip("L#")) % 7 == today and (day + 7 * DAY).month != day.month
    return is_in(item, today, 0, 7) or (today == 0 and is_in(item, 7, 0, 7))


def day_matcher(cron: str) -> Callable[[date], bool]:
    first, month, second = cron.split()[2:]
    combine = all if first[0] == "*" or second[0] == "*" else any

    def matches(day: date) -> bool:
        return any(is_in(item, day.month, 1, 12) for item in month.split(",")) and combine(
            (
                any(day_of_month(item, day) for item in first.split(",")),
                any(day_of_week(item, day) for item in second.split(",")),
            )
        )

    return cache(matches)


@cache
def matcher(cron: str) -> Callable[[datetime], bool]:
    minutes, hours = (field.split(",") for field in cron.split()[:2])
    on_day = day_matcher(cron)
    minute_set = {minute for minute in range(60) if any(is_in(item, minute, 0, 59) for item in minutes)}
    hour_set = {hour for hour in range(24) if any(is_in(item, hour, 0, 23) for item in hours)}
    return lambda local: local.minute in minute_set and local.hour in hour_set and on_day(local.date())


def walked(cron: str, after: datetime, days: int) -> Iterator[datetime]:
    """The local times after `after`, by looking at every minute of every day that matches."""
    at, on_day = matcher(cron), day_matcher(cron)
    for ahead in range(days):
        midnight = datetime.combine(after.date() + ahead * DAY, datetime.min.time())
        if on_day(midnight.date()):
            yield from (time for n in range(1440) if at(time := midnight + n * MINUTE) and time > after)


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    value = st.integers(low, high)
    spans = st.tuples(value, value).map(lambda pair: f"{min(pair)}-{max(pair)}")
    return st.one_of(
        value.map(str), value.map("{:02}".format), spans, st.builds("{}/{}".format, spans, st.integers(1, high + 3))
    )


def named(names: list[str]) -> st.SearchStrategy[str]:
    place = st.integers(0, len(names) - 1)
    spans = st.tuples(place, place).map(lambda pair: f"{names[min(pair)]}-{names[max(pair)]}")
    return st.one_of(st.sampled_from(names), spans)


def field(*items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    stars = st.one_of(st.just("*"), st.just("*"), st.integers(1, 35).map("*/{}".format))
    lists = st.lists(st.one_of(*items), min_size=1, max_size=3).map(",".join)
    return st.one_of(stars, lists, st.builds("{},{}".format, stars, lists), st.builds("{},{}".format, lists, stars))


WEEKDAY = st.one_of(st.integers(0, 7).map(str), st.sampled_from(DAYS))
NTH = st.builds("{}#{}".format, WEEKDAY, st.sampled_from("12345L"))
LAST = st.one_of(WEEKDAY.map("L{}".format), WEEKDAY.map("{}L".format))
CRON = st.tuples(
    field(numbers(0, 59)),
    field(numbers(0, 23)),
    field(numbers(1, 31), st.just("L")),
    field(numbers(1, 12), named(MONTHS)),
    field(numbers(0, 7), named(DAYS), NTH, LAST),
).map(" ".join)


@given(CRON, st.datetimes(datetime(1999, 1, 1), datetime(2101, 1, 1)))
@settings(max_examples=150, deadline=None)
@example("0 0 */2 * mon", datetime(2026, 1, 1))
@example("0 0 1-31/2 * mon", datetime(2026, 1, 1))
@example("5-5 0 1 * tue#1,wed,L5", datetime(2026, 1, 1))
@example("0 0 29 2 *", datetime(2096, 3, 1))
@example("0 0 29 2 */7", datetime(2072, 2, 29))
@example("0 0 31 2,4 *", datetime(2026, 1, 1))
@example("0 0 30 feb tue#5", datetime(2096, 2, 29))
def test_cron_means_what_a_walk_over_all_days_finds(cron: str, after: datetime) -> None:
    expected = list(islice(walked(cron, after, 41 * 366), 4))
    if not expected:
        with pytest.raises(ScheduleError, match="never comes"):
            Schedule.parse(cron)
        return
    schedule = Schedule.parse(cron.upper())
    assert schedule.cron == Schedule.parse(schedule.cron).cron
    found = occurrences(schedule, ZoneInfo("UTC"), after.replace(tzinfo=UTC), 4)
    assert [instant.replace(tzinfo=None) for instant in found][: len(expected)] == expected


# ---- what a zone does to it, told a second time ------------------------------------------------------------------


def watched(cron: str, zone: ZoneInfo, start: datetime, end: datetime, lead: timedelta = 26 * HOUR) -> list[datetime]:
    """The instants in (start, end] at which somebody who looks at the zone's clocks every minute would begin a run.

    A fixed time is due as soon as the clocks show it or more than they ever did; `*` when they show it.
    """
    matches = matcher(cron)
    elapsed = cron.startswith("*") or cron.split()[1].startswith("*")
    return [
        instant
        for instant, shown, new in every_look(zone, start - lead, end)
        if (matches(shown) if elapsed else any(map(matches, new))) and instant > start
    ]


@cache
def every_look(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[datetime, datetime, list[datetime]]]:
    """The minutes of a span after its first, what the zone's clocks show at each, and what of that they never showed before."""
    peak, looks = start.astimezone(zone).replace(tzinfo=None), []
    for n in range(1, int((end - start) / MINUTE) + 1):
        instant = start + n * MINUTE
        shown = instant.astimezone(zone).replace(tzinfo=None)
        looks.append((instant, shown, [peak + n * MINUTE for n in range(1, int((shown - peak) / MINUTE) + 1)]))
        peak = max(peak, shown)
    return looks


def between(schedule: Schedule, zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    found = []
    while (start := next_after(schedule, zone, start)) <= end:
        found.append(start)
    return found


@cache
def zone_of(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as content:
        return ZoneInfo.from_file(content, key=name)


def offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """The first minutes of the decade with another offset than the one before."""
    before, end = DECADE
    while before < end:
        after = before + 3 * DAY
        if offset(zone, before) != offset(zone, after):
            low, high = 0, 3 * 1440
            while high - low > 1:
                middle = (low + high) // 2
                same = offset(zone, before + middle * MINUTE) == offset(zone, before)
                low, high = (middle, high) if same else (low, middle)
            yield before + high * MINUTE
        before = after


@cache
def every_change() -> tuple[tuple[str, datetime], ...]:
    """One zone for all that change in the same way, and when it changes."""
    alike: dict[tuple[tuple[datetime, timedelta, timedelta], ...], str] = {}
    for name in files("tzdata").joinpath("zones").read_text().split():
        zone = zone_of(name)
        alike.setdefault(
            tuple((moment, offset(zone, moment - MINUTE), offset(zone, moment)) for moment in changes(zone)), name
        )
    return tuple((name, moment) for key, name in alike.items() for moment, _, _ in key)


EVERY_DAY = ("30 2 * * *", "0 0 * * *", "30 23 * * *", "0 3 * * *")
CLOCKS = ("*/15 * * * *", "0 * * * *", "0 */2 * * *", "*/30 2 * * *", "17 1-4 * * *")
WORDS = ("sunday 02:30", "weekend 00:00", "weekday 00:30", "monday 09:00", "last sunday 02:00")


def test_the_decade_has_changes_of_many_zones() -> None:
    assert len(every_change()) > 300
    assert {"Australia/Lord_Howe", "Africa/Casablanca", "Antarctica/Troll"} <= {name for name, _ in every_change()}


@pytest.mark.parametrize("text", EVERY_DAY + CLOCKS + WORDS)
def test_at_every_change_of_every_zone_the_watched_clock_agrees(text: str) -> None:
    schedule = Schedule.parse(text)
    for name, moment in every_change():
        zone, start, end = zone_of(name), moment - 3 * HOUR, moment + 3 * HOUR
        assert between(schedule, zone, start, end) == watched(schedule.cron, zone, start, end, 3 * HOUR), (name, moment)


@pytest.mark.parametrize("text", EVERY_DAY)
def test_no_change_skips_or_doubles_a_daily_run(text: str) -> None:
    schedule = Schedule.parse(text)
    for name, moment in every_change():
        runs = occurrences(schedule, zone_of(name), moment - 3 * DAY, 6)
        gaps = [later - earlier for earlier, later in zip(runs, runs[1:], strict=False)]
        assert all(21 * HOUR < gap < 27 * HOUR for gap in gaps), (name, moment, runs)


ODD = (
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # skips 30 December
    ("Pacific/Kwajalein", datetime(1993, 8, 21, 12, tzinfo=UTC)),  # skips 21 August
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),  # half an hour
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),  # a gap at midnight
    ("America/Havana", datetime(2026, 11, 1, 5, tzinfo=UTC)),
    ("Asia/Pyongyang", datetime(2018, 5, 4, 15, tzinfo=UTC)),
    ("America/Caracas", datetime(2007, 12, 9, 7, tzinfo=UTC)),
    ("Europe/Dublin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Africa/El_Aaiun", datetime(2026, 3, 22, 2, tzinfo=UTC)),
    ("America/Scoresbysund", datetime(2024, 3, 31, 1, tzinfo=UTC)),  # two changes at once
)


@given(st.sampled_from(ODD), CRON, st.integers(-720, 720))
@settings(max_examples=40, deadline=None)
@example(ODD[0], "30 9 * * *", 0)
@example(ODD[0], "0 * * * *", -60)
@example(ODD[2], "45 1 * * *", 20)
def test_at_odd_changes_any_schedule_agrees_with_the_watched_clock(
    change: tuple[str, datetime], cron: str, minutes: int
) -> None:
    try:
        schedule = Schedule.parse(cron)
    except ScheduleError:
        return
    zone, start = zone_of(change[0]), change[1] + minutes * MINUTE
    assert between(schedule, zone, start, start + 12 * HOUR) == watched(cron, zone, start, start + 12 * HOUR)


def test_a_skipped_day_runs_once_when_it_is_over() -> None:
    runs = occurrences(Schedule.parse("day 09:00"), zone_of("Pacific/Apia"), datetime(2011, 12, 29, tzinfo=UTC), 3)
    assert [f"{run.astimezone(zone_of('Pacific/Apia')):%d %H:%M}" for run in runs] == [
        "29 09:00",
        "31 00:00",
        "31 09:00",
    ]


@given(st.sampled_from(["Africa/Monrovia", "Europe/Amsterdam", "Asia/Manila"]), st.integers(1840, 1975))
@settings(max_examples=30, deadline=None)
def test_offsets_with_seconds_do_no_harm(name: str, year: int) -> None:
    for text in ("*/7 * * * *", "day 00:00"):
        runs = occurrences(Schedule.parse(text), zone_of(name), datetime(year, 1, 1, tzinfo=UTC), 400)
        assert len(runs) == 400 and list(runs) == sorted(set(runs))
