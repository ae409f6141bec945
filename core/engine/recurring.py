"""What plugins do again and again, and what their timers wake."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..handling import Recurring
from ..logs import get_logger
from ..model.event import TimerFired
from ..playbook.schedule import next_after
from ..ports import Timer, Unit
from ..quiet import is_left_out, moved_to
from ..refs import GroupRef
from ..values import frozen
from . import plugin_timers
from .directory import Directory, common_room_of, room_of
from .place import Place
from .plugins import Plugins
from .scene import Scene

log = get_logger(__name__)

GRACE = timedelta(hours=12)
"""What was missed for longer, while coterie was down, is not made up for."""

TABLE = "recurring"
"""Table: "GROUP TIMER" → what the timer was set for."""

EVERYWHERE = "*"
"""Stands for the group where something recurs in the community as a whole."""


@frozen
class Clockwork:
    """Sets the timers of what recurs: all of them at the start, and each again when it fired, whatever comes of it."""

    plugins: Plugins
    name: str = "core.clockwork"

    async def __call__(self, scene: Scene) -> bool:
        if isinstance(scene.event, TimerFired) and (found := find(self.plugins, scene.event.timer)):
            recurring, group = found
            self._set_again(scene, scene.event, recurring, group)
        return False

    async def prepare(self, unit: Unit, directory: Directory, now: datetime, group: GroupRef | None = None) -> None:
        """Set the timers that are not set yet, and forget those that nobody wants any more: at the start all, later those of one group."""
        wanted = dict[str, tuple[Recurring, GroupRef | None, str]]()
        for where in [group] if group else [None, *(GroupRef(one.id) for one in directory.definitions.groups())]:
            for recurring in self._recurring(directory, where):
                written = f"{recurring.schedule.text} {directory.zone(where).key}"
                wanted[f"{_whose(where)} {key_of(recurring, where)}"] = (recurring, where, written)
        there = dict(await unit.scan(TABLE, f"{_whose(group)} " if group else ""))
        for key in there.keys() - wanted.keys():
            unit.cancel_timer(key.rpartition(" ")[2])
            unit.delete(TABLE, key)
        for key, (recurring, where, written) in wanted.items():
            if there.get(key) != written:
                unit.put(TABLE, key, written)
                self.set(unit, directory, recurring, where, after=now)

    def _recurring(self, directory: Directory, group: GroupRef | None) -> Iterator[Recurring]:
        """What recurs in a group; for None, in the community as a whole."""
        for name in sorted(self.plugins.uses(directory.definitions, group) if group else self.plugins.loaded):
            for recurring in self.plugins.loaded[name].recurring.values():
                if recurring.community == (group is None):
                    yield recurring

    def _set_again(self, scene: Scene, event: TimerFired, recurring: Recurring, group: GroupRef | None) -> None:
        """Set the timer for the next time: where this one is a holiday, perhaps the day to which it is moved."""
        zone, quiet = scene.directory.zone(group), scene.directory.quiet(group)
        if _rests(recurring, scene, event, group) and (due := moved_to(event.due, recurring.schedule, zone, quiet)):
            scene.unit.set_timer(Timer(event.timer, due))
        else:
            self.set(scene.unit, scene.directory, recurring, group, after=scene.now)

    @staticmethod
    def set(unit: Unit, directory: Directory, recurring: Recurring, group: GroupRef | None, after: datetime) -> None:
        """Set the timer for the next time behind `after`."""
        due = next_after(recurring.schedule, directory.zone(group), after)
        unit.set_timer(Timer(key_of(recurring, group), due))


@frozen
class PluginTimers:
    """Handles timers of plugins: those that they set, and those of what recurs."""

    plugins: Plugins
    name: str = "core.plugin-timers"

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        if not isinstance(event, TimerFired) or not event.timer.startswith(plugin_timers.PREFIX):
            return False
        if found := find(self.plugins, event.timer):
            await self._recur(scene, event, *found)
        elif waiting := await plugin_timers.take(scene.unit, event.timer):
            await self._wake(scene, waiting)
        return True

    async def _recur(self, scene: Scene, event: TimerFired, recurring: Recurring, group: GroupRef | None) -> None:
        definitions = scene.directory.definitions
        if scene.now - event.due > GRACE or (group and recurring.plugin not in self.plugins.uses(definitions, group)):
            return
        if _rests(recurring, scene, event, group):
            return
        room = room_of(group.id) if group else common_room_of(definitions.community.id)
        prefix = f"plugin:{recurring.plugin}:{recurring.name}:{scene.event.id}"
        await self.plugins.call(scene, recurring, Place(prefix, to=(room,), room=room, group=group, person=None))

    async def _wake(self, scene: Scene, waiting: plugin_timers.Waiting) -> None:
        plugin = self.plugins.loaded.get(waiting.plugin)
        handling = plugin.timers.get(waiting.then) if plugin else None
        if handling is None:
            log.warning("timer of nobody", plugin=waiting.plugin, timer=waiting.then)
            return
        to = tuple(one for one in (waiting.room or waiting.person,) if one)
        prefix = f"plugin:{waiting.plugin}:{waiting.then}:{scene.event.id}"
        place = Place(prefix, to, waiting.room, waiting.group, waiting.person)
        await self.plugins.call(scene, handling, place, *((waiting.value,) if handling.takes else ()))


def _rests(recurring: Recurring, scene: Scene, event: TimerFired, group: GroupRef | None) -> bool:
    """Whether it is not to happen this time because the day is a holiday of the group."""
    if recurring.on_holidays or group is None:
        return False
    return is_left_out(event.due, scene.directory.zone(group), scene.directory.quiet(group))


def key_of(recurring: Recurring, group: GroupRef | None) -> str:
    """The key of the timer of what recurs in a group, or in the community as a whole."""
    return f"{plugin_timers.PREFIX}{recurring.plugin}:every:{recurring.name}:{_whose(group)}"


def find(plugins: Plugins, key: str) -> tuple[Recurring, GroupRef | None] | None:
    """What recurs under this timer, and where; None where it is another timer, or nobody's any more."""
    parts = key.split(":", 4)
    if len(parts) != 5 or parts[2] != "every":
        return None
    plugin = plugins.loaded.get(parts[1])
    recurring = plugin.recurring.get(parts[3]) if plugin else None
    return (recurring, None if parts[4] == EVERYWHERE else GroupRef(parts[4])) if recurring else None


def _whose(group: GroupRef | None) -> str:
    return group.id if group else EVERYWHERE
