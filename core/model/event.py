"""Causes: what happened. Every one comes in by the inbox.

The `id` is the same on redelivery, so that a second copy is dropped. References are native when an adapter makes the event, and
ours, as far as a binding knows them, when a handler reads it. `bot` marks what another program did: it starts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from attrs import field

from ..refs import MessageRef, PersonRef, RoomRef
from ..values import frozen
from .community import GroupState, JoinMode, Visibility
from .content import Answer


@frozen(kw_only=True)
class Event:
    """Something that happened, once: `id` unique over all platforms, `at` an aware instant in UTC."""

    id: str
    at: datetime
    platform: str
    room: RoomRef | None = None
    person: PersonRef | None = None
    bot: bool = False


@frozen
class SharedFile:
    """A file in a message: its name, and where whoever is in that room can open it."""

    name: str
    url: str


@frozen(kw_only=True)
class MessagePosted(Event):
    """Somebody wrote `text`: plain, as typed, mentions as `<@REF>`. `thread` is the message that began the thread.

    `direct` says that the room is a conversation with coterie alone; `addressed`, that the text begins with a mention of it
    (which is then no longer part of the text). `reply_to` is the message answered, where the platform tells it apart from the thread.
    """

    message: MessageRef
    text: str
    thread: MessageRef | None = None
    reply_to: MessageRef | None = None
    direct: bool = False
    addressed: bool = False
    files: tuple[SharedFile, ...] = field(default=(), repr=False)


@frozen(kw_only=True)
class MessageEdited(Event):
    """A message now reads `text`."""

    message: MessageRef
    text: str


@frozen(kw_only=True)
class MessageRemoved(Event):
    """A message is gone. `person` is who removed it, where known. `thread` as it was, where known."""

    message: MessageRef
    thread: MessageRef | None = None


@frozen(kw_only=True)
class MessageSeen(Event):
    """A message was looked at because a `Look` asked for it: `at` is when and `person` by whom it was written.

    `address` is where it can be opened, empty where the platform has no such thing; `links` are the addresses on the web that stand in it.
    What else it says is nobody's business.
    """

    message: MessageRef
    address: str = ""
    links: tuple[str, ...] = ()


@frozen(kw_only=True)
class MessageUnreadable(Event):
    """Somebody wrote what coterie can't read, as the platform's encryption kept it from it: should it become readable, it is posted then.

    Messages with the same `cause` can't be read for the same reason.
    """

    message: MessageRef
    cause: str


@frozen(kw_only=True)
class ReactionAdded(Event):
    """Somebody put `emoji` (Unicode, without a skin tone) on a message."""

    message: MessageRef
    emoji: str


@frozen(kw_only=True)
class ReactionRemoved(Event):
    """Somebody took `emoji` back from `message`.

    Where a platform names only the reaction itself and coterie never saw it, `message` refers to that reaction and `emoji` is empty.
    """

    message: MessageRef
    emoji: str


@frozen(kw_only=True)
class ChoiceMade(Event):
    """Somebody chose on a card: the ids of all choices they now hold (one, unless the card takes several).

    `trigger` is what the platform wants back to open a form, where it has such a thing.
    """

    message: MessageRef
    choices: tuple[str, ...]
    trigger: str | None = None


@frozen(kw_only=True)
class FormSubmitted(Event):
    """Somebody filled in the form that was asked by the effect with the key `form`: field id → answer.

    With a `trigger`, as in `ChoiceMade`, another form can be opened behind it: one question leads to the next.
    """

    form: str
    answers: Mapping[str, Answer]
    trigger: str | None = None


@frozen(kw_only=True)
class CommandGiven(Event):
    """Somebody gave a command; `text` is what stands behind `/coterie`. `trigger` as in `ChoiceMade`.

    `message` is the one that it is about, where it was chosen from the menu of a message, and `quoted` what that one says, where the
    platform tells it along.
    """

    text: str
    direct: bool = False
    thread: MessageRef | None = None
    message: MessageRef | None = None
    quoted: str = field(default="", repr=False)
    trigger: str | None = None


@frozen(kw_only=True)
class HomeOpened(Event):
    """Somebody looks at their own page with coterie, where the platform has such pages."""


class Belongs(Enum):
    """Where somebody belongs who has an account on a platform."""

    HERE = "here"
    GUEST = "guest"
    """Let in for some rooms alone."""
    ELSEWHERE = "elsewhere"
    """In another organisation, with which rooms are shared."""


@frozen(kw_only=True)
class MemberJoined(Event):
    """`person` came into the room. `name`, `handle`, `zone`, `locale` and `belongs` as their account tells them."""

    name: str | None = None
    handle: str | None = None
    zone: str | None = None
    locale: str | None = None
    belongs: Belongs = Belongs.HERE


@frozen(kw_only=True)
class MemberLeft(Event):
    """`person` left the room, or was made to."""


@frozen(kw_only=True)
class Knocked(Event):
    """`person` asks to be let into the room, with a `reason` in their words. `over`: they do not any more, or it was answered."""

    name: str | None = None
    reason: str = ""
    over: bool = False


@frozen(kw_only=True)
class RoleChanged(Event):
    """`person` now holds `role` (or none) in the room, by the platform's own rights."""

    role: str | None


