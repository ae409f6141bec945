"""The one door for authors of plugins: everything that a plugin may use. What is not named here is private to the house."""

from __future__ import annotations

from attrs import evolve, field

from .charter import LONGEST_NAME, LONGEST_PEOPLE, LONGEST_PURPOSE, one_line, review_months
from .engine.accounts import Accounts, Linked
from .engine.context import Context, Scope
from .engine.groups import Groups
from .engine.offer import Offer
from .engine.people import People
from .engine.runs.book import RunView, TimelineEntry
from .errors import CoterieError, UserError
from .feeds import Feed
from .likeness import ALIKE, Near, Overlap, alike_pairs, nearest_groups, overlap, words
from .model.community import (
    AWAKE,
    LIVE,
    Basis,
    BasisKind,
    Community,
    Group,
    GroupState,
    JoinMode,
    Move,
    SizeBand,
    Use,
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
    Line,
    Urgency,
    escape,
    mention,
)
from .model.event import (
    AccountsLinked,
    AccountsUnlinked,
    CommandGiven,
    Event,
    GroupMoved,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    MessageSeen,
    ReactionAdded,
    ReactionRemoved,
    RoleChanged,
    RoomOpened,
    SharedFile,
    TermBegan,
    TermEnded,
)
from .model.playbook import Deck, DeckCard, LocalText
from .model.preferences import DAYS, NO_HOURS, Away, Hours, Preferences, Quiet
from .model.roles import Term
from .playbook.local_time import local_to_utc
from .plugin import Plugin
from .refs import GroupRef, MessageRef, PersonRef, RoomRef
from .signature import Rest
from .texts import Reader, Text, code, in_words_of, listed, paragraphs, together
from .values import frozen

__all__ = [
    "ALIKE",
    "AWAKE",
    "Accounts",
    "AccountsLinked",
    "AccountsUnlinked",
    "Answer",
    "Away",
    "Basis",
    "BasisKind",
    "Capability",
    "Card",
    "Choice",
    "CommandGiven",
    "Community",
    "Context",
    "CoterieError",
    "DAYS",
    "Deck",
    "DeckCard",
    "Event",
    "Feed",
    "Field",
    "FieldKind",
    "Form",
    "Group",
    "GroupMoved",
    "GroupRef",
    "GroupState",
    "Groups",
    "Hours",
    "JoinMode",
    "LIVE",
    "LONGEST_NAME",
    "LONGEST_PEOPLE",
    "LONGEST_PURPOSE",
    "Line",
    "Linked",
    "LocalText",
    "MemberJoined",
    "MemberLeft",
    "MessageEdited",
    "MessagePosted",
    "MessageRef",
    "MessageRemoved",
    "MessageSeen",
    "Move",
    "NO_HOURS",
    "Near",
    "Offer",
    "Overlap",
    "People",
    "PersonRef",
    "Plugin",
    "Preferences",
    "Quiet",
    "ReactionAdded",
    "ReactionRemoved",
    "Reader",
    "Rest",
    "RoleChanged",
    "RoomOpened",
    "RoomRef",
    "RunView",
    "Scope",
    "SharedFile",
    "SizeBand",
    "Term",
    "TermBegan",
    "TermEnded",
    "Text",
    "TimelineEntry",
    "Urgency",
    "Use",
    "UserError",
    "Visibility",
    "alike_pairs",
    "code",
    "escape",
    "evolve",
    "field",
    "frozen",
    "in_words_of",
    "listed",
    "local_to_utc",
    "mention",
    "nearest_groups",
    "one_line",
    "overlap",
    "paragraphs",
    "review_months",
    "together",
    "words",
]
