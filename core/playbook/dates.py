"""Dates, times of day and durations in the words of a reader's locale.

Imported when the first of them is said: Babel is large, and a coterie that only starts says nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.units import format_unit

from .printing import LENGTHS, Reader, Span

_UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month"}


def spoken(value: date | timedelta, reader: Reader) -> str:
    """In words of the reader's locale: `Nov 23, 2026, 9:00 AM`, `23.11.2026`, `2 days`."""
    if isinstance(value, Span):
        return str(
            format_unit(
                value.written.amount, _UNITS[value.written.unit], length="long", locale=babel_locale(reader.locale)
            )
        )
    if isinstance(value, timedelta):
        return format_timedelta(value, locale=babel_locale(reader.locale))
    if isinstance(value, datetime):
        return f"{in_date(value, reader)}, {in_time(value, reader)}"
    return in_date(value, reader)


def in_date(value: date, reader: Reader, length: str = "medium") -> str:
    """The day, `short`, `medium`, `long` or `full`. ValueError for another length."""
    if length not in LENGTHS:
        raise ValueError(f"a date is {', '.join(LENGTHS[:-1])} or {LENGTHS[-1]}, not {length!r}")
    day = reader.local(value).date() if isinstance(value, datetime) else value
    return plain_spaces(format_date(day, length, locale=babel_locale(reader.locale)))


def in_time(value: datetime, reader: Reader, length: str = "short") -> str:
    """The time of day, `short` by default."""
    if length not in LENGTHS:
        raise ValueError(f"a time is {', '.join(LENGTHS[:-1])} or {LENGTHS[-1]}, not {length!r}")
    local = reader.local(value)
    return plain_spaces(format_time(local, length, tzinfo=reader.tzinfo, locale=babel_locale(reader.locale)))


def in_ago(value: timedelta, reader: Reader) -> str:
    """`2 days ago` for a negative distance, `in 2 days` for a positive one."""
    return plain_spaces(format_timedelta(value, add_direction=True, locale=babel_locale(reader.locale)))


@lru_cache(maxsize=256)
def babel_locale(locale: str) -> Locale:
    """The nearest locale that Babel knows: this one, its language, English."""
    for wanted in (locale.replace("-", "_"), locale.replace("-", "_").partition("_")[0]):
        try:
            return Locale.parse(wanted)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def plain_spaces(text: str) -> str:
    """CLDR's narrow and no-break spaces as ordinary ones, so that what is typed can be found in what is said."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")
