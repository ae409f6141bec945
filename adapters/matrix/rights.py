"""What coterie does in the rooms of groups, and what of it it may not do in one (pure)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from coterie.core.model.event import Lack, RightsFound

from . import polls
from .decode import Reading, head_of, names_of
from .power import Power

TYPES = (
    ("m.room.message", False, "write"),
    ("m.reaction", False, "react"),
    (polls.START, False, "poll"),
    ("m.room.pinned_events", True, "pin"),
    ("m.room.topic", True, "topic"),
    ("m.room.avatar", True, "avatar"),
    ("m.room.name", True, "rename"),
    ("m.room.power_levels", True, "grant"),
    ("m.room.join_rules", True, "admit"),
)
"""What it sends into them, whether that is state, and what for: each type by itself, because a room may ask less of one than of others."""
ACTS = (("invite", 0, "invite"), ("kick", 50, "remove"), ("redact", 50, "redact"))
"""And what it does there, with the level that the specification gives where the room says nothing."""
WORDS = {
    "write": "write",
    "react": "put emojis",
    "poll": "ask by polls",
    "pin": "pin",
    "topic": "set the topic",
    "avatar": "give it a picture",
    "rename": "rename it",
    "grant": "give rights",
    "admit": "say who may come in",
    "invite": "invite",
    "remove": "remove somebody",
    "redact": "take messages of others away",
}
"""The same for whoever runs coterie."""


def lacking(power: Power, user: str) -> tuple[Lack, ...]:
    """Every right of these that the user does not have, in this order."""
    held = power.of(user)
    needed = [(act, kind, power.needed_to_send(kind, state=state)) for kind, state, act in TYPES]
    needed += [(act, right, power.needed_to(right, default)) for right, default, act in ACTS]
    return tuple(
        Lack(act, right, int(level), int(held)) for act, right, level in needed if not math.isinf(held) and held < level
    )


def rights_found(
    room: str,
    state: Sequence[Mapping[str, Any]],
    told_by: Mapping[str, Any],
    power: Power,
    reading: Reading,
    **more: Any,
) -> RightsFound | None:
    """What coterie may not do in the room, as the native event `told_by` let it be known; `person` in `more` says who caused that."""
    head = head_of(room, told_by)
    if head is None:
        return None
    contents = {(str(one.get("type")), str(one.get("state_key"))): _mapping(one.get("content")) for one in state}
    name = contents.get(("m.room.name", ""), {}).get("name")
    return RightsFound(
        **head | {"id": f"{head['id']}:rights", "person": None} | more,
        account=reading.user,
        lacking=lacking(power, reading.user),
        title=name if isinstance(name, str) and name else names_of(room, contents)[0],
        direct=reading.direct,
    )


def let_in_by(joined: Mapping[str, Any], user: str) -> str | None:
    """Who invited `user`, by the event with which they came in; None where they came by themselves."""
    unsigned = _mapping(joined.get("unsigned"))
    if _mapping(unsigned.get("prev_content")).get("membership") != "invite":
        return None
    inviter = unsigned.get("prev_sender")
    return inviter if isinstance(inviter, str) and inviter != user else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
