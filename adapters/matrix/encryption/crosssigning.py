"""The account's own signature under its device: since 2026 clients neither read from devices nor write to devices that lack it.

Source: client-server API, "Cross-signing"; that clients leave the others out is element-hq/element-meta#2709.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from coterie.core.errors import Refused
from coterie.core.logs import get_logger
from coterie.core.values import frozen

from ..wire import Reply, Unproven, Wire, path
from .signing import Json, Seeds, is_signed

log = get_logger(__name__)


class Signed(Enum):
    """How the account's device stands with others."""

    BY_US = "signed"
    BY_OTHERS = "signed by another client of the account"
    UNKNOWN_KEYS = "the account is signed for by another client, and not for this device"
    NOBODY = "nobody signs for the account"
    UNSIGNED = "the account signs, and not for this device"


@frozen
class Standing:
    """What the homeserver tells of an account and one of its devices."""

    user: str
    device: str
    master: Json | None
    self_signing: Json | None
    device_keys: Json | None

    @staticmethod
    def told(reply: Mapping[str, Any], user: str, device: str) -> Standing:
        """Out of the answer of `/keys/query`."""
        master, self_signing = (
            _dict(_dict(reply.get(f"{usage}_keys")).get(user)) for usage in ("master", "self_signing")
        )
        keys = _dict(_dict(_dict(reply.get("device_keys")).get(user)).get(device))
        return Standing(user, device, master or None, self_signing or None, keys or None)

    @property
    def fingerprint(self) -> str | None:
        """The device's public key as the homeserver tells it; None where it has none."""
        found = _dict((self.device_keys or {}).get("keys")).get(f"ed25519:{self.device}")
        return found if isinstance(found, str) else None

    @property
    def master_public(self) -> str | None:
        return _public(self.master)

    def signed(self, seeds: Seeds | None) -> Signed:
        """Whether others who ask for signatures take the device for one of the account."""
        master, lower = self.master_public, _public(self.self_signing)
        if master is None or lower is None or not is_signed(self.self_signing or {}, self.user, master):
            return Signed.NOBODY
        ours = seeds is not None and seeds.master.public == master
        if self.device_keys is not None and is_signed(self.device_keys, self.user, lower):
            return Signed.BY_US if ours else Signed.BY_OTHERS
        return Signed.UNSIGNED if ours else Signed.UNKNOWN_KEYS


async def standing(wire: Wire, user: str, device: str) -> Standing:
    """Ask the homeserver. Raises PlatformError."""
    reply = await wire.call("POST", path("keys", "query"), {"device_keys": {user: []}})
    return Standing.told(reply, user, device)


@frozen
class CrossSigning:
    """Sees to it that the account's device is signed. `kept` gives the seeds that are kept, `keep` keeps new ones before anybody hears of them."""

    wire: Wire
    kept: Callable[[], Seeds | None]
    keep: Callable[[Seeds], None]
    sign_by_device: Callable[[Json], Json]

    async def ensure(self, found: Standing, device_keys: Json, *, password: str | None = None) -> Signed:
        """Sign the device that was `found` so, with keys of the account, made where it has none. What another client signs for is left to it.

        With a `password`, keys of another client are replaced by ours.
        """
        user, device = found.user, found.device
        seeds = self.kept()
        how = found.signed(seeds)
        if how is Signed.BY_US or (how in (Signed.BY_OTHERS, Signed.UNKNOWN_KEYS) and password is None):
            return how
        if how is not Signed.UNSIGNED:
            seeds = seeds or Seeds.new()
            self.keep(seeds)
            if not await self._upload(seeds, user, password):
                return how
        assert seeds is not None
        await self._sign(seeds, user, device, device_keys)
        return Signed.BY_US

    async def _upload(self, seeds: Seeds, user: str, password: str | None) -> bool:
        """Whether the homeserver took the keys: a first time it does without being shown the password again, Synapse at least."""
        where, body = path("keys", "device_signing", "upload"), seeds.upload(user)
        try:
            await self.wire.call("POST", where, body)
        except Unproven as asked:
            if password is None:
                log.warning(
                    "the homeserver wants the password before it takes the keys that sign this device",
                    reason=str(asked),
                )
                return False
            identifier = {"type": "m.id.user", "user": user}
            proof = {
                "type": "m.login.password",
                "identifier": identifier,
                "password": password,
                "session": asked.session,
            }
            await self.wire.call("POST", where, {**body, "auth": proof})
        return True

    async def _sign(self, seeds: Seeds, user: str, device: str, device_keys: Json) -> None:
        """The device by the account, and the account by the device: who verified the one knows the other."""
        told = {
            device: seeds.self_signing.signed(device_keys, user),
            seeds.master.public: self.sign_by_device(seeds.master_key(user)),
        }
        reply: Reply = await self.wire.call("POST", path("keys", "signatures", "upload"), {user: told})
        if failures := _dict(reply.get("failures")).get(user):
            raise Refused(f"the homeserver does not take the signatures of the device: {failures}")


def _public(key: Json | None) -> str | None:
    found = next(iter(_dict((key or {}).get("keys")).values()), None)
    return found if isinstance(found, str) else None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
