"""What is said in rooms, and what is put to it: messages and reactions."""

from __future__ import annotations

from attrs import field

from ...refs import MessageRef
from ...values import frozen
from .happening import Event


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
    """A message now reads `text`; `files` are those in it, as they are now."""

    message: MessageRef
    text: str
    files: tuple[SharedFile, ...] = field(default=(), repr=False)


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
