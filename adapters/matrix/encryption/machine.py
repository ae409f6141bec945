"""What one device encrypts and decrypts: nio's Olm machine on vodozemac, without a network.

Every method blocks and belongs into the one thread that made the machine. Of nio's machine it takes the sessions between devices, the lists of
devices and the keeping. That a key is kept before the homeserver hears of it is its own; what it reads, writes and gives away stands in files
beside this one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attrs import field
from nio.crypto import Olm  # type: ignore[import-untyped]  # it ships no types
from nio.event_builders import ToDeviceMessage  # type: ignore[import-untyped]  # likewise
from nio.events import ForwardedRoomKeyEvent, RoomKeyEvent, ToDeviceEvent  # type: ignore[import-untyped]  # likewise
from nio.exceptions import EncryptionError  # type: ignore[import-untyped]  # likewise
from nio.responses import KeysClaimResponse, KeysQueryResponse  # type: ignore[import-untyped]  # likewise

from coterie.core.logs import get_logger
from coterie.core.owner_file import OWNER_ONLY
from coterie.core.values import frozen

from .believed import ENCRYPTED, MEGOLM, devices_in
from .devices import device_of
from .giving import Giving
from .kept import Kept, Native
from .reading import Reading
from .signing import Json, canonical, is_signed
from .writing import Writing

log = get_logger(__name__)

_WRONG = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, EncryptionError)
"""What nio and vodozemac raise at what others send; vodozemac's own errors are ValueErrors."""


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
        self.reading = Reading(self._olm, self.kept)
        self.writing = Writing(self._olm, self.kept)
        self.giving = Giving(self._olm, self.kept, self.reading, self.writing)

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

    # --- the devices of others --------------------------------------------------------------------------------------

    def to_query(self) -> set[str]:
        """Whose devices must be asked for because something was found to be unknown."""
        return set(self._olm.users_for_key_query)

    def learn(self, reply: Mapping[str, Any]) -> None:
        """Take in the answer of `/keys/query`. A device whose keys are not what they should be does not hold up the others."""
        with self.kept.begun():
            for user, devices in devices_in(reply).items():
                try:
                    self._olm.handle_response(KeysQueryResponse({user: devices}, {}))
                except _WRONG as error:
                    log.info("the devices of somebody can't be read", user=user, reason=repr(error))
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

    def unmet(self, devices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those with which there is no session yet."""
        found = ((one, device_of(self._olm, *one)) for one in devices)
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


def file_of(device: str) -> str:
    """The name of the file in which a device's keys stand."""
    return f"{quote(device, safe='')}.db"


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
