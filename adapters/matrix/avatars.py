"""By which pictures rooms and Spaces are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from coterie.core.model.effect import SetAvatar

from .encode import PICTURE, avatar
from .media import decoded, stored
from .names import native_id
from .wire import Wire

AVATAR = "m.room.avatar"


class Avatars:
    """Pictures as coterie puts them there: each is uploaded once, for however many rooms."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._addresses: dict[str, str] = {}
        self._uploading = asyncio.Lock()

    async def put(self, effect: SetAvatar) -> None:
        """Show the room by that picture, or by none. Nothing is said to the homeserver where it is so already."""
        room = native_id(effect.room)
        if shown_by(await self._wire.state(room, AVATAR) or {}) == effect.digest:
            return
        if not effect.content:
            await self._wire.put_state(room, AVATAR, {})
            return
        data = decoded(effect.content, "the picture")
        where = await self._address(effect, data)
        await self._wire.put_state(room, AVATAR, avatar(where, effect.media_type, len(data), effect.digest))

    async def _address(self, effect: SetAvatar, data: bytes) -> str:
        async with self._uploading:
            if effect.digest not in self._addresses:
                self._addresses[effect.digest] = await stored(self._wire, data, "", effect.media_type)
            return self._addresses[effect.digest]


def shown_by(content: Mapping[str, Any]) -> str:
    """What tells the picture in the content of an `m.room.avatar` from another: its digest where coterie put it there, else its address."""
    where, digest = content.get("url"), content.get(PICTURE)
    if not isinstance(where, str) or not where:
        return ""
    return digest if isinstance(digest, str) and digest else where
