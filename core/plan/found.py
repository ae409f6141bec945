"""What there is: what the platforms told, and what coterie remembers to have made."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from ..model.community import JoinMode, Visibility
from ..refs import MessageRef, RoomRef
from ..values import frozen
from .desired import Seat


@frozen
class Made:
    """What coterie itself did to one home. Nothing else there is its own to undo.

    `room`: it opened the room for the group. `charter` is the digest of the text it pinned, `avatar` that of
    the picture it put there; `met` are the accounts that it invited, or saw there
    while they had a role.
    """

    room: bool = False
    topic: str | None = None
    title: str | None = None
    charter: str | None = None
    access: tuple[Visibility, JoinMode] | None = None
    avatar: str | None = None
    roles: frozenset[Seat] = frozenset()
    met: frozenset[str] = frozenset()


@frozen
class Home:
    """One home as it was found. None is what the platform does not have or did not let coterie see.

    `room` is None where there is none; `gone` then says why, if there was one. `bound` says that coterie knows the room as this group's.
    `name` is what people call it, `names` everything it answers to, in small letters. `stands_in`: it has a numbered name, as that of
    the file leads to another room. `charter` is the message that says it, if it still stands; `listed`, whether it is in view above the room,
    None where that can't be. `of` is whose home the room is instead, and stays; `was`, whose it was that has none there any more;
    `instead_of` what the room is called that was the home, where the file names another now, and `left` the charter that still stands there.
    """

    group: str
    platform: str
    room: RoomRef | None = None
    bound: bool = False
    gone: str | None = None
    instead_of: str = ""
    left: MessageRef | None = None
    of: str = ""
    was: str = ""
    inside: bool = False
    archived: bool = False
    name: str = ""
    names: frozenset[str] = frozenset()
    stands_in: bool = False
    title: str | None = None
    topic: str | None = None
    avatar: str | None = None
    visibility: Visibility | None = None
    join: JoinMode | None = None
    members: frozenset[str] | None = None
    invited: frozenset[str] = frozenset()
    roles: frozenset[Seat] | None = None
    charter: MessageRef | None = None
    pinned: bool = False
    listed: bool | None = None
    made: Made = Made()


@frozen
class Space:
    """A Space as it was found; `children` are the native ids of the rooms in it. `above` is the one in which it is to stand, if
    coterie is in that; `placed`, whether it does."""

    community: str
    platform: str
    room: RoomRef | None = None
    children: frozenset[str] = frozenset()
    above: RoomRef | None = None
    placed: bool = False
    avatar: str | None = None
    made: Made = Made()


@frozen
class Left:
    """A room that was the home of a group of which no file speaks any more."""

    group: str
    platform: str
    name: str


@frozen
class Found:
    """Everything that was found. `used` is what each group used when files were last applied; a group that is not in it never was."""

    homes: Mapping[tuple[str, str], Home] = field(factory=dict)
    spaces: Mapping[tuple[str, str], Space] = field(factory=dict)
    used: Mapping[str, Mapping[str, str]] = field(factory=dict)
    lost: tuple[str, ...] = ()
    """People of the files whom coterie met somewhere, and who are in none of its rooms now."""
    left: tuple[Left, ...] = ()

    def home(self, group: str, platform: str) -> Home:
        """The home; an empty one where nothing was found."""
        return self.homes.get((group, platform)) or Home(group, platform)

    def space(self, community: str, platform: str) -> Space:
        """The Space, likewise."""
        return self.spaces.get((community, platform)) or Space(community, platform)
