"""The Web API's methods about channels: conversations.*."""

from __future__ import annotations

import re

from .calls import Call, Method
from .things import (
    BOT_USER,
    TEAM,
    Channel,
    Message,
    Payload,
)

NAME = 80
TOPIC = 250
INVITED = 100
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def open_direct(call: Call) -> Payload:
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        raise call.refuse("users_list_not_supplied")
    if len(users) > 8:
        raise call.refuse("too_many_users")
    for user in users:
        known = call.workspace.users.get(user)
        if known is None:
            raise call.refuse("user_not_found")
        if known.is_deactivated:
            raise call.refuse("user_disabled")
    channel = call.workspace.direct(*users)
    return {"channel": channel.as_json() if call.flag("return_im") else {"id": channel.id}}


def create(call: Call) -> Payload:
    channel = call.workspace.open_channel(_free_name(call), BOT_USER, call.flag("is_private"))
    return {"channel": channel.as_json()}


def invite(call: Call) -> Payload:
    channel = _place(call, open_only=True, inside=True)
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        raise call.refuse("no_user")
    problems = [
        {"user": user, "ok": False, "error": code} for user in users if (code := _uninvitable(call, channel, user))
    ]
    if problems and not call.flag("force"):
        raise call.refuse(str(problems[0]["error"]), errors=problems)
    refused = {problem["user"] for problem in problems}
    for user in (user for user in users[:INVITED] if user not in refused):
        call.workspace.join(channel, user, inviter=BOT_USER)
    return {"channel": channel.as_json()} | ({"errors": problems} if problems else {})


def kick(call: Call) -> Payload:
    channel = _place(call, inside=True)
    user = call.user()
    if user.id == BOT_USER:
        raise call.refuse("cant_kick_self")
    if user.id not in channel.members:
        raise call.refuse("not_in_channel")
    call.workspace.leave(channel, user.id)
    return {"errors": {}}


def join(call: Call) -> Payload:
    channel = _place(call, open_only=True)
    if channel.kind != "channel":
        raise call.refuse("method_not_supported_for_channel_type")
    if BOT_USER in channel.members:
        return {"channel": channel.as_json(), "warning": "already_in_channel"}
    call.workspace.join(channel, BOT_USER)
    return {"channel": channel.as_json()}


def leave(call: Call) -> Payload:
    channel = _place(call, open_only=True)
    if BOT_USER not in channel.members:
        return {"not_in_channel": True}
    call.workspace.leave(channel, BOT_USER)
    return {}


