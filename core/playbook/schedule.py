"""When a schedule comes: its words or cron, a zone, and the instants they make of it.

A schedule names local times. In spring one that does not exist comes at the first instant after the gap, in autumn one
that comes twice at its first coming only. A schedule whose minute or hour begins with `*` follows elapsed time: it
skips what does not exist and comes in both comings. A gap is any jump forward of the zone, whatever its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from ..nearest import nearest
from ..values import frozen
from .cron import Cron, ScheduleError
from .local_time import first_change, local_to_utc, parse_local, shown, utc_to_local

__all__ = ["Schedule", "ScheduleError", "local_to_utc", "next_after", "occurrences", "parse_local"]

_WEEKDAYS = {
    "monday": "mon",
    "tuesday": "tue",
    "wednesday": "wed",
    "thursday": "thu",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
}
_SPANS = {"weekday": "mon-fri", "weekend": "sat,sun", "day": "*"}
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "L"}
_WORDS = (*_WEEKDAYS, *_SPANS, *_ORDINALS)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}.*", re.ASCII | re.DOTALL)
_EXAMPLES = "'monday 09:00', 'weekday 16:30', 'weekend 11:00', 'first tuesday 18:00', 'day 08:00' or five cron fields"


@frozen
class Schedule:
    """A recurrence in local time. `text` is what was written, `cron` the five fields that the words become."""

    text: str
    cron: str
    fields: Cron

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """The schedule of words (`monday 09:00`, `last friday 17:00`) or of five cron fields.

        Case and the number of blanks do not count; the short names of days are words too. Raises `ScheduleError`.
        """
        fields = Cron.parse(_five_fields(text))
        return cls(text, fields.text, fields)


def next_after(schedule: Schedule, zone: ZoneInfo, after: datetime) -> datetime:
    """The first instant (aware UTC) strictly after the aware `after` at which the schedule comes in the zone.

    Raises `ScheduleError` where none is left before the end of the calendar (year 9999).
    """
    # Thousands of groups ask one after another: what came next a moment ago comes next until it has come.
    lately = _lately(schedule.fields, zone)
    for asked, found in lately if after.tzinfo is not None else ():
        if asked <= after < found:
            return found
    for instant in _instants(schedule.fields, zone, after):
        lately[:] = [(after, instant)]
        return instant
    raise ScheduleError(f"{shown(schedule.text)} does not come again before the year 9999")


@lru_cache(maxsize=1024)
def _lately(cron: Cron, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The instant after which it was asked last when this comes in the zone, and the answer; empty at first."""
    return []


def occurrences(schedule: Schedule, zone: ZoneInfo, after: datetime, count: int) -> tuple[datetime, ...]:
    """The next `count` instants (aware UTC, ascending) strictly after `after`; fewer at the end of the calendar."""
    return tuple(islice(_instants(schedule.fields, zone, after), count))


def _instants(cron: Cron, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    if after.tzinfo is None:
        raise ValueError(f"expected an aware instant, found {after.isoformat()}")
    walk = _by_elapsed_time if cron.elapsed else _by_local_time
    try:
        yield from walk(cron, zone, after.astimezone(UTC))
    except OverflowError:
        return  # the last hours of the year 9999


def _by_local_time(cron: Cron, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    for local in cron.local_times(utc_to_local(after, zone)):
        instant = local_to_utc(local, zone)
        # Not later: its first coming is over, or another time of the same gap came for it.
        if instant > after:
            yield instant
            after = instant


def _by_elapsed_time(cron: Cron, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    local: datetime | None = utc_to_local(after, zone)
    while local is not None:
        offset = after.replace(tzinfo=None) - utc_to_local(after, zone)
        change = None
        for planned in cron.local_times(local):
            instant = (planned + offset).replace(tzinfo=UTC)
            change = first_change(after, instant, zone)
            if change:
                break
            yield instant
            after = instant
        # Where the clocks jump the walk goes on from what they show then, that time itself included.
        local = utc_to_local(change, zone) - timedelta(microseconds=1) if change else None
        after = change or after


def _five_fields(text: str) -> str:
    words = text.lower().split()
    if not words:
        raise ScheduleError(f"an empty schedule, expected {_EXAMPLES}")
    if words[0].startswith("@"):
        raise ScheduleError(f"{shown(text)} is a name of a schedule, expected {_EXAMPLES}", _ALIASES.get(words[0]))
    if _DATE.fullmatch(words[0]):
        raise ScheduleError(f"{shown(text)} is a date, which comes once (that is `at`), expected {_EXAMPLES}")
    if ":" not in text and (len(words) >= 5 or not words[0].isalpha()):
        return text
    return _from_words(text, words)


_ALIASES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * sun",
    "@daily": "day 00:00",
    "@midnight": "day 00:00",
    "@hourly": "0 * * * *",
}


def _from_words(text: str, words: list[str]) -> str:
    head, *rest = words
    if head in _ORDINALS:
        if not rest:
            raise ScheduleError(f"{shown(text)} names no day, expected {_EXAMPLES}")
        nth, (head, *rest) = _ORDINALS[head], rest
        day = _weekday(head, text, tuple(_WEEKDAYS))
        weekdays = f"L{_NUMBERS[day]}" if nth == "L" else f"{day}#{nth}"
    else:
        weekdays = _SPANS.get(head) or _weekday(head, text, _WORDS)
    hour, minute = _time(text, rest)
    return f"{minute} {hour} * * {weekdays}"


_NUMBERS = {"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}


def _weekday(word: str, text: str, expected: tuple[str, ...]) -> str:
    if word in _WEEKDAYS:
        return _WEEKDAYS[word]
    if word in _NUMBERS:
        return word
    if _TIME.fullmatch(word):
        _time(text, [word])
        raise ScheduleError(f"{shown(text)} names no day before {shown(word)}, expected {_EXAMPLES}", f"day {word}")
    raise ScheduleError(f"unknown word {shown(word)} in {shown(text)}, expected {_EXAMPLES}", nearest(word, expected))


def _time(text: str, words: list[str]) -> tuple[int, int]:
    if not words:
        raise ScheduleError(f"{shown(text)} names no time, expected one such as '09:00' at its end")
    match = _TIME.fullmatch(words[0])
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ScheduleError(f"bad time {shown(words[0])} in {shown(text)}, expected '00:00' to '23:59'")
    if len(words) > 1:
        raise ScheduleError(f"{shown(' '.join(words[1:]))} is too much in {shown(text)}, expected {_EXAMPLES}")
    return int(match[1]), int(match[2])
