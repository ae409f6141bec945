"""What is done when a room was replaced by another: whoever was in it is asked over, and the new one stands where the old one stood.

The bindings were moved by `Keeper`, so whatever is said to a group goes to the new room from then on, and runs go on there. In a room that
anybody may enter nobody is invited: their clients lead them over.

Record: `followed`: native room → true; what is to be done there for those who were in the old one is done.
"""

from __future__ import annotations

from ..model.community import JoinMode
from ..model.effect import Invite, PlaceInSpace, Survey
from ..model.event import Event, RoomOpened, RoomReplaced, RoomSurveyed
from ..ports import Unit
from ..refs import PersonRef, RoomRef
from ..values import frozen
from . import bindings
from .directory import REPLACED, group_in
from .made import space_of
from .scene import Scene

FOLLOWED = "followed"
NAME = "core.following"


@frozen
class Following:
    """Brings a group over into the room that replaced its own."""

    name: str = NAME

    async def wants(self, unit: Unit, event: Event) -> bool:
        """Of all that is looked at, only what is looked at here."""
        return not isinstance(event, RoomSurveyed) or event.survey.startswith(NAME)

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        told = scene.native
        native = told.successor.id if isinstance(told, RoomReplaced) else scene.native_room
        if native is None or await scene.unit.get(REPLACED, native) is None or await scene.unit.get(FOLLOWED, native):
            return False
        if isinstance(event, RoomOpened | RoomReplaced) and group_in(event.room) is not None:
            # Whichever is told last: that the room was replaced, or that coterie is in the new one.
            scene.effect(Survey(key=f"{NAME}:{event.id}", room=RoomRef(native), platform=event.platform))
            await self._place(scene, event, native)
        elif isinstance(event, RoomSurveyed) and event.survey.startswith(NAME) and event.inside:
            scene.unit.put(FOLLOWED, native, True)
            if event.join in (JoinMode.INVITE, JoinMode.KNOCK):
                await self._invite(scene, event, native)
        return False

    @staticmethod
    async def _place(scene: Scene, event: Event, native: str) -> None:
        """The new room stands in the community's Space, where coterie made one."""
        group = group_in(event.room)
        space = space_of(scene.directory.definitions.community_of(group.id if group else None).id)
        there = [one for one in await bindings.natives(scene.unit, space) if one.platform == event.platform]
        if there:
            scene.effect(PlaceInSpace(key=scene.new_key("space"), room=RoomRef(native), space=there[0]))

    @staticmethod
    async def _invite(scene: Scene, event: RoomSurveyed, native: str) -> None:
        group = group_in(await bindings.ours(scene.unit, RoomRef(native)))
        before = await scene.unit.get(REPLACED, native)
        if group is None:
            return
        there = {one.id for one in (*(event.members or ()), *event.invited)}
        for person in await scene.directory.members(group):
            for account in await scene.directory.accounts_in(person, group, before):
                if account not in there:
                    wish = Invite(key=scene.new_key("over"), room=RoomRef(native), person=PersonRef(account))
                    scene.effect(wish)
