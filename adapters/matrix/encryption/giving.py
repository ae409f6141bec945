"""Keys that the device asks for, and those that it gives away (client-server API, "Key sharing")."""

from __future__ import annotations

from enum import Enum
from typing import Any

from nio.crypto import InboundGroupSession, Olm, OlmDevice, OutgoingKeyRequest  # type: ignore[import-untyped]  # it ships no types
from nio.event_builders import ToDeviceMessage  # type: ignore[import-untyped]  # likewise

from .believed import ENCRYPTED, MEGOLM
from .devices import device_of
from .kept import Kept, Native
from .reading import Reading
from .signing import Json
from .writing import Writing

WITHHELD = "m.room_key.withheld"


class Withheld(Enum):
    """Why a key is not given (client-server API, `m.room_key.withheld`)."""

    UNAVAILABLE = "m.unavailable"
    UNAUTHORISED = "m.unauthorised"
    NO_OLM = "m.no_olm"


_REASONS = {
    Withheld.UNAVAILABLE: "This device does not have the key",
    Withheld.UNAUTHORISED: "This device was not told the key when it was used",
    Withheld.NO_OLM: "This device gives no keys to begin a session with",
}


class Giving:
    """What one device asks others for, and answers them."""

    def __init__(self, olm: Olm, kept: Kept, reading: Reading, writing: Writing) -> None:
        self._olm = olm
        self._kept = kept
        self._reading = reading
        self._writing = writing

    def ask_for(self, room: str, session: str, sender: str, sender_key: str | None) -> tuple[ToDeviceMessage, ...]:
        """The requests for a key: to the devices of our own and to the sender's; none where it was asked for before."""
        if session in self._olm.outgoing_key_requests:
            return ()
        body = {"algorithm": MEGOLM, "room_id": room, "session_id": session}
        body |= {"sender_key": sender_key} if sender_key else {}
        content = {
            "action": "request",
            "body": body,
            "request_id": session,
            "requesting_device_id": self._olm.device_id,
        }
        request = OutgoingKeyRequest(session, session, room, MEGOLM)
        self._olm.outgoing_key_requests[session] = request
        self._kept.add_outgoing_key_request(request)
        users = dict.fromkeys((self._olm.user_id, sender))
        return tuple(ToDeviceMessage("m.room_key_request", user, "*", content) for user in users)

    def answer(self, request: Native) -> ToDeviceMessage | None:
        """The key that a device asks for, or why it does not get it; None where nobody can be told, as the device is not known.

        To devices of our own that are signed by us, every key; to others, those of ours that they were told already, from there on
        (client-server API, `m.room_key_request`).
        """
        content = _dict(request.get("content"))
        body = _dict(content.get("body"))
        room, session_id = body.get("room_id"), body.get("session_id")
        device = device_of(self._olm, str(request.get("sender")), str(content.get("requesting_device_id")))
        if content.get("action") != "request" or device is None:
            return None
        if not isinstance(room, str) or not isinstance(session_id, str):
            return None
        session = self._reading.sessions.of(room, session_id)
        if session is None:
            return self._withheld(device, Withheld.UNAVAILABLE, room, session_id)
        index = self._may_have(device, room, session)
        if index is None:
            return self._withheld(device, Withheld.UNAUTHORISED, room, session_id)
        olm = self._olm.session_store.get(device.curve25519)
        if olm is None:
            return self.unmet(device.user_id, device.device_id)
        told = {
            "algorithm": MEGOLM,
            "room_id": room,
            "session_id": session.id,
            "session_key": session.export_session(index),
            "sender_key": session.sender_key,
            "sender_claimed_ed25519_key": session.ed25519,
            "forwarding_curve25519_key_chain": session.forwarding_chain,
        }
        sealed = self._olm._olm_encrypt(olm, device, "m.forwarded_room_key", told)  # nio answers its own way only
        return ToDeviceMessage(ENCRYPTED, device.user_id, device.device_id, sealed)

    def unmet(self, user: str, device: str) -> ToDeviceMessage:
        """To a device that has no keys to begin a session with: it gets none of ours, whatever the room."""
        content = self._why(Withheld.NO_OLM)
        return ToDeviceMessage(WITHHELD, user, device, content)

    def _withheld(self, device: OlmDevice, code: Withheld, room: str, session: str) -> ToDeviceMessage:
        content = self._why(code) | {"room_id": room, "session_id": session}
        return ToDeviceMessage(WITHHELD, device.user_id, device.device_id, content)

    def _why(self, code: Withheld) -> Json:
        sender_key = self._olm.account.identity_keys["curve25519"]
        return {"algorithm": MEGOLM, "code": code.value, "reason": _REASONS[code], "sender_key": sender_key}

    def _may_have(self, device: OlmDevice, room: str, session: InboundGroupSession) -> int | None:
        """From which message on."""
        if device.user_id == self._olm.user_id and self._olm.is_device_verified(device):
            return int(session.first_known_index)
        return self._writing.told(room, session.id, (device.user_id, device.device_id))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
