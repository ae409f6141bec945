"""The way in: Bolt over Socket Mode or HTTP. One catch-all step keeps every request, then acknowledges it.

Requests become events in the order in which they arrive.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.request.payload_utils import (
    to_action,
    to_command,
    to_event,
    to_message,
    to_options,
    to_shortcut,
    to_step,
    to_view,
)
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from coterie.core.errors import StoreError
from coterie.core.logs import get_logger
from coterie.core.traces import told

from .told import Bot, Told

log = get_logger(__name__)

SHAPE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a payload of another shape than Slack's raises."""
_BY_BOLT = (to_options, to_shortcut, to_action, to_view, to_command, to_event, to_message, to_step)
UNREADABLE = "Slack told something that can't be read"

Hear = Callable[[object], Told]
Taken = Callable[[Told], Awaitable[Mapping[str, Any] | None]]
"""Keeps what was told, and gives the answer that the acknowledgement carries. Raises StoreError where it can't be kept."""
Authorize = Callable[[str | None, str | None], Awaitable[AuthorizeResult | None]]
"""Who the app is where a request comes from, by enterprise and team; None where it is not installed there. Raises StoreError."""
Receive = Callable[[object], Awaitable[Mapping[str, Any] | None]]
"""Takes in what a request says, and gives the answer that its acknowledgement carries. Raises StoreError where it can't be kept."""


class _Authorized(AsyncAuthorize):
    """We know who we are: Bolt must not ask Slack at every request."""

    def __init__(self, authorize: Authorize) -> None:
        self._authorize = authorize

    async def __call__(
        self, *, enterprise_id: str | None = None, team_id: str | None = None, **_: Any
    ) -> AuthorizeResult | None:
        return await self._authorize(enterprise_id, team_id)


@contextmanager
def _no_word_of_an_unused_token() -> Iterator[None]:
    """Bolt looks for SLACK_BOT_TOKEN by itself and warns that it does not use it. Coterie does, by its own client: nobody has to do anything."""
    words = warning_client_prioritized_and_token_skipped()

    def is_worth_saying(record: logging.LogRecord) -> bool:
        return record.getMessage() != words

    bolts_own = logging.getLogger(f"slack_bolt.{AsyncApp.__name__}")
    bolts_own.addFilter(is_worth_saying)
    try:
        yield
    finally:
        bolts_own.removeFilter(is_worth_saying)


def only(bot: Bot) -> Authorize:
    """The same everywhere: an app in one workspace."""
    result = AuthorizeResult(enterprise_id=None, team_id=bot.team, bot_user_id=bot.user)

    async def known(_: str | None, __: str | None) -> AuthorizeResult:
        return result

    return known


def one(hear: Hear, taken: Taken) -> Receive:
    """What is heard is taken, whichever workspace it comes from."""

    async def receive(body: object) -> Mapping[str, Any] | None:
        return await taken(hear(body))

    return receive


def bolt_app(
    authorize: Authorize, api_url: str, signing_secret: str, session: aiohttp.ClientSession, receive: Receive
) -> AsyncApp:
    """Bolt with one step that hears everything: kept first, then acknowledged; 503 where it can't be kept, so that it comes again."""
    with _no_word_of_an_unused_token():
        app = AsyncApp(
            signing_secret=signing_secret,
            client=AsyncWebClient(base_url=api_url, session=session, retry_handlers=[]),
            authorize=_Authorized(authorize),  # type: ignore[arg-type]  # Bolt takes it where nothing is installed there
            ignoring_self_events_enabled=False,
        )

    @app.middleware
    async def everything(body: dict[str, Any]) -> BoltResponse:
        try:
            answer = await receive(body)
        except StoreError:
            return BoltResponse(status=503, body="")
        if answer is None:
            return BoltResponse(status=200, body="")
        return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": ["application/json"]})

    @app.error
    async def failed(error: Exception) -> BoltResponse:
        log.error("a request of Slack could not be taken in", error=told(error)[:200])
        return BoltResponse(status=500, body="")

    return app


def shapeless(body: object) -> str | None:
    """Why this is none of Slack's requests, by its shape; None where it may be one.

    Bolt looks into `event` wherever there is one, and into all that it would give to whoever listens: what it stumbles over there it raises
    out of every error handler.
    """
    if not isinstance(body, dict) or not isinstance(body.get("event", {}), dict):
        return "it is not of the shape of Slack's requests"
    try:
        for read in _BY_BOLT:
            read(body)
    except SHAPE as error:
        return told(error)
    return None


def unreadable(body: object) -> str | None:
    """Why Bolt can't take this in, which looks into a payload before any step of ours; None where it can."""
    if (reason := shapeless(body)) is not None or not isinstance(body, dict):
        return reason
    try:
        AsyncBoltRequest(mode="socket_mode", body=body)
    except SHAPE as error:
        return told(error)
    return None
