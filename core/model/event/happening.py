"""What every event has."""

from __future__ import annotations

from datetime import datetime

from ...refs import PersonRef, RoomRef
from ...values import frozen


@frozen(kw_only=True)
class Event:
    """Something that happened, once: `id` unique over all platforms, `at` an aware instant in UTC."""

    id: str
    at: datetime
    platform: str
    room: RoomRef | None = None
    person: PersonRef | None = None
    bot: bool = False
