"""A room whose members manage the community: being in it is the power to do what a manager does, and being out of it is the end of that.

Who is in such a room is looked at whenever somebody comes or goes there. While anybody could come in by themselves, nobody in it manages anything.

Record: `manages`: "COMMUNITY ROOM" → {people: [person, …], open}, by the native room.
"""

from __future__ import annotations

from uuid import uuid4

from ..logs import get_logger
from ..model.community import JoinMode
from ..model.content import Card
from ..model.effect import Post, Survey
from ..model.event import Event, RoomSurveyed
from ..refs import GroupRef, RoomRef
from ..texts import Reader, core_texts
from ..values import frozen
from . import bindings
from .definitions import Definitions
from .directory import MANAGERS
from .register import MANAGES, REGISTER, TOKEN, Register
from .scene import Scene

log = get_logger(__name__)

NAME = "core.managing"


@frozen
class Managing:
    """Keeps the list of managers true to who is in the managers' room."""

    register: Register
    name: str = NAME

    def hears(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        """Outside of groups, where a community has such a room."""
        return group is None and any(community.managers_room for community in definitions.communities)

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        if isinstance(event, RoomSurveyed):
            if event.survey.startswith(f"{NAME}:"):
                await self._looked(scene, event)
        elif scene.native_room is not None:
            # Of a room that was found just now: its reference was made ours by who stands before in the line.
            room = await bindings.ours(scene.unit, RoomRef(scene.native_room))
            if room.id.startswith(MANAGERS):
                scene.effect(Survey(key=scene.new_key("who"), room=RoomRef(scene.native_room), platform=event.platform))
        return False

    async def _looked(self, scene: Scene, event: RoomSurveyed) -> None:
        native = scene.native_room
        room = await bindings.ours(scene.unit, RoomRef(native)) if native else None
        if room is None or not room.id.startswith(MANAGERS):
            return
        community, key = room.id.removeprefix(MANAGERS), f"{room.id.removeprefix(MANAGERS)} {native}"
        # Of a room in which coterie is not any more nobody can say who is in it: so nobody manages by it.
        is_open = event.gone is None and event.join not in (JoinMode.INVITE, JoinMode.KNOCK)
        inside = () if is_open or event.gone is not None else event.members or ()
        people = sorted({(await bindings.ours(scene.unit, one)).id for one in inside})
        before, now = await scene.unit.get(MANAGES, key), {"people": people, "open": is_open}
        if before == now:
            return
        scene.unit.put(MANAGES, key, now)
        scene.unit.put(REGISTER, TOKEN, uuid4().hex)
        log.info("who manages changed", community=community, room=native, people=len(people), open=is_open)
        if event.gone is None and (before is None or before["open"] != is_open):
            self._warn(scene, room, community, is_open)

    def _warn(self, scene: Scene, room: RoomRef, community: str, is_open: bool) -> None:
        found = next((one for one in self.register.files.communities if one.id == community), None)
        reader = Reader(found.locale if found else scene.directory.locale(None))
        id = "managers-room-open" if is_open else "managers-room"
        said = core_texts().text(id, reader, community=found.name if found else community)
        scene.effect(Post(key=scene.new_key("warning"), to=room, card=Card(str(said)), awaited=True))
