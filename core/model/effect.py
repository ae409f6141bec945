"""Consequences: what shall happen. Every one leaves by the outbox.

The same `key` never has a second consequence. It is also the reference to what the effect makes: a message posted under the key `k` is
`MessageRef("k")`, a room opened under it `RoomRef("k")`, at once and before any platform answered. An adapter gets every effect with
native references.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from attrs import field

from ..refs import MessageRef, PersonRef, RoomRef
from ..values import frozen
from .community import History, JoinMode, Visibility
from .content import Card, Form
from .picture import digest_of


@frozen(kw_only=True)
class Effect:
    """Something to be done once. `key` is unique over all effects there ever are."""

    key: str


@frozen(kw_only=True)
class Post(Effect):
    """Say something: in a room, or to one person in a direct message.

    `thread` is the message in whose thread it stands. With `quietly`, `to` is a room and that person alone sees it there. With `platform`
    it is said there alone: in one home of a group, to one account of a person. `awaited` says that it answers what whoever gets it did
    before, and so is never held back. What is `urgent` waits for no quiet hours. What is `wanted` they asked for ahead, for as long as they like: it
    waits for quiet hours, but neither waits for room in the week nor takes any. From the instant `until` on it is of no use to anybody, and is
    not said any more. Of one that is not `remembered` nobody knows later which message it was. What is pinned may be `called` something: under that
    name it is always in view above the room, where the platform has a place for that.
    """

    to: RoomRef | PersonRef
    card: Card
    thread: MessageRef | None = None
    quietly: PersonRef | None = None
    pin: bool = False
    called: str = ""
    platform: str | None = None
    awaited: bool = False
    urgent: bool = False
    wanted: bool = False
    until: datetime | None = None
    remembered: bool = True

    def is_of_use(self, now: datetime) -> bool:
        """Whether it is still to be said."""
        return self.until is None or now < self.until


@frozen(kw_only=True)
class Edit(Effect):
    """Let a message of ours read otherwise."""

    message: MessageRef
    card: Card


@frozen(kw_only=True)
class Remove(Effect):
    """Take a message away, and what leads to it where it is `called` something, as in `Post`."""

    message: MessageRef
    called: str = ""


@frozen(kw_only=True)
class React(Effect):
    """Put an emoji (Unicode) on a message."""

    message: MessageRef
    emoji: str


@frozen(kw_only=True)
class Unreact(Effect):
    """Take coterie's own emoji back from a message; nothing where it is not there."""

    message: MessageRef
    emoji: str


@frozen(kw_only=True)
class EndPoll(Effect):
    """Let nobody vote any more in a poll of ours; `text` says so, for who sees no polls. Nothing where the message is none."""

    message: MessageRef
    text: str


@frozen(kw_only=True)
class Pin(Effect):
    """Pin a message in its room; `called` as in `Post`."""

    message: MessageRef
    called: str = ""


@frozen(kw_only=True)
class Look(Effect):
    """Look at a message that somebody wrote: what is seen arrives as `MessageSeen`. The message must not have been quiet."""

    message: MessageRef


@frozen(kw_only=True)
class AskForm(Effect):
    """Open a form before one person, where the platform has modals. `trigger` comes from the event that asked for it.

    What they submit arrives as `FormSubmitted` with `form` equal to `form_key`; what does not fit is refused in the language of `locale`.
    """

    person: PersonRef
    form: Form
    form_key: str
    trigger: str | None = None
    locale: str = "en"


@frozen(kw_only=True)
class OpenRoom(Effect):
    """Make a room and go in, or, where one of that name is there and may be entered, take that one.

    `name` is as a community file gives it: an alias (`#python:example.org`), a channel's name, or a native id. With `create` false
    nothing is made: a room that is not there is `Refused`. With `adopt` false a room that was there before is left alone, and the next
    free name is taken (`python-2`). `platform` says where; None is everywhere, or, where there are `names` by platform, on these. A new one is
    `encrypted`, and shows that much of its `history` to who comes later, where the platform knows such.
    """

    name: str
    platform: str | None = None
    names: Mapping[str, str] = field(factory=dict)
    title: str = ""
    topic: str = ""
    private: bool = False
    invite: tuple[PersonRef, ...] = ()
    create: bool = True
    adopt: bool = True
    encrypted: bool = False
    history: History = History.SHARED


@frozen(kw_only=True)
class OpenSpace(Effect):
    """Make a Space, or take the one of that name. `platform` as in `OpenRoom`."""

    name: str
    platform: str | None = None
    title: str = ""
    topic: str = ""
    private: bool = False


@frozen(kw_only=True)
class PlaceInSpace(Effect):
    """Let a room, or a Space, stand in a Space. By `order` (ASCII, at most 50 signs) it is sorted there; what is `suggested` newcomers are shown."""

    room: RoomRef
    space: RoomRef
    order: str = ""
    suggested: bool = True


@frozen(kw_only=True)
class SetTopic(Effect):
    """Give a room a topic, in plain text."""

    room: RoomRef
    topic: str


