"""Lets a term end when its time is over, whatever became of the plugin that gave it."""

from __future__ import annotations

from ..model.event import TimerFired
from ..values import frozen
from .groups import Groups
from .outlook import Outlook
from .place import Place
from .scene import Scene
from .terms import ended


@frozen
class TermEnds:
    """Relieves whoever held a role until now."""

    outlook: Outlook
    name: str = "core.terms"

    async def __call__(self, scene: Scene) -> bool:
        if not isinstance(scene.event, TimerFired) or (over := ended(scene.event.timer)) is None:
            return False
        group, role, person = over
        if scene.directory.definitions.group(group.id) is not None:
            place = Place(f"term:{scene.event.id}", (), None, group, None)
            await Groups(scene, place, self.outlook, scene.effect).relieve(person, role, group=group, ran_out=True)
        return True
