"""What becomes of rooms, what coterie may do in them, and how they were found."""

from __future__ import annotations

from enum import Enum

from attrs import field

from ...refs import MessageRef, PersonRef, RoomRef
from ...values import frozen
from ..community import JoinMode, Visibility
from .happening import Event
from .members import Account


@frozen(kw_only=True)
class RoomOpened(Event):
    """A room that coterie can now see: `names` are what a community file may call it (name, alias, id); `members` who is in; `visibility` where
    the platform tells it."""

    names: tuple[str, ...] = ()
    members: tuple[Account, ...] = field(default=(), repr=False)
    direct: bool = False
    visibility: Visibility | None = None


class Closing(Enum):
    """How a room came to be closed."""

    ARCHIVED = "archived"
    DELETED = "deleted"
    LEFT = "left"
    """coterie was taken out of it."""


@frozen(kw_only=True)
class RoomClosed(Event):
    """Nothing can be said in the room any more, by somebody's hand: `person`'s, where that is known."""

    how: Closing


@frozen(kw_only=True)
class RoomReplaced(Event):
    """The room was replaced by `successor`; what was said to the old one now goes to the new."""

    successor: RoomRef


@frozen
class Lack:
    """Something that coterie may not do in a room: `act` names it (the texts `may-…` say it in words), `right` is what the platform calls what it
    takes; it takes the level `needed` there, and coterie has `held`."""

    act: str
    right: str
    needed: int
    held: int


@frozen(kw_only=True)
class RightsFound(Event):
    """What coterie may not do in the room: told when it was let in (`entered`), and whenever rights there changed. `person` let it in, or changed
    them, where that is known. `account` is how coterie is called there; `title` how people know the room. `direct` as in `MessagePosted`."""

    account: str
    lacking: tuple[Lack, ...] = ()
    entered: bool = False
    title: str = ""
    direct: bool = False


@frozen
class RoleHeld:
    """That somebody has the platform's rights of a role in a room."""

    person: PersonRef
    role: str


@frozen(kw_only=True)
class RoomSurveyed(Event):
    """How a room was found when the effect `survey` looked at it. What a platform does not have, or did not let coterie see, is None.

    `gone` says in words why there is no such room, or none that coterie can see; all else is empty then. `inside` says whether coterie is in.
    `names` are what a community file may call it, the name that was asked for among them if the room answers to it; `title` is what people
    read, None where that is the name. `members` are all who are in, coterie aside; `invited` were asked and have not come; `roles` are rights
    above those of a member. `message` is the message that was asked about, if it still stands there; `pinned`, whether it is pinned; `listed`,
    whether it is in view under a name, None where nothing can be. `outsiders` are those of the members who are guests, of another organisation,
    programs or gone, where that was asked and the platform knows such. `children` are the rooms in a Space. `avatar` tells the room's picture
    from another: as `SetAvatar.digest` where coterie put it there, empty where there is none. `stands_in` says that the room has a numbered
    name, because the one asked for leads to another.
    """

    survey: str
    gone: str | None = None
    inside: bool = False
    archived: bool = False
    names: tuple[str, ...] = ()
    title: str | None = None
    topic: str | None = None
    visibility: Visibility | None = None
    join: JoinMode | None = None
    members: tuple[PersonRef, ...] | None = None
    invited: tuple[PersonRef, ...] = ()
    roles: tuple[RoleHeld, ...] | None = None
    message: MessageRef | None = None
    pinned: bool = False
    listed: bool | None = None
    outsiders: tuple[PersonRef, ...] = ()
    children: tuple[RoomRef, ...] = ()
    avatar: str | None = None
    stands_in: bool = False