@frozen(kw_only=True)
class SetAvatar(Effect):
    """Show a room or a Space by a picture: its `content` in base64, of this media type. Without content it has none any more."""

    room: RoomRef
    media_type: str = ""
    content: str = field(default="", repr=False)

    @property
    def digest(self) -> str:
        """What tells the picture from another one; empty for none."""
        return digest_of(self.content)


@frozen(kw_only=True)
class Rename(Effect):
    """Let a room be called otherwise: `name` as in `OpenRoom`, `title` what people read where the platform tells the two apart. Where the name
    leads to another room, it is numbered on platforms on which a room may have several."""

    room: RoomRef
    name: str
    title: str = ""


@frozen(kw_only=True)
class SetAccess(Effect):
    """Say who may know of a room and how one comes in. `space` is that of the community, whose people may come in by themselves where it is
    said so; without one they ask like everybody else."""

    room: RoomRef
    visibility: Visibility
    join: JoinMode
    space: RoomRef | None = None


@frozen(kw_only=True)
class Invite(Effect):
    """Ask a person into a room."""

    room: RoomRef
    person: PersonRef


@frozen(kw_only=True)
class Expel(Effect):
    """Make a person leave a room. `reason` is shown to them where the platform does so."""

    room: RoomRef
    person: PersonRef
    reason: str = ""


@frozen(kw_only=True)
class GrantRole(Effect):
    """Give a person the platform's rights of a role (`moderator`, `leader`, `host`) in a room."""

    room: RoomRef
    person: PersonRef
    role: str


@frozen(kw_only=True)
class RevokeRole(Effect):
    """Withdraw these rights."""

    room: RoomRef
    person: PersonRef
    role: str


@frozen(kw_only=True)
class Archive(Effect):
    """Close a room for good; what was said stays readable."""

    room: RoomRef


@frozen(kw_only=True)
class Reopen(Effect):
    """Let people speak again in a room that was archived. Who may come in is said by `SetAccess`."""

    room: RoomRef


@frozen(kw_only=True)
class Survey(Effect):
    """Look at a room or a Space and change nothing. What is there is told by one `RoomSurveyed` with this key among `Performed.learned`.

    Without `room` it is looked for by `name` on `platform`; coterie does not go in. With both, whether the room answers to the name
    is told too. `message` is one of ours of which is told whether it still stands there, and pinned. A room that is not there, or that
    coterie may no longer see, is nothing to be refused: it is told as gone. `belonging`: who of those inside is no member of ours is to be
    told too, which may take a while.
    """

    room: RoomRef | None = None
    name: str = ""
    platform: str | None = None
    message: MessageRef | None = None
    belonging: bool = False


@frozen(kw_only=True)
class Upload(Effect):
    """Put a file into a room or a direct message. `content` is base64; `awaited` as in `Post`."""

    to: RoomRef | PersonRef
    name: str
    media_type: str
    content: str
    text: str = ""
    thread: MessageRef | None = None
    awaited: bool = False


@frozen(kw_only=True)
class ShowHome(Effect):
    """Show a person their own page: cards one below another. No two choices on it have the same id."""

    person: PersonRef
    cards: tuple[Card, ...]


@frozen(kw_only=True)
class SetTimer(Effect):
    """Let a `TimerFired` with `timer` equal to this key come at `due`. Setting it again moves it. Done by the store in the same commit.

    With a `span` it is due so long after now, and is no time of a day: where the clock is set back, it waits no longer than that.
    """

    due: datetime
    span: timedelta | None = None


@frozen(kw_only=True)
class CancelTimer(Effect):
    """Forget the timer `timer`; nothing if there is none."""

    timer: str


def names_for(effect: OpenRoom | OpenSpace) -> Sequence[str]:
    """The names to try one after another: the one asked for; and, where no room that was there may be taken, numbered ones behind it."""
    return numbered(effect.name) if isinstance(effect, OpenRoom) and not effect.adopt else (effect.name,)


def numbered(name: str) -> Sequence[str]:
    """The name, and those that stand in for it where it is taken: `#python:example.org`, `#python-2:example.org`, …"""
    head, colon, server = name.partition(":")
    return tuple(f"{head}{f'-{number}' if number > 1 else ''}{colon}{server}" for number in range(1, MOST_NAMES + 1))


MOST_NAMES = 20
"""How many names are tried for a room of its own."""

EFFECTS: tuple[type[Effect], ...] = (
    Post,
    Edit,
    Remove,
    React,
    Unreact,
    EndPoll,
    Pin,
    Look,
    AskForm,
    OpenRoom,
    OpenSpace,
    PlaceInSpace,
    SetTopic,
    SetAvatar,
    Rename,
    SetAccess,
    Invite,
    Expel,
    GrantRole,
    RevokeRole,
    Archive,
    Reopen,
    Survey,
    Upload,
    ShowHome,
    SetTimer,
    CancelTimer,
)
