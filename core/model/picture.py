"""A picture that a group or a community is shown by."""

from __future__ import annotations

from hashlib import sha256

from attrs import field

from ..values import frozen


@frozen
class Picture:
    """A picture beside a community file: its path as it stands there, of what media type it is, and the `digest` that tells it from another.

    `file` is where it was found; what is in it is read when a platform is to be given it.
    """

    path: str
    media_type: str
    digest: str
    file: str = field(default="", eq=False, repr=False)


def digest_of(content: str) -> str:
    """What tells one picture from another, by its `content` in base64; empty for none."""
    return sha256(content.encode("ascii")).hexdigest()[:32] if content else ""
