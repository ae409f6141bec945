"""The way in over Socket Mode: one connection, kept up and watched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
from attrs import define, field
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from coterie.core.clock import SystemClock
from coterie.core.errors import LoggedOut
from coterie.core.logs import get_logger

from .listening import UNREADABLE, unreadable

log = get_logger(__name__)

WATCH_EVERY = timedelta(seconds=15)
CONNECT_WITHIN = 30.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)


class _Handler(AsyncSocketModeHandler):
    """Bolt's own, which acknowledges what Bolt can't read, so that it does not come again."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt does
        reason = unreadable(req.payload)
        if reason is None:
            await super().handle(client, req)
            return
        log.warning(UNREADABLE, reason=reason, kind=req.type)
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


_VOID = ("invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "token_revoked")


class _Telling(AsyncWebClient):
    """Tells when Slack does not take the app-level token any more: the SDK's client would ask again and again."""

    def __init__(self, like: AsyncWebClient) -> None:
        super().__init__(base_url=like.base_url, session=like.session, retry_handlers=[])
        self.refused: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def apps_connections_open(self, **arguments: Any) -> AsyncSlackResponse:
        try:
            return await super().apps_connections_open(**arguments)
        except SlackApiError as error:
            code = _code(error)
            if code in _VOID and not self.refused.done():
                self.refused.set_result(code)
            raise


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error") if isinstance(error.response.data, dict) else "")


def _logged_out(code: str) -> LoggedOut:
    return LoggedOut(
        f"Slack does not take the app-level token ({code}): make one with the scope connections:write under "
        "Basic Information of the app, and give it as SLACK_APP_TOKEN"
    )


@define
class SocketMode:
    """A connection that Slack's requests come down, kept up.

    The SDK's client tries a bad token and a dead ticket for ever, without a word: we open the first connection ourselves, hear when the token is
    void, and a watch, by the machine's own clock, replaces a client that does not come back.
    """

    app_token: str = field(repr=False)
    client: AsyncWebClient
    ping_every: float = 5.0
    watch_every: timedelta = WATCH_EVERY
    _clock: SystemClock = field(factory=SystemClock)

    async def run(self, app: AsyncApp, connected: Callable[[str], None], gone: Callable[[], None]) -> None:
        """Stay connected until cancelled, and tell each time that it is and is not. Raises LoggedOut where the app-level token is not good."""
        pause = FIRST_PAUSE
        while True:
            address = await self._address()
            if address is not None and await self._stay(app, address, connected):
                gone()
                pause = FIRST_PAUSE
            else:
                await self._clock.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _address(self) -> str | None:
        """A fresh address to connect to; None where Slack can't be reached just now."""
        try:
            answer = await self.client.apps_connections_open(app_token=self.app_token)
        except SlackApiError as error:
            code = _code(error)
            if code in _VOID:
                raise _logged_out(code) from error
            log.warning("Slack opened no connection", reason=code or str(error))
            return None
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack could not be reached", reason=str(error))
            return None
        return str(answer["url"])

    async def _stay(self, app: AsyncApp, address: str, connected: Callable[[str], None]) -> bool:
        """Connect, and return when the connection is gone and did not come back; whether there was one."""
        client = _Telling(self.client)
        handler = _Handler(app, self.app_token, web_client=client, ping_interval=self.ping_every)
        handler.client.wss_uri = address
        try:
            try:
                async with asyncio.timeout(CONNECT_WITHIN):
                    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
            except TimeoutError:
                return False
            connected(address)
            down = 0
            while down < 2:
                await self._look_later(client.refused)
                down = 0 if await handler.client.is_connected() else down + 1
            log.warning("the connection to Slack is gone; connecting anew")
            return True
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped

    async def _look_later(self, refused: asyncio.Future[str]) -> None:
        """Return when it is time to look at the connection. Raises LoggedOut as soon as the token is refused."""
        try:
            async with asyncio.timeout(self.watch_every.total_seconds()):
                code = await asyncio.shield(refused)
        except TimeoutError:
            return
        raise _logged_out(code)
