"""What one device encrypts and decrypts: nio's Olm machine on vodozemac, without a network.

Every method blocks and belongs into the one thread that made the machine. Of nio's machine it takes the sessions between devices, the lists of
devices and the keeping. Its own are: that a key is kept before the homeserver hears of it, that a message is held to be of the device that made
its session, and which keys are given away.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attrs import field
from nio.crypto import InboundGroupSession, Olm, OlmDevice, OutgoingKeyRequest  # type: ignore[import-untyped]  # it ships no types
from nio.event_builders import ToDeviceMessage  # type: ignore[import-untyped]  # likewise
from nio.events import ForwardedRoomKeyEvent, RoomKeyEvent, ToDeviceEvent  # type: ignore[import-untyped]  # likewise
from nio.exceptions import EncryptionError  # type: ignore[import-untyped]  # likewise
from nio.responses import KeysClaimResponse, KeysQueryResponse  # type: ignore[import-untyped]  # likewise

from coterie.core.logs import get_logger
from coterie.core.owner_file import OWNER_ONLY
from coterie.core.values import frozen

from .believed import ENCRYPTED, MEGOLM, RELATION, UnknownDevice, Unreadable, devices_in, opened
from .kept import Kept, Native, Sessions
from .signing import Json, canonical, is_signed

log = get_logger(__name__)

_WRONG = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, EncryptionError)
"""What nio and vodozemac raise at what others send; vodozemac's own errors are ValueErrors."""

_REPLAYS = 20_000


@frozen
class Received:
    """What came of to-device events: the sessions for which keys came, what others ask for, and what else is for whoever verifies."""

    sessions: tuple[str, ...] = ()
    requests: tuple[Native, ...] = ()
    others: tuple[Native, ...] = field(default=(), repr=False)


class _Olm(Olm):  # type: ignore[misc]  # nio's class has no types
    def _should_accept_forward(self, sender: str, sender_key: str, event: ForwardedRoomKeyEvent) -> bool:
        """Only what was asked for, and only of whose session it is or of a device of our own (client-server API, `m.forwarded_room_key`)."""
        asked = self.outgoing_key_requests.get(event.session_id)
        if asked is None or (asked.room_id, asked.algorithm) != (event.room_id, event.algorithm):
            return False
        device = self.device_store.device_from_sender_key(event.sender, sender_key)
        if device is None:
            return False
        own = device.user_id == self.user_id and device.verified
        return bool(own or event.source["content"].get("sender_key") == sender_key)


