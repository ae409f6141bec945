"""The keys of an account as they go into a backup and come out of one, sealed by a passphrase.

What goes: the seeds by which the account signs its devices, the keys of messages, which rooms are encrypted. What does not: the device itself.
Two of one device would write by one ratchet, and what it had by then said to others would be said again; so whoever comes out of a backup is a
new device, which the same seeds sign and which reads what the old one could read.

    {"user", "device", "seeds", "rooms": [room, …], "sessions": [{"room", "sender", "signer", "chain", "key"}, …], "former": [key, …]}
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import vodozemac
from Crypto.Cipher import AES
from nio.crypto import InboundGroupSession  # type: ignore[import-untyped]  # it ships no types

from coterie.core.errors import StoreError, UserError

from .home import KeyHome, device_in, folder_of, seeds_in
from .kept import Kept
from .machine import Machine, file_of
from .signing import Seeds, from_unpadded, unpadded

_COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 2**20, "dklen": 32}
"""Of scrypt (RFC 7914): a tenth of a second and 32 MB for each guess."""
_FORMAT = "coterie-keys-1"
_SALT, _NONCE, _TAG = 16, 12, 16


def copied(data: Path, user: str) -> dict[str, Any] | None:
    """The account's keys, read beside a running coterie; None where there are none. Raises StoreError where they can't be read."""
    folder = folder_of(data, user)
    device = device_in(folder)
    if device is None:
        return None
    seeds = seeds_in(folder)
    kept = Kept(user, device, str(folder), database_name=file_of(device))
    try:
        account = kept.load_account()
        own = [str(account.identity_keys["curve25519"])] if account else []
        return {
            "user": user,
            "device": device,
            "seeds": seeds.to_json() if seeds else None,
            "rooms": sorted(kept.load_encrypted_rooms()),
            "sessions": list(_sessions(kept)),
            "former": [*kept.former(), *own],
        }
    finally:
        kept.close()


def laid_aside(data: Path, user: str, copy: Mapping[str, Any]) -> str:
    """Put the keys of a copy where the account's next start takes them in; what was done, in words. Seeds that are there stay.

    Raises Locked where coterie runs, UserError where they are of another account.
    """
    if copy.get("user") != user:
        raise UserError(f"the keys in it are those of {copy.get('user')}, and [matrix] names {user}")
    home = KeyHome(data, user)
    try:
        here = device_in(home.path)
        if copy.get("seeds") and home.seeds is None:
            home.keep_seeds(Seeds.from_json(copy["seeds"]))
        home.lay_aside(json.dumps(copy))
    finally:
        home.release()
    if here is not None:
        return f"the keys to encrypted rooms will be taken in by the device that is there, {here}"
    return (
        f"the keys to encrypted rooms are in {home.path}, for a new device: what was the device {copy.get('device')} can't be brought back. "
        "Log in with `coterie matrix login`; with COTERIE_MATRIX_PASSWORD alone the next start does it by itself"
    )


def take_in(machine: Machine, copy: Mapping[str, Any]) -> int:
    """Let the device know the keys of a copy; how many there were. What it knows already stays as it is."""
    with machine.kept.begun():
        for one in copy["sessions"]:
            machine.kept.save_inbound_group_session(_session(one))
        machine.kept.save_encrypted_rooms(set(copy["rooms"]))
        machine.kept.was(copy["former"])
    return len(copy["sessions"])


def sealed(copy: Mapping[str, Any], passphrase: str) -> str:
    """The copy, to be read by whoever has the passphrase."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    cipher = AES.new(_key(passphrase, salt), AES.MODE_GCM, nonce=nonce, mac_len=_TAG)
    cipher.update(_FORMAT.encode())
    text, tag = cipher.encrypt_and_digest(json.dumps(copy).encode())
    return f"{_FORMAT}:{unpadded(salt + nonce + tag + text)}"


def opened(text: str, passphrase: str) -> dict[str, Any]:
    """What was sealed. Raises UserError where the passphrase is another one, StoreError for what a newer coterie wrote."""
    head, _, body = text.partition(":")
    if head != _FORMAT:
        raise StoreError(f"the keys are in a form that this coterie does not know: {head[:40]}")
    packed = from_unpadded(body)
    salt, nonce, tag, rest = (
        packed[:_SALT],
        packed[_SALT : _SALT + _NONCE],
        packed[_SALT + _NONCE : _SALT + _NONCE + _TAG],
        packed[_SALT + _NONCE + _TAG :],
    )
    cipher = AES.new(_key(passphrase, salt), AES.MODE_GCM, nonce=nonce, mac_len=_TAG)
    cipher.update(_FORMAT.encode())
    try:
        copy: dict[str, Any] = json.loads(cipher.decrypt_and_verify(rest, tag))
    except ValueError as error:
        raise UserError("the keys were sealed by another passphrase") from error
    return copy


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, **_COST)


def _sessions(kept: Kept) -> Iterator[dict[str, Any]]:
    for room, session in kept.inbound_ids():
        found = kept.inbound(room, session)
        if found is not None:
            yield {
                "room": found.room_id,
                "sender": found.sender_key,
                "signer": found.ed25519,
                "chain": list(found.forwarding_chain),
                "key": found.export_session(found.first_known_index),
            }


def _session(kept: Mapping[str, Any]) -> InboundGroupSession:
    key = vodozemac.InboundGroupSession.import_session(vodozemac.ExportedSessionKey(kept["key"]))
    return InboundGroupSession("", kept["signer"], kept["sender"], kept["room"], kept["chain"], session=key)
