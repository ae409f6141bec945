"""How an app hears of things: by Socket Mode or by signed HTTP requests, again where it did not acknowledge.

Slack sends an event that was not acknowledged within 3 s up to three more times: at once, a minute and five minutes later.
Commands and interactions are sent once.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from attrs import define, evolve, field

from coterie.core.clock import Clock, SystemClock
from coterie.core.values import frozen

from .things import (
    ALONE,
    APP,
    BOT_USER,
    TEAM,
    Payload,
    Tenancy,
)

ACKNOWLEDGE_WITHIN = timedelta(seconds=3)
AGAIN_AFTER = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))


class NotAcknowledged(Exception):
    """The app did not take it: no connection, no answer in time, or another status than 200."""

    def __init__(self, reason: str, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


@frozen
class Envelope:
    """Something for the app. `kind` as in Socket Mode: events_api, slash_commands or interactive."""

    kind: str
    payload: Payload
    attempt: int = 0
    reason: str = ""


class Line(Protocol):
    """A way to the app."""

    async def send(self, envelope: Envelope) -> Payload | None:
        """Deliver it once; what the app answered. Raises NotAcknowledged."""


def event_payload(event: Payload, event_id: str, at: int, tenancy: Tenancy = ALONE) -> Payload:
    """An event as it is wrapped for an app that is installed in one workspace, or in an organisation."""
    authorization = {"enterprise_id": tenancy.enterprise, "team_id": TEAM, "user_id": BOT_USER}
    channel = event.get("channel")
    place = channel.get("id") if isinstance(channel, dict) else channel or event.get("item", {}).get("channel")
    return {
        "token": "verification-token",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": at,
        "authorizations": [authorization | {"is_bot": True, "is_enterprise_install": tenancy.is_org_wide}],
        "is_ext_shared_channel": False,
        "event_context": f"1-{event['type']}-{tenancy.team}-{place}",
    } | ({"enterprise_id": tenancy.enterprise} if tenancy.enterprise else {})


@define
class SocketLine:
    """Socket Mode: the newest connection is used. `within` is how long an acknowledgement may take."""

    within: timedelta = ACKNOWLEDGE_WITHIN
    connections: list[web.WebSocketResponse] = field(factory=list)
    envelopes: list[Payload] = field(factory=list)
    _transports: list[asyncio.Transport] = field(factory=list)
    _waiting: dict[str, asyncio.Future[Payload]] = field(factory=dict)
    _connected: asyncio.Event = field(factory=asyncio.Event)

    async def connected(self) -> None:
        """Return when the app has a connection."""
        await self._connected.wait()

    async def connected_anew(self) -> None:
        """Return at the next connection that the app makes."""
        self._connected.clear()
        await self._connected.wait()

    async def serve(self, socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        """Greet a new connection and hear its acknowledgements until it is closed."""
        self.connections.append(socket)
        self._transports.append(transport)
        debug = {"host": "applink", "build_number": 1, "approximate_connection_time": 18060}
        hello = {"type": "hello", "num_connections": len(self.connections), "debug_info": debug}
        await socket.send_json(hello | {"connection_info": {"app_id": APP}})
        self._connected.set()
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self.connections.remove(socket)
            self._transports.remove(transport)
            if not self.connections:
                self._connected.clear()
                self._lose_all()

    async def send(self, envelope: Envelope) -> Payload | None:
        if not self.connections:
            raise NotAcknowledged("no_connection")
        id = hashlib.sha1(f"{len(self.envelopes)}".encode()).hexdigest()
        body: Payload = {"envelope_id": id, "payload": envelope.payload, "type": envelope.kind}
        body["accepts_response_payload"] = envelope.kind != "events_api"
        if envelope.kind == "events_api":
            body |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
        self.envelopes.append(body)
        future = self._waiting[id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.within.total_seconds()):
                await self.connections[-1].send_json(body)
                answer: Payload | None = (await future).get("payload")
                return answer
        except TimeoutError:
            raise NotAcknowledged("timeout") from None
        except ConnectionError as error:
            raise NotAcknowledged("connection_failed") from error
        finally:
            self._waiting.pop(id, None)

    async def ask_to_leave(self, reason: str = "refresh_requested") -> None:
        """Send `disconnect` on every connection, as Slack does before it closes one."""
        debug = {"debug_info": {"host": "applink"}, "connection_info": {"app_id": APP}}
        for socket in list(self.connections):
            count = {"num_connections": len(self.connections)}
            await socket.send_json({"type": "disconnect", "reason": reason} | count | debug)

    def drop(self) -> None:
        """Break every connection without a word."""
        for transport in list(self._transports):
            transport.abort()

    def _acknowledged(self, message: Payload) -> None:
        future = self._waiting.get(str(message.get("envelope_id")))
        if future is not None and not future.done():
            future.set_result(message)

    def _lose_all(self) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionResetError("the app's last connection is gone"))


@define
class HttpLine:
    """Signed requests to the app's request URL."""

    url: str
    signing_secret: str = field(repr=False)
    session: aiohttp.ClientSession
    within: timedelta = ACKNOWLEDGE_WITHIN

    async def send(self, envelope: Envelope) -> Payload | None:
        body, content_type = _http_body(envelope)
        # Bolt holds the time stamp against the machine's clock, whatever clock the workspace lives by.
        headers = signature(self.signing_secret, int(SystemClock().now().timestamp()), body)
        headers["Content-Type"] = content_type
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}
        try:
            async with (
                asyncio.timeout(self.within.total_seconds()),
                self.session.post(self.url, data=body, headers=headers) as answer,
            ):
                text = await answer.text()
                if answer.status != 200:
                    raise NotAcknowledged("http_error", final=answer.headers.get("X-Slack-No-Retry") == "1")
        except TimeoutError:
            raise NotAcknowledged("http_timeout") from None
        except aiohttp.ClientError as error:
            raise NotAcknowledged("connection_failed") from error
        if not text:
            return None
        return json.loads(text) if text.startswith("{") else {"text": text}


