"""What became of asking people into rooms."""

from __future__ import annotations

from enum import Enum

from ...refs import PersonRef
from ...values import frozen
from .happening import Event


class Uninvitable(Enum):
    """Why somebody can't be asked into a room. The texts `uninvited-…` say it in words."""

    GONE = "gone"
    """There is no such account, or none any more."""
    GUEST = "guest"
    """They are a guest, who may be in the rooms they were let into alone."""
    ELSEWHERE = "elsewhere"
    """They belong elsewhere, and can't be reached from here."""
    CLOSED = "closed"
    """Rooms are not shared with others: by what was paid for, or by rule."""
    RIGHTS = "rights"
    """coterie may not ask them."""
    OTHER = "other"


@frozen
class Uninvited:
    """Somebody whom a platform does not let be asked into a room, and its own word for why."""

    person: PersonRef
    why: Uninvitable
    word: str


@frozen(kw_only=True)
class InvitationsRefused(Event):
    """The platform did not let these people be asked into the room; the others who were to be asked with them were."""

    people: tuple[Uninvited, ...]


@frozen(kw_only=True)
class InvitationAnswered(Event):
    """Somebody of elsewhere, who was asked into the room, will come (`accepted`) or won't. `person` is the account that was asked, or the
    address under which it was, `account` the one that answered, where that is known. One that `waits` needs the word of an administrator."""

    accepted: bool
    account: PersonRef | None = None
    waits: bool = False