class Machine:
    """One device. `user` and `device` are its ids; what it keeps stands in `folder`, which must be there."""

    def __init__(self, user: str, device: str, folder: Path) -> None:
        logging.getLogger("nio").setLevel(
            logging.ERROR
        )  # it warns of what is usual, such as a device without a session
        self.user, self.device = user, device
        self.kept = Kept(user, device, str(folder), database_name=file_of(device))
        self._file = folder / file_of(device)
        self._file.chmod(OWNER_ONLY)
        self._olm = _Olm(user, device, self.kept)
        self.signer: str | None = None
        """The public key with which the account signs its devices, where its seed is ours."""
        self._indexes: OrderedDict[tuple[str, int], str] = OrderedDict()
        self._shared: dict[str, dict[tuple[str, str], int]] = {}

    def close(self) -> None:
        self.kept.close()

    def discard(self) -> None:
        """Take the file away where it holds nothing but keys that nobody was told; else keep it under another name."""
        self.kept.close()
        if self.is_uploaded:
            self._file.replace(self._file.with_name(f"{self._file.name}.old"))
        else:
            self._file.unlink(missing_ok=True)

    # --- the own device ---------------------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """The public ed25519 key, by which others know the device."""
        return str(self._olm.account.identity_keys["ed25519"])

    @property
    def is_uploaded(self) -> bool:
        """Whether the homeserver has its keys."""
        return bool(self._olm.account.shared)

    def forgotten(self) -> None:
        """The homeserver does not have its keys, or not any more."""
        self._olm.account.shared = False
        self._olm.save_account()

    def device_keys(self) -> Json:
        """What the homeserver tells others of it, signed by itself."""
        identity = self._olm.account.identity_keys
        keys = {
            "algorithms": ["m.olm.v1.curve25519-aes-sha2", MEGOLM],
            "device_id": self.device,
            "user_id": self.user,
            "keys": {f"{kind}:{self.device}": identity[kind] for kind in ("curve25519", "ed25519")},
        }
        return self.signed(keys)

    def signed(self, value: Json) -> Json:
        """The value with the device's signature."""
        signature = self._olm.account.sign(canonical(value).decode())
        return {**value, "signatures": {self.user: {f"ed25519:{self.device}": signature}}}

    def upload(self, on_server: int | None, *, fallback: bool) -> Json | None:
        """What `/keys/upload` is to be told, kept before: what the homeserver gives away must be known here, whenever the process dies.

        `on_server` is how many one-time keys are there, None where that is not known; `fallback`, whether the fallback key is wanted.
        """
        account = self._olm.account
        wished: Json = {} if account.shared else {"device_keys": self.device_keys()}
        wanted = account.max_one_time_keys - (on_server or 0) if on_server is not None or not account.shared else 0
        unpublished = account.one_time_keys["curve25519"]
        if wanted > len(unpublished):
            account.generate_one_time_keys(wanted - len(unpublished))
        if wanted > 0:
            wished["one_time_keys"] = dict(map(self._signed_key, account.one_time_keys["curve25519"].items()))
        if fallback or not account.shared:
            if not account._account.fallback_key:  # nio has none: of the account beneath
                account._account.generate_fallback_key()
            key = {id: key.to_base64() for id, key in account._account.fallback_key.items()}
            wished["fallback_keys"] = {
                name: self.signed({"key": one["key"], "fallback": True})
                for name, one in map(self._signed_key, key.items())
            }
        if not wished:
            return None
        self._olm.save_account()
        return wished

    def is_silent(self, on_server: int | None, *, fallback: bool) -> bool:
        """Whether there is nothing to be said to the homeserver or to devices; the arguments are those of `upload`."""
        olm = self._olm
        enough = on_server is None or on_server >= olm.account.max_one_time_keys
        talks = olm.users_for_key_query or olm.wedged_devices or olm.outgoing_to_device_messages
        return bool(olm.account.shared and enough and not fallback and not talks)

    def uploaded(self) -> None:
        """The homeserver has what `upload` gave."""
        self._olm.account.shared = True
        self._olm.account.mark_keys_as_published()
        self._olm.save_account()

    def _signed_key(self, key: tuple[str, str]) -> tuple[str, Json]:
        return f"signed_curve25519:{key[0]}", self.signed({"key": key[1]})

    # --- what devices tell ------------------------------------------------------------------------------------------

    def receive(self, events: Sequence[Native]) -> Received:
        """Take in to-device events; all that comes of them is kept, or nothing where it raises: close the machine then."""
        sessions, requests, others = [], [], []
        with self.kept.begun():
            for event in self.kept.unhandled(events):
                kind = event.get("type")
                if kind == ENCRYPTED:
                    sessions += self._decrypted(event)
                elif kind == "m.room_key_request":
                    requests.append(event)
                else:
                    others.append(event)
            self._olm.save_account()  # which one-time key was used: nio forgets to keep that
        return Received(tuple(sessions), tuple(requests), tuple(others))

    def _decrypted(self, event: Native) -> list[str]:
        """The session for which it brought the key."""
        try:
            parsed = ToDeviceEvent.parse_event(dict(event))
            told = self._olm.handle_to_device_event(parsed)
        except _WRONG as error:
            log.info("a message of a device can't be read", sender=event.get("sender"), reason=repr(error))
            return []
        return [told.session_id] if isinstance(told, RoomKeyEvent) else []

    def outgoing(self) -> tuple[ToDeviceMessage, ...]:
        """What is to be sent to devices."""
        return tuple(self._olm.outgoing_to_device_messages)

    def sent(self, message: ToDeviceMessage) -> None:
        self._olm._mark_to_device_message_as_sent(message)  # nio's public way takes a response of its own client only

    def ask_for(self, room: str, session: str, sender: str, sender_key: str | None) -> tuple[ToDeviceMessage, ...]:
        """The requests for a key: to the devices of our own and to the sender's; none where it was asked for before."""
        if session in self._olm.outgoing_key_requests:
            return ()
        body = {"algorithm": MEGOLM, "room_id": room, "session_id": session}
        body |= {"sender_key": sender_key} if sender_key else {}
        content = {"action": "request", "body": body, "request_id": session, "requesting_device_id": self.device}
        request = OutgoingKeyRequest(session, session, room, MEGOLM)
        self._olm.outgoing_key_requests[session] = request
        self.kept.add_outgoing_key_request(request)
        users = dict.fromkeys((self.user, sender))
        return tuple(ToDeviceMessage("m.room_key_request", user, "*", content) for user in users)

    # --- the devices of others --------------------------------------------------------------------------------------

    def to_query(self) -> set[str]:
        """Whose devices must be asked for because something was found to be unknown."""
        return set(self._olm.users_for_key_query)

    def learn(self, reply: Mapping[str, Any]) -> None:
        """Take in the answer of `/keys/query`. A device whose keys are not what they should be does not hold up the others."""
        with self.kept.begun():
            self._olm.handle_response(KeysQueryResponse(devices_in(reply), {}))
        self._trust_own(reply)

    def _trust_own(self, reply: Mapping[str, Any]) -> None:
        """Our other devices are trusted where the account's own key signed them: not a key that the homeserver says is the account's."""
        if self.signer is None:
            return
        for id, device in _dict(_dict(reply.get("device_keys")).get(self.user)).items():
            known = self._olm.device_store[self.user].get(id)
            if known is None or known.ed25519 != _dict(_dict(device).get("keys")).get(f"ed25519:{id}"):
                continue
            if is_signed(device, self.user, self.signer):
                self._olm.verify_device(known)

    def devices(self, users: Iterable[str]) -> set[tuple[str, str]]:
        """The devices of these users by user and id, this one aside."""
        found = ((user, one.id) for user in users for one in self._olm.device_store.active_user_devices(user))
        return {one for one in found if one != (self.user, self.device)}

    def device_of(self, user: str, id: str) -> OlmDevice | None:
        """A device that is there."""
        found = self._olm.device_store[user].get(id)
        return None if found is None or found.deleted else found

    def unmet(self, devices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those with which there is no session yet."""
        found = ((one, self.device_of(*one)) for one in devices)
        return [one for one, device in found if device and not self._olm.session_store.get(device.curve25519)]

    def wedged(self) -> list[tuple[str, str]]:
        """Those whose sessions broke."""
        return [(one.user_id, one.device_id) for one in self._olm.wedged_devices]

    def meet(self, reply: Mapping[str, Any]) -> None:
        """Take in the answer of `/keys/claim`: begin sessions."""
        for user, devices in _dict(reply.get("one_time_keys")).items():
            for id, keys in _dict(devices).items():
                try:
                    with self.kept.begun():
                        self._olm.handle_response(KeysClaimResponse({user: {id: keys}}, {}))
                except _WRONG as error:
                    log.info("a device gives no key that can be used", user=user, device=id, reason=repr(error))

    # --- writing ----------------------------------------------------------------------------------------------------

    def prepare(self, room: str, users: Iterable[str], settings: Mapping[str, Any]) -> set[tuple[str, str]]:
        """The devices of these users that can't read the room's next message yet.

        The session is given up where somebody has it who is no longer to read, and as often as the room's settings say.
        """
        wanted = self.devices(users)
        session = self._olm.outbound_group_sessions.get(room)
        if session is not None and (session.expired or session.users_shared_with - wanted):
            del self._olm.outbound_group_sessions[room]
            session = None
        if session is None:
            with self.kept.begun():
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
        with self.kept.begun():
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

    # --- reading ----------------------------------------------------------------------------------------------------

    def decrypt(self, room: str, event: Native) -> Native:
        """The event as it was before its sender encrypted it. Raises Unreadable or UnknownDevice."""
        content = _dict(event.get("content"))
        session_id, ciphertext = content.get("session_id"), content.get("ciphertext")
        if content.get("algorithm") != MEGOLM or not isinstance(session_id, str) or not isinstance(ciphertext, str):
            raise Unreadable("it is encrypted in a way that coterie does not know")
        session = self._sessions.of(room, session_id)
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

    @property
    def _sessions(self) -> Sessions:
        sessions: Sessions = self._olm.inbound_group_store
        return sessions

    def _check_owner(self, event: Native, session: InboundGroupSession) -> None:
        """A key that everybody in the room has proves nothing: the session must be of a device of the sender."""
        sender = str(event.get("sender"))
        identity = self._olm.account.identity_keys
        if sender == self.user and session.sender_key == identity["curve25519"]:
            return
        devices = self._olm.device_store[sender].values()
        mine = next((one for one in devices if one.curve25519 == session.sender_key), None)
        if mine is None:
            raise UnknownDevice(sender)
        if mine.ed25519 != session.ed25519:
            raise Unreadable("it is of another device than it says", session.id)

    def _check_replay(self, event: Native, session: str, index: int) -> None:
        """One ciphertext is one message (specification, "m.megolm.v1.aes-sha2", about replay)."""
        event_id = str(event.get("event_id"))
        if self._indexes.setdefault((session, index), event_id) != event_id:
            raise Unreadable("it says again what was said before", session)
        while len(self._indexes) > _REPLAYS:
            self._indexes.popitem(last=False)

    # --- giving keys away -------------------------------------------------------------------------------------------

    def answer(self, request: Native) -> ToDeviceMessage | None:
        """The key that a device asks for; None where it may not have it, or where it can't be told.

        To devices of our own that are signed by us, every key; to others, those of ours that they were told already, from there on
        (client-server API, `m.room_key_request`).
        """
        content = _dict(request.get("content"))
        body = _dict(content.get("body"))
        room, session_id = body.get("room_id"), body.get("session_id")
        device = self.device_of(str(request.get("sender")), str(content.get("requesting_device_id")))
        if content.get("action") != "request" or device is None or not isinstance(room, str):
            return None
        session = self._sessions.of(room, str(session_id))
        olm = self._olm.session_store.get(device.curve25519)
        index = None if session is None else self._may_have(device, room, session)
        if session is None or olm is None or index is None:
            return None
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

    def _may_have(self, device: OlmDevice, room: str, session: InboundGroupSession) -> int | None:
        """From which message on."""
        if device.user_id == self.user and self._olm.is_device_verified(device):
            return int(session.first_known_index)
        current = self._olm.outbound_group_sessions.get(room)
        if current is None or current.id != session.id:
            return None
        return self._shared.get(room, {}).get((device.user_id, device.device_id))


def file_of(device: str) -> str:
    """The name of the file in which a device's keys stand."""
    return f"{quote(device, safe='')}.db"


def _rotate_by(session: Any, settings: Mapping[str, Any]) -> None:
    """How long one session serves (client-server API, `m.room.encryption`); its defaults are nio's."""
    age, messages = settings.get("rotation_period_ms"), settings.get("rotation_period_msgs")
    if isinstance(age, int) and 0 < age < 10**12:
        session.max_age = timedelta(milliseconds=max(age, 3_600_000))
    if isinstance(messages, int) and messages > 0:
        session.max_messages = messages


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
