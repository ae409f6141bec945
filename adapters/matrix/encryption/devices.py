"""The devices that nio's machine knows of."""

from __future__ import annotations

from collections.abc import Iterable

from nio.crypto import Olm, OlmDevice  # type: ignore[import-untyped]  # it ships no types


def devices(olm: Olm, users: Iterable[str]) -> set[tuple[str, str]]:
    """The devices of these users by user and id, our own aside."""
    found = ((user, one.id) for user in users for one in olm.device_store.active_user_devices(user))
    return {one for one in found if one != (olm.user_id, olm.device_id)}


def device_of(olm: Olm, user: str, id: str) -> OlmDevice | None:
    """A device that is there."""
    found = olm.device_store[user].get(id)
    return None if found is None or found.deleted else found
