"""References: names that are ours for people, rooms, groups and messages.

A reference is either *ours* — a name from a file (`ana`), or the key of the effect that makes the thing — or *native*:
`PLATFORM/ID`, for example `slack/C0123` or `matrix/!abc:example.org`, where everything after the first slash belongs to
the platform. The name of a platform has no colon in it; what stands before a slash in a key of ours has.

A binding, stored when the platform answers, says which native things one of ours stands for. One of ours may stand for
several: a group with homes on two platforms, a message with a copy in each.
"""

from __future__ import annotations

from typing import Self

from .values import frozen

SEPARATOR = "/"


@frozen(order=True)
class Ref:
    """A name for one thing. Two references are the same thing if class and id are equal."""

    id: str

    def __init__(self, id: str) -> None:
        # What attrs writes looks for the field by its name, and a digest makes a dozen references for each who reads it.
        _put_id(self, id)

    @classmethod
    def native_to(cls, platform: str, native: str) -> Self:
        """The reference to what `platform` calls `native`."""
        return cls(f"{platform}{SEPARATOR}{native}")

    @property
    def platform(self) -> str | None:
        """The platform whose thing this is, or None for one of ours."""
        head, separator, _ = self.id.partition(SEPARATOR)
        return head if separator and ":" not in head else None

    @property
    def native(self) -> str:
        """The platform's own id. Ours have none: ValueError."""
        _, separator, tail = self.id.partition(SEPARATOR)
        if not separator:
            raise ValueError(f"{self.id!r} is a reference of ours; its binding knows the native id")
        return tail

    def __str__(self) -> str:
        return self.id


_put_id = Ref.__dict__["id"].__set__


@frozen(order=True, init=False)
class PersonRef(Ref):
    """A human being, or one of their accounts."""


@frozen(order=True, init=False)
class RoomRef(Ref):
    """A channel, a room, a direct conversation, a Space."""


@frozen(order=True, init=False)
class GroupRef(Ref):
    """A micro-community."""


@frozen(order=True, init=False)
class MessageRef(Ref):
    """A message; one of ours is the key of the `Post` that made it."""
