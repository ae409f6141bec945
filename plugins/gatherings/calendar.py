"""Gatherings as calendars read them: iCalendar (RFC 5545), written by the icalendar library. Pure.

A change is told by a higher SEQUENCE of the same UID, that something is called off by STATUS:CANCELLED (RFC 5546, sections 3.2.1 and 3.2.5).
Single gatherings stand in UTC. A series stands in its zone, with a VTIMEZONE and its RRULE, so that it keeps its local time; what calendars
would make something else of stands apart: RFC 5545 (3.3.10) leaves out a local time that does not exist, we move it behind the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from coterie.core.api import frozen

from .gathering import Gathering, Held, Phase, Plan, Series

if TYPE_CHECKING:
    import icalendar

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//coterie//gatherings//EN"
ORGANIZER = "mailto:noreply@coterie.invalid"
REFRESH = timedelta(hours=1)
AHEAD = 120
"""So many occurrences of a series are looked through for local times that do not exist."""


@frozen
class Owner:
    """Whose gatherings they are: the community's id, and the group's id and name."""

    community: str
    group: str
    name: str

    def uid(self, number: int, made: datetime, behind: str = "") -> str:
        """What calendars know a gathering by, for ever."""
        return f"{self.group}-{number}-{made:%Y%m%dT%H%M%SZ}{behind}@{self.community}.coterie"


def _uid(owner: Owner, one: Gathering | Held, behind: str = "") -> str:
    """What calendars know a gathering by, for ever."""
    if one.known_as:
        return f"{one.known_as}@{owner.community}.coterie"
    of = (one.series or one.number) if isinstance(one, Gathering) else one.number
    return owner.uid(of, one.made, behind)


@frozen
class Shown:
    """What a calendar shows of one group."""

    owner: Owner
    gatherings: tuple[Gathering, ...] = ()
    series: tuple[Series, ...] = ()
    held: tuple[Held, ...] = ()


def file(owner: Owner, gathering: Gathering) -> bytes:
    """One gathering as a file: to be put into a calendar, or, once it is called off, to be taken out of it.

    An occurrence of a series is an event of its own there.
    """
    cancelled = gathering.phase is Phase.CANCELLED
    calendar = _calendar("CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_single(owner, gathering))
    return bytes(calendar.to_ical())


def feed(name: str, shown: Sequence[Shown]) -> bytes:
    """All these gatherings as a calendar to subscribe to. The same gatherings always give the same bytes."""
    calendar = _calendar("PUBLISH")
    calendar.add("X-WR-CALNAME", name)
    calendar.add("NAME", name)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for one in shown:
        ruled = {series.number: series for series in one.series}
        for series in one.series:
            for event in _series(one.owner, series):
                calendar.add_component(event)
        for held in one.held:
            calendar.add_component(_held(one.owner, held))
        for gathering in one.gatherings:
            of = ruled.get(gathering.series) if gathering.series is not None else None
            event = _single(one.owner, gathering) if of is None else _occurrence(one.owner, of, gathering)
            calendar.add_component(event)
    begins = [series.recurrence.begins.date() for one in shown for series in one.series]
    if begins:
        calendar.add_missing_timezones(first_date=min(begins) - timedelta(days=366))
    return bytes(calendar.to_ical())


# --- one event ------------------------------------------------------------------------------------------------------


def _calendar(method: str) -> icalendar.Calendar:
    import icalendar  # takes a while to come, and only calendars need it

    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def _event(owner: Owner, plan: Plan, uid: str, sequence: int, changed: datetime) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("UID", uid)
    event.add("SEQUENCE", sequence)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("SUMMARY", _clean(plan.title))
    organizer = icalendar.vCalAddress(ORGANIZER)
    organizer.params["CN"] = icalendar.vText(_clean(owner.name).replace('"', "'"))
    event.add("ORGANIZER", organizer)
    event.add("CATEGORIES", [plan.kind.value])
    if plan.link:
        event.add("URL", plan.link)
    if plan.place or plan.link:
        event.add("LOCATION", _clean(plan.place or plan.link))
    if described := "\n\n".join(part for part in (_clean(plan.about), plan.link) if part):
        event.add("DESCRIPTION", described)
    return event


def _single(owner: Owner, gathering: Gathering) -> icalendar.Event:
    behind = f"-{gathering.original:%Y%m%dT%H%M}" if gathering.original is not None else ""
    event = _event(owner, gathering.plan, _uid(owner, gathering, behind), gathering.sequence, gathering.changed)
    _in_utc(event, gathering.plan.at, gathering.plan.lasts)
    event.add("STATUS", _status(gathering))
    return event


def _held(owner: Owner, held: Held) -> icalendar.Event:
    plan = Plan(held.title, held.at, held.lasts, held.kind, link=held.recording)
    event = _event(owner, plan, _uid(owner, held), held.sequence, held.changed)
    _in_utc(event, held.at, held.lasts)
    event.add("STATUS", "CONFIRMED")
    return event


def _status(gathering: Gathering) -> str:
    return "CANCELLED" if gathering.phase is Phase.CANCELLED else "CONFIRMED"


def _in_utc(event: icalendar.Event, at: datetime, lasts: timedelta) -> None:
    event.add("DTSTART", at)
    event.add("DTEND", at + lasts)


# --- a series -------------------------------------------------------------------------------------------------------


def _series(owner: Owner, series: Series) -> list[icalendar.Event]:
    """The series as one event with a rule, and what the rule can't say."""
    import icalendar

    ruled, zone = series.recurrence, ZoneInfo(series.recurrence.zone)
    uid = owner.uid(series.number, series.begun)
    event = _event(owner, series.plan, uid, series.sequence, series.changed)
    begins = ruled.begins if ruled.exists(ruled.begins) else ruled.instant(ruled.begins).astimezone(zone)
    event.add("DTSTART", begins.replace(tzinfo=zone))
    event.add("DURATION", series.plan.lasts)
    event.add("RRULE", icalendar.vRecur.from_ical(ruled.rule))
    event.add("STATUS", "CONFIRMED")
    after = series.changed - timedelta(days=1)
    lost = [
        one.original for one in ruled.upcoming(after, AHEAD) if not ruled.exists(one.original) and not one.was_moved
    ]
    for left_out in (*ruled.skipped, *lost):
        event.add("EXDATE", left_out.replace(tzinfo=zone))
    moved = [_moved(owner, series, of, to) for of, to in ruled.moved.items() if of not in series.made]
    apart = [_apart(owner, series, one) for one in lost if one not in series.made]
    return [event, *moved, *apart]


