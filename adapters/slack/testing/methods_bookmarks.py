"""The Web API's methods about the bar of bookmarks above a channel: bookmarks.*"""

from __future__ import annotations

import re

from .calls import Call, Method
from .things import APP, BOT_USER, TEAM, Channel, Payload

MOST = 100  # source: docs.slack.dev, bookmarks.add


def list_bookmarks(call: Call) -> Payload:
    return {"bookmarks": list(_channel(call).bookmarks)}


def add_bookmark(call: Call) -> Payload:
    channel = _channel(call)
    if call.text("type") != "link":
        raise call.refuse("invalid_bookmark_type")
    if len(channel.bookmarks) >= MOST:
        raise call.refuse("too_many_bookmarks")
    now = int(call.workspace.clock.now().timestamp())
    bookmark: Payload = {"id": call.workspace.new_id("Bk"), "channel_id": channel.id, "type": "link"}
    bookmark |= {"title": call.text("title"), "link": _link(call), "emoji": call.text("emoji"), "icon_url": ""}
    bookmark |= {"entity_id": None, "date_created": now, "date_updated": 0, "rank": "g", "shortcut_id": None}
    bookmark |= {"last_updated_by_user_id": BOT_USER, "last_updated_by_team_id": TEAM, "app_id": APP}
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark}


def edit_bookmark(call: Call) -> Payload:
    bookmark = _bookmark(call, _channel(call))
    if call.text("link"):
        bookmark["link"] = _link(call)
    bookmark["title"] = call.text("title") or bookmark["title"]
    bookmark |= {"date_updated": int(call.workspace.clock.now().timestamp()), "last_updated_by_user_id": BOT_USER}
    return {"bookmark": bookmark}


def remove_bookmark(call: Call) -> Payload:
    channel = _channel(call)
    channel.bookmarks.remove(_bookmark(call, channel))
    return {}


def _channel(call: Call) -> Channel:
    channel = call.channel("channel_id")
    if BOT_USER not in channel.members:
        raise call.refuse("access_denied")
    return channel


def _bookmark(call: Call, channel: Channel) -> Payload:
    found = next((one for one in channel.bookmarks if one["id"] == call.text("bookmark_id")), None)
    if found is None:
        raise call.refuse("not_found")
    return found


def _link(call: Call) -> str:
    link = call.text("link")
    if not re.match(r"https?://\S+$", link):
        raise call.refuse("invalid_link")
    return link


READ, WRITE = ("bookmarks:read",), ("bookmarks:write",)

METHODS = {
    "bookmarks.list": Method(list_bookmarks, ("token", "channel_id"), ("channel_not_found", "access_denied"), READ),
    "bookmarks.add": Method(
        add_bookmark,
        ("token", "channel_id", "title", "type", "link", "emoji"),
        ("channel_not_found", "access_denied", "invalid_bookmark_type", "invalid_link", "too_many_bookmarks"),
        WRITE,
    ),
    "bookmarks.edit": Method(
        edit_bookmark,
        ("token", "channel_id", "bookmark_id", "title", "link", "emoji"),
        ("channel_not_found", "access_denied", "invalid_link", "not_found"),
        WRITE,
    ),
    "bookmarks.remove": Method(
        remove_bookmark,
        ("token", "channel_id", "bookmark_id"),
        ("channel_not_found", "access_denied", "not_found"),
        WRITE,
    ),
}
