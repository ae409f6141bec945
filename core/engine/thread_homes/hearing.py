"""What people say and do in a thread in which a group lives, as said and done in the group's room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.event import Departure, Event, MemberLeft, MessagePosted
from ...ports import Queue, Unit
from ...refs import GroupRef, MessageRef, PersonRef, RoomRef
from ...values import evolved
from .. import bindings
from ..directory import groups_joined, room_of
from ..inbox import entry_of
from ..scene import Scene
from .records import home_at, is_thread, lead_out, note, room_below, room_with


async def placed(unit: Unit, event: Event) -> Event:
    """The native event in the thread's room, where it happened in a thread in which a group lives; else as it is.

    It asks nothing about what is in no thread and about no message. A reaction does not say in which thread the message stands, so what is said
    there is noted.
    """
    message: MessageRef | None = getattr(event, "message", None)
    thread: MessageRef | None = getattr(event, "thread", None)
    new, room = isinstance(event, MessagePosted), None
    if thread is not None:
        below = room_below(thread)
        room = below if await home_at(unit, below) is not None else None
    elif message is not None and not new:
        room = await room_with(unit, message)
    if room is None:
        return event
    if new and message is not None:
        note(unit, message.id, room, event.at.date())
    changes: dict[str, Any] = {"room": room}
    if thread is not None:
        changes["thread"] = None
    return evolved(event, changes)


async def left_with(unit: Unit, left: MemberLeft, around: RoomRef) -> Sequence[MemberLeft]:
    """Who leaves a native room leaves the groups that live in its threads: these events, native."""
    found: list[MemberLeft] = []
    if left.person is None:
        return found
    for group in await groups_joined(unit, await bindings.ours(unit, left.person)):
        for room in await bindings.natives(unit, room_of(group.id)):
            home = await home_at(unit, room) if is_thread(room) else None
            if home is not None and home.room == around:
                await lead_out(unit, room, left.person.id)
                found.append(evolved(left, {"id": f"{left.id}:{room.id}", "room": room}))
    return found


async def leave_threads(scene: Scene, person: PersonRef, group: GroupRef, key: str) -> bool:
    """Let somebody leave the threads in which a group lives; whether they were in any."""
    left = False
    for room in await bindings.natives(scene.unit, room_of(group.id)):
        for account in await scene.directory.accounts_in(person, group, room.id) if is_thread(room) else ():
            event = MemberLeft(
                id=f"{key}:{account}",
                at=scene.now,
                platform=str(room.platform),
                room=room,
                person=PersonRef(account),
                how=Departure.LEFT,
            )
            await lead_out(scene.unit, room, account)
            scene.unit.enqueue(Queue.INBOX, entry_of(event, scene.now))
            left = True
    return left
