"""The people whom a handler has to do with. It is `ctx.people`."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ..refs import GroupRef, PersonRef
from .scene import Scene


class People:
    """The zones and languages of people."""

    def __init__(self, scene: Scene, person: PersonRef | None, group: GroupRef | None) -> None:
        self._scene = scene
        self._person = person
        self._group = group

    async def zone(self, person: PersonRef | None = None) -> ZoneInfo:
        """The zone in which somebody lives: by the community's file, else by their account, else the group's."""
        who = await self._scene.directory.person(person or self._who)
        return ZoneInfo(who.zone) if who.zone else self._scene.directory.zone(self._group)

    async def locale(self, person: PersonRef | None = None) -> str:
        """The language in which somebody is spoken to alone."""
        return await self._scene.directory.locale_of(person or self._who, self._group)

    @property
    def _who(self) -> PersonRef:
        if self._person is None:
            raise LookupError(f"nobody caused this {type(self._scene.event).__name__}; say whom you mean")
        return self._person
