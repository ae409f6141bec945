"""What is to happen later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from attrs import evolve

from ...model.effect import CancelTimer, SetTimer
from .. import plugin_timers
from .here import Here


class Timers(Here):
    """Handlers that are called later."""

    def timer(
        self,
        when: datetime | timedelta,
        *,
        then: str,
        value: object = None,
        name: str = "",
        scope: Literal["group", "community"] = "group",
    ) -> None:
        """Let the handler `@plugin.timer(then)` be called later, in this group. The timer of the same `then` and `name` is moved.

        With the scope `community` it belongs to no group and no person: wherever in the community it is set, it is the same one.
        """
        due = when if isinstance(when, datetime) else self.now + when
        place = self._place if scope == "group" else evolve(self._place, group=None, room=None, person=None)
        # Said later to one person alone, it is a message to them, which may have to wait, and no answer in a room.
        room = None if place.direct and place.group is None else place.room
        about = None if place.group else self._community_behind_the_first
        where = plugin_timers.Waiting(self._plugin.name, then, value, place.group, room, place.person, about)
        key = plugin_timers.key_of(where, name)
        plugin_timers.keep(self._scene.unit, key, where)
        self._asked.append(SetTimer(key=key, due=due, span=None if isinstance(when, datetime) else when))

    @property
    def _community_behind_the_first(self) -> str | None:
        """The id of the community that it is about; None for the first: the keys of its timers stay the same when others join it."""
        found = self._community_of_several
        return None if found == self._scene.directory.definitions.community.id else found

    def cancel_timer(self, then: str, name: str = "", *, scope: Literal["group", "community"] = "group") -> None:
        """Forget the timer of this `then` and `name`, and its value with it; `scope` is that with which it was set."""
        group, person = (self._place.group, self._place.person) if scope == "group" else (None, None)
        about = None if group else self._community_behind_the_first
        where = plugin_timers.Waiting(self._plugin.name, then, None, group, None, person, about)
        key = plugin_timers.key_of(where, name)
        self._scene.unit.delete(plugin_timers.TABLE, key)
        self._asked.append(CancelTimer(key=self._key("cancel"), timer=key))
