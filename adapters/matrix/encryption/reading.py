"""How the device reads what was encrypted in rooms, and whose it takes it to be."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from nio.crypto import InboundGroupSession, Olm  # type: ignore[import-untyped]  # it ships no types

from .believed import MEGOLM, UnknownDevice, Unreadable, opened
from .kept import Kept, Native, Sessions

_REPLAYS = 20_000


class Reading:
    """The sessions by which others write, as one device has them."""

    def __init__(self, olm: Olm, kept: Kept) -> None:
        self._olm = olm
        self._kept = kept
        self.sessions: Sessions = olm.inbound_group_store
        self._indexes: OrderedDict[tuple[str, int], str] = OrderedDict()

    def decrypt(self, room: str, event: Native) -> Native:
        """The event as it was before its sender encrypted it. Raises Unreadable or UnknownDevice."""
        content = _dict(event.get("content"))
        session_id, ciphertext = content.get("session_id"), content.get("ciphertext")
        if content.get("algorithm") != MEGOLM or not isinstance(session_id, str) or not isinstance(ciphertext, str):
            raise Unreadable("it is encrypted in a way that coterie does not know")
        session = self.sessions.of(room, session_id)
        if session is None:
            raise Unreadable("its key did not come", session_id, by_key=True)
        try:
            plain, index = session.decrypt(ciphertext)
        except ValueError as error:
            early = "index" in str(error).lower()
            raise Unreadable(f"its key does not fit: {error}", session_id, by_key=early) from error
        self._check_owner(event, session)
        self._check_replay(event, session_id, index)
        return opened(room, event, content, plain)

    def _check_owner(self, event: Native, session: InboundGroupSession) -> None:
        """A key that everybody in the room has proves nothing: the session must be of a device of the sender."""
        sender = str(event.get("sender"))
        if sender == self._olm.user_id and session.sender_key in self._own():
            return
        devices = self._olm.device_store[sender].values()
        mine = next((one for one in devices if one.curve25519 == session.sender_key), None)
        if mine is None:
            raise UnknownDevice(sender)
        if mine.ed25519 != session.ed25519:
            raise Unreadable("it is of another device than it says", session.id)

    def _own(self) -> frozenset[str]:
        return self._kept.former() | {self._olm.account.identity_keys["curve25519"]}

    def _check_replay(self, event: Native, session: str, index: int) -> None:
        """One ciphertext is one message (specification, "m.megolm.v1.aes-sha2", about replay)."""
        event_id = str(event.get("event_id"))
        if self._indexes.setdefault((session, index), event_id) != event_id:
            raise Unreadable("it says again what was said before", session)
        while len(self._indexes) > _REPLAYS:
            self._indexes.popitem(last=False)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
