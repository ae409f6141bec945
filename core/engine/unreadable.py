"""What coterie can't read is told where it was said: once for each cause, however many messages have it, and once an hour to one person.

Record: `unreadable`: "ROOM PERSON" → the instant it was told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import field

from ..model.content import Card
from ..model.effect import Post
from ..model.event import MessageUnreadable
from ..texts import Reader, core_texts
from ..values import frozen
from .measures import NOTHING_COUNTED, Measures
from .scene import Scene

UNREADABLE = "unreadable"
TOLD_AGAIN = timedelta(hours=1)
"""Whoever sends what nobody can read on purpose does not make coterie talk."""


@frozen
class Unreadable:
    """Says so in the very room where the message stands: the other homes of the group have nothing to do with it."""

    measures: Measures = field(default=NOTHING_COUNTED, repr=False)
    name: str = "core.unreadable"

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        if not isinstance(event, MessageUnreadable) or scene.native.room is None or event.person is None:
            return False
        self.measures.unreadable(event.platform)
        told = f"{scene.native.room.id} {event.person.id}"
        before = await scene.unit.get(UNREADABLE, told)
        if before is not None and scene.now - datetime.fromisoformat(before) < TOLD_AGAIN:
            return True
        scene.unit.put(UNREADABLE, told, scene.now.isoformat())
        group = scene.group
        locale = scene.directory.locale(group) if group else await scene.directory.locale_of(event.person)
        text = core_texts().text("unreadable", Reader(locale, scene.directory.zone(group)), person=event.person)
        key = f"core.unreadable:{event.platform}:{event.cause}".replace("/", "_")
        scene.effect(Post(key=key, to=scene.native.room, card=Card(str(text)), platform=event.platform, awaited=True))
        return True