def info(call: Call) -> Payload:
    channel = call.channel()
    count = {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    return {"channel": channel.as_json() | count}


def list_channels(call: Call) -> Payload:
    types = call.text("types").split(",") if call.text("types") else ["public_channel"]
    if not set(types) <= KINDS.keys():
        raise call.refuse("invalid_types")
    kinds = {KINDS[each] for each in types}
    seen = [
        channel.as_json()
        for channel in call.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind == "channel" or BOT_USER in channel.members)
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]
    page, cursor = call.page(seen, 100, 1000)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def members(call: Call) -> Payload:
    page, cursor = call.page([{"id": user} for user in call.channel().members], 100, 1000)
    return {"members": [each["id"] for each in page], "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Payload:
    channel = call.channel(inside=True)
    top = [each for each in channel.messages if each.thread_ts in (None, each.ts) and each.visible_to is None]
    return _messages(call, list(reversed(_between(call, top))), 100)


def replies(call: Call) -> Payload:
    channel = call.channel()
    thread = channel.thread(call.text("ts"))
    if not thread:
        raise call.refuse("thread_not_found")
    return _messages(call, _between(call, thread), 1000)


def set_topic(call: Call) -> Payload:
    channel = _place(call, open_only=True, inside=True)
    channel.topic = _short(call, "topic")
    _note(call, channel, "topic", channel.topic)
    return {"channel": channel.as_json()}


def set_purpose(call: Call) -> Payload:
    channel = _place(call, open_only=True, inside=True)
    channel.purpose = _short(call, "purpose")
    _note(call, channel, "purpose", channel.purpose)
    return {"channel": channel.as_json()}


def archive(call: Call) -> Payload:
    channel = _place(call, inside=True)
    if channel.is_archived:
        raise call.refuse("already_archived")
    call.workspace.archive(channel, BOT_USER)
    return {}


def unarchive(call: Call) -> Payload:
    channel = _place(call)
    if not channel.is_archived:
        raise call.refuse("not_archived")
    call.workspace.unarchive(channel, BOT_USER)
    return {}


def rename(call: Call) -> Payload:
    channel = _place(call, open_only=True, inside=True)
    if channel.creator != BOT_USER:
        raise call.refuse("not_authorized")
    call.workspace.rename(channel, BOT_USER, _free_name(call))
    return {"channel": channel.as_json()}


def _place(call: Call, inside: bool = False, open_only: bool = False) -> Channel:
    """A channel that is no direct conversation."""
    channel = call.channel(inside=inside, open_only=open_only)
    if channel.is_direct:
        raise call.refuse("method_not_supported_for_channel_type")
    return channel


def _free_name(call: Call) -> str:
    name = call.text("name").removeprefix("#")
    if not name:
        raise call.refuse("invalid_name_required")
    if len(name) > NAME:
        raise call.refuse("invalid_name_maxlength")
    if re.fullmatch(r"[_-]+", name):
        raise call.refuse("invalid_name_punctuation")
    if not re.fullmatch(r"[a-z0-9_-]+", name):
        raise call.refuse("invalid_name_specials")
    if call.workspace.channel_called(name):  # the name of an archived channel stays taken
        raise call.refuse("name_taken")
    return name


def _uninvitable(call: Call, channel: Channel, user: str) -> str | None:
    if user == BOT_USER:
        return "cant_invite_self"
    known = call.workspace.users.get(user)
    if known is None or known.is_deactivated:
        return "user_not_found"
    if known.home != TEAM:
        return "already_in_channel" if user in channel.members else "cant_invite"
    return "already_in_channel" if user in channel.members else None


def _short(call: Call, name: str) -> str:
    text = call.text(name)
    if len(text) > TOPIC:
        raise call.refuse("too_long")
    return text


def _note(call: Call, channel: Channel, what: str, text: str) -> None:
    call.workspace.post(channel, BOT_USER, f"set the channel {what}: {text}", subtype=f"{channel.kind}_{what}")


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "9" * 20
    inclusive = call.flag("inclusive")
    first, last = _stamp(oldest), _stamp(latest)
    return [
        each for each in messages if first < _stamp(each.ts) < last or (inclusive and _stamp(each.ts) in (first, last))
    ]


def _stamp(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    return int(seconds), int(micros.ljust(6, "0") or 0)


def _messages(call: Call, messages: list[Message], default: int) -> Payload:
    shown = [each.as_json(call.flag("include_all_metadata")) | _pinned(each) for each in messages]
    page, cursor = call.page(shown, default, 1000)
    more = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
    return {"messages": page, "has_more": bool(cursor)} | more


def _pinned(message: Message) -> Payload:
    return {"pinned_to": [message.channel]} if message.pinned else {}


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
MANAGE = ("channels:manage", "groups:write")
TOPICS = ("channels:write.topic", "groups:write.topic", *MANAGE)
NAMES: tuple[str, ...] = (
    "invalid_name_required",
    "invalid_name_maxlength",
    "invalid_name_punctuation",
    "invalid_name_specials",
)
NAMES += ("name_taken",)
GONE = ("channel_not_found", "is_archived", "method_not_supported_for_channel_type")
PAGE = ("channel_not_found", "invalid_cursor")
READING = ("token", "channel", "cursor", "limit", "oldest", "latest", "inclusive", "include_all_metadata")

METHODS = {
    "conversations.open": Method(
        open_direct,
        ("token", "users", "return_im"),
        ("users_list_not_supplied", "too_many_users", "user_not_found", "user_disabled"),
        ("im:write", "mpim:write", *MANAGE),
    ),
    "conversations.create": Method(create, ("token", "name", "is_private", "team_id"), NAMES, MANAGE),
    "conversations.invite": Method(
        invite,
        ("token", "channel", "users", "force"),
        GONE + ("not_in_channel", "no_user", "cant_invite_self", "user_not_found", "already_in_channel", "cant_invite"),
        ("channels:write.invites", "groups:write.invites", *MANAGE),
    ),
    "conversations.kick": Method(
        kick,
        ("token", "channel", "user"),
        (
            "channel_not_found",
            "method_not_supported_for_channel_type",
            "not_in_channel",
            "user_not_found",
            "cant_kick_self",
        ),
        MANAGE,
    ),
    "conversations.join": Method(join, ("token", "channel"), GONE, ("channels:join",)),
    "conversations.leave": Method(leave, ("token", "channel"), GONE, MANAGE),
    "conversations.info": Method(
        info, ("token", "channel", "include_locale", "include_num_members"), ("channel_not_found",), READ
    ),
    "conversations.list": Method(
        list_channels,
        ("token", "cursor", "exclude_archived", "limit", "types", "team_id"),
        ("invalid_cursor", "invalid_types"),
        READ,
    ),
    "conversations.members": Method(members, ("token", "channel", "cursor", "limit"), PAGE, READ),
    "conversations.history": Method(history, READING, (*PAGE, "not_in_channel"), HISTORY),
    "conversations.replies": Method(replies, (*READING, "ts"), (*PAGE, "thread_not_found"), HISTORY),
    "conversations.setTopic": Method(
        set_topic, ("token", "channel", "topic"), GONE + ("not_in_channel", "too_long"), TOPICS
    ),
    "conversations.setPurpose": Method(
        set_purpose, ("token", "channel", "purpose"), GONE + ("not_in_channel", "too_long"), TOPICS
    ),
    "conversations.archive": Method(
        archive,
        ("token", "channel"),
        ("channel_not_found", "method_not_supported_for_channel_type", "not_in_channel", "already_archived"),
        MANAGE,
    ),
    "conversations.unarchive": Method(
        unarchive,
        ("token", "channel"),
        ("channel_not_found", "method_not_supported_for_channel_type", "not_archived"),
        MANAGE,
    ),
    "conversations.rename": Method(
        rename, ("token", "channel", "name"), GONE + NAMES + ("not_in_channel", "not_authorized"), MANAGE
    ),
}
