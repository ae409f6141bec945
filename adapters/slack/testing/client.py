"""Slack's client, as one person has it before them: what it knows, and what it tells an app of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .layout import Seen, seen
from .things import (
    APP,
    DOMAIN,
    TEAM,
    Channel,
    Message,
    Payload,
    User,
)
from .world import (
    Workspace,
)

if TYPE_CHECKING:
    from .server import LoopbackSlack


class NotPossible(Exception):
    """Slack's client does not let this person do that."""


class Client:
    """One account, in front of Slack. Channels are named by name or id, messages by what was seen."""

    def __init__(self, user: User, slack: LoopbackSlack) -> None:
        self.user = user
        self._slack = slack
        self._held: dict[tuple[str, str, str], tuple[str, ...]] = {}  # what is ticked, which only this client knows

    @property
    def _world(self) -> Workspace:
        return self._slack.workspace

    def _channel(self, name: str) -> Channel:
        channel = self._world.channels.get(name) or self._world.channel_called(name.removeprefix("#"))
        if channel is None:
            raise LookupError(f"no channel is called {name!r}")
        return channel

    def _seen(self, channel: Channel) -> list[Seen]:
        return [
            seen(self._world, channel, message)
            for message in channel.messages
            if message.visible_to in (None, self.user.id)
        ]

    def _find(self, message: Seen | str, channel: str | None) -> tuple[Channel, Message]:
        if isinstance(message, Seen):
            place, ts = self._world.channels[message.channel], message.ts
        else:
            place, ts = self._place_of(message, channel), message
        found = next((each for each in place.messages if each.ts == ts), None)
        if found is None:
            raise LookupError(f"there is no message {ts} in {place.name}")
        return place, found

    def _place_of(self, ts: str, channel: str | None) -> Channel:
        if channel is not None:
            return self._channel(channel)
        return next(each for each in self._world.channels.values() if each.message(ts))

    def _interaction(self, kind: str) -> Payload:
        user = {"id": self.user.id, "username": self.user.handle, "name": self.user.handle, "team_id": TEAM}
        payload: Payload = {"type": kind, "team": {"id": TEAM, "domain": DOMAIN}, "user": user, "api_app_id": APP}
        payload |= {"token": "verification-token", "enterprise": None, "is_enterprise_install": False}
        return payload if kind == "view_closed" else payload | {"trigger_id": self._world.new_trigger(self.user.id)}
