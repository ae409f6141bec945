"""What Slack told, once it is read, and who coterie is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coterie.core.model.event import Event
from coterie.core.ports import Sought
from coterie.core.values import frozen


@frozen
class Bot:
    """Who coterie is in the workspace."""

    team: str
    user: str


@frozen
class Told:
    """What a payload says: events in order, the answer that its acknowledgement carries, rooms to be looked at, choices that are sought."""

    events: tuple[Event, ...] = ()
    answer: Mapping[str, Any] | None = None
    rooms: tuple[str, ...] = ()
    sought: Sought | None = None
