"""Causes: what happened. Every one comes in by the inbox.

The `id` is the same on redelivery, so that a second copy is dropped. References are native when an adapter makes the event, and
ours, as far as a binding knows them, when a handler reads it. `bot` marks what another program did: it starts nothing.
"""

from __future__ import annotations

from .groups import AccountsLinked, AccountsUnlinked, GroupMoved, TermBegan, TermEnded
from .happening import Event
from .interactions import ChoiceMade, CommandGiven, FormSubmitted, HomeOpened
from .invitations import InvitationAnswered, InvitationsRefused, Uninvitable, Uninvited
from .members import Account, AccountChanged, Belongs, Departure, Knocked, MemberJoined, MemberLeft, RoleChanged
from .messages import (
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    MessageSeen,
    MessageUnreadable,
    ReactionAdded,
    ReactionRemoved,
    SharedFile,
)
from .outcomes import EffectFailed, EffectPerformed, TimerFired
from .platforms import EventsWithheld, Installed, Uninstalled
from .rooms import Closing, Lack, RightsFound, RoleHeld, RoomClosed, RoomOpened, RoomReplaced, RoomSurveyed

__all__ = [
    "Account",
    "AccountChanged",
    "AccountsLinked",
    "AccountsUnlinked",
    "Belongs",
    "ChoiceMade",
    "Closing",
    "CommandGiven",
    "Departure",
    "EVENTS",
    "EffectFailed",
    "EffectPerformed",
    "Event",
    "EventsWithheld",
    "FormSubmitted",
    "GroupMoved",
    "HomeOpened",
    "Installed",
    "InvitationAnswered",
    "InvitationsRefused",
    "Knocked",
    "Lack",
    "MemberJoined",
    "MemberLeft",
    "MessageEdited",
    "MessagePosted",
    "MessageRemoved",
    "MessageSeen",
    "MessageUnreadable",
    "ReactionAdded",
    "ReactionRemoved",
    "RightsFound",
    "RoleChanged",
    "RoleHeld",
    "RoomClosed",
    "RoomOpened",
    "RoomReplaced",
    "RoomSurveyed",
    "SharedFile",
    "TermBegan",
    "TermEnded",
    "TimerFired",
    "Uninstalled",
    "Uninvitable",
    "Uninvited",
]

EVENTS: tuple[type[Event], ...] = (
    MessagePosted,
    MessageEdited,
    MessageRemoved,
    MessageSeen,
    MessageUnreadable,
    ReactionAdded,
    ReactionRemoved,
    ChoiceMade,
    FormSubmitted,
    CommandGiven,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    Knocked,
    InvitationsRefused,
    InvitationAnswered,
    AccountChanged,
    RoleChanged,
    EventsWithheld,
    RoomOpened,
    RightsFound,
    RoomClosed,
    RoomReplaced,
    RoomSurveyed,
    TimerFired,
    EffectPerformed,
    EffectFailed,
    AccountsLinked,
    AccountsUnlinked,
    GroupMoved,
    TermBegan,
    TermEnded,
    Installed,
    Uninstalled,
)
