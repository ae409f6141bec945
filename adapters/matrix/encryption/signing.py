"""What is signed on Matrix, and by what (pure): canonical JSON, unpadded base64, ed25519 (specification, appendix "Signing JSON")."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from typing import Any

import vodozemac
from attrs import field
from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from coterie.core.values import frozen

Json = dict[str, Any]

SEED_BYTES = 32
USAGES = ("master", "self_signing", "user_signing")


def canonical(value: Mapping[str, Any]) -> bytes:
    """The value as the bytes that are signed: keys in order, nothing in between, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def unpadded(data: bytes) -> str:
    """Base64 without the `=` at its end: padded keys are not taken."""
    return base64.b64encode(data).decode().rstrip("=")


def from_unpadded(text: str) -> bytes:
    """Raises ValueError for what is no base64."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(f"no base64: {error}") from error


def is_signed(value: Mapping[str, Any], user: str, key: str) -> bool:
    """Whether the signature of `user` by the ed25519 key with this public part stands under the value and is right."""
    given = value.get("signatures")
    mine = given.get(user) if isinstance(given, Mapping) else None
    signature = mine.get(f"ed25519:{key}") if isinstance(mine, Mapping) else None
    return isinstance(signature, str) and is_signature(value, signature, key)


def is_signature(value: Mapping[str, Any], signature: str, key: str) -> bool:
    """Whether this is what the ed25519 key with this public part signs the value with."""
    try:
        signed = vodozemac.Ed25519Signature.from_base64(signature)
        vodozemac.Ed25519PublicKey.from_base64(key).verify_signature(canonical(_bare(value)), signed)
    except ValueError:
        return False
    return True


@frozen
class SigningKey:
    """An ed25519 key out of its seed."""

    seed: bytes = field(repr=False)

    @property
    def public(self) -> str:
        return unpadded(self._key.public_key().export_key(format="raw"))

    def signature(self, value: Mapping[str, Any]) -> str:
        """What the value is signed with; what signs it already, and what stands unsigned in it, is no part of it."""
        return unpadded(eddsa.new(self._key, "rfc8032").sign(canonical(_bare(value))))

    def signed(self, value: Mapping[str, Any], user: str) -> Json:
        """The value with this signature and no other."""
        return {**_bare(value), "signatures": {user: {f"ed25519:{self.public}": self.signature(value)}}}

    @property
    def _key(self) -> ECC.EccKey:
        return ECC.construct(curve="Ed25519", seed=self.seed)


@frozen
class Seeds:
    """The three keys of an account, by which it says which devices are its own, and who is who they say (specification, "Cross-signing")."""

    master: SigningKey
    self_signing: SigningKey
    user_signing: SigningKey

    @staticmethod
    def new() -> Seeds:
        return Seeds(*(SigningKey(secrets.token_bytes(SEED_BYTES)) for _ in USAGES))

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> Seeds:
        """Raises ValueError for what does not hold three seeds."""
        found = [from_unpadded(kept[usage]) if isinstance(kept.get(usage), str) else b"" for usage in USAGES]
        if any(len(seed) != SEED_BYTES for seed in found):
            raise ValueError("three seeds of 32 bytes were expected")
        return Seeds(*map(SigningKey, found))

    def to_json(self) -> Json:
        return {usage: unpadded(getattr(self, usage).seed) for usage in USAGES}

    def upload(self, user: str) -> Json:
        """What `/keys/device_signing/upload` is told: the three public parts, the lower two signed by the master key."""
        told: Json = {"master_key": self.master_key(user)}
        for usage, key in (("self_signing", self.self_signing), ("user_signing", self.user_signing)):
            told[f"{usage}_key"] = self.master.signed(_public(user, usage, key), user)
        return told

    def master_key(self, user: str) -> Json:
        """The public part of the master key, as others sign it."""
        return _public(user, "master", self.master)


def _public(user: str, usage: str, key: SigningKey) -> Json:
    return {"user_id": user, "usage": [usage], "keys": {f"ed25519:{key.public}": key.public}}


def _bare(value: Mapping[str, Any]) -> Json:
    return {name: part for name, part in value.items() if name not in ("signatures", "unsigned")}
