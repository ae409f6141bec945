"""The one door for authors of plugins: everything that a plugin may use. What is not named here is private to the house."""

from __future__ import annotations

from attrs import evolve, field, frozen

from .engine.context import Context, Scope
from .engine.plugins import Offer
from .engine.run_book import RunView, TimelineEntry
from .errors import CoterieError, UserError
from .model.community import Group
from .model.content import (
    Answer,
    Capability,
    Card,
    Choice,
    Field,
    FieldKind,
    Form,
    Line,
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
from .texts import Reader, Text, code, in_words_of, together

__all__ = [
    "Answer",
    "Capability",
    "Card",
    "Choice",
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
    "Line",
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
    "Reader",
    "Rest",
    "RoleChanged",
    "RoomOpened",
    "RoomRef",
    "RunView",
    "Scope",
    "Text",
    "TimelineEntry",
    "Urgency",
    "UserError",
    "code",
    "escape",
    "evolve",
    "field",
    "frozen",
    "in_words_of",
    "local_to_utc",
    "mention",
    "together",
]
