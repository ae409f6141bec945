"""What people do before coterie knows where they do it: their acts wait for that.

A platform shows a message before it answers that it has it, and coterie may die in between. What is pressed, put on it or said below it then
is about a message that nobody knows yet. So where an event is about an unknown message, and something is on its way to that place, the
event waits until that has arrived; if it still is unknown then, it is somebody else's. Just so is a room nobody's as long as the homes of
groups are looked for, at the very first start: what is said there meanwhile waits until each of them was found, or is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

from ..model.event import ChoiceMade, CommandGiven, Event, MessagePosted, ReactionAdded, ReactionRemoved
from ..ports import Entry, Json, Queue, Store, Unit
from ..refs import MessageRef, Ref
from . import bindings, lanes
from .directory import room_of
from .thread_homes.records import groups_below

AWAITED = "awaited"
"""What stands beside an event in the inbox: the deliveries on their way, and what looked for homes, when it was first looked at."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(milliseconds=50), timedelta(seconds=5)
LONGEST_TRIES = 130
"""Some ten minutes: by then whoever adopts the work of a dead worker has done it again, or the platform is away."""


class Of(Enum):
    """Of which messages and rooms an event may be."""

    ANYTHING = "anything"
    WHAT_IS_KNOWN = "what is known"


class Early(Exception):
    """An event is about a message that nobody knows, or in a room that may be the home of a group."""


async def refuse_unknown(unit: Unit, event: Event) -> None:
    """Raise Early where the event is of what is not known. Its references are ours as far as they are known."""
    for message in _about(event):
        if message.platform is not None:
            raise Early
    if _may_be_at_home(event) and await lanes.sought_on(unit, event.platform):
        raise Early


async def awaited(store: Store, event: Event, entry: Entry) -> Sequence[str]:
    """For what the event has to wait: what is on its way to its place, or finds out whose it is, of what did when it was first looked at."""
    if entry.attempts >= LONGEST_TRIES:
        return ()
    begun = await on_their_way(store, event)
    known: Json = entry.body.get(AWAITED)
    return begun if known is None else [head for head in begun if head in known]


async def on_their_way(store: Store, event: Event) -> Sequence[str]:
    """The deliveries that may have been begun to the event's place; where that is nobody's, what looks for the homes of groups, begun or not."""
    lanes_there, sought = await _ways(store, event)
    return [*[head for lane in lanes_there if (head := await store.begun(Queue.OUTBOX, lane)) is not None], *sought]


def pause(attempts: int) -> timedelta:
    """How long it waits until it is looked again."""
    return min(FIRST_PAUSE * (1 << min(attempts, 10)), LONGEST_PAUSE)


def _about(event: Event) -> Sequence[MessageRef]:
    match event:
        case ChoiceMade() | ReactionAdded() | ReactionRemoved():
            return [event.message]
        case MessagePosted():
            return [one for one in (event.thread, event.reply_to) if one is not None]
    return []


def _may_be_at_home(event: Event) -> bool:
    """Whether somebody says or does something in a room that is nobody's."""
    if event.room is None or event.room.platform is None or event.bot:
        return False
    return isinstance(event, MessagePosted | CommandGiven) and not event.direct


async def _ways(store: Store, event: Event) -> tuple[Sequence[str], Sequence[str]]:
    """The lanes by which what coterie says gets there, to the room or to the person; and the keys of what finds out whose room it is."""
    native: list[Ref] = [ref for ref in (event.room, event.person) if ref is not None]
    async with store.unit() as unit:
        known = [(await bindings.ours(unit, ref)).id for ref in native]
        nobodys = event.room is not None and event.room.id in known
        sought = await lanes.sought_on(unit, event.platform) if nobodys and _may_be_at_home(event) else ()
        below = [room_of(group).id for group in await groups_below(unit, event.room)]
    return [f"{id}@{event.platform}" for id in dict.fromkeys([*(ref.id for ref in native), *known, *below])], sought
