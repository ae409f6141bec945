"""When to say what nobody asked for: not in somebody's quiet hours, on their days off, on a holiday, and not too often.

Quiet hours and days begin and end at instants: at the first instant at which the zone's clocks show their beginning or end, or a later
time. So a time that does not exist in spring is no gap in them, and one that comes twice in autumn ends them at its first coming.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .model.preferences import DAYS, Hours, Preferences, Quiet, Recurring
from .playbook.local_time import local_to_utc, utc_to_local
from .playbook.schedule import Schedule, next_after
from .public_holidays import is_holiday

LONGEST = timedelta(weeks=4)
"""What can't be said for so long is not said any more: by then it would be news of last month."""

WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_NOTHING = Quiet()


def when_to_say(
    now: datetime,
    zone: ZoneInfo,
    preferences: Preferences,
    quiet: Quiet | None = None,
    said: Sequence[datetime] = (),
    *,
    urgent: bool = False,
    wanted: bool = False,
) -> datetime | None:
    """The first instant from `now` on at which something that nobody asked for may be said to somebody in `zone`.

    None where it is not to be said at all: they want to be left alone, or no instant comes within `LONGEST`. `said` are the instants,
    ascending, at which they were last addressed. What is `urgent` waits for nothing, and is not said either to who is left alone. What is
    `wanted`, as they asked for it ahead, may be said however often they were addressed.
    Their own hours, days and number stand in for those of the community; its holidays are everybody's.
    """
    if preferences.left_alone:
        return None
    if urgent:
        return now
    rest = _Rest(zone, preferences, quiet or _NOTHING, () if wanted else said)
    instant = now
    while instant <= now + LONGEST:
        until = rest.until(instant)
        if until == instant:
            return instant
        instant = until
    return None


class _Rest:
    """The times at which one person is not to be disturbed."""

    def __init__(self, zone: ZoneInfo, preferences: Preferences, quiet: Quiet, said: Sequence[datetime]) -> None:
        self._zone = zone
        self._preferences = preferences
        self._hours = quiet.hours if preferences.hours is None else preferences.hours
        self._days = quiet.days if preferences.days_off is None else preferences.days_off
        self._holidays = quiet.holidays
        self._most = quiet.most_per_week if preferences.most_per_week is None else preferences.most_per_week
        self._said = said

    def until(self, instant: datetime) -> datetime:
        """The end of what is quiet at the instant, as far as one reason goes; the instant itself where nothing is."""
        snoozed = self._preferences.snoozed_until
        if snoozed is not None and instant < snoozed:
            return snoozed
        local = utc_to_local(instant, self._zone).date()
        for day in (local - _DAY, local, local + _DAY):
            for begin, end in self._spans(day):
                if begin <= instant < end:
                    return end
        return self._room_in_week(instant)

    def _spans(self, day: date) -> Sequence[tuple[datetime, datetime]]:
        found = []
        if self._is_off(day):
            found.append((_instant(day, time(0), self._zone), _instant(day + _DAY, time(0), self._zone)))
        if self._hours:
            found.append(_span(self._hours, day, self._zone))
        return found

    def _is_off(self, day: date) -> bool:
        if DAYS[day.weekday()] in self._days or any(day in away for away in self._preferences.away):
            return True
        return self._holidays is not None and is_holiday(self._holidays, day)

    def _room_in_week(self, instant: datetime) -> datetime:
        """The first instant from this one on with fewer than the most in the seven days up to it."""
        if self._most is None:
            return instant
        recent = [one for one in self._said if one > instant - WEEK]
        return instant if len(recent) < self._most else recent[-self._most] + WEEK


def _span(hours: Hours, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The quiet hours that begin on this day."""
    last = day if hours.start < hours.end else day + _DAY
    return _instant(day, hours.start, zone), _instant(last, hours.end, zone)


@lru_cache(maxsize=4096)
def _instant(day: date, local: time, zone: ZoneInfo) -> datetime:
    """The same for thousands of people of one community, who are asked about one after another."""
    return local_to_utc(datetime.combine(day, local), zone)


# --- what recurs ----------------------------------------------------------------------------------------------------


def is_left_out(instant: datetime, zone: ZoneInfo, quiet: Quiet | None) -> bool:
    """Whether that which recurs is not to happen at this instant, because its day is a holiday."""
    if quiet is None or quiet.holidays is None or quiet.recurring is Recurring.KEEP:
        return False
    return is_holiday(quiet.holidays, utc_to_local(instant, zone).date())


def moved_to(instant: datetime, schedule: Schedule, zone: ZoneInfo, quiet: Quiet | None) -> datetime | None:
    """When it happens instead of at an instant that is left out: the same local time of the next day that is neither a holiday nor a
    quiet day. None where it does not, or where the schedule comes again by then.
    """
    if quiet is None or quiet.holidays is None or quiet.recurring is not Recurring.MOVE:
        return None
    local = utc_to_local(instant, zone)
    for _ in range(LONGEST.days):
        local += _DAY
        if DAYS[local.weekday()] not in quiet.days and not is_holiday(quiet.holidays, local.date()):
            moved = local_to_utc(local, zone)
            return moved if moved < next_after(schedule, zone, instant) else None
    return None