def _moved(owner: Owner, series: Series, of: datetime, to: datetime) -> icalendar.Event:
    ruled = series.recurrence
    event = _event(owner, series.plan, owner.uid(series.number, series.begun), series.sequence, series.changed)
    event.add("RECURRENCE-ID", of.replace(tzinfo=ZoneInfo(ruled.zone)))
    _in_utc(event, ruled.instant(to), series.plan.lasts)
    return event


def _apart(owner: Owner, series: Series, local: datetime) -> icalendar.Event:
    """An occurrence at a local time that does not exist: for calendars an event by itself."""
    uid = owner.uid(series.number, series.begun, f"-{local:%Y%m%dT%H%M}")
    event = _event(owner, series.plan, uid, series.sequence, series.changed)
    _in_utc(event, series.recurrence.instant(local), series.plan.lasts)
    return event


def _occurrence(owner: Owner, series: Series, gathering: Gathering) -> icalendar.Event:
    """A gathering of a series, in the place of what the rule says there."""
    original = gathering.original
    if original is None or not series.recurrence.exists(original) or not series.recurrence.has(original):
        return _single(owner, gathering)
    uid = owner.uid(series.number, series.begun)
    sequence = max(series.sequence, gathering.sequence)
    event = _event(owner, gathering.plan, uid, sequence, gathering.changed)
    event.add("RECURRENCE-ID", original.replace(tzinfo=ZoneInfo(series.recurrence.zone)))
    _in_utc(event, gathering.plan.at, gathering.plan.lasts)
    event.add("STATUS", _status(gathering))
    return event


def _clean(text: str) -> str:
    """The text without control characters, which RFC 5545 (3.1) has no room for."""
    return "".join(one for one in text if one in "\n\t" or ord(one) >= 32 and ord(one) != 127)
