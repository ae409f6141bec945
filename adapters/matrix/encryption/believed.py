"""What is believed of what others say (pure): which devices are what they claim, and what stood in an encrypted event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from coterie.core.payloads import well_formed

from .kept import Native

MEGOLM = "m.megolm.v1.aes-sha2"
ENCRYPTED = "m.room.encrypted"
RELATION = "m.relates_to"

_SPOKEN = ("m.room.message", "m.sticker", "m.reaction")
_SPOKEN_BEGINS = ("m.poll.", "org.matrix.msc3381.poll.", "m.key.verification.")
"""What is taken from within an encrypted event. Everything else (a redaction, say) counts only where the homeserver could check it."""


class Unreadable(Exception):
    """An event can't be read. `session` is the one by which it was written; `by_key`, whether a key that may still come would help."""

    def __init__(self, why: str, session: str = "", *, by_key: bool = False) -> None:
        super().__init__(why)
        self.session, self.by_key = session, by_key


class UnknownDevice(Exception):
    """Whose session it is can't be told before the devices of the sender are asked for."""


def opened(room: str, event: Native, content: Native, plain: str) -> Native:
    """The event with what was encrypted in it, `plain`, in the place of its `content`. Raises Unreadable."""
    try:
        payload = well_formed(json.loads(plain))
    except (ValueError, RecursionError) as error:
        raise Unreadable("it holds no event") from error
    kind, inner = _dict(payload).get("type"), _dict(payload).get("content")
    if not isinstance(kind, str) or not isinstance(inner, dict) or _dict(payload).get("room_id") != room:
        raise Unreadable("it holds no event of this room")
    if kind not in _SPOKEN and not kind.startswith(_SPOKEN_BEGINS):
        raise Unreadable(f"{kind} is not taken from an encrypted event")
    if RELATION in content:
        inner = {**inner, RELATION: content[RELATION]}
    return {**event, "type": kind, "content": inner}


def devices_in(reply: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The devices in an answer of `/keys/query` by user and id, as nio takes them: those that say of themselves what the homeserver says of them."""
    return {
        user: {id: _named(one) for id, one in found.items() if _is_device(one, user, id)}
        for user, found in _dict(reply.get("device_keys")).items()
        if isinstance(found, dict)
    }


def _is_device(told: object, user: str, id: str) -> bool:
    known, signatures = _dict(_dict(told).get("keys")), _dict(_dict(told).get("signatures"))
    claimed = (_dict(told).get("user_id"), _dict(told).get("device_id")) == (user, id)
    keys = all(isinstance(known.get(f"{kind}:{id}"), str) for kind in ("ed25519", "curve25519"))
    return claimed and keys and isinstance(signatures.get(user), dict)


def _named(told: dict[str, Any]) -> dict[str, Any]:
    """With a name that is a text: it is unsigned, and may be anything."""
    name = _dict(told.get("unsigned")).get("device_display_name")
    return {**told, "unsigned": {"device_display_name": name if isinstance(name, str) else ""}}


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
