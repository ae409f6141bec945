"""The Web API's methods about messages: chat.*, reactions.*, pins.*."""

from __future__ import annotations

import re

from .calls import Call, Method
from .limits import MESSAGE_TEXT, UPDATE_TEXT
from .things import (
    BOT_USER,
    DOMAIN,
    Channel,
    Message,
    Payload,
)

SENDING: tuple[str, ...] = (
    "token",
    "channel",
    "text",
    "blocks",
    "thread_ts",
    "metadata",
    "mrkdwn",
    "unfurl_links",
    "unfurl_media",
)
SENDING += ("link_names", "parse")


def post_message(call: Call) -> Payload:
    channel = _addressed(call)
    text, blocks = _said(call, MESSAGE_TEXT, shorten=True)
    message = call.workspace.post(
        channel, BOT_USER, text, blocks=blocks, thread_ts=_thread(call, channel), metadata=_metadata(call)
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def post_ephemeral(call: Call) -> Payload:
    channel = call.channel(inside=True, open_only=True)
    if call.text("user") not in channel.members:
        raise call.refuse("user_not_in_channel")
    text, blocks = _said(call, MESSAGE_TEXT)
    thread = _thread(call, channel)
    message = call.workspace.post(
        channel, BOT_USER, text, blocks=blocks, thread_ts=thread, visible_to=call.text("user")
    )
    return {"message_ts": message.ts}


def update(call: Call) -> Payload:
    channel = call.channel()
    message = call.message(channel)
    if not message.by_app or message.subtype:
        raise call.refuse("cant_update_message")
    text, blocks = _said(call, UPDATE_TEXT)
    call.workspace.edit(channel, message, text, blocks)
    message.metadata = _metadata(call) or message.metadata
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": message.as_json()}


def delete(call: Call) -> Payload:
    channel = call.channel()
    message = call.message(channel)
    if not message.by_app:
        raise call.refuse("cant_delete_message")
    call.workspace.remove(channel, message)
    return {"channel": channel.id, "ts": message.ts}


def add_reaction(call: Call) -> Payload:
    channel, message = _reacted(call)
    if channel.is_archived:
        raise call.refuse("is_archived")
    name = call.text("name")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise call.refuse("invalid_name")
    if BOT_USER in message.reactions.get(name, []):
        raise call.refuse("already_reacted")
    call.workspace.react(channel, message, BOT_USER, name)
    return {}


def remove_reaction(call: Call) -> Payload:
    channel, message = _reacted(call)
    if BOT_USER not in message.reactions.get(call.text("name"), []):
        raise call.refuse("no_reaction")
    call.workspace.unreact(channel, message, BOT_USER, call.text("name"))
    return {}


def add_pin(call: Call) -> Payload:
    channel = call.channel(inside=True)
    message = call.message(channel, "timestamp")
    if message.pinned:
        raise call.refuse("already_pinned")
    message.pinned = True
    return {}


def get_permalink(call: Call) -> Payload:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {
        "channel": channel.id,
        "permalink": f"https://{DOMAIN}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}{thread}",
    }


def _addressed(call: Call) -> Channel:
    """The channel of a post: a user's id stands for the direct conversation with them."""
    user = call.workspace.users.get(call.text("channel"))
    if user is not None and user.id != BOT_USER and not user.is_deactivated:
        return call.workspace.direct(user.id)
    return call.channel(inside=True, open_only=True)


def _said(call: Call, most: int, shorten: bool = False) -> tuple[str, list[Payload]]:
    text, blocks = call.text("text"), call.blocks()
    if not text and not blocks:
        raise call.refuse("no_text")
    if len(text) > most and not shorten:
        raise call.refuse("msg_too_long")
    return text[:most], blocks


def _thread(call: Call, channel: Channel) -> str | None:
    # Slack takes any ts here; one that it does not know begins a thread of nothing, which no reader would see.
    return call.text("thread_ts") or None


def _metadata(call: Call) -> Payload | None:
    metadata = call.parsed("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
        raise call.refuse("invalid_metadata_format")
    if not re.fullmatch(r"\w+", str(metadata["event_type"])):
        raise call.refuse("invalid_metadata_format")
    return metadata


def _reacted(call: Call) -> tuple[Channel, Message]:
    if not call.text("timestamp"):
        raise call.refuse("no_item_specified")
    channel = call.channel()
    if BOT_USER not in channel.members:
        raise call.refuse("channel_not_found")
    return channel, call.message(channel, "timestamp")


REACTION_ERRORS = ("channel_not_found", "message_not_found", "no_item_specified", "invalid_name")
TALK_ERRORS = ("channel_not_found", "invalid_blocks", "no_text")

METHODS = {
    "chat.postMessage": Method(
        post_message,
        SENDING + ("reply_broadcast",),
        TALK_ERRORS + ("is_archived", "not_in_channel", "invalid_metadata_format", "msg_blocks_too_long"),
        ("chat:write",),
    ),
    "chat.postEphemeral": Method(
        post_ephemeral,
        ("token", "channel", "user", "text", "blocks", "thread_ts", "link_names", "parse"),
        TALK_ERRORS + ("is_archived", "not_in_channel", "user_not_in_channel", "msg_too_long"),
        ("chat:write",),
    ),
    "chat.update": Method(
        update,
        ("token", "channel", "ts", "text", "blocks", "metadata", "link_names", "parse"),
        TALK_ERRORS + ("message_not_found", "cant_update_message", "msg_too_long", "invalid_metadata_format"),
        ("chat:write",),
    ),
    "chat.getPermalink": Method(
        get_permalink, ("token", "channel", "message_ts"), ("channel_not_found", "message_not_found")
    ),
    "chat.delete": Method(
        delete,
        ("token", "channel", "ts"),
        ("channel_not_found", "message_not_found", "cant_delete_message"),
        ("chat:write",),
    ),
    "reactions.add": Method(
        add_reaction,
        ("token", "channel", "name", "timestamp"),
        REACTION_ERRORS + ("already_reacted", "is_archived"),
        ("reactions:write",),
    ),
    "reactions.remove": Method(
        remove_reaction,
        ("token", "channel", "name", "timestamp"),
        REACTION_ERRORS + ("no_reaction",),
        ("reactions:write",),
    ),
    "pins.add": Method(
        add_pin,
        ("token", "channel", "timestamp"),
        ("channel_not_found", "message_not_found", "not_in_channel", "already_pinned"),
        ("pins:write",),
    ),
}
