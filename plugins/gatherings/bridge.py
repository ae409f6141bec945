"""Other groups that hold a gathering too, or were asked whether they would. Values only."""

from __future__ import annotations

from enum import Enum

from coterie.core.api import GroupRef, MessageRef, PersonRef, frozen


class Standing(Enum):
    """What a group said that was asked. Who said no, did not answer in time, or was let go later, is out of it."""

    ASKED = "asked"
    TOGETHER = "together"
    WITHOUT = "without"


@frozen
class Partner:
    """A group that was asked: `asked` are those who may answer for it, each by the message of the same place in `asks`.

    `declined` are those of them who said no; `message` is the gathering's card in its room. It was asked so many `times`.
    """

    group: GroupRef
    standing: Standing = Standing.ASKED
    asked: tuple[PersonRef, ...] = ()
    asks: tuple[MessageRef, ...] = ()
    declined: tuple[PersonRef, ...] = ()
    message: MessageRef | None = None
    times: int = 1


@frozen
class Visit:
    """A gathering of another group, its `host`, that a group holds too; kept in the group that does."""

    host: GroupRef
    number: int
