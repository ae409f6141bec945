"""Which times are fair to people in many zones: pure.

The rule: a time weighs on everybody for whom it does not lie within their waking hours, from 08:00 to 22:00 on their own clock, from
beginning to end. Each of them counts once, and once more for every earlier gathering of the group that lay so for them. The lightest
time is the fairest; of equals the one nearest to 18:00 in the group's zone, then the earliest. So the burden goes round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coterie.core.api import PersonRef, field, frozen, local_to_utc

WAKES, SLEEPS = time(8), time(22)
STEP = timedelta(minutes=30)
LIKED = time(18)
APART = timedelta(hours=2)
"""Two proposals of one day lie at least so far from each other."""


@frozen
class Burdens:
    """How many gatherings of a group lay outside the waking hours of each person so far; who bore none is not in it."""

    borne: Mapping[PersonRef, int] = field(factory=dict)

    def after(self, at: datetime, lasts: timedelta, zones: Mapping[PersonRef, str]) -> Burdens:
        """What it is when a gathering was held at this instant. Only people with a zone here are kept."""
        burdened = {person for person, zone in zones.items() if not is_awake(at, lasts, zone)}
        borne = {person: self.borne.get(person, 0) + (person in burdened) for person in zones}
        return Burdens({person: count for person, count in sorted(borne.items()) if count})


@frozen
class Slot:
    """A time that is proposed: when it begins, how heavily it weighs, and for how many of how many people it lies in waking hours."""

    at: datetime
    weight: int
    awake: int
    people: int

    @property
    def share(self) -> int:
        """For how many per cent it lies within their waking hours."""
        return round(100 * self.awake / self.people) if self.people else 100


def is_awake(at: datetime, lasts: timedelta, zone: str) -> bool:
    """Whether it lies within the waking hours of this zone, from beginning to end."""
    here = ZoneInfo(zone)
    begins, ends = at.astimezone(here), (at + lasts).astimezone(here)
    return begins.date() == ends.date() and begins.time() >= WAKES and ends.time() <= SLEEPS


def proposals(
    days: Iterable[date],
    zone: ZoneInfo,
    lasts: timedelta,
    zones: Mapping[PersonRef, str],
    burdens: Burdens,
    after: datetime,
    count: int = 3,
) -> tuple[Slot, ...]:
    """The fairest times on these days of the group's zone, at most `count`, the fairest first; none before `after`.

    `zones` are the people who shall be able to come, by their zone.
    """
    chosen: list[Slot] = []
    for slot in ranked(candidates(days, zone, after), zone, lasts, zones, burdens):
        if len(chosen) == count:
            break
        if all(abs(slot.at - other.at) >= APART for other in chosen):
            chosen.append(slot)
    return tuple(chosen)


def candidates(days: Iterable[date], zone: ZoneInfo, after: datetime) -> tuple[datetime, ...]:
    """Every half hour of these days of the zone that comes after the instant; a local time that does not exist is none."""
    steps = [STEP * number for number in range(timedelta(days=1) // STEP)]
    local = [datetime.combine(day, time()) + step for day in sorted(set(days)) for step in steps]
    instants = [local_to_utc(one, zone) for one in local]
    return tuple(dict.fromkeys(one for one in instants if one > after))


def ranked(
    instants: Sequence[datetime],
    zone: ZoneInfo,
    lasts: timedelta,
    zones: Mapping[PersonRef, str],
    burdens: Burdens,
) -> list[Slot]:
    """The instants as slots, the fairest first."""
    heads = Counter(zones.values())
    weights = Counter[str]()
    for person, home in zones.items():
        weights[home] += 1 + burdens.borne.get(person, 0)
    slots = []
    for at in instants:
        out = [home for home in heads if not is_awake(at, lasts, home)]
        awake = heads.total() - sum(heads[home] for home in out)
        slots.append(Slot(at, sum(weights[home] for home in out), awake, heads.total()))
    return sorted(slots, key=lambda slot: (slot.weight, _from_liked(slot.at, zone), slot.at))


def _from_liked(at: datetime, zone: ZoneInfo) -> timedelta:
    local = at.astimezone(zone).replace(tzinfo=UTC)
    return abs(local - datetime.combine(local.date(), LIKED, UTC))
