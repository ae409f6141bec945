"""What plugins do again and again, and what their timers wake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..handling import Recurring
from ..logs import get_logger
from ..model.event import TimerFired
from ..playbook.schedule import next_after
from ..ports import Timer, Unit
from ..quiet import is_left_out, moved_to
from ..refs import GroupRef
from ..values import frozen
from . import plugin_timers
from .definitions import Definitions
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
"""Stands for the group where something recurs in the community as a whole: in the first; of others their ids stand behind it."""


@frozen
class Whole:
    """A community as a whole, by its id; None is the first."""

    id: str | None = None

    @staticmethod
    def all(definitions: Definitions) -> tuple[Whole, ...]:
        """All there are."""
        return (Whole(), *(Whole(one.id) for one in definitions.communities[1:]))


Where = GroupRef | Whole


@frozen
class Clockwork:
    """Sets the timers of what recurs: all of them at the start, and each again when it fired, whatever comes of it."""

    plugins: Plugins
    name: str = "core.clockwork"

    async def __call__(self, scene: Scene) -> bool:
        if isinstance(scene.event, TimerFired) and (found := find(self.plugins, scene.event.timer)):
            recurring, where = found
            if _is_there(where, scene.directory.definitions):
                self._set_again(scene, scene.event, recurring, where)
        return False

    async def prepare(self, unit: Unit, directory: Directory, now: datetime, group: GroupRef | None = None) -> None:
        """Set the timers that are not set yet, and forget those that nobody wants any more: at the start all, later those of one group."""
        wanted = dict[str, tuple[Recurring, Where, str]]()
        for where in [group] if group else _all(directory.definitions):
            for recurring in self._recurring(directory, where):
                written = f"{recurring.schedule.text} {_zone(directory, where).key}"
                wanted[f"{_whose(where)} {key_of(recurring, where)}"] = (recurring, where, written)
        there = dict(await unit.scan(TABLE, f"{_whose(group)} " if group else ""))
        for key in there.keys() - wanted.keys():
            unit.cancel_timer(key.rpartition(" ")[2])
            unit.delete(TABLE, key)
        for key, (recurring, where, written) in wanted.items():
            if there.get(key) != written:
                unit.put(TABLE, key, written)
                self.set(unit, directory, recurring, where, after=now)

    def _recurring(self, directory: Directory, where: Where) -> Iterator[Recurring]:
        """What recurs in a group, or in a community as a whole."""
        is_whole = isinstance(where, Whole)
        names = self.plugins.loaded if isinstance(where, Whole) else self.plugins.uses(directory.definitions, where)
        for name in sorted(names):
            for recurring in self.plugins.loaded[name].recurring.values():
                if recurring.community == is_whole:
                    yield recurring

    def _set_again(self, scene: Scene, event: TimerFired, recurring: Recurring, where: Where) -> None:
        """Set the timer for the next time: where this one is a holiday, perhaps the day to which it is moved."""
        if _rests(recurring, scene, event, where):
            zone, quiet = _zone(scene.directory, where), scene.directory.quiet(_group(where))
            if due := moved_to(event.due, recurring.schedule, zone, quiet):
                scene.unit.set_timer(Timer(event.timer, due))
                return
        self.set(scene.unit, scene.directory, recurring, where, after=scene.now)

    @staticmethod
    def set(unit: Unit, directory: Directory, recurring: Recurring, where: Where, after: datetime) -> None:
        """Set the timer for the next time behind `after`."""
        due = next_after(recurring.schedule, _zone(directory, where), after)
        unit.set_timer(Timer(key_of(recurring, where), due))


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
            await self._wake(scene, event, waiting)
        return True

    async def _recur(self, scene: Scene, event: TimerFired, recurring: Recurring, where: Where) -> None:
        definitions, group = scene.directory.definitions, _group(where)
        if scene.now - event.due > GRACE or not _is_there(where, definitions):
            return
        if group is not None and recurring.plugin not in self.plugins.used_by(definitions, group):
            return
        if _rests(recurring, scene, event, where):
            return
        if isinstance(where, Whole):
            scene.directory.about = definitions.community_called(where.id).id
        room = room_of(group.id) if group else common_room_of(scene.directory.community().id)
        place = Place(_prefix(event), to=(room,), room=room, group=group, person=None)
        await self.plugins.call(scene, recurring, place)

    async def _wake(self, scene: Scene, event: TimerFired, waiting: plugin_timers.Waiting) -> None:
        plugin = self.plugins.loaded.get(waiting.plugin)
        handling = plugin.timers.get(waiting.then) if plugin else None
        if handling is None:
            log.warning("timer of nobody", plugin=waiting.plugin, timer=waiting.then)
            return
        if waiting.community is not None:
            if not _is_there(Whole(waiting.community), scene.directory.definitions):
                log.warning(
                    "timer of a community that is not there", plugin=waiting.plugin, community=waiting.community
                )
                return
            scene.directory.about = waiting.community
        to = tuple(one for one in (waiting.room or waiting.person,) if one)
        place = Place(_prefix(event), to, waiting.room, waiting.group, waiting.person)
        await self.plugins.call(scene, handling, place, *((waiting.value,) if handling.takes else ()))


def _prefix(event: TimerFired) -> str:
    """What the keys of all effects begin with that this timer asks for: short, for a page of messages has hundreds of them.

    Of the timer's own key `plugin:PLUGIN:timer:THEN:WHERE:NAME` all but `timer` is in it, and the instant at which it was due.
    """
    start, plugin, _, rest = event.timer.split(":", 3)
    return f"{start}:{plugin}:{rest}:{event.due.timestamp():.6f}".rstrip("0").rstrip(".")


def _rests(recurring: Recurring, scene: Scene, event: TimerFired, where: Where) -> bool:
    """Whether it is not to happen this time because the day is a holiday of the group."""
    if recurring.on_holidays or isinstance(where, Whole):
        return False
    return is_left_out(event.due, scene.directory.zone(where), scene.directory.quiet(where))


def _zone(directory: Directory, where: Where) -> ZoneInfo:
    """The zone in which it is said when something recurs there."""
    if isinstance(where, Whole):
        return ZoneInfo(directory.definitions.community_called(where.id).zone)
    return directory.zone(where)


def _all(definitions: Definitions) -> Sequence[Where]:
    """Every community, and every group in them."""
    return [*Whole.all(definitions), *(GroupRef(one.id) for one in definitions.groups())]


def _group(where: Where) -> GroupRef | None:
    return None if isinstance(where, Whole) else where


def _is_there(where: Where, definitions: Definitions) -> bool:
    """Whether a community is still one of those that are looked after; of groups others say that."""
    return not isinstance(where, Whole) or where in Whole.all(definitions)


def key_of(recurring: Recurring, where: Where) -> str:
    """The key of the timer of what recurs in a group, or in the community as a whole."""
    return f"{plugin_timers.PREFIX}{recurring.plugin}:every:{recurring.name}:{_whose(where)}"


def find(plugins: Plugins, key: str) -> tuple[Recurring, Where] | None:
    """What recurs under this timer, and where; None where it is another timer, or nobody's any more."""
    parts = key.split(":", 4)
    if len(parts) != 5 or parts[2] != "every":
        return None
    plugin = plugins.loaded.get(parts[1])
    recurring = plugin.recurring.get(parts[3]) if plugin else None
    return (recurring, _named(parts[4])) if recurring else None


def _named(whose: str) -> Where:
    if not whose.startswith(EVERYWHERE):
        return GroupRef(whose)
    return Whole(whose.removeprefix(EVERYWHERE) or None)


def _whose(where: Where) -> str:
    return f"{EVERYWHERE}{where.id or ''}" if isinstance(where, Whole) else where.id
