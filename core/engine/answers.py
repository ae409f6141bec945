"""Whether who writes something that is no command was just asked something, and may have meant to answer."""

from __future__ import annotations

from datetime import timedelta

from ..model.event import Event, MessagePosted
from ..ports import Unit
from . import cards

LATELY = timedelta(days=1)
"""So long after a question what somebody writes to coterie alone may be meant for an answer."""


async def was_asked(unit: Unit, event: Event) -> bool:
    """Whether a card to them alone, on which something may be chosen still, was asked lately."""
    if not isinstance(event, MessagePosted) or not event.direct or event.person is None:
        return False
    places = [one for one in (event.person, event.room) if one is not None]
    asked = [card for place in places for card in await cards.open_in(unit, place)]
    return any(card.at is not None and event.at - card.at <= LATELY for card in asked)
