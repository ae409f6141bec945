"""What is in a workspace: accounts, messages, channels, views, files, each as Slack tells of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import Factory, define

from coterie.core.values import frozen

Payload = dict[str, Any]  # JSON, as it goes over the wire

TEAM = "T0COMMUNE"
DOMAIN = "commune"
APP = "A0COTERIE"
BOT_USER = "U0COTERIE"
BOT = "B0COTERIE"


@frozen
class Tenancy:
    """Which workspace it is, the organisation that it belongs to, and whether the app was installed for all of that."""

    team: str = TEAM
    enterprise: str | None = None
    is_org_wide: bool = False

    def told(self, value: Any) -> Any:
        """What is told of `TEAM`, told of this workspace: the things of a workspace do not know which one they are in."""
        if value == TEAM:
            return self.team
        if isinstance(value, dict):
            return {key: self.told(each) for key, each in value.items()}
        return [self.told(each) for each in value] if isinstance(value, list) else value


ALONE = Tenancy()


@define
class User:
    """An account. `handle` is what is typed after @, `name` the display name, `zone` an IANA name."""

    id: str
    handle: str
    name: str
    zone: str = "Europe/Berlin"
    locale: str = "en-US"
    is_bot: bool = False
    is_guest: bool = False
    is_deactivated: bool = False
    home: str = TEAM

    def as_json(self, locale: bool = False) -> Payload:
        profile = {"real_name": self.name, "display_name": self.name, "team": TEAM}
        answer: Payload = {
            "id": self.id,
            "team_id": self.home,
            "name": self.handle,
            "deleted": self.is_deactivated,
            "real_name": self.name,
            "tz": self.zone,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
        }
        return answer | ({"locale": self.locale} if locale else {})


@define
class Message:
    """One message of a channel; with `visible_to` an ephemeral one, which no history tells of."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Payload] = Factory(list)
    thread_ts: str | None = None
    subtype: str | None = None
    metadata: Payload | None = None
    by_app: bool = False
    edited: Payload | None = None
    reactions: dict[str, list[str]] = Factory(dict)
    files: list[Payload] = Factory(list)
    visible_to: str | None = None
    pinned: bool = False
    client_id: str | None = None
    parent_user: str | None = None
    notified: frozenset[str] = frozenset()

    def as_json(self, metadata: bool = False) -> Payload:
        """The message as a history or an event tells of it."""
        answer: Payload = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM}
        if self.by_app:
            answer |= {"bot_id": BOT, "app_id": APP}
        if metadata and self.metadata is not None:
            answer["metadata"] = self.metadata
        if self.reactions:
            answer["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        optional = {
            "client_msg_id": self.client_id,
            "subtype": self.subtype,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "parent_user_id": self.parent_user,
            "edited": self.edited,
            "files": self.files,
        }
        return answer | {key: value for key, value in optional.items() if value}


@define
class Channel:
    """A conversation. `kind` is Slack's: channel (public), group (private), im or mpim (direct)."""

    id: str
    name: str
    kind: str
    creator: str
    created: int
    members: list[str] = Factory(list)
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    messages: list[Message] = Factory(list)
    bookmarks: list[Payload] = Factory(list)

    @property
    def is_direct(self) -> bool:
        return self.kind in ("im", "mpim")

    def message(self, ts: str) -> Message | None:
        """The message with this ts that a history tells of."""
        return next((each for each in self.messages if each.ts == ts and each.visible_to is None), None)

    def thread(self, ts: str) -> list[Message]:
        """The message and the replies to it, oldest first."""
        return [each for each in self.messages if ts in (each.ts, each.thread_ts) and each.visible_to is None]

    def as_json(self) -> Payload:
        answer: Payload = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
            "context_team_id": TEAM,
        }
        if self.kind == "im":
            return answer | {"user": next(each for each in self.members if each != BOT_USER)}
        return answer | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
            "is_member": BOT_USER in self.members,
            "creator": self.creator,
            "topic": {"value": escaped(self.topic), "creator": self.creator, "last_set": self.created},
            "purpose": {"value": escaped(self.purpose), "creator": self.creator, "last_set": self.created},
        }


def escaped(text: str) -> str:
    """A text as Slack gives it: its three control characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@define
class View:
    """A modal in front of one person, or their home page."""

    id: str
    user: str
    definition: Payload
    hash: str
    root: str
    previous: str | None = None
    opened: str = "0.0"

    def as_json(self, state: Payload | None = None) -> Payload:
        """The view as Slack gives it back: the definition, completed."""
        asked = completed(self.definition)
        return {
            "id": self.id,
            "team_id": TEAM,
            "type": asked["type"],
            "blocks": asked["blocks"],
            "private_metadata": asked.get("private_metadata", ""),
            "callback_id": asked.get("callback_id", ""),
            "state": {"values": state or {}},
            "hash": self.hash,
            "title": asked.get("title"),
            "clear_on_close": asked.get("clear_on_close", False),
            "notify_on_close": asked.get("notify_on_close", False),
            "close": asked.get("close"),
            "submit": asked.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": APP,
            "external_id": asked.get("external_id", ""),
            "app_installed_team_id": TEAM,
            "bot_id": BOT,
        }


def completed(value: Any) -> Any:
    """A definition as Slack gives it back: plain text says that it may hold emoji, an input whether it may be left empty."""
    if isinstance(value, list):
        return [completed(each) for each in value]
    if not isinstance(value, dict):
        return value
    whole = {key: completed(each) for key, each in value.items()}
    match whole.get("type"):
        case "plain_text":
            return {"emoji": True} | whole
        case "input":
            return {"optional": False, "dispatch_action": False} | whole
        case _:
            return whole


@define
class Trigger:
    """The right to open one modal, for 3 seconds and once (source: views.open, trigger_id)."""

    user: str
    since: datetime
    used: bool = False


@define
class File:
    """A file on its way: announced, uploaded, then shared."""

    id: str
    name: str
    length: int
    content: bytes | None = None

    def as_json(self, title: str | None = None) -> Payload:
        answer = {"id": self.id, "name": self.name, "title": title or self.name, "size": self.length}
        return answer | {"mode": "hosted", "user": BOT_USER, "is_external": False}
