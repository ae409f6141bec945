"""A call of Slack's Web API as it arrives, and the way it may be refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import cast

from coterie.core.values import frozen

from .limits import BLOCK_TEXT, blocks_problem, text_length, view_problem
from .models import model_problem, view_model_problem
from .things import (
    BOT_USER,
    Channel,
    Message,
    Payload,
    User,
)
from .world import (
    Workspace,
)

TRIGGER_LIFE = timedelta(seconds=3)  # source: docs.slack.dev, trigger_id

# Errors that any method may answer with (source: the general errors of Slack's method pages).
ANYWHERE: tuple[str, ...] = (
    "invalid_auth",
    "token_revoked",
    "missing_scope",
    "unknown_method",
    "invalid_arguments",
)


class SlackRefuses(Exception):
    """The answer `{"ok": false, "error": code}`, and what else stands in it."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@frozen
class Method:
    """A method of the Web API: what it does, and what Slack's page about it allows.

    `scopes`: any of them suffices; none needs none. `errors`: the only codes that it may refuse with, besides `ANYWHERE`.
    """

    run: Callable[[Call], Payload]
    arguments: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    token: str = "bot"


@frozen
class Call:
    """One call with its arguments, those of query, form and JSON body merged."""

    name: str
    method: Method
    arguments: Mapping[str, object]
    workspace: Workspace
    address: str

    def refuse(self, code: str, **more: object) -> SlackRefuses:
        """The refusal to raise. A code that Slack's page of the method does not list is a mistake of the test double."""
        if code not in self.method.errors + ANYWHERE:
            raise AssertionError(f"Slack publishes no error {code!r} for {self.name}")
        return SlackRefuses(code, **more)

    def text(self, name: str) -> str:
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        return int(self.text(name) or default)

    def parsed(self, name: str) -> object:
        """An argument that is JSON, also where it came as a text; None where it is missing."""
        value = self.arguments.get(name)
        return json.loads(value) if isinstance(value, str) and value else value or None

    def user(self, name: str = "user", missing: str = "user_not_found") -> User:
        user = self.workspace.users.get(self.text(name))
        if user is None:
            raise self.refuse(missing)
        return user

    def channel(self, name: str = "channel", inside: bool = False, open_only: bool = False) -> Channel:
        """The channel that the argument names, as far as the bot may know of it; with `inside`, its bot is a member."""
        channel = self.workspace.channels.get(self.text(name))
        hidden = channel is not None and channel.kind != "channel" and BOT_USER not in channel.members
        if channel is None or hidden:
            raise self.refuse("channel_not_found")
        if open_only and channel.is_archived:
            raise self.refuse("is_archived")
        if inside and BOT_USER not in channel.members:
            raise self.refuse("not_in_channel")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        message = channel.message(self.text(name))
        if message is None:
            raise self.refuse("message_not_found")
        return message

    def blocks(self) -> list[Payload]:
        blocks = self.parsed("blocks") or []
        problem = blocks_problem(blocks) or model_problem(cast(list[Payload], blocks))
        if problem:
            raise self.refuse("invalid_blocks", response_metadata={"messages": [problem]})
        assert isinstance(blocks, list)
        if text_length(blocks) > BLOCK_TEXT:
            too_long = "msg_blocks_too_long" if "msg_blocks_too_long" in self.method.errors else "invalid_blocks"
            raise self.refuse(too_long)
        return blocks

    def view(self) -> Payload:
        view = self.parsed("view")
        if len(json.dumps(view)) > 250_000:
            raise self.refuse("view_too_large")
        problem = view_problem(view) or view_model_problem(cast(Payload, view))
        if problem:
            raise self.refuse("invalid_arguments", response_metadata={"messages": [problem]})
        assert isinstance(view, dict)
        return view

    def trigger(self) -> str:
        """The user whose trigger this is; it is used up."""
        trigger = self.workspace.triggers.get(self.text("trigger_id"))
        if trigger is None:
            raise self.refuse("invalid_trigger_id")
        if trigger.used:
            raise self.refuse("exchanged_trigger_id")
        if self.workspace.clock.now() - trigger.since > TRIGGER_LIFE:
            raise self.refuse("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def page(self, everything: list[Payload], default: int, most: int) -> tuple[list[Payload], str]:
        """The part of a list that `cursor` and `limit` ask for, and the cursor of the next one."""
        start, size = self._start(), min(self.number("limit", default) or default, most)
        left = start + size < len(everything)
        return everything[start : start + size], f"next:{start + size}" if left else ""

    def _start(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        if not cursor.removeprefix("next:").isdecimal():
            raise self.refuse("invalid_cursor")
        return int(cursor.removeprefix("next:"))
