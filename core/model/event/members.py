"""Who comes into rooms and leaves them, and what their accounts tell of them."""

from __future__ import annotations

from enum import Enum

from ...refs import PersonRef
from ...values import frozen
from .happening import Event


class Belongs(Enum):
    """Where somebody belongs who has an account on a platform."""

    HERE = "here"
    GUEST = "guest"
    """Let in for some rooms alone."""
    ELSEWHERE = "elsewhere"
    """In another organisation, with which rooms are shared."""


@frozen(kw_only=True)
class MemberJoined(Event):
    """`person` came into the room. `name`, `handle`, `zone`, `locale` and `belongs` as their account tells them."""

    name: str | None = None
    handle: str | None = None
    zone: str | None = None
    locale: str | None = None
    belongs: Belongs = Belongs.HERE


class Departure(Enum):
    """By whose will somebody is no longer in a room."""

    UNKNOWN = "unknown"
    """The platform does not tell."""
    LEFT = "left"
    """By their own."""
    REMOVED = "removed"
    """Somebody else took them out, or shut them out."""


@frozen(kw_only=True)
class MemberLeft(Event):
    """`person` is no longer in the room; `how`: whether they left or were made to, as far as the platform tells."""

    how: Departure = Departure.UNKNOWN


@frozen(kw_only=True)
class Knocked(Event):
    """`person` asks to be let into the room, with a `reason` in their words. `over`: they do not any more, or it was answered."""

    name: str | None = None
    reason: str = ""
    over: bool = False


@frozen(kw_only=True)
class RoleChanged(Event):
    """`person` now holds `role` (or none) in the room, by the platform's own rights."""

    role: str | None


@frozen
class Account:
    """One account as a platform tells it: native reference, name shown, handle typed after @, IANA zone, locale; whether it is a guest's, or of
    another organisation."""

    person: PersonRef
    name: str | None = None
    handle: str | None = None
    zone: str | None = None
    locale: str | None = None
    bot: bool = False
    belongs: Belongs = Belongs.HERE


@frozen(kw_only=True)
class AccountChanged(Event):
    """An account tells otherwise of itself than before; `over`: it is none any more, and nobody comes by it again."""

    account: Account
    over: bool = False
