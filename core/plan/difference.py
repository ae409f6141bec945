"""A difference between what the files want and what there is: what it is about, and what is done about it."""

from __future__ import annotations

from enum import Enum

from ..values import frozen


class What(Enum):
    """What a difference is about."""

    ROOM = "room"
    NAME = "name"
    ACCESS = "access"
    TOPIC = "topic"
    AVATAR = "avatar"
    CHARTER = "charter"
    MEMBER = "member"
    ROLE = "role"
    SPACE = "space"
    PLAYBOOK = "playbook"
    PLUGIN = "plugin"
    GROUP = "group"
    PERSON = "person"


class Change(Enum):
    """What becomes of it."""

    ADD = "+"
    ALTER = "~"
    TAKE = "-"


class Act(Enum):
    """What `apply` does about it: `do`; `ask` first, as it can't be undone or was made by somebody else; `show` and leave it to people."""

    DO = "do"
    ASK = "ask"
    SHOW = "show"


Key = tuple[str, str | None, What, Change, str]


@frozen
class Difference:
    """One thing that differs. `group` is the community's id where it concerns all of it, `platform` None where it concerns none.

    `subject` is who or what it is about: a native account, a playbook. `now` is what there is, `wanted` what the files say, `why` a word more.
    """

    group: str
    platform: str | None
    what: What
    change: Change
    act: Act = Act.DO
    subject: str = ""
    now: str | None = None
    wanted: str | None = None
    why: str = ""

    @property
    def key(self) -> Key:
        """The same for the same change of the same thing, however often it is looked at."""
        return (self.group, self.platform, self.what, self.change, self.subject)


THE_SPACE = "@"
"""The subject of what concerns a Space and none of its rooms."""

WITHIN = "^"
"""The subject of what a Space stands in, where its rooms are named by their groups."""
