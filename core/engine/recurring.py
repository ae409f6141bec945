"""What plugins do again and again, and what their timers wake."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from attrs import frozen

from ..model.event import TimerFired
from ..playbook.schedule import next_after
from ..plugin import Recurring
from ..ports import Timer, Unit
from ..refs import GroupRef
from . import plugin_timers
from .directory import Directory, room_of
from .place import Place
from .plugins import Plugins
from .scene import Scene

log = structlog.get_logger(__name__)

GRACE = timedelta(hours=12)
"""What was missed for longer, while coterie was down, is not made up for."""

TABLE = "recurring"


@frozen
class Clockwork:
    """Sets the timers of what recurs: all of them at the start, and each again when it fired, whatever comes of it."""

    plugins: Plugins
    name: str = "core.clockwork"

    async def __call__(self, scene: Scene) -> bool:
        if isinstance(scene.event, TimerFired) and (found := find(self.plugins, scene.event.timer)):
            recurring, group = found
            self.set(scene.unit, scene.directory, recurring, group, after=scene.now)
        return False

    async def prepare(self, unit: Unit, directory: Directory, now: datetime) -> None:
        """Set the timers that are not set yet, and forget those that no group wants any more. To be called at the start."""
        wanted = dict[str, tuple[Recurring, GroupRef, str]]()
        for group in directory.definitions.groups():
            for plugin in sorted(self.plugins.uses(GroupRef(group.id))):
                for recurring in self.plugins.loaded[plugin].recurring.values():
                    key = key_of(recurring, GroupRef(group.id))
                    wanted[key] = (recurring, GroupRef(group.id), f"{recurring.schedule.text} {group.zone}")
        there = dict(await unit.scan(TABLE))
        for key in there.keys() - wanted.keys():
            unit.cancel_timer(key)
            unit.delete(TABLE, key)
        for key, (recurring, group_ref, written) in wanted.items():
            if there.get(key) != written:
                unit.put(TABLE, key, written)
                self.set(unit, directory, recurring, group_ref, after=now)

    @staticmethod
    def set(unit: Unit, directory: Directory, recurring: Recurring, group: GroupRef, after: datetime) -> None:
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

    async def _recur(self, scene: Scene, event: TimerFired, recurring: Recurring, group: GroupRef) -> None:
        if recurring.plugin not in self.plugins.uses(group) or scene.now - event.due > GRACE:
            return
        room = room_of(group.id)
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


def key_of(recurring: Recurring, group: GroupRef) -> str:
    """The key of the timer of what recurs in a group."""
    return f"{plugin_timers.PREFIX}{recurring.plugin}:every:{recurring.name}:{group.id}"


def find(plugins: Plugins, key: str) -> tuple[Recurring, GroupRef] | None:
    """What recurs under this timer, and where; None where it is another timer, or nobody's any more."""
    parts = key.split(":", 4)
    if len(parts) != 5 or parts[2] != "every":
        return None
    plugin = plugins.loaded.get(parts[1])
    recurring = plugin.recurring.get(parts[3]) if plugin else None
    return (recurring, GroupRef(parts[4])) if recurring else None
