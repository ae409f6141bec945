"""A room whose members manage the community: being in it is the power to do what a manager does, and being out of it is the end of that.

Who is in such a room is looked at whenever somebody comes or goes there. While anybody could come in by themselves, nobody in it manages anything.
Who is a guest or of another organisation reads along there and manages nothing: whoever lets a partner into a room means to talk to them. To let
one manage, the file of the community names them.

Record: `manages`: "COMMUNITY ROOM" → {people: [person, …], open, outside: [person, …]}, by the native room.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from ..logs import get_logger
from ..model.community import JoinMode
from ..model.content import Card, mention
from ..model.effect import Post, Survey
from ..model.event import AccountChanged, Event, RoomSurveyed
from ..ports import Json
from ..refs import GroupRef, PersonRef, RoomRef
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
        elif isinstance(event, AccountChanged):
            await self._changed(scene)
        elif scene.native_room is not None:
            # Of a room that was found just now: its reference was made ours by who stands before in the line.
            room = await bindings.ours(scene.unit, RoomRef(scene.native_room))
            if room.id.startswith(MANAGERS):
                self._look(scene, scene.native_room)
        return False

    async def _changed(self, scene: Scene) -> None:
        """Somebody became a guest, or is none any more: in whichever room of managers they are, it is looked at again."""
        person = scene.event.person.id if scene.event.person else ""
        for key, kept in await scene.unit.scan(MANAGES):
            if person in (*kept["people"], *kept.get("outside", ())):
                self._look(scene, key.partition(" ")[2])

    @staticmethod
    def _look(scene: Scene, native: str) -> None:
        room = RoomRef(native)
        scene.effect(Survey(key=scene.new_key("who"), room=room, platform=room.platform, belonging=True))

    async def _looked(self, scene: Scene, event: RoomSurveyed) -> None:
        native = scene.native_room
        room = await bindings.ours(scene.unit, RoomRef(native)) if native else None
        if room is None or not room.id.startswith(MANAGERS):
            return
        community, key = room.id.removeprefix(MANAGERS), f"{room.id.removeprefix(MANAGERS)} {native}"
        # Of a room in which coterie is not any more nobody can say who is in it: so nobody manages by it.
        is_open = event.gone is None and event.join not in (JoinMode.INVITE, JoinMode.KNOCK)
        inside = () if is_open or event.gone is not None else event.members or ()
        outside = await _ours(scene, [one for one in inside if one in event.outsiders])
        # Of somebody with two accounts in the room the one that belongs here is enough.
        people = await _ours(scene, [one for one in inside if one not in event.outsiders])
        before: Json = await scene.unit.get(MANAGES, key)
        now = {"people": people, "open": is_open} | ({"outside": outside} if outside else {})
        if before == now:
            return
        scene.unit.put(MANAGES, key, now)
        scene.unit.put(REGISTER, TOKEN, uuid4().hex)
        log.info("who manages changed", community=community, room=native, people=len(people), open=is_open)
        if event.gone is None and (before is None or before["open"] != is_open):
            self._warn(scene, room, community, is_open)
        known = before.get("outside", ()) if before else ()
        for person in outside:
            if person not in known and person not in people:
                self._say(scene, room, community, "managers-room-outsider", person=mention(PersonRef(person)))

    def _warn(self, scene: Scene, room: RoomRef, community: str, is_open: bool) -> None:
        self._say(scene, room, community, "managers-room-open" if is_open else "managers-room")

    def _say(self, scene: Scene, room: RoomRef, community: str, id: str, **about: object) -> None:
        found = next((one for one in self.register.files.communities if one.id == community), None)
        reader = Reader(found.locale if found else scene.directory.locale(None))
        said = core_texts().text(id, reader, community=found.name if found else community, **about)
        scene.effect(Post(key=scene.new_key("warning"), to=room, card=Card(str(said)), awaited=True))


async def _ours(scene: Scene, people: Sequence[PersonRef]) -> list[str]:
    return sorted({(await bindings.ours(scene.unit, one)).id for one in people})
