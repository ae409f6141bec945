"""A Slack on loopback, for the real slack-bolt and slack-sdk to talk to over HTTP and Socket Mode.

async with slack_on_loopback(clock) as slack:
    ana = slack.add_person("ana", "Ana Ruiz")
    slack.add_channel("python", "ana")
    …                                     # an app that was given slack.api_url connects
    await slack.connected()
    await ana.say("python", "hello")      # returns when the app has acknowledged it
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

import aiohttp
from aiohttp import web
from attrs import define, field

from coterie.core.clock import Clock, SystemClock

from .calls import Call, Method, SlackRefuses
from .delivery import ACKNOWLEDGE_WITHIN, Deliveries, Envelope, HttpLine, SocketLine, event_payload
from .faults import Dropped, Faults, Held, RateLimited, Refusal, ServerError
from .limits import blocks_problem
from .methods import METHODS
from .person import Person
from .requests import arguments_of, broken_off, first_part
from .things import (
    ALONE,
    BOT_USER,
    TEAM,
    Channel,
    Message,
    Payload,
    Tenancy,
    User,
)
from .tiers import Tiers
from .world import (
    Workspace,
)

BOT_TOKEN = "xoxb-loopback"
APP_TOKEN = "xapp-loopback"
SIGNING_SECRET = "loopback-signing-secret"
RESPONSES = 5
RESPONSES_WITHIN = timedelta(minutes=30)


@define
class ResponseUrl:
    """Where an app may answer a command or a press: five times in 30 minutes."""

    channel: str
    user: str
    since: datetime
    message: Message | None = None
    used: int = 0


@define
class LoopbackSlack:
    """The workspace, and all that an app and its people may do with it. Made by `slack_on_loopback`."""

    clock: Clock
    workspace: Workspace
    socket: SocketLine
    deliveries: Deliveries
    session: aiohttp.ClientSession
    scopes: frozenset[str] | None = None
    address: str = ""
    faults: Faults = field(factory=Faults)
    calls: list[Call] = field(factory=list)
    subscriptions: frozenset[str] | None = None
    is_installed: bool = True
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    tenancy: Tenancy = ALONE
    admits: Callable[[str], str | None] | None = None
    tiers: Tiers | None = None
    _responses: dict[str, ResponseUrl] = field(factory=dict)
    _people: dict[str, Person] = field(factory=dict)

    @property
    def api_url(self) -> str:
        """What an app takes for https://slack.com/api/."""
        return f"{self.address}/api/"

    # setting the scene: the app hears nothing of this

    def add_person(
        self,
        handle: str,
        name: str | None = None,
        *,
        id: str | None = None,
        zone: str = "Europe/Berlin",
        locale: str = "en-US",
        is_bot: bool = False,
        is_guest: bool = False,
        is_deactivated: bool = False,
        home: str = TEAM,
    ) -> Person:
        """An account of the workspace; with another `home`, of somebody who is in through a shared channel."""
        id = id or self.workspace.new_id("U")
        user = User(id, handle, name or handle, zone, locale, is_bot, is_guest, is_deactivated, home)
        self.workspace.users[id] = user
        person = self._people[handle] = Person(user, self)
        return person

    def add_channel(self, name: str, *people: str, private: bool = False, with_coterie: bool = True) -> Channel:
        """A channel, these people in it, and coterie."""
        creator = self.person(people[0]).user.id if people else BOT_USER
        channel = self.workspace.open_channel(name, creator, private)
        members = [creator, *(self.person(handle).user.id for handle in people[1:])]
        channel.members = [*members, *([BOT_USER] if with_coterie and BOT_USER not in members else [])]
        self.workspace.take_events()
        return channel

    def person(self, handle: str) -> Person:
        """The person with this handle."""
        return self._people[handle]

    def has_person(self, handle: str) -> bool:
        return handle in self._people

    # the app's side

    async def connected(self) -> None:
        """Return when the app listens by Socket Mode."""
        await self.socket.connected()

    def send_to(self, url: str, within: timedelta = ACKNOWLEDGE_WITHIN) -> None:
        """From now on the app hears by HTTP requests to `url`."""
        self.deliveries.line = HttpLine(url, self.signing_secret, self.session, within)

    async def settled(self) -> None:
        """Return when nothing is on its way to the app; what Slack sends again after a minute does not count."""
        await self.deliveries.idle()

    async def uninstall(self) -> None:
        """Take the app out of the workspace: its token is void, and it is told."""
        self.is_installed = False
        for event in ({"type": "tokens_revoked", "tokens": {"bot": [BOT_USER]}}, {"type": "app_uninstalled"}):
            await self.deliveries.event(self._wrapped(event))

    # used by people

    async def happened(self) -> None:
        """Tell the app all that happened; return when it has acknowledged it."""
        told = [self._wrapped(event) for event in self.workspace.take_events() if self._subscribed(event)]
        async with asyncio.TaskGroup() as group:
            for payload in told:
                group.create_task(self.deliveries.event(payload))

    async def tell(self, event: Payload) -> None:
        """Tell the app of something that is no part of any channel; return when it has acknowledged it."""
        if self._subscribed(event):
            await self.deliveries.event(self._wrapped(event))

    async def interact(self, kind: str, payload: Payload) -> Payload | None:
        """Send a command or an interaction; what the app answered with its acknowledgement."""
        tenancy = self.tenancy
        if tenancy.enterprise is not None:
            of_org = {"id": tenancy.enterprise, "name": tenancy.enterprise}
            payload |= (
                {"enterprise_id": tenancy.enterprise, "is_enterprise_install": str(tenancy.is_org_wide).lower()}
                if kind == "slash_commands"
                else {"enterprise": of_org, "is_enterprise_install": tenancy.is_org_wide}
            )
        answer = await self.deliveries.once(Envelope(kind, tenancy.told(payload)))
        return answer

    def new_response_url(self, channel: str, user: str, kind: str, message: Message | None = None) -> str:
        id = secrets.token_hex(12)
        self._responses[id] = ResponseUrl(channel, user, self.clock.now(), message)
        return f"{self.address}/hooks/{kind}/{id}"

    def respond(self, to: ResponseUrl, answer: Payload) -> str | None:
        """Do what an answer to a command or a press asks for; None, or what is wrong with it."""
        channel = self.workspace.channels[to.channel]
        blocks, text = answer.get("blocks") or [], answer.get("text") or ""
        if blocks_problem(blocks):
            return "invalid_blocks"
        if answer.get("delete_original"):
            self._delete(channel, to.message)
        elif answer.get("replace_original") and to.message is not None:
            to.message.text, to.message.blocks = text, self.workspace.with_ids(blocks)
        elif not text and not blocks:
            return "no_text"
        else:
            quietly = None if answer.get("response_type") == "in_channel" else to.user
            thread = answer.get("thread_ts")
            self.workspace.post(channel, BOT_USER, text, blocks=blocks, thread_ts=thread, visible_to=quietly)
        return None

    def answer_at_once(self, channel: str, user: str, answer: Payload | None) -> None:
        """What an app put into its acknowledgement of a command is a response to it."""
        if answer and (answer.get("text") or answer.get("blocks")):
            self.respond(ResponseUrl(channel, user, self.clock.now()), answer)

    # HTTP

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self.api),
            web.get("/link", self._link),
            web.post("/upload/{file}", self._upload),
            web.post("/hooks/{kind}/{id}", self._hook),
        ]

    async def api(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API."""
        name = request.match_info["method"]
        method = METHODS.get(name)
        arguments = await arguments_of(request)
        if self.tiers is not None and (wait := self.tiers.wait(name)) is not None:
            headers = {"Retry-After": str(wait)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        fault = self.faults.take(name)
        match fault:
            case RateLimited(retry_after):
                headers = {"Retry-After": str(retry_after)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case ServerError(status):
                return web.Response(status=status, text="upstream unavailable")
            case Dropped(done=False):
                return broken_off(request)
            case Refusal(code):
                return web.json_response({"ok": False, "error": code})
        answer = self._call(name, method, arguments)
        self._tell_app()
        if isinstance(fault, Dropped):
            return broken_off(request)
        if isinstance(fault, Held):
            await fault.until.wait()
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(self._granted()))})

    def _granted(self) -> frozenset[str]:
        """The scopes of the bot token, as every answer of Slack names them."""
        if self.scopes is not None:
            return self.scopes
        known = {scope for method in METHODS.values() for scope in method.scopes}
        return frozenset({"app_mentions:read", "commands", "reactions:read", *known})

    def _call(self, name: str, method: Method | None, arguments: Payload) -> Payload:
        if method is None:
            return {"ok": False, "error": "unknown_method"}
        call = Call(name, method, arguments, self.workspace, self.address)
        self.calls.append(call)
        if (watching := _WATCHING.get()) is not None:
            watching.append(call)
        try:
            self._let_in(call)
            answer: Payload = self.tenancy.told({"ok": True} | method.run(call))
            return answer
        except SlackRefuses as refusal:
            return {"ok": False, "error": refusal.code} | refusal.more

    def _let_in(self, call: Call) -> None:
        token = call.text("token")
        if call.method.token != "app" and self.admits is not None:
            if (code := self.admits(token)) is not None:
                raise SlackRefuses(
                    code
                )  # source: docs.slack.dev, using token rotation; pages of methods do not list it
        elif token != (self.app_token if call.method.token == "app" else self.bot_token):
            raise call.refuse("invalid_auth")
        if not self.is_installed:
            raise call.refuse("token_revoked")
        wanted = set(call.method.scopes)
        if self.scopes is not None and wanted and not wanted & self.scopes:
            needed, provided = ",".join(sorted(wanted)), ",".join(sorted(self.scopes))
            raise call.refuse("missing_scope", needed=needed, provided=provided)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.workspace.tickets:
            return web.Response(status=404)
        self.workspace.tickets.remove(ticket)
        transport = request.transport
        assert transport is not None, "a request that was just read has a connection"
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.socket.serve(socket, transport)
        return socket

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.workspace.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        form = request.content_type.startswith("multipart/")
        file.content = await first_part(request) if form else await request.read()
        return web.Response(text=f"OK - {len(file.content)}")

    async def _hook(self, request: web.Request) -> web.Response:
        to = self._responses.get(request.match_info["id"])
        if to is None or to.used >= RESPONSES or self.clock.now() - to.since > RESPONSES_WITHIN:
            return web.Response(status=404, text="used_url")
        to.used += 1
        problem = self.respond(to, await request.json())
        self._tell_app()
        return web.Response(status=400, text=problem) if problem else web.Response(text="ok")

    def _tell_app(self) -> None:
        for event in self.workspace.take_events():
            if self._subscribed(event):
                self.deliveries.tasks.create_task(self.deliveries.event(self._wrapped(event)))

    def _wrapped(self, event: Payload) -> Payload:
        at = int(self.clock.now().timestamp())
        told: Payload = self.tenancy.told(event_payload(event, self.workspace.new_id("Ev"), at, self.tenancy))
        return told

    def _subscribed(self, event: Payload) -> bool:
        return self.subscriptions is None or _subscription(event) in self.subscriptions

    def _delete(self, channel: Channel, message: Message | None) -> None:
        if message is not None and message.visible_to is not None:
            channel.messages.remove(message)
        elif message is not None:
            self.workspace.remove(channel, message)


_WATCHING: ContextVar[list[Call] | None] = ContextVar("watching", default=None)


@contextmanager
def watched() -> Iterator[list[Call]]:
    """Every call that is made of whatever Slack on loopback begins within the block, in order: also of one that nobody else gets hold of."""
    calls: list[Call] = []
    token = _WATCHING.set(calls)
    try:
        yield calls
    finally:
        _WATCHING.reset(token)


def _subscription(event: Payload) -> str:
    """The name under which an app subscribes to it: `message.channels` and the like for messages."""
    kinds = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
    return f"message.{kinds[event['channel_type']]}" if event["type"] == "message" else str(event["type"])


@asynccontextmanager
async def slack_on_loopback(
    clock: Clock | None = None,
    *,
    scopes: frozenset[str] | None = None,
    subscriptions: frozenset[str] | None = None,
    acknowledge_within: timedelta = ACKNOWLEDGE_WITHIN,
    tenancy: Tenancy = ALONE,
    tiers: bool = False,
) -> AsyncIterator[LoopbackSlack]:
    """A workspace that serves on 127.0.0.1 until the block ends; with `tiers`, it lets no more calls through in a minute than Slack promises.

    It lives by `clock`: time stamps, lives of triggers, later tries. None for `scopes` or `subscriptions`: all there are.
    """
    clock = clock or SystemClock()
    async with asyncio.TaskGroup() as tasks, aiohttp.ClientSession() as session:
        socket = SocketLine(acknowledge_within)
        deliveries = Deliveries(clock, tasks, socket)
        slack = LoopbackSlack(clock, Workspace(clock), socket, deliveries, session, scopes, subscriptions=subscriptions)
        slack.tenancy, slack.tiers = tenancy, Tiers(clock) if tiers else None
        application = web.Application(client_max_size=2**26)
        application.add_routes(slack.routes())
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield slack
        finally:
            deliveries.stop()
            for connection in list(socket.connections):
                await connection.close()
            await runner.cleanup()
