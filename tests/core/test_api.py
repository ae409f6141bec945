"""The public door: what stands in it, and that taking it costs nothing it should not."""

from __future__ import annotations

from coterie.core import api


def test_these_names_and_no_others_are_public() -> None:
    """A name that leaves breaks somebody's plugin; one that comes is kept for long."""
    assert sorted(api.__all__) == NAMES
    assert all(hasattr(api, name) for name in NAMES)


NAMES = [
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
    "GroupMoved",
    "GroupRef",
    "GroupState",
    "Groups",
    "JoinMode",
    "MemberJoined",
    "MemberLeft",
    "MessageEdited",
    "MessagePosted",
    "MessageRef",
    "MessageRemoved",
    "Move",
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
    "Term",
    "TermBegan",
    "TermEnded",
    "Text",
    "TimelineEntry",
    "Urgency",
    "Use",
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
