"""What happens to groups and to people in coterie itself: their states, roles and accounts."""

from __future__ import annotations

from datetime import datetime

from ...refs import PersonRef
from ...values import frozen
from ..community import GroupState
from .happening import Event


@frozen(kw_only=True)
class GroupMoved(Event):
    """The group that lives in the room is now in `state`; `person` decided it, where somebody did, because of `why`."""

    state: GroupState
    before: GroupState
    why: str = ""


@frozen(kw_only=True)
class TermBegan(Event):
    """`person` now holds `role` in the group that lives in the room; for trial, or until an instant, where that was said."""

    role: str
    until: datetime | None = None
    trial: bool = False


@frozen(kw_only=True)
class TermEnded(Event):
    """`person` no longer holds `role` in the group that lives in the room; `ran_out`: because its time was over; `lasting`: they had it until
    further notice, as who is named in a file."""

    role: str
    ran_out: bool = False
    lasting: bool = False


@frozen(kw_only=True)
class AccountsLinked(Event):
    """Two who were two are one now: `person` is who they are, `other` who one of them was. By their own will, in chat."""

    other: PersonRef


@frozen(kw_only=True)
class AccountsUnlinked(Event):
    """`other` is somebody of their own again, no longer `person`."""

    other: PersonRef
