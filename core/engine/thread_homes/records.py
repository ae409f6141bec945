"""Which threads are homes of groups, and which messages stand in them.

Records:
    thread-home   native room → {group, around, name, title, topic, closed, led}    a thread in which a group lives: `around` is the native room of
                  it, `name` what the home was called when it was opened, `led` are the accounts that were led into it and have not left
    in-thread     native message → [native room, day]    a message there, and the day on which coterie came to know it

The native id of such a room is `thread:` and that of the message at the root.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import asdict, evolve

from ...ports import Json, Unit
from ...refs import SEPARATOR, MessageRef, Ref, RoomRef
from ...values import frozen

HOMES, MESSAGES = "thread-home", "in-thread"

_HEAD = "thread:"
_MARK = f"{SEPARATOR}{_HEAD}"
"""In every such reference: it is asked of all that is said."""


@frozen
class ThreadHome:
    """A thread in which a group lives."""

    group: str
    around: str
    name: str
    title: str
    topic: str = ""
    closed: bool = False
    led: tuple[str, ...] = ()

    @property
    def room(self) -> RoomRef:
        """The native room around it."""
        return RoomRef(self.around)


def room_below(root: MessageRef) -> RoomRef:
    """What the house knows the thread by that begins with this native message."""
    return RoomRef.native_to(str(root.platform), f"{_HEAD}{root.native}")


def is_thread(room: Ref) -> bool:
    """Whether the native reference is to a thread in which a group lives."""
    return _MARK in room.id and room.native.startswith(_HEAD)


def root_of(room: RoomRef) -> MessageRef:
    """The native message with which it begins."""
    return MessageRef.native_to(str(room.platform), room.native.removeprefix(_HEAD))


async def home_at(unit: Unit, room: RoomRef) -> ThreadHome | None:
    """The home that the native room is; None where no group lives there."""
    kept = await unit.get(HOMES, room.id)
    return None if kept is None else ThreadHome(**{**kept, "led": tuple(kept["led"])})


async def groups_below(unit: Unit, around: RoomRef | None) -> Sequence[str]:
    """The groups that live in threads of a native room."""
    if around is None:
        return ()
    return [kept["group"] for _, kept in await unit.scan(HOMES) if kept["around"] == around.id]


def keep(unit: Unit, room: RoomRef, home: ThreadHome) -> None:
    """Know the native room as a home."""
    unit.put(HOMES, room.id, {**asdict(home), "led": list(home.led)})


async def lead_out(unit: Unit, room: RoomRef, account: str) -> None:
    """Somebody is no longer in a home by this account."""
    home = await home_at(unit, room)
    if home is not None and account in home.led:
        keep(unit, room, evolve(home, led=tuple(one for one in home.led if one != account)))


def forget(unit: Unit, room: RoomRef) -> None:
    """Let nobody live there any more."""
    unit.delete(HOMES, room.id)


async def room_with(unit: Unit, message: MessageRef) -> RoomRef | None:
    """The home in which a native message stands; None of one that stands in none."""
    kept = await unit.get(MESSAGES, message.id)
    return None if kept is None else RoomRef(kept[0])


def note(unit: Unit, message: str, room: Ref, day: date) -> None:
    """Know that a native message stands in a home."""
    unit.put(MESSAGES, message, [room.id, day.isoformat()])


def noted_before(kept: Json, day: date) -> bool:
    """Whether what is kept of a message was noted before that day."""
    return bool(kept[1] < day.isoformat())
