"""The names that things have on Matrix, and what coterie calls them (pure).

A message is named by its room and its event, `matrix/ROOM/$EVENT`: nothing can be done to an event without knowing its room.
Neither id is ever taken apart: the form of room ids and event ids differs by room version.
"""

from __future__ import annotations

import hashlib
import re

from coterie.core.errors import Refused
from coterie.core.refs import MessageRef, PersonRef, RoomRef

PLATFORM = "matrix"
_EVENT = "/$"


def person_ref(user: str) -> PersonRef:
    return PersonRef.native_to(PLATFORM, user)


def room_ref(room: str) -> RoomRef:
    return RoomRef.native_to(PLATFORM, room)


def message_ref(room: str, event: str) -> MessageRef:
    return MessageRef.native_to(PLATFORM, f"{room}/{event}")


def event_of(message: MessageRef) -> tuple[str, str]:
    """The room and the event of a message. Raises Refused for one that is not of this platform."""
    room, found, event = native_id(message).partition(_EVENT)
    if not found:
        raise Refused(f"{message} is no message on Matrix: expected {PLATFORM}/ROOM/$EVENT")
    return room, f"${event}"


def native_id(ref: PersonRef | RoomRef | MessageRef) -> str:
    """What Matrix calls it. Raises Refused for a reference that is not of this platform."""
    if ref.platform != PLATFORM:
        raise Refused(f"{ref} is not on Matrix: expected a reference that begins with {PLATFORM}/")
    return ref.native


def server_of(user: str) -> str:
    """The homeserver of a user id; those, unlike room ids, always end with it."""
    return user.partition(":")[2]


def localpart_of(user: str) -> str:
    return user.removeprefix("@").partition(":")[0]


def alias_for(name: str, server: str) -> str:
    """The alias by which a room of this name is found: as it stands if it is one, else on `server`."""
    if name.startswith("#") and ":" in name:
        return name
    words = re.sub(r"[^\w.=+-]+", "-", name.removeprefix("#").lower()).strip("-")
    return f"#{words or 'room'}:{server}"


def transaction_id(key: str, part: int = 0) -> str:
    """What a homeserver knows a send by: the same for the same effect, so that a second one is not sent twice."""
    return f"coterie-{hashlib.sha256(key.encode()).hexdigest()[:32]}-{part}"
