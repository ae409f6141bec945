"""When the entries of a library are to be looked at again, as a calendar (RFC 5545); and what a calendar leads to, as entries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from .entry import Entry, NotALink, link_in, link_of, name_of
from .exchange import Read, Reading, Wrong

if TYPE_CHECKING:
    from icalendar import Component

_READ = ("VEVENT", "VTODO", "VJOURNAL")
_BEGINS = re.compile(r"BEGIN:(?:VEVENT|VTODO|VJOURNAL)\s*\Z", re.IGNORECASE)
_WHERE = ("location", "conference", "description", "summary")


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
            # No address has a backslash in it (RFC 3986), and in a calendar it would begin a line.
            day.add("url", entry.link.replace("\\", "%5C"))
        if entry.tags:
            day.add("categories", list(entry.tags))
        day.add("transp", "TRANSPARENT")
        calendar.add_component(day)
    return str(calendar.to_ical(), "utf-8")


def read_ics(text: str) -> Read:
    """What the events and tasks of a calendar lead to, by their URL or the first address in them; those that lead nowhere are passed over.

    Their categories become tags. The day of what lasts all day is when it is looked at again, as in what is written here.
    """
    from icalendar import Calendar

    reading = Reading()
    text = text.lstrip("\ufeff").strip()
    lines = [number for number, line in enumerate(re.split(r"\r?\n", text), 1) if _BEGINS.match(line)]
    try:
        calendars = Calendar.from_ical(text, multiple=True) if text else []
        found = [one for calendar in calendars for one in calendar.walk() if one.name in _READ]
        for line, one in zip(lines, found, strict=True):
            _read(reading, line, one)
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        reading.wrong(0, Wrong.UNREADABLE, str(error))
    return reading.end()


def _read(reading: Reading, line: int, one: Component) -> None:
    link = _address(_words(one, "url")) or link_in(" ".join(_words(one, name) for name in _WHERE))
    if not link:
        reading.pass_over(line)
        return
    found = one.get("categories")
    categories = found if isinstance(found, list) else [found] if found is not None else []
    tags = [str(tag) for each in categories for tag in each.cats]
    day = getattr(one.get("dtstart"), "dt", None) if "dtstart" in one and not one.errors else None
    review = day.isoformat() if isinstance(day, date) and not isinstance(day, datetime) else ""
    joined = " ".join("-".join(tag.split()) for tag in tags)
    reading.add(
        line, {"title": _words(one, "summary") or name_of(link), "link": link, "tags": joined, "review": review}
    )


def _address(url: str) -> str:
    """A URL as it stands, if it is one of the web: calendars also hold those of mails, calls and meetings."""
    try:
        return link_of(url)
    except NotALink:
        return ""


def _words(one: Component, name: str) -> str:
    found = one.get(name) or ""
    return " ".join(map(str, found)) if isinstance(found, list) else str(found)
