"""The way in: Bolt over Socket Mode or HTTP. One catch-all step keeps every request, then acknowledges it.

Requests become events in the order in which they arrive; what waits meanwhile is saved together, and in the order of Slack's own time.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
from aiohttp import web
from attrs import define, field
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
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
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from coterie.core.clock import SystemClock
from coterie.core.errors import LoggedOut, StoreError
from coterie.core.logs import get_logger
from coterie.core.model.event import Event
from coterie.core.ports import Inbox, Request, Response, Routes
from coterie.core.traces import told
from coterie.core.values import frozen

from .decode import Bot, Told

log = get_logger(__name__)

WAITING = 2_000
"""So many requests wait to be saved at most. What comes then is not acknowledged: Slack sends it again."""
WATCH_EVERY = timedelta(seconds=15)
CONNECT_WITHIN = 30.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)

_SHAPE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a payload of another shape than Slack's raises."""
_BY_BOLT = (to_options, to_shortcut, to_action, to_view, to_command, to_event, to_message, to_step)
_SECONDS = re.compile(r"-?[0-9]{1,12}\Z")
_UNREADABLE = "Slack told something that can't be read"

Completed = Callable[[Event], Coroutine[Any, Any, Event]]


@define
class Arrivals:
    """What arrived and is not yet saved. One task takes it, in order, as much at once as waits."""

    inbox: Inbox
    completed: Completed
    _waiting: asyncio.Queue[tuple[Sequence[Event], asyncio.Future[None]]] = field(
        factory=lambda: asyncio.Queue(maxsize=WAITING)
    )

    async def take(self, events: Sequence[Event]) -> None:
        """Return when they are durable. Raises StoreError where they can't be, or where too much waits already."""
        saved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((events, saved))
        except asyncio.QueueFull as error:
            raise StoreError("too much waits to be saved") from error
        await saved

    async def run(self) -> None:
        """Save what arrives, until cancelled. What must be looked up about it is looked up side by side."""
        batch: list[tuple[Sequence[Event], asyncio.Future[None]]] = []
        try:
            while True:
                batch = [await self._waiting.get()]
                while not self._waiting.empty():
                    batch.append(self._waiting.get_nowait())
                await self._save(batch)
        finally:  # whoever waits to acknowledge must not wait for ever
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            self._settle(batch, StoreError("nothing is taken in any more"))

    async def _save(self, batch: Sequence[tuple[Sequence[Event], asyncio.Future[None]]]) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.completed(event)) for some, _ in batch for event in some]
        events = [task.result() for task in tasks]
        try:
            await self.inbox.take(sorted(events, key=lambda event: event.at))
        except StoreError as error:
            log.warning("what Slack told could not be saved; it will tell it again", reason=str(error))
            self._settle(batch, error)
        else:
            self._settle(batch, None)

    @staticmethod
    def _settle(batch: Sequence[tuple[Sequence[Event], asyncio.Future[None]]], error: StoreError | None) -> None:
        for _, saved in batch:
            if saved.done():
                continue
            if error is None:
                saved.set_result(None)
            else:
                saved.set_exception(error)


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
    except _SHAPE as error:
        return f"{type(error).__name__}: {error}"
    return None


def unreadable(body: object) -> str | None:
    """Why Bolt can't take this in, which looks into a payload before any step of ours; None where it can."""
    if (reason := shapeless(body)) is not None or not isinstance(body, dict):
        return reason
    try:
        AsyncBoltRequest(mode="socket_mode", body=body)
    except _SHAPE as error:
        return f"{type(error).__name__}: {error}"
    return None


class _Handler(AsyncSocketModeHandler):
    """Bolt's own, which acknowledges what Bolt can't read, so that it does not come again."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt does
        reason = unreadable(req.payload)
        if reason is None:
            await super().handle(client, req)
            return
        log.warning(_UNREADABLE, reason=reason, kind=req.type)
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


async def _dispatched(app: AsyncApp, asked: Awaitable[AsyncBoltRequest]) -> BoltResponse:
    """Bolt's answer to a request over HTTP; 400 where it can't be read. Who sent it is found out by Bolt, and not before."""
    try:
        request = await asked
        reason = shapeless(request.body)
    except _SHAPE as error:
        reason = f"{type(error).__name__}: {error}"
    if reason is not None:
        log.warning(_UNREADABLE, reason=reason)
        return BoltResponse(status=400, body="")
    if not _SECONDS.match(request.headers.get("x-slack-request-timestamp", ["0"])[0]):
        return BoltResponse(status=401, body="")  # Bolt would stumble over it
    answer: BoltResponse = await app.async_dispatch(request)
    return answer


@frozen
class HttpServer:
    """Slack's requests to our own address, checked by Bolt against the signing secret."""

    host: str
    port: int
    path: str

    async def run(self, app: AsyncApp, connected: Callable[[str], None]) -> None:
        """Serve until cancelled; `connected` is given the address."""

        async def receive(request: web.Request) -> web.StreamResponse:
            return await to_aiohttp_response(await _dispatched(app, to_bolt_request(request)))

        server = web.Application()
        server.router.add_post(self.path, receive)
        # Slack compresses nothing: what says that it is compressed is no more than bytes that are no JSON.
        runner = web.AppRunner(server, access_log=None, auto_decompress=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            connected(f"http://{self.host}:{runner.addresses[0][1]}{self.path}")
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


@frozen
class RoutedHttp:
    """Slack's requests to coterie's own server, checked by Bolt in the same way."""

    routes: Routes
    path: str

    async def run(self, app: AsyncApp, connected: Callable[[str], None]) -> None:
        """Answer them until cancelled; `connected` is given the address."""

        async def receive(request: Request) -> Response:
            headers: dict[str, str | Sequence[str]] = dict(request.headers)

            async def asked() -> AsyncBoltRequest:
                body = request.body.decode("utf-8", "replace")
                return AsyncBoltRequest(body=body, query=request.query, headers=headers)

            answer = await _dispatched(app, asked())
            return Response(answer.status, answer.body.encode(), {name: one[0] for name, one in answer.headers.items()})

        self.routes.add("POST", self.path, receive)
        try:
            connected(self.routes.address + self.path)
            await asyncio.Event().wait()
        finally:
            self.routes.remove("POST", self.path)


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
