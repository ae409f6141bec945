"""The schedules of playbooks: their timers, and what happens when one of them rings.

Records:
    run-start        timer's key → what the start's time was written as, so that a changed one is set anew
    run-start-mark   group → what decided about its schedules when they were set, in short
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from ...logs import get_logger
from ...model.event import TimerFired
from ...model.playbook import AtStart, EveryStart, Playbook
from ...playbook.advance.starting import written_time
from ...playbook.duration import Duration
from ...playbook.expressions import ExpressionError
from ...playbook.local_time import TimeTextError, local_to_utc, parse_local
from ...playbook.missed import GRACE, Missed, due_runs
from ...playbook.schedule import Schedule, ScheduleError, next_after
from ...ports import Timer, Unit
from ...quiet import is_left_out, moved_to
from ...refs import GroupRef
from ...values import frozen
from ..definitions import Definitions
from ..directory import Directory
from ..scene import Scene
from .advancing import loaded
from .request import CannotStart, Request, new_run
from .starts import Starts

log = get_logger(__name__)

TABLE, MARK = "run-start", "run-start-mark"
PREFIX = "start:"
"""The keys of timers of schedules begin so: `start:GROUP:PLAYBOOK:PLACE`."""

Scheduled = tuple[GroupRef, Playbook, int, EveryStart | AtStart, Mapping[str, Any]]
"""A start of a playbook that a group uses, by time: at which place among its starts, and with what the group sets of it."""


@frozen
class Schedules:
    """Starts playbooks by time. Wired by the app alone."""

    starts: Starts
    name: str = "core.schedules"

    async def __call__(self, scene: Scene) -> bool:
        """Start what a timer is for."""
        event = scene.event
        if isinstance(event, TimerFired) and event.timer.startswith(PREFIX):
            await self._rang(scene, event)
        return False

    async def prepare(self, unit: Unit, directory: Directory, now: datetime, group: GroupRef | None = None) -> None:
        """Set the timers of schedules that are new or changed, and forget those that are wanted no more: at the start all, later a group's.

        A group of which nothing changed since the last time is passed over: of 100,000 schedules none is worked out at a start.
        """
        definitions = directory.definitions
        marks: dict[str, str] = dict(await unit.scan(MARK, group.id if group else ""))
        groups = [group] if group else [GroupRef(one.id) for one in definitions.groups()]
        for one in groups:
            mark = self._mark(directory, one)
            if group is None and marks.get(one.id) == mark:
                continue
            if await self._prepare_one(unit, directory, now, one):
                unit.put(MARK, one.id, mark)
        for id in marks.keys() - {one.id for one in groups} if group is None else ():
            await self._forget(unit, id, {})
            unit.delete(MARK, id)

    def _mark(self, directory: Directory, group: GroupRef) -> str:
        """What decides about the schedules of a group, in short; another one where any of it is changed."""
        used = [
            (playbook.id, _digest(playbook.source), sorted(given.items()))
            for playbook, given in self.starts.used_in(directory.definitions, group)
        ]
        community = directory.definitions.community_of(group.id)
        told = (directory.definitions.group(group.id), directory.zone(group).key, community.name, used)
        return _digest(repr(told))

    async def _prepare_one(self, unit: Unit, directory: Directory, now: datetime, group: GroupRef) -> bool:
        """Whether all of them have a time."""
        sound = True
        there: dict[str, str] = dict(await unit.scan(TABLE, f"{PREFIX}{group.id}:"))
        wanted: dict[str, str] = {}
        for _, playbook, place, start, given in self._scheduled(directory.definitions, [group]):
            key = f"{PREFIX}{group.id}:{playbook.id}:{place}"
            scene = Scene(
                self.name, TimerFired(id=key, at=now, platform="", timer=key, due=now), unit, now, directory, None
            )
            try:
                written = await self._written_time(scene, Request(playbook, group, given=given), start)
                wanted[key] = f"{written} {directory.zone(group).key}"
                if there.get(key) != wanted[key]:
                    self._set(unit, key, start, written, directory.zone(group).key, now)
            except (ExpressionError, TimeTextError, CannotStart) as error:
                log.error("a start has no time", playbook=playbook.id, group=group.id, error=str(error))
                sound = False
        await self._forget(unit, group.id, wanted)
        for key, written in wanted.items():
            if there.get(key) != written:
                unit.put(TABLE, key, written)
        return sound

    @staticmethod
    async def _forget(unit: Unit, group: str, wanted: Mapping[str, str]) -> None:
        """Forget the timers of a group that are not wanted."""
        for key in await unit.keys(TABLE, f"{PREFIX}{group}:"):
            if key not in wanted:
                unit.cancel_timer(key)
                unit.delete(TABLE, key)

    def _scheduled(self, definitions: Definitions, groups: Iterable[GroupRef]) -> Iterator[Scheduled]:
        for group in groups:
            for playbook, given in self.starts.used_in(definitions, group):
                for place, start in enumerate(playbook.starts):
                    if isinstance(start, EveryStart | AtStart):
                        yield group, playbook, place, start, given

    async def _written_time(self, scene: Scene, request: Request, start: EveryStart | AtStart) -> str:
        facts, run = self.starts.running.facts(scene), new_run(scene, request, "")
        template = start.every if isinstance(start, EveryStart) else start.at
        written = await loaded(facts, lambda: written_time(run, request.playbook, template, scene.now, facts))
        return str(written)

    @staticmethod
    def _set(unit: Unit, key: str, start: EveryStart | AtStart, written: str, zone: str, now: datetime) -> None:
        if isinstance(start, EveryStart):
            unit.set_timer(Timer(key, next_after(Schedule.parse(written), ZoneInfo(zone), now)))
        elif (due := local_to_utc(parse_local(written), ZoneInfo(zone))) >= now:
            unit.set_timer(Timer(key, due))

    async def _rang(self, scene: Scene, event: TimerFired) -> None:
        group_id, _, rest = event.timer.removeprefix(PREFIX).partition(":")
        scheduled = self._scheduled(scene.directory.definitions, [GroupRef(group_id)])
        found = next((one for one in scheduled if f"{one[1].id}:{one[2]}" == rest), None)
        if found is None:
            return
        group, playbook, place, start, given = found
        request = Request(playbook, group, given=given, condition=start.if_)
        if isinstance(start, AtStart):
            if scene.now - event.due <= GRACE:
                await self.starts.begin_quietly(scene, request, "at")
            return
        written = await self._written_time(scene, request, start)
        zone, missed = scene.directory.zone(group), Missed(start.missed.value)
        grace = Duration.parse(start.grace).nominal
        schedule, quiet = Schedule.parse(written), scene.directory.quiet(group)
        planned, due = due_runs(schedule, zone, event.due, scene.now, missed, grace)
        left_out = [instant for instant in planned if is_left_out(instant, zone, quiet)]
        moved = moved_to(left_out[-1], schedule, zone, quiet) if left_out else None
        scene.unit.set_timer(Timer(event.timer, moved or due))
        for instant in planned:
            if instant in left_out:
                continue
            await self.starts.begin_quietly(scene, request, instant.isoformat())


@lru_cache(maxsize=10_000)
async def next_start(scene: Scene, playbook: str, group: GroupRef) -> datetime | None:
    """When a group starts a playbook next by one of the schedules that were set; None where there is none."""
    due = list[datetime]()
    for _, kept in await scene.unit.scan(TABLE, f"{PREFIX}{group.id}:{playbook}:"):
        written, _, zone = str(kept).rpartition(" ")
        try:
            due.append(next_after(Schedule.parse(written), ZoneInfo(zone), scene.now))
        except ScheduleError:
            continue  # a single day, which is no schedule
    return min(due, default=None)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
