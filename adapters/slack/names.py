"""What coterie calls Slack's things: references as they go in and out, and the marks it leaves on its own blocks.

A message is `slack/CHANNEL:TS`, an ephemeral one `slack/CHANNEL:TS:USER`, somebody's home tab `slack/home:USER`.
"""

from __future__ import annotations

import re

from coterie.core.errors import Refused
from coterie.core.refs import MessageRef, PersonRef, Ref, RoomRef
from coterie.core.values import frozen

PLATFORM = "slack"
COMMAND = "/coterie"

CHOOSE = "choose"  # action_id of what chooses; buttons of one block are numbered behind a colon
LINK = "link"  # action_id of a button that only opens an address
FORM = "form"  # callback_id of a form, action_id of the button that opens one
HEAD = "of"  # block_id `of:TS:N`: the block belongs to a message that begins with the piece TS
EFFECT = "coterie_effect"  # event_type of the metadata that carries an effect's key
HOME = "home"
NAME = 80  # characters of a channel's name
_NAMED = re.compile(r"(`)!coterie(?= )")


@frozen
class Place:
    """Where a message stands: its channel and time stamp; with `user` an ephemeral one that this person sees."""

    channel: str
    ts: str
    user: str | None = None

    @property
    def ref(self) -> MessageRef:
        """The native reference."""
        tail = f":{self.user}" if self.user else ""
        return MessageRef.native_to(PLATFORM, f"{self.channel}:{self.ts}{tail}")


def place_of(message: MessageRef) -> Place:
    """Where a message stands. Raises Refused for a reference that is none of Slack's messages."""
    channel, _, tail = native(message).partition(":")
    ts, _, user = tail.partition(":")
    if not channel or not ts:
        raise Refused(f"{message.id!r} is no message of Slack")
    return Place(channel, ts, user or None)


def native(ref: Ref) -> str:
    """Slack's own id. Raises Refused for a thing of another platform."""
    if ref.platform != PLATFORM:
        raise Refused(f"{ref.id!r} is nothing of Slack")
    return ref.native


def person_ref(user: str) -> PersonRef:
    return PersonRef.native_to(PLATFORM, user)


def room_ref(channel: str) -> RoomRef:
    return RoomRef.native_to(PLATFORM, channel)


def home_ref(user: str) -> MessageRef:
    """Somebody's home tab, as the message that it is to coterie."""
    return MessageRef.native_to(PLATFORM, f"{HOME}:{user}")


def is_address(native: str) -> bool:
    """Whether somebody is known by an e-mail address alone, as people of other organisations may be: ids of Slack have no @."""
    return "@" in native


def as_typed_here(text: str) -> str:
    """A neutral text, the commands that it names in code spans as they are typed on Slack: `!coterie help` works too, but all read it."""
    return _NAMED.sub(rf"\1{COMMAND}", text)


def channel_name(name: str) -> str:
    """A name as Slack allows it: lower case letters, digits, - and _, at most 80 (source: conversations.create)."""
    return re.sub(r"[^a-z0-9_-]+", "-", name.removeprefix("#").lower()).strip("-")[:NAME] or "group"