def signature(secret: str, timestamp: int, body: str) -> dict[str, str]:
    """The headers by which an app knows that a request is Slack's (source: docs.slack.dev, verifying requests)."""
    text = f"v0:{timestamp}:{body}".encode()
    digest = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


def _http_body(envelope: Envelope) -> tuple[str, str]:
    form = "application/x-www-form-urlencoded"
    match envelope.kind:
        case "slash_commands":
            return urlencode(envelope.payload), form
        case "interactive":
            return urlencode({"payload": json.dumps(envelope.payload)}), form
        case _:
            return json.dumps(envelope.payload), "application/json"


@define
class Deliveries:
    """Sends events until they are taken; later tries run in `tasks` and wait on the clock."""

    clock: Clock
    tasks: asyncio.TaskGroup
    line: Line
    lost: list[Payload] = field(factory=list)
    taken: int = 0  # how often the app acknowledged something
    _going: int = 0
    _idle: asyncio.Event = field(factory=asyncio.Event)
    _later: set[asyncio.Task[None]] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self._idle.set()

    async def once(self, envelope: Envelope) -> Payload | None:
        """Send a command or an interaction. Raises NotAcknowledged: the person is told that the app did not answer."""
        self._begin()
        try:
            answer = await self.line.send(envelope)
            self.taken += envelope.payload.get("type") != "block_suggestion"  # which only asks
            return answer
        finally:
            self._end()

    async def event(self, payload: Payload) -> None:
        """Return when the event was acknowledged, or was refused twice; then it is tried again later."""
        envelope = Envelope("events_api", payload)
        for _ in range(2):
            refused = await self._try(envelope)
            if refused is None:
                return
            if refused.final:
                self.lost.append(payload)
                return
            envelope = evolve(envelope, attempt=envelope.attempt + 1, reason=refused.reason)
        task = self.tasks.create_task(self._again(envelope))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def idle(self) -> None:
        """Return when nothing is on its way; what waits for its minute does not count."""
        await self._idle.wait()

    def stop(self) -> None:
        """Give up what waits for its minute."""
        for task in self._later:
            task.cancel()

    async def _again(self, envelope: Envelope) -> None:
        for pause in AGAIN_AFTER[envelope.attempt - 1 :]:
            await self.clock.wait(pause)
            refused = await self._try(envelope)
            if refused is None:
                return
            envelope = evolve(envelope, attempt=envelope.attempt + 1, reason=refused.reason)
        self.lost.append(envelope.payload)

    async def _try(self, envelope: Envelope) -> NotAcknowledged | None:
        self._begin()
        try:
            await self.line.send(envelope)
            self.taken += 1
            return None
        except NotAcknowledged as refused:
            return refused
        finally:
            self._end()

    def _begin(self) -> None:
        self._going += 1
        self._idle.clear()

    def _end(self) -> None:
        self._going -= 1
        if not self._going:
            self._idle.set()
