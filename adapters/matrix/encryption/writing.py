"""How the device writes in rooms: one session for each, told to whoever may read there and given up when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from nio.crypto import Olm, OutboundGroupSession  # type: ignore[import-untyped]  # it ships no types

from .believed import RELATION
from .devices import devices
from .kept import Kept
from .signing import Json


class Writing:
    """The sessions by which one device writes."""

    def __init__(self, olm: Olm, kept: Kept) -> None:
        self._olm = olm
        self._kept = kept
        self._shared: dict[str, dict[tuple[str, str], int]] = {}

    def prepare(self, room: str, users: Iterable[str], settings: Mapping[str, Any]) -> set[tuple[str, str]]:
        """The devices of these users that can't read the room's next message yet.

        The session is given up where somebody has it who is no longer to read, and as often as the room's settings say.
        """
        wanted = devices(self._olm, users)
        session = self._olm.outbound_group_sessions.get(room)
        if session is not None and (session.expired or session.users_shared_with - wanted):
            del self._olm.outbound_group_sessions[room]
            session = None
        if session is None:
            with self._kept.begun():
                self._olm.create_outbound_group_session(room)
            session = self._olm.outbound_group_sessions[room]
            _rotate_by(session, settings)
            self._shared[room] = {}
        told: set[tuple[str, str]] = session.users_shared_with
        return wanted - told

    def share(self, room: str, users: Iterable[str]) -> list[tuple[set[tuple[str, str]], Json]]:
        """Bodies of `/sendToDevice` by which the devices of these users learn the room's key, each with the devices it is for."""
        session = self._olm.outbound_group_sessions[room]
        session.shared = False  # a session that goes on is told to more devices; nio would begin another
        with self._kept.begun():
            return list(self._olm.share_group_session_parallel(room, list(users), ignore_unverified_devices=True))

    def shared(self, room: str, devices: set[tuple[str, str]]) -> None:
        """These devices were told."""
        session = self._olm.outbound_group_sessions[room]
        session.users_shared_with.update(devices)
        for device in devices:
            self._shared[room].setdefault(device, session.message_index)

    def encrypt(self, room: str, kind: str, content: Mapping[str, Any]) -> Json:
        """The content of an `m.room.encrypted`. What it relates to stands outside, where the homeserver sees it."""
        self._olm.outbound_group_sessions[room].mark_as_shared()
        inner = {name: part for name, part in content.items() if name != RELATION}
        sealed: Json = self._olm.group_encrypt(room, {"type": kind, "content": inner})
        return sealed | ({RELATION: content[RELATION]} if RELATION in content else {})

    def told(self, room: str, session: str, device: tuple[str, str]) -> int | None:
        """From which message on a device was told the session by which the room is written in now; None where it was not, or is another."""
        current = self._olm.outbound_group_sessions.get(room)
        return self._shared.get(room, {}).get(device) if current is not None and current.id == session else None


def _rotate_by(session: OutboundGroupSession, settings: Mapping[str, Any]) -> None:
    """How long one session serves (client-server API, `m.room.encryption`); its defaults are nio's."""
    age, messages = settings.get("rotation_period_ms"), settings.get("rotation_period_msgs")
    if isinstance(age, int) and 0 < age < 10**12:
        session.max_age = timedelta(milliseconds=max(age, 3_600_000))
    if isinstance(messages, int) and messages > 0:
        session.max_messages = messages
