"""When the entries of a library are to be looked at again, as a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .entry import Entry


def as_ics(title: str, entries: Iterable[Entry], now: datetime) -> str:
    """A day for each entry; taken in again, it is the same day, moved."""
    from icalendar import Calendar, Event  # takes a while to come, and only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//coterie//library//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for entry in entries:
        day = Event()
        day.add("uid", f"library-{entry.number}@{entry.group}")
        day.add("dtstamp", now)
        day.add("dtstart", entry.review)
        day.add("summary", entry.title)
        if entry.link:
            day.add("url", entry.link)
        if entry.tags:
            day.add("categories", list(entry.tags))
        day.add("transp", "TRANSPARENT")
        calendar.add_component(day)
    return str(calendar.to_ical(), "utf-8")
