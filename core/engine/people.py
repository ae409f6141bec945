"""What people said of themselves: kept here, honoured wherever they are spoken to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import asdict, evolve

from ..codec import converter
from ..model.preferences import DAYS, UNSAID, Preferences, Quiet
from ..playbook.local_time import zone_named
from ..ports import Json, Timer, Unit
from ..public_holidays import holiday_name, is_holiday, next_holiday
from ..refs import GroupRef, PersonRef
from .directory import PREFERENCES
from .scene import Scene

WAITING, HOLDING = "held", "holding"
"""Tables: what waits until somebody may be disturbed, and for whom anything does. See `coterie.core.engine.held`."""

HELD = "held:"
"""The timer at which what waits for somebody is said has this key, with the person behind it."""


async def preferences_of(unit: Unit, person: PersonRef) -> Preferences | None:
    """What they said of themselves; None where they said nothing."""
    return preferences_from(await unit.get(PREFERENCES, person.id))


def preferences_from(kept: Json) -> Preferences | None:
    """What is kept of what somebody said; None of who said nothing."""
    return converter.structure(kept, Preferences) if kept else None


def keep(unit: Unit, person: PersonRef, preferences: Preferences) -> None:
    """Remember what they said of themselves."""
    if preferences == Preferences():
        unit.delete(PREFERENCES, person.id)
    else:
        unit.put(PREFERENCES, person.id, converter.unstructure(preferences))


async def hand_over(unit: Unit, comes: PersonRef, stays: PersonRef) -> None:
    """Two are one from now on: what who stays said goes before what the other said. Whom either wants left alone is."""
    theirs = await preferences_of(unit, comes)
    if theirs is None:
        return
    own = await preferences_of(unit, stays) or Preferences()
    unsaid = asdict(Preferences(), recurse=False)
    said = {name: value for name, value in asdict(own, recurse=False).items() if value != unsaid[name]}
    away = tuple(sorted({*theirs.away, *own.away}, key=lambda one: (one.first, one.last)))
    keep(unit, stays, evolve(theirs, **{**said, "away": away}))


class People:
    """The people whom a handler has to do with: what they said of themselves, their zones and languages. It is `ctx.people`."""

    def __init__(self, scene: Scene, person: PersonRef | None, group: GroupRef | None) -> None:
        self._scene = scene
        self._person = person
        self._group = group

    async def preferences(self, person: PersonRef | None = None) -> Preferences:
        """What somebody (who caused it, unless given) said of themselves."""
        return await preferences_of(self._scene.unit, person or self._who) or UNSAID

    async def prefer(self, **changes: Any) -> Preferences:
        """Change what the person who caused it said of themselves, and give all of it; None takes a word back.

        The names are those of `Preferences`. What waits to be said to them is looked at anew. Raises ValueError where a zone, a day or a
        number is none.
        """
        preferences = evolve(await self.preferences(), **changes)
        _check(preferences)
        keep(self._scene.unit, self._who, preferences)
        if await self._scene.unit.get(HOLDING, self._who.id) is not None:
            self._scene.unit.set_timer(Timer(f"{HELD}{self._who.id}", self._scene.now))
        return preferences

    async def is_away(self, person: PersonRef, within: timedelta) -> bool:
        """Whether somebody would not hear within this time of what they did not ask for: left alone, or away or snoozed for so long."""
        said = await preferences_of(self._scene.unit, person)
        if said is None:
            return False
        now = self._scene.now
        zone = await self.zone(person)
        days = {now.astimezone(zone).date(), (now + within).astimezone(zone).date()}
        snoozed = said.snoozed_until is not None and said.snoozed_until > now + within
        return said.left_alone or snoozed or any(all(day in away for day in days) for away in said.away)

    async def zone(self, person: PersonRef | None = None, group: GroupRef | None = None) -> ZoneInfo:
        """The zone in which somebody lives: by their own word, the community's file, their account, else the group's (this one, unless given)."""
        return await self._scene.directory.zone_of(person or self._who, group or self._group)

    async def locale(self, person: PersonRef | None = None) -> str:
        """The language in which somebody is spoken to alone, found as `zone` is."""
        return await self._scene.directory.locale_of(person or self._who, self._group)

    @property
    def quiet(self) -> Quiet | None:
        """What the community asks for all of its people; None where its file says nothing."""
        return self._scene.directory.community(self._group).quiet

    async def next_holiday(self) -> tuple[date, str] | None:
        """The next public holiday of the community, today included, and its name in the language of the person who caused it, where
        it has one there; None where the community names no country.
        """
        region = self.quiet.holidays if self.quiet else None
        if region is None:
            return None
        day = next_holiday(region, self._scene.now.astimezone(await self.zone()).date())
        return (day, holiday_name(region, day, await self.locale()) or region) if day else None

    def is_holiday(self, day: date, region: str | None = None) -> bool:
        """Whether the day is a public holiday of the community, or of a country or part of one; none is where neither is named."""
        region = region or (self.quiet.holidays if self.quiet else None)
        return region is not None and is_holiday(region, day)

    @property
    def _who(self) -> PersonRef:
        if self._person is None:
            raise LookupError(f"nobody caused this {type(self._scene.event).__name__}; say whom you mean")
        return self._person


def _check(preferences: Preferences) -> None:
    if preferences.zone is not None:
        zone_named(preferences.zone)
    if wrong := set(preferences.days_off or ()) - set(DAYS):
        raise ValueError(f"{sorted(wrong)} are no days; expected some of {DAYS}")
    if preferences.most_per_week is not None and preferences.most_per_week < 1:
        raise ValueError(f"at most {preferences.most_per_week} a week is none: that is `left_alone`")