@frozen
class Account:
    """One account as a platform tells it: native reference, name shown, handle typed after @, IANA zone, locale; whether it is a guest's, or of
    another organisation."""

    person: PersonRef
    name: str | None = None
    handle: str | None = None
    zone: str | None = None
    locale: str | None = None
    bot: bool = False
    belongs: Belongs = Belongs.HERE


@frozen(kw_only=True)
class AccountChanged(Event):
    """An account tells otherwise of itself than before; `over`: it is none any more, and nobody comes by it again."""

    account: Account
    over: bool = False


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


class Uninvitable(Enum):
    """Why somebody can't be asked into a room. The texts `uninvited-…` say it in words."""

    GONE = "gone"
    """There is no such account, or none any more."""
    GUEST = "guest"
    """They are a guest, who may be in the rooms they were let into alone."""
    ELSEWHERE = "elsewhere"
    """They belong elsewhere, and can't be reached from here."""
    CLOSED = "closed"
    """Rooms are not shared with others: by what was paid for, or by rule."""
    RIGHTS = "rights"
    """coterie may not ask them."""
    OTHER = "other"


@frozen
class Uninvited:
    """Somebody whom a platform does not let be asked into a room, and its own word for why."""

    person: PersonRef
    why: Uninvitable
    word: str


@frozen(kw_only=True)
class InvitationsRefused(Event):
    """The platform did not let these people be asked into the room; the others who were to be asked with them were."""

    people: tuple[Uninvited, ...]


@frozen(kw_only=True)
class InvitationAnswered(Event):
    """Somebody of elsewhere, who was asked into the room, will come (`accepted`) or won't. `person` is the account that was asked, or the
    address under which it was, `account` the one that answered, where that is known. One that `waits` needs the word of an administrator."""

    accepted: bool
    account: PersonRef | None = None
    waits: bool = False


@frozen(kw_only=True)
class EventsWithheld(Event):
    """For a while the platform does not tell what happens, because too much did."""


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


@frozen(kw_only=True)
class RoomReplaced(Event):
    """The room was replaced by `successor`; what was said to the old one now goes to the new."""

    successor: RoomRef


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


@frozen(kw_only=True)
class TimerFired(Event):
    """A timer that was set came due; `timer` is its key, `due` when it was meant to."""

    timer: str
    due: datetime


@frozen(kw_only=True)
class EffectPerformed(Event):
    """What was asked under `key` is done on `platform`; `native` is what it made, if it made something.

    There is one for each home of a group: `room` says of which, where all of it was to read it.
    """

    key: str
    native: str | None = None


@frozen(kw_only=True)
class EffectFailed(Event):
    """What was asked under `key` can't be done on `platform` (`core`: on any); `reason` says why, in words. `room` as in `EffectPerformed`.

    It is `unwanted` where who would have got it wants no such.
    """

    key: str
    reason: str
    unwanted: bool = False


@frozen(kw_only=True)
class AccountsLinked(Event):
    """Two who were two are one now: `person` is who they are, `other` who one of them was. By their own will, in chat."""

    other: PersonRef


@frozen(kw_only=True)
class AccountsUnlinked(Event):
    """`other` is somebody of their own again, no longer `person`."""

    other: PersonRef


@frozen(kw_only=True)
class GroupMoved(Event):
    """The group that lives in the room is now in `state`; `person` decided it, where somebody did, because of `why`."""

    state: GroupState
    before: GroupState
    why: str = ""


@frozen(kw_only=True)
class TermBegan(Event):
    """`person` now holds `role` in the group that lives in the room; for trial, or until an instant, where that was said."""

    role: str
    until: datetime | None = None
    trial: bool = False


@frozen(kw_only=True)
class TermEnded(Event):
    """`person` no longer holds `role` in the group that lives in the room; `ran_out`: because its time was over."""

    role: str
    ran_out: bool = False


@frozen(kw_only=True)
class Installed(Event):
    """coterie may now act in this workspace or on this homeserver."""

    workspace: str


@frozen(kw_only=True)
class Uninstalled(Event):
    """coterie may no longer act there; its tokens are void."""

    workspace: str


EVENTS: tuple[type[Event], ...] = (
    MessagePosted,
    MessageEdited,
    MessageRemoved,
    MessageSeen,
    MessageUnreadable,
    ReactionAdded,
    ReactionRemoved,
    ChoiceMade,
    FormSubmitted,
    CommandGiven,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    Knocked,
    InvitationsRefused,
    InvitationAnswered,
    AccountChanged,
    RoleChanged,
    EventsWithheld,
    RoomOpened,
    RightsFound,
    RoomClosed,
    RoomReplaced,
    RoomSurveyed,
    TimerFired,
    EffectPerformed,
    EffectFailed,
    AccountsLinked,
    AccountsUnlinked,
    GroupMoved,
    TermBegan,
    TermEnded,
    Installed,
    Uninstalled,
)
