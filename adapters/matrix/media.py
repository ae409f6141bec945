"""Files on the homeserver."""

from __future__ import annotations

import base64
import binascii

from coterie.core.errors import Refused

from .wire import MEDIA, Wire, path


async def stored(wire: Wire, data: bytes, name: str, media_type: str) -> str:
    """The address at which the homeserver keeps the file from now on."""
    query = {"filename": name} if name else None
    made = await wire.call("POST", path("upload", api=MEDIA), data, query=query, media_type=media_type)
    return str(made["content_uri"])


def decoded(content: str, name: str) -> bytes:
    """What is in a file, out of base64. Raises Refused for what is none."""
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise Refused(f"{name} is not base64: {error}") from error
