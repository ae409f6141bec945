"""The one door for authors of plugins: everything that a plugin may use. What is not named here is private to the house."""

from __future__ import annotations

from attrs import evolve, field, frozen

from .engine.context import Context, Scope
from .engine.plugins import Offer
from .engine.run_book import RunView, TimelineEntry
from .errors import CoterieError, UserError
from .model.community import (
    Basis,
    BasisKind,
    Community,
    Group,
    GroupState,
    JoinMode,
    SizeBand,
    Visibility,
)
from .model.content import (
    Answer,
    Capability,
    Card,
    Choice,
    Field,
    FieldKind,
    Form,
    Urgency,
    escape,
    mention,
)
from .model.event import (
    Event,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionAdded,
    ReactionRemoved,
    RoleChanged,
    RoomOpened,
)
from .model.playbook import Deck, DeckCard
from .playbook.local_time import local_to_utc
from .plugin import Plugin
from .refs import GroupRef, MessageRef, PersonRef, RoomRef
from .signature import Rest
from .texts import Text, code

__all__ = [
    "Answer",
    "Basis",
    "BasisKind",
    "Capability",
    "Card",
    "Choice",
    "Community",
    "Context",
    "CoterieError",
    "Deck",
    "DeckCard",
    "Event",
    "Field",
    "FieldKind",
    "Form",
    "Group",
    "GroupRef",
    "GroupState",
    "JoinMode",
    "MemberJoined",
    "MemberLeft",
    "MessageEdited",
    "MessagePosted",
    "MessageRef",
    "MessageRemoved",
    "Offer",
    "PersonRef",
    "Plugin",
    "ReactionAdded",
    "ReactionRemoved",
    "Rest",
    "RoleChanged",
    "RoomOpened",
    "RoomRef",
    "RunView",
    "Scope",
    "SizeBand",
    "Text",
    "TimelineEntry",
    "Urgency",
    "UserError",
    "Visibility",
    "code",
    "escape",
    "evolve",
    "field",
    "frozen",
    "local_to_utc",
    "mention",
]
