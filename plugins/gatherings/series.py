"""What comes again: a rule (RRULE of RFC 5545, section 3.3.10) in the local time of a zone, with exceptions. Pure.

The rule gives local times; each becomes an instant only then, so 18:00 stays 18:00 over a change of clocks. A local time that does not
exist means the first instant after the gap, as everywhere in coterie. A day that does not exist (29 February, 31 April) has no occurrence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from coterie.core.api import evolve, field, frozen, local_to_utc

LONGEST = 200
REACH = timedelta(days=366 * 9)
"""How far ahead an occurrence is looked for: 29 February may be eight years away."""

_WORDS = {
    **dict.fromkeys(("daily", "täglich"), "FREQ=DAILY"),
    **dict.fromkeys(("weekly", "wöchentlich"), "FREQ=WEEKLY"),
    **dict.fromkeys(("monthly", "monatlich"), "FREQ=MONTHLY"),
    **dict.fromkeys(("yearly", "jährlich"), "FREQ=YEARLY"),
}
_EVERY = re.compile(r"(?:every|alle) (\d{1,2}) (day|week|month|year|tag|woche|monat|jahr)(?:s|e|n)?\Z")
_UNITS = {
    **dict.fromkeys(("day", "tag"), "DAILY"),
    **dict.fromkeys(("week", "woche"), "WEEKLY"),
    **dict.fromkeys(("month", "monat"), "MONTHLY"),
    **dict.fromkeys(("year", "jahr"), "YEARLY"),
}
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class RuleError(ValueError):
    """A rule can't be read, or nothing ever comes by it: `text` is the id of a text that says why, `values` are what stands in it."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(f"{text} {values}")
        self.text = text
        self.values = values


@frozen
class Occurrence:
    """One time that something comes: by the rule at the local time `original`, in truth at `local`, which another may have been put to."""

    original: datetime
    local: datetime

    @property
    def was_moved(self) -> bool:
        """Whether somebody put it to another time."""
        return self.local != self.original


