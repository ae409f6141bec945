"""The five fields of a cron expression, read as Debian's cron reads them, and the local times they name.

Read here and not by croniter, which differs: to it `5-5` is every value, `mon#1` beside a day of the month narrows
it, and its messages name no nearest word. What croniter gets is plain lists of numbers; those it walks rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from datetime import datetime
from functools import lru_cache
from heapq import merge
from itertools import groupby

from croniter import croniter

from ..nearest import nearest
from ..values import frozen
from .local_time import TimeTextError, shown

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")

_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_NTH = re.compile(r"(?P<day>[^#]+)#(?P<nth>[^#]+)")
_LAST = re.compile(r"l(?P<before>\w+)|(?P<after>\w+)l", re.ASCII)
# Of all pairs of day and weekday the leap day on a given weekday is the rarest: every 40 years over 2100.
_RAREST_YEARS = 41


class ScheduleError(TimeTextError):
    """A schedule is written wrong, or never comes."""


@frozen
class Cron:
    """A cron expression. `text` is its five fields; `branches` are croniter expressions of plain lists, of which any
    may come; `elapsed` says that its minute or hour begins with `*`, so that it follows elapsed time."""

    text: str
    branches: tuple[str, ...]
    elapsed: bool

    @classmethod
    def parse(cls, text: str) -> Cron:
        """The expression in the text. Raises `ScheduleError`, also for one that never comes such as 30 February."""
        fields = tuple(text.lower().split())
        if len(fields) != 5:
            raise ScheduleError(f"{shown(text)} has {len(fields)} fields, expected five: {_FIELDS}")
        minute, hour, day, month = (name.read(field) for name, field in zip(_PLAIN, fields, strict=False))
        possible = tuple(filter(_comes, _branches(minute, hour, day, month, fields)))
        if not possible:
            raise ScheduleError(f"{shown(text)} never comes: no month of it has such a day")
        written = " ".join((fields[0], fields[1], fields[2].upper(), fields[3], fields[4].replace("l", "L")))
        return cls(written, possible, fields[0].startswith("*") or fields[1].startswith("*"))

    def local_times(self, after: datetime) -> Iterator[datetime]:
        """The naive local times after the given one, ascending, each once, to the end of the calendar."""
        return (time for time, _ in groupby(merge(*(_walk(branch, after) for branch in self.branches))))


@frozen
class _Field:
    name: str
    low: int
    high: int
    words: tuple[str, ...] = ()
    first_word: int = 0
    last: bool = False

    def read(self, field: str) -> str:
        """The values of the field as croniter takes them: a list of numbers, ascending, or `*` for all."""
        values: set[int] = set()
        last = False
        for item in field.split(","):
            if self.last and item == "l":
                last = True
            else:
                values.update(self.values(item))
        return self.listed(values, last)

    def listed(self, values: set[int], last: bool = False) -> str:
        if len(values) == self.high - self.low + 1:
            return "*"
        return ",".join([*map(str, sorted(values)), *(["l"] if last else [])])

    def values(self, item: str) -> range:
        """The values of one item: `*`, a value or a range, the first and the last with a step."""
        span, slash, step = item.partition("/")
        if slash and not (_NUMBER.fullmatch(step) and int(step)):
            raise self.error(item, f"expected a number from 1 after '/', found {shown(step)}")
        low, dash, high = span.partition("-")
        if span == "*":
            return range(self.low, self.high + 1, int(step or 1))
        if slash and not dash:
            raise self.error(item, "a step needs a range", f"{span}-{self.high}/{step}")
        if not dash:
            return range(self.value(low), self.value(low) + 1)
        return self.span(item, self.value(low), self.value(high), int(step or 1))

    def span(self, item: str, low: int, high: int, step: int) -> range:
        if self is _WEEKDAY and high == 0 and low > 0:
            high = 7  # fri-sun
        if low > high:
            raise self.error(item, "a range goes upwards", f"{low}-{self.high},{self.low}-{high}")
        return range(low, high + 1, step)

    def value(self, word: str) -> int:
        if word in self.words:
            return self.words.index(word) + self.first_word
        if _NUMBER.fullmatch(word):
            if self.low <= int(word) <= self.high:
                return int(word)
            raise self.error(word)
        raise self.error(word, right=nearest(word, self.words))

    def error(self, found: str, reason: str = "", right: str | None = None) -> ScheduleError:
        names = f" or {self.words[0]} … {self.words[-1]}" if self.words else ""
        expected = reason or f"expected {self.low}-{self.high}{names}"
        return ScheduleError(f"bad {self.name} {shown(found)}: {expected}", right)


_PLAIN = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31, last=True),
    _Field("month", 1, 12, MONTHS, 1),
)
_WEEKDAY = _Field("day of the week", 0, 7, DAYS)
_FIELDS = "minute, hour, day of the month, month, day of the week"


def _branches(minute: str, hour: str, day: str, month: str, fields: tuple[str, ...]) -> Iterator[str]:
    """One conjunction for each way to come.

    A day field that begins with `*`, `*/2` too, is no restriction of its own: both must match. Else either suffices.
    (Debian cron 3.0pl1, entry.c sets DOM_STAR and DOW_STAR by the first character, cron.c find_jobs asks them.)
    """
    weekdays = _weekdays(fields[4])
    if fields[2].startswith("*") or fields[4].startswith("*"):
        yield from (f"{minute} {hour} {day} {month} {weekday}" for weekday in weekdays)
    else:
        yield f"{minute} {hour} {day} {month} *"
        yield from (f"{minute} {hour} * {month} {weekday}" for weekday in weekdays)


def _weekdays(field: str) -> tuple[str, ...]:
    """The plain days of the field and its n-th and last ones, apart, since croniter takes them only so."""
    plain: set[int] = set()
    special: list[str] = []
    for item in field.split(","):
        nth, last = _NTH.fullmatch(item), _LAST.fullmatch(item)
        if item == "l":
            raise _WEEKDAY.error(item, "expected which day is the last, such as 'L5'")
        if nth:
            special.append(_nth(item, _WEEKDAY.value(nth["day"]) % 7, nth["nth"]))
        elif last:
            special.append(f"l{_WEEKDAY.value(last['before'] or last['after']) % 7}")
        else:
            plain.update(value % 7 for value in _WEEKDAY.values(item))
    if len(plain) == 7:
        return ("*",)
    return tuple(",".join(part) for part in ([str(day) for day in sorted(plain)], special) if part)


def _nth(item: str, day: int, nth: str) -> str:
    if nth in ("l", "last"):
        return f"l{day}"
    if nth not in tuple("12345"):
        raise _WEEKDAY.error(item, "expected 1-5 or L after '#'")
    return f"{day}#{nth}"


def _comes(branch: str) -> bool:
    _, _, day, _, weekday = branch.split()
    if day == "*" and "#5" not in weekday:
        return True  # every month has every other day
    return next(_walk(branch, datetime(2000, 1, 1)), None) is not None


def _walk(branch: str, after: datetime) -> Iterator[datetime]:
    try:
        walker = copy(_read(branch))
        walker.set_current(after)
        yield from walker.all_next(datetime)
    except (ValueError, OverflowError):
        return  # past the year 9999; what the branch says was checked when it was read


@lru_cache(maxsize=1024)
def _read(branch: str) -> croniter:
    """The branch as croniter reads it, which takes it longer than to find the next time; to be copied before it walks."""
    return croniter(branch, datetime(2000, 1, 1), day_or=False, max_years_between_matches=_RAREST_YEARS)
