"""`[slack]` of coterie.toml, the secrets beside it, and the place of a workspace in an app that many have installed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import ClassVar

from attrs import field

from coterie.core.settings import listen_address, web_address
from coterie.core.values import frozen

from .calls import Credentials
from .listening import Hear, Taken
from .told import Bot

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
CLIENT_ID, CLIENT_SECRET = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"

OF_MANY = "the app is one that many workspaces install, each with a token of its own"


def is_installed_by_many(environment: Mapping[str, str]) -> bool:
    """Whether the environment is that of an app which workspaces install for themselves: without a token of one of them."""
    return bool(environment.get(CLIENT_ID) or environment.get(CLIENT_SECRET)) and not environment.get(BOT_TOKEN)


class Mode(Enum):
    """How Slack's events come: down a connection that we open, or as requests to our own address."""

    SOCKET = "socket"
    HTTP = "http"


@frozen
class SlackSettings:
    """`[slack]` of coterie.toml. With `mode = "http"`, requests come in at `path` where `[web]` listens; without such a section, at `listen`.

    Where many workspaces install the app, `workspaces` names for the id of one the community of a file that lives there; at `back` come in
    those who installed it. With `user_groups`, who holds a role in a group is in a user group of Slack, which its paid plans have;
    with `connect`, people of other organisations are asked to share the channel of a group (Slack Connect, of the paid plans too). With
    `bookmarks`, unless that is turned off, charter and library stand in the bar of bookmarks above the channel.
    """

    mode: Mode = Mode.SOCKET
    api_url: str = field(default="https://slack.com/api/", validator=web_address)
    listen: str = field(default="127.0.0.1:8080", validator=listen_address)
    path: str = "/slack/events"
    workspaces: Mapping[str, str] = field(factory=dict)
    user_groups: bool = False
    connect: bool = False
    bookmarks: bool = True
    back: ClassVar[str] = "/slack/oauth_redirect"

    @property
    def also(self) -> tuple[str, ...]:
        """What is turned on that takes rights of its own."""
        return tuple(name for name in ("user_groups", "connect", "bookmarks") if getattr(self, name))


@frozen
class Seat:
    """The place of one workspace in an app that many have installed: who the app is there, by what it is let in, and how it hears.

    `hears` lets what is told of the workspace be read and taken until cancelled, and says when it is so.
    """

    bot: Bot
    credentials: Credentials
    hears: Callable[[Hear, Taken, Callable[[], None]], Awaitable[None]]
