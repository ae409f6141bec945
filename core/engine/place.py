"""Where a handler of a plugin answers, and about whom it is."""

from __future__ import annotations

from ..model.event import ChoiceMade, CommandGiven, Event, FormSubmitted, MessagePosted
from ..refs import GroupRef, MessageRef, PersonRef, RoomRef
from ..values import frozen
from .scene import Scene


@frozen
class Place:
    """Where a handler answers, and about whom it is: taken from the event, or given by the run whose step it is.

    `prefix` begins the keys of all its effects. `quietly` is whoever alone shall see the answers in the room. What was said to coterie
    `alone_about` a group is answered there as if it had been said in the group.
    """

    prefix: str
    to: tuple[RoomRef | PersonRef, ...]
    room: RoomRef | None
    group: GroupRef | None
    person: PersonRef | None
    thread: MessageRef | None = None
    direct: bool = False
    trigger: str | None = None
    quietly: PersonRef | None = None
    alone_about: bool = False


def place_of(scene: Scene, prefix: str) -> Place:
    """Where the scene's event happened."""
    event = scene.event
    to: tuple[RoomRef | PersonRef, ...] = tuple(one for one in (event.room or event.person,) if one)
    return Place(
        prefix=f"{prefix}:{event.id}",
        to=to,
        room=event.room,
        group=scene.group,
        person=event.person,
        thread=event.thread if isinstance(event, (MessagePosted, CommandGiven)) else None,
        direct=getattr(event, "direct", False) or _is_alone(event),
        trigger=event.trigger if isinstance(event, (CommandGiven, ChoiceMade, FormSubmitted)) else None,
    )


def _is_alone(event: Event) -> bool:
    """Whether somebody chose on a card that was sent to them alone: the room is then none of ours; or on their own page, which is no room."""
    return isinstance(event, ChoiceMade) and (event.room is None or event.room.platform is not None)
