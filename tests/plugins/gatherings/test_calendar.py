"""What is written by icalendar is read by vobject, which has nothing in common with it, and means the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.gatherings.calendar import Owner, Shown, feed, file
from coterie.plugins.gatherings.gathering import Gathering, Held, Kind, Phase, Plan, Series
from coterie.plugins.gatherings.series import recurrence

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANA = PersonRef("ana")
OWNER = Owner("town", "python", 'Python "Evenings"; all, of them')
BERLIN = "Europe/Berlin"


def gathering(title: str = "Talk", **changes: Any) -> Gathering:
    plan = Plan(title, datetime(2026, 12, 1, 17, tzinfo=UTC), timedelta(minutes=90))
    return evolve(Gathering(7, plan, BERLIN, ANA, NOW, NOW), **changes)


def series(begins: datetime, words: str = "weekly", zone: str = BERLIN) -> Series:
    ruled = recurrence(words, begins, zone)
    plan = Plan("Evening", ruled.instant(begins), timedelta(hours=2))
    return Series(3, plan, ruled, ANA, NOW, NOW, made=(begins,))


def events(content: bytes) -> list[Any]:
    calendar: Any = vobject.readOne(content.decode("utf-8"))
    return list(calendar.contents.get("vevent", []))


def instants(content: bytes, until: datetime) -> list[datetime]:
    """When calendars see something, up to an instant: what rules give, without what is left out or stands elsewhere."""
    found, replaced = set[datetime](), set[datetime]()
    for event in events(content):
        start = event.dtstart.value
        if getattr(event, "status", None) is not None and event.status.value == "CANCELLED":
            replaced |= {event.recurrence_id.value.astimezone(UTC)} if hasattr(event, "recurrence_id") else set()
        elif hasattr(event, "recurrence_id"):
            replaced.add(event.recurrence_id.value.astimezone(UTC))
            found.add(start.astimezone(UTC))
        elif hasattr(event, "rrule"):
            zone = start.tzinfo
            for local in event.getrruleset(addRDate=True):
                at = local if local.tzinfo else local.replace(tzinfo=zone)
                if at.astimezone(UTC) > until:
                    break
                found.add(at.astimezone(UTC))
        else:
            found.add(start.astimezone(UTC))
    moved = {event.dtstart.value.astimezone(UTC) for event in events(content) if hasattr(event, "recurrence_id")}
    return sorted(at for at in (found - replaced) | (found & moved) if at <= until)


def test_a_file_says_what_when_and_where() -> None:
    plan = evolve(
        gathering().plan, link="https://meet.example.org/a?b=c", about="Bring:\na, laptop; power", kind=Kind.WEBINAR
    )
    (event,) = events(file(OWNER, gathering(plan=plan)))
    assert event.summary.value == "Talk"
    assert (event.dtstart.value, event.dtend.value) == (plan.at, plan.at + plan.lasts)
    assert event.url.value == "https://meet.example.org/a?b=c"
    assert event.description.value == "Bring:\na, laptop; power\n\nhttps://meet.example.org/a?b=c"
    assert event.organizer.params["CN"] == ["Python 'Evenings'; all, of them"]


@given(st.text(min_size=1, max_size=300))
@settings(max_examples=60, deadline=None)
def test_whatever_a_title_is_it_stays_in_its_place(title: str) -> None:
    content = file(OWNER, gathering(title))
    (event,) = events(content)
    assert set(event.contents) >= {"uid", "dtstart", "dtend", "sequence", "status"}
    assert len(events(content)) == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize("title", ["دينا تدعوكم إلى أمسية", "Löten ohne Angst 🌱", "BEGIN:VEVENT", "a\\nb,c;d"])
def test_a_title_is_read_as_it_was_written(title: str) -> None:
    assert events(file(OWNER, gathering(title)))[0].summary.value == title


def test_a_change_has_the_same_uid_and_a_higher_sequence() -> None:
    first = gathering()
    moved = first.replanned(NOW + timedelta(hours=1), evolve(first.plan, at=first.plan.at + timedelta(days=1)))
    before, after = events(file(OWNER, first))[0], events(file(OWNER, moved))[0]
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtstamp.value > before.dtstamp.value


def test_what_is_called_off_is_told_as_cancelled() -> None:
    off = gathering().in_phase(Phase.CANCELLED, NOW + timedelta(hours=1))
    calendar: Any = vobject.readOne(file(OWNER, off).decode())
    assert calendar.method.value == "CANCEL"
    assert (calendar.vevent.status.value, calendar.vevent.sequence.value) == ("CANCELLED", "1")
    shown: Any = vobject.readOne(feed("Python", [Shown(OWNER, (off,))]).decode())
    assert (shown.method.value, shown.vevent.status.value) == ("PUBLISH", "CANCELLED")


def test_the_same_gatherings_give_the_same_bytes() -> None:
    shown = [Shown(OWNER, (gathering(),), (series(datetime(2026, 12, 1, 18)),))]
    assert feed("Python", shown) == feed("Python", shown)


def test_a_calendar_keeps_the_local_time_of_a_series_over_a_change_of_clocks() -> None:
    weekly = series(datetime(2027, 3, 16, 18))
    seen = instants(feed("Python", [Shown(OWNER, series=(weekly,))]), datetime(2027, 4, 8, tzinfo=UTC))
    local = [at.astimezone(ZoneInfo(BERLIN)).strftime("%m-%d %H:%M") for at in seen]
    assert local == ["03-16 18:00", "03-23 18:00", "03-30 18:00", "04-06 18:00"]
    assert [at.hour for at in seen] == [17, 17, 16, 16]


def test_exceptions_of_a_series_are_seen_by_calendars() -> None:
    weekly, week = series(datetime(2026, 12, 1, 18)), timedelta(weeks=1)
    ruled = weekly.recurrence.without(datetime(2026, 12, 8, 18))
    ruled = ruled.with_moved(datetime(2026, 12, 15, 18), datetime(2026, 12, 16, 19))
    changed = weekly.with_recurrence(ruled, NOW)
    called_off = gathering(
        number=9, series=3, original=datetime(2026, 12, 1, 18) + 3 * week, made=NOW, phase=Phase.CANCELLED
    )
    content = feed("Python", [Shown(OWNER, (called_off,), (changed,))])
    seen = instants(content, datetime(2027, 1, 1, tzinfo=UTC))
    assert [at.strftime("%m-%d %H") for at in seen] == ["12-01 17", "12-16 18", "12-29 17"]


@pytest.mark.parametrize("zone", [BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
@pytest.mark.parametrize("hour", [2, 18])
def test_calendars_see_every_occurrence_when_we_mean_it_nonexistent_times_too(zone: str, hour: int) -> None:
    daily = series(datetime(2027, 3, 1, hour, 30), "FREQ=DAILY;COUNT=60", zone)
    seen = instants(feed("Python", [Shown(OWNER, series=(daily,))]), datetime(2027, 6, 1, tzinfo=UTC))
    meant = [daily.recurrence.instant(one.local) for one in daily.recurrence.upcoming(NOW, 99)]
    assert seen == meant and len(meant) == 60


def test_what_took_place_stays_in_the_calendar_with_its_recording() -> None:
    held = Held(
        7, "Talk", Kind.MEETUP, NOW, timedelta(hours=1), BERLIN, ANA, NOW, NOW, recording="https://videos.example.org/1"
    )
    (event,) = events(feed("Python", [Shown(OWNER, held=(held,))]))
    assert (event.summary.value, event.url.value) == ("Talk", "https://videos.example.org/1")
    assert event.uid.value == events(file(OWNER, gathering()))[0].uid.value