@frozen
class Recurrence:
    """A rule, where it begins (a local time, its first occurrence), in which zone; what is left out, and what is put elsewhere.

    `skipped` and the keys of `moved` are local times of the rule.
    """

    rule: str
    begins: datetime
    zone: str
    skipped: tuple[datetime, ...] = ()
    moved: Mapping[datetime, datetime] = field(factory=dict)

    def instant(self, local: datetime) -> datetime:
        """When that is."""
        return local_to_utc(local, ZoneInfo(self.zone))

    def exists(self, local: datetime) -> bool:
        """Whether the zone's clocks ever show that time."""
        return self.instant(local).astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) == local

    def originals(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The local times of the rule, exceptions aside, that lie in (after, until] by the clock."""
        for one in _parsed(self.rule, self.begins, self.zone):
            if one > until:
                return
            if one > after:
                yield one

    def upcoming(self, after: datetime, count: int) -> tuple[Occurrence, ...]:
        """What truly comes behind the instant, at most `count` and within nine years, in order."""
        start = after.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        put = [Occurrence(of, to) for of, to in self.moved.items()]
        plain = (
            Occurrence(one, one)
            for one in self.originals(start - timedelta(days=1), start + REACH)
            if one not in self.skipped and one not in self.moved and self.instant(one) > after
        )
        found = [one for one in put if self.instant(one.local) > after] + list(islice(plain, count))
        return tuple(sorted(found, key=lambda one: (self.instant(one.local), one.original))[:count])

    def next(self, after: datetime) -> Occurrence | None:
        """The first of them; None where nothing comes any more."""
        return next(iter(self.upcoming(after, 1)), None)

    def has(self, original: datetime) -> bool:
        """Whether the rule gives that local time."""
        return original in self.originals(original - timedelta(seconds=1), original)

    def without(self, original: datetime) -> Recurrence:
        """The same without this one."""
        moved = {of: to for of, to in self.moved.items() if of != original}
        return evolve(self, skipped=tuple(sorted({*self.skipped, original})), moved=moved)

    def with_moved(self, original: datetime, local: datetime) -> Recurrence:
        """The same with this one at another local time."""
        skipped = tuple(one for one in self.skipped if one != original)
        return evolve(self, skipped=skipped, moved={**self.moved, original: local})

    def trimmed(self, before: datetime) -> Recurrence:
        """The same without exceptions that lie before the local time: they are history."""
        return evolve(
            self,
            skipped=tuple(one for one in self.skipped if one >= before),
            moved={of: to for of, to in self.moved.items() if of >= before},
        )


def recurrence(words: str, begins: datetime, zone: str) -> Recurrence:
    """What comes by `weekly`, `every 2 weeks`, or an RRULE such as `FREQ=MONTHLY;BYDAY=1TU`, first at the local time `begins`.

    A COUNT is kept as the UNTIL that it comes to, in UTC as RFC 5545 wants it beside a zone. Raises RuleError, also where `begins` is none
    of its times.
    """
    text = _rule_text(words)
    values = dict(part.split("=", 1) for part in text.split(";"))
    try:
        values |= _until_in_utc(values.get("UNTIL"), zone)
        count = int(values.pop("COUNT", "0"))
        rule = _parsed(_written(values), begins, zone)
        first = next(iter(rule), None)
    except (ValueError, TypeError, OverflowError, AttributeError) as error:
        raise RuleError("rule-unknown") from error
    if first is None:
        raise RuleError("rule-never")
    if first != begins:
        raise RuleError("rule-not-first", begins=begins, first=first)
    if count:
        *_, last = islice(rule, count)
        values["UNTIL"] = _in_utc(last, zone)
    return Recurrence(_written(values), begins, zone)


def monthly_by_day(begins: datetime) -> str:
    """The rule for the same weekday of every month: the first Tuesday, the last Friday."""
    place = (begins.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={place if place < 5 else -1}{_DAYS[begins.weekday()]}"


def _written(values: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in values.items())


def _in_utc(local: datetime, zone: str) -> str:
    return f"{local_to_utc(local, ZoneInfo(zone)):%Y%m%dT%H%M%SZ}"


def _until_in_utc(until: str | None, zone: str) -> Mapping[str, str]:
    """The UNTIL as RFC 5545 wants it beside a zone: in UTC. A day is meant to its end, a time without Z in the zone."""
    if until is None or until.endswith("Z"):
        return {}
    return {"UNTIL": _in_utc(datetime.strptime(until if "T" in until else f"{until}T235959", "%Y%m%dT%H%M%S"), zone)}


def _rule_text(words: str) -> str:
    text = words.strip()
    if len(text) > LONGEST:
        raise RuleError("rule-too-long", most=LONGEST)
    low = text.casefold()
    if low in _WORDS:
        return _WORDS[low]
    if found := _EVERY.match(low):
        return f"FREQ={_UNITS[found[2]]};INTERVAL={int(found[1])}"
    parts = [part.partition("=") for part in text.upper().removeprefix("RRULE:").split(";") if part]
    names = [name for name, _, _ in parts]
    unknown = [name for name, _, value in parts if name not in _PARTS or not value]
    if unknown or len(set(names)) < len(names):
        raise RuleError("rule-unknown")
    values = {name: value for name, _, value in parts}
    if values.get("FREQ") not in _UNITS.values():
        raise RuleError("rule-frequency")
    # Over days and weeks these may never fit, and a rule that never fits is tried day by day to the end of the calendar.
    wide = values.keys() & {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}
    if wide and values["FREQ"] not in ("MONTHLY", "YEARLY"):
        raise RuleError("rule-wide", parts=tuple(sorted(wide)))
    for name in ("INTERVAL", "COUNT"):
        if name in values and not (values[name].isdecimal() and 1 <= int(values[name]) <= 1000):
            raise RuleError("rule-number", name=name, most=1000)
    return ";".join(f"{name}={value}" for name, value in values.items())


def _parsed(rule: str, begins: datetime, zone: str) -> rrule:
    """The rule over naive local times, its UNTIL too."""

    def local(found: re.Match[str]) -> str:
        until = datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"UNTIL={until.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"

    parsed = rrulestr(re.sub(r"UNTIL=(\d{8}T\d{6}Z)", local, rule), dtstart=begins)
    if not isinstance(parsed, rrule):
        raise ValueError("it has more than one rule")
    return parsed
