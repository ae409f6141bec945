"""What is done when a room was replaced by another: whoever was in it is asked over, and the new one stands where the old one stood.

The bindings were moved by `Keeper`, so whatever is said to a group goes to the new room from then on, and runs go on there. In a room that
anybody may enter nobody is invited: their clients lead them over. What was asked in the old room and is still open is shown in the new one, and
answered there: whatever is done to the new message is done to the question.

Records:
    followed         native room → true; what is to be done there for those who were in the old one is done
    followed-again   key of a post in the new room → key of the card that it shows again
"""

from __future__ import annotations

from ..model.community import JoinMode
from ..model.content import Card
from ..model.effect import Invite, PlaceInSpace, Post, Survey
from ..model.event import EffectPerformed, Event, RoomOpened, RoomReplaced, RoomSurveyed
from ..ports import Unit
from ..refs import MessageRef, PersonRef, RoomRef
from ..texts import Reader, core_texts
from ..values import frozen
from . import bindings, cards
from .directory import REPLACED, group_in, rooms_before
from .made import space_of
from .scene import Scene

FOLLOWED = "followed"
AGAIN = "followed-again"
NAME = "core.following"


@frozen
class Following:
    """Brings a group over into the room that replaced its own."""

    name: str = NAME

    async def wants(self, unit: Unit, event: Event) -> bool:
        """Of all that is looked at and done, only what is looked at and done here."""
        match event:
            case RoomSurveyed():
                return event.survey.startswith(NAME)
            case EffectPerformed():
                return event.key.startswith(NAME) and await unit.get(AGAIN, event.key) is not None
        return True

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        if isinstance(event, EffectPerformed):
            await self._shown(scene, event)
            return False
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
            await self._show_again(scene, event, native)
        return False

    @staticmethod
    async def _place(scene: Scene, event: Event, native: str) -> None:
        """The new room stands in the community's Space, where coterie made one."""
        space = space_of(scene.directory.community(group_in(event.room)).id)
        there = [one for one in await bindings.natives(scene.unit, space) if one.platform == event.platform]
        if there:
            scene.effect(PlaceInSpace(key=scene.new_key("space"), room=RoomRef(native), space=there[0]))

    @staticmethod
    async def _invite(scene: Scene, event: RoomSurveyed, native: str) -> None:
        group = group_in(await bindings.ours(scene.unit, RoomRef(native)))
        if group is None:
            return
        before = await rooms_before(scene.unit, native)
        there = {one.id for one in (*(event.members or ()), *event.invited)}
        for person in await scene.directory.members(group):
            were = [account for room in before for account in await scene.directory.accounts_in(person, group, room)]
            for account in dict.fromkeys(were):
                if account not in there:
                    wish = Invite(key=scene.new_key("over"), room=RoomRef(native), person=PersonRef(account))
                    scene.effect(wish)

    @staticmethod
    async def _show_again(scene: Scene, event: RoomSurveyed, native: str) -> None:
        """What may still be chosen on what was asked in the old room. What is secret is answered where it was asked, or by typing."""
        room = await bindings.ours(scene.unit, RoomRef(native))
        said = core_texts().plain("still-open", Reader(scene.directory.locale(group_in(room))))
        for card in await cards.open_in(scene.unit, room):
            if card.alone is None and not card.secret and all(choice.label for choice in card.choices):
                shown, key = Card(said, card.choices, several=card.several), scene.new_key("again")
                scene.unit.put(AGAIN, key, card.key)
                scene.effect(Post(key=key, to=room, card=shown, platform=event.platform))

    @staticmethod
    async def _shown(scene: Scene, event: EffectPerformed) -> None:
        """The message in the new room is the question now. What is done to the old one counts as well."""
        asked = await scene.unit.get(AGAIN, event.key)
        if asked is None:
            return
        question = MessageRef(asked)
        scene.unit.delete(AGAIN, event.key)
        for one in await bindings.natives(scene.unit, question):
            if one.platform == event.platform and event.native is not None:
                await bindings.rebind(scene.unit, question, one.id, event.native)
