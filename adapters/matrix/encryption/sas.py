"""Two devices find out that nobody is between them, by what their people compare (client-server API, "Short Authentication String (SAS)
verification"). No network: contents in, contents out, without what says which verification they belong to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import vodozemac
from nio.crypto import Sas as NioSas  # type: ignore[import-untyped]  # it ships no types

from coterie.core.values import frozen

from .signing import Json, canonical, unpadded

METHOD = "m.sas.v1"
_AGREEMENT = "curve25519-hkdf-sha256"
_HASH = "sha256"
_MAC = "hkdf-hmac-sha256.v2"
_STRINGS = ("emoji", "decimal")

_NAMES = {34: "Spanner", 36: "Thumbs Up", 53: "Aeroplane"}
"""What the specification calls some of them, and nio otherwise."""

Content = Mapping[str, Any]


class Cancelled(Exception):
    """The verification ends here: the specification's code, and why in words."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@frozen
class Party:
    """One of the two devices."""

    user: str
    device: str


class Sas:
    """One comparison between `me` and `them`, in the verification that is called `transaction`."""

    def __init__(self, me: Party, them: Party, transaction: str) -> None:
        self.me, self.them, self.transaction = me, them, transaction
        self._own = vodozemac.Sas()
        self._key = self._own.public_key.to_base64()
        self._their_key = ""
        self._shared: vodozemac.EstablishedSas | None = None
        self._started: Content | None = None
        self._commitment: str | None = None

    # --- beginning --------------------------------------------------------------------------------------------------

    def start(self) -> Json:
        """What begins it, if it is on us to begin."""
        return {
            "from_device": self.me.device,
            "method": METHOD,
            "key_agreement_protocols": [_AGREEMENT],
            "hashes": [_HASH],
            "message_authentication_codes": [_MAC],
            "short_authentication_string": list(_STRINGS),
        }

    @property
    def we_began(self) -> bool:
        return self._started is not None

    def begun(self, start: Content) -> None:
        """We began it with this content, whole as it was sent."""
        self._started = start

    def accept(self, start: Content) -> Json:
        """The answer to their beginning, whole as it came. Raises Cancelled where they know nothing that we know."""
        wished = {
            "key_agreement_protocols": _AGREEMENT,
            "hashes": _HASH,
            "message_authentication_codes": _MAC,
        }
        strings = [one for one in _STRINGS if one in _list(start.get("short_authentication_string"))]
        known = all(one in _list(start.get(name)) for name, one in wished.items())
        if start.get("method") != METHOD or not known or "decimal" not in strings:
            raise Cancelled("m.unknown_method", "the other client compares in a way that coterie does not know")
        return {
            "method": METHOD,
            "key_agreement_protocol": _AGREEMENT,
            "hash": _HASH,
            "message_authentication_code": _MAC,
            "short_authentication_string": strings,
            "commitment": _commitment(self._key, start),
        }

    def accepted(self, accept: Content) -> None:
        """They accept what we began. Raises Cancelled."""
        chosen = (accept.get("key_agreement_protocol"), accept.get("hash"), accept.get("message_authentication_code"))
        if self._started is None or self._commitment is not None:
            raise Cancelled("m.unexpected_message", "the other client accepts what nobody began")
        if chosen != (_AGREEMENT, _HASH, _MAC) or not isinstance(accept.get("commitment"), str):
            raise Cancelled("m.unknown_method", "the other client compares in a way that coterie does not know")
        self._commitment = str(accept["commitment"])

    # --- comparing --------------------------------------------------------------------------------------------------

    def key(self) -> Json:
        return {"key": self._key}

    def their_key(self, content: Content) -> None:
        """Raises Cancelled where it is none, or another than they committed themselves to."""
        key = content.get("key")
        if self._shared is not None or not isinstance(key, str):
            raise Cancelled("m.unexpected_message", "the other client sends a key that nobody waited for")
        if self._started is not None and self._commitment != _commitment(key, self._started):
            raise Cancelled("m.mismatched_commitment", "the other client took another key than it said")
        try:
            self._shared = self._own.diffie_hellman(vodozemac.Curve25519PublicKey.from_base64(key))
        except ValueError as error:
            raise Cancelled("m.invalid_message", "the other client sends no key") from error
        self._their_key = key

    @property
    def emoji(self) -> tuple[tuple[str, str], ...]:
        """The seven emojis with their English names, as both must see them."""
        found = ((index, *NioSas.emoji[index]) for index in self._bytes.emoji_indices)
        return tuple((emoji, _NAMES.get(index, name)) for index, emoji, name in found)

    @property
    def decimals(self) -> tuple[int, int, int]:
        """The same as three numbers, for clients without emojis."""
        first, second, third = self._bytes.decimals
        return first, second, third

    @property
    def _bytes(self) -> Any:
        mine, theirs = (self.me, self._key), (self.them, self._their_key)
        order = (mine, theirs) if self._started is not None else (theirs, mine)
        parts = [part for who, key in order for part in (who.user, who.device, key)]
        return self._established.bytes("|".join(["MATRIX_KEY_VERIFICATION_SAS", *parts, self.transaction]))

    @property
    def _established(self) -> vodozemac.EstablishedSas:
        if self._shared is None:
            raise Cancelled("m.unexpected_message", "the keys are not exchanged yet")
        return self._shared

    # --- proving ----------------------------------------------------------------------------------------------------

    def mac(self, keys: Mapping[str, str]) -> Json:
        """The proof that these keys (id → public part) are ours."""
        info = self._info(self.me, self.them)
        mac = {id: self._established.calculate_mac(key, info + id) for id, key in keys.items()}
        return {"mac": mac, "keys": self._established.calculate_mac(",".join(sorted(keys)), f"{info}KEY_IDS")}

    def proven(self, content: Content, known: Mapping[str, str]) -> tuple[str, ...]:
        """Which of their keys, as we `know` them, they proved to be theirs. Raises Cancelled where one is another or none is proven."""
        macs, keys = content.get("mac"), content.get("keys")
        info = self._info(self.them, self.me)
        if not isinstance(macs, dict) or not isinstance(keys, str):
            raise Cancelled("m.invalid_message", "the other client proves nothing")
        found = tuple(id for id in macs if id in known)
        told = [(",".join(sorted(macs)), f"{info}KEY_IDS", keys), *((known[id], info + id, macs[id]) for id in found)]
        try:
            for value, about, mac in told:
                self._established.verify_mac(value, about, mac)
        except (ValueError, TypeError) as error:
            raise Cancelled("m.key_mismatch", "the keys are not those of the other client") from error
        if f"ed25519:{self.them.device}" not in found:
            raise Cancelled("m.key_mismatch", "the other client does not prove its own key")
        return found

    def _info(self, prover: Party, other: Party) -> str:
        return f"MATRIX_KEY_VERIFICATION_MAC{prover.user}{prover.device}{other.user}{other.device}{self.transaction}"


def _commitment(key: str, start: Content) -> str:
    return unpadded(hashlib.sha256(key.encode() + canonical(start)).digest())


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
