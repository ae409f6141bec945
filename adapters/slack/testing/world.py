"""What a workspace holds, as Slack would keep it: people, channels, messages, views, files.

A change is made by a method here and leaves behind, in `take_events`, what Slack would tell an app about it.
"""

from __future__ import annotations

import secrets
from itertools import count
from typing import Any

from attrs import Factory, define, field

from coterie.core.clock import Clock

from .things import BOT_USER, TEAM, Channel, File, Message, Payload, Trigger, User, View


@define
class Workspace:
    """One workspace with coterie's app installed."""

    clock: Clock
    users: dict[str, User] = Factory(dict)
    channels: dict[str, Channel] = Factory(dict)
    views: dict[str, list[View]] = Factory(dict)
    homes: dict[str, View] = Factory(dict)
    triggers: dict[str, Trigger] = Factory(dict)
    files: dict[str, File] = Factory(dict)
    tickets: set[str] = Factory(set)
    groups: dict[str, Payload] = Factory(dict)
    invites: dict[str, dict[str, str]] = Factory(dict)
    is_paid: bool = True
    _serial: Any = field(factory=lambda: count(1))
    _last_ts: tuple[int, int] = (0, 0)
    _events: list[Payload] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self.users[BOT_USER] = User(BOT_USER, "coterie", "coterie", is_bot=True)

    # names

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._serial):08X}"

    def number_from(self, first: int) -> None:
        """Let what is new from now on have ids from this number on."""
        self._serial = count(first)

    def new_ts(self) -> str:
        """A time stamp that no message of the workspace has yet, in order."""
        now = self.clock.now()
        stamp = (int(now.timestamp()), now.microsecond)
        last_second, last_micro = self._last_ts
        if stamp <= self._last_ts:
            stamp = (last_second, last_micro + 1) if last_micro < 999_999 else (last_second + 1, 0)
        self._last_ts = stamp
        return f"{stamp[0]}.{stamp[1]:06d}"

    def user_called(self, handle: str) -> User | None:
        return next((each for each in self.users.values() if each.handle == handle), None)

    def channel_called(self, name: str) -> Channel | None:
        return next((each for each in self.channels.values() if each.name == name and not each.is_direct), None)

    def direct(self, *users: str) -> Channel:
        """The direct conversation of coterie with these people; made where there is none."""
        members = sorted({BOT_USER, *users})
        for channel in self.channels.values():
            if channel.is_direct and sorted(channel.members) == members:
                return channel
        kind = "im" if len(members) == 2 else "mpim"
        return self._add_channel(self.new_id("D"), f"mpdm-{'-'.join(users)}", kind, BOT_USER, members)

    def new_trigger(self, user: str) -> str:
        trigger = f"{next(self._serial)}.{next(self._serial)}.{secrets.token_hex(16)}"
        self.triggers[trigger] = Trigger(user, self.clock.now())
        return trigger

    # events

    def take_events(self) -> list[Payload]:
        """What an app is to be told since the last call, in order."""
        events, self._events = self._events, []
        return events

    def tell(self, event: Payload, channel: Channel | None = None) -> None:
        """Note an event; one from a channel only where the app's bot may see into it."""
        if channel is None or BOT_USER in channel.members:
            self._events.append(event)

    # channels

    def open_channel(self, name: str, creator: str, private: bool = False) -> Channel:
        channel = self._add_channel(self.new_id("C"), name, "group" if private else "channel", creator, [creator])
        if not private:
            told = {"id": channel.id, "name": name, "created": channel.created, "creator": creator}
            told |= {"is_channel": True, "name_normalized": name, "context_team_id": TEAM}
            self.tell({"type": "channel_created", "channel": told, "event_ts": self.new_ts()})
        if creator == BOT_USER:
            self._tell_membership("member_joined_channel", channel, creator)
        return channel

    def join(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        channel.members.append(user)
        text = f"<@{user}> has joined the {'channel' if channel.kind == 'channel' else 'group'}"
        self.post(channel, user, text, subtype=f"{channel.kind}_join")
        self._tell_membership("member_joined_channel", channel, user, {"inviter": inviter} if inviter else {})

    def leave(self, channel: Channel, user: str) -> None:
        text = f"<@{user}> has left the {'channel' if channel.kind == 'channel' else 'group'}"
        self.post(channel, user, text, subtype=f"{channel.kind}_leave")
        self._tell_membership("member_left_channel", channel, user)
        channel.members.remove(user)

    def rename(self, channel: Channel, user: str, name: str) -> None:
        channel.name = name
        told = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
        told |= {"is_channel": channel.kind == "channel", "is_mpim": False}
        kind = "channel_rename" if channel.kind == "channel" else "group_rename"
        self._tell_of(channel, {"type": kind, "channel": told, "event_ts": self.new_ts()})

    def archive(self, channel: Channel, user: str) -> None:
        channel.is_archived = True
        kind = "channel_archive" if channel.kind == "channel" else "group_archive"
        event = {"type": kind, "channel": channel.id, "user": user, "is_moved": 0, "event_ts": self.new_ts()}
        self._tell_of(channel, event)
        self.post(channel, user, "archived the channel", subtype=kind)

    def unarchive(self, channel: Channel, user: str) -> None:
        channel.is_archived = False
        kind = "channel_unarchive" if channel.kind == "channel" else "group_unarchive"
        self._tell_of(channel, {"type": kind, "channel": channel.id, "user": user, "event_ts": self.new_ts()})
        self.post(channel, user, "un-archived the channel", subtype=kind)

    def delete(self, channel: Channel) -> None:
        """The channel is gone, with everything in it."""
        kind = "channel_deleted" if channel.kind == "channel" else "group_deleted"
        self._tell_of(channel, {"type": kind, "channel": channel.id, "event_ts": self.new_ts()})
        del self.channels[channel.id]

    def make_private(self, channel: Channel, user: str) -> None:
        channel.kind = "group"
        self.post(channel, user, "made this channel private", subtype="channel_convert_to_private")

    def take_out(self, channel: Channel, actor: str) -> None:
        """Somebody removes coterie."""
        kind = "channel_left" if channel.kind == "channel" else "group_left"
        self.tell({"type": kind, "channel": channel.id, "actor_id": actor, "event_ts": self.new_ts()}, channel)
        channel.members.remove(BOT_USER)

    def change(self, user: User) -> None:
        """The account tells otherwise of itself."""
        told = user.as_json(locale=True)
        self.tell({"type": "user_change", "user": told, "cache_ts": 0, "event_ts": self.new_ts()})

    # messages

    def post(
        self,
        channel: Channel,
        user: str,
        text: str,
        *,
        blocks: list[Payload] | None = None,
        thread_ts: str | None = None,
        subtype: str | None = None,
        metadata: Payload | None = None,
        files: list[Payload] | None = None,
        visible_to: str | None = None,
    ) -> Message:
        """A new message, told to the app unless it is ephemeral; `app_mention` is told as a second event."""
        parent = channel.message(thread_ts) if thread_ts else None
        if parent is not None:
            thread_ts = parent.thread_ts or parent.ts
            parent.thread_ts = parent.thread_ts or parent.ts
        message = Message(
            self.new_ts(),
            channel.id,
            user,
            text,
            blocks=self.with_ids(blocks or []),
            thread_ts=thread_ts,
            subtype=subtype,
            metadata=metadata,
            files=files or [],
            visible_to=visible_to,
            by_app=user == BOT_USER,
            client_id=None if user == BOT_USER or subtype else secrets.token_hex(16),
            parent_user=parent.user if parent else None,
        )
        channel.messages.append(message)
        if visible_to is None:
            self._tell_posted(channel, message)
        return message

    def edit(self, channel: Channel, message: Message, text: str, blocks: list[Payload]) -> None:
        before = message.as_json()
        message.text, message.blocks = text, self.with_ids(blocks)
        message.edited = {"user": message.user, "ts": self.new_ts()}
        self._tell_changed(channel, "message_changed", {"message": message.as_json(), "previous_message": before})

    def remove(self, channel: Channel, message: Message) -> None:
        channel.messages.remove(message)
        told = {"previous_message": message.as_json(), "deleted_ts": message.ts}
        self._tell_changed(channel, "message_deleted", told)

    def react(self, channel: Channel, message: Message, user: str, name: str) -> None:
        message.reactions.setdefault(name, []).append(user)
        self._tell_reaction("reaction_added", channel, message, user, name)

    def unreact(self, channel: Channel, message: Message, user: str, name: str) -> None:
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        self._tell_reaction("reaction_removed", channel, message, user, name)

    def with_ids(self, blocks: list[Payload]) -> list[Payload]:
        """The blocks as Slack keeps them: each with a block_id."""
        return [{"block_id": secrets.token_urlsafe(4), **block} for block in blocks]

    # private

    def _add_channel(self, id: str, name: str, kind: str, creator: str, members: list[str]) -> Channel:
        channel = Channel(id, name, kind, creator, int(self.clock.now().timestamp()), list(members))
        self.channels[channel.id] = channel
        return channel

    def _tell_of(self, channel: Channel, event: Payload) -> None:
        self.tell(event, None if channel.kind == "channel" else channel)

    def _tell_membership(self, kind: str, channel: Channel, user: str, more: Payload | None = None) -> None:
        event = {
            "type": kind,
            "user": user,
            "channel": channel.id,
            "channel_type": "C" if channel.kind == "channel" else "G",
            "team": TEAM,
            "event_ts": self.new_ts(),
        }
        self.tell(event | (more or {}), channel)

    def _tell_posted(self, channel: Channel, message: Message) -> None:
        told = message.as_json() | {"channel": channel.id, "event_ts": message.ts}
        if message.by_app and message.metadata is not None:
            told["metadata"] = message.metadata
        if message.subtype:
            told = {key: value for key, value in told.items() if key not in ("blocks",)}
        self.tell(told | {"channel_type": channel.kind}, channel)
        if f"<@{BOT_USER}>" in message.text and not message.by_app and not message.subtype and not channel.is_direct:
            self.tell(told | {"type": "app_mention"}, channel)

    def _tell_changed(self, channel: Channel, subtype: str, more: Payload) -> None:
        ts = self.new_ts()
        event = {"type": "message", "subtype": subtype, "channel": channel.id, "hidden": True, "ts": ts}
        self.tell(event | {"event_ts": ts, "channel_type": channel.kind} | more, channel)

    def _tell_reaction(self, kind: str, channel: Channel, message: Message, user: str, name: str) -> None:
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
        self.tell(event | {"event_ts": self.new_ts()}, channel)
