"""`coterie slack sandbox`: a workspace on loopback that can be looked at and acted in, in a browser on this machine.

Only a browser on this machine reaches it, and only its own page: requests of other sites are refused by the host that they name and by a
header that no form can send.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib.resources import files

from aiohttp import web
from attrs import define, field

from coterie.core.clock import Clock, SystemClock
from coterie.core.handling import LoadedPlugin
from coterie.core.ports import Adapter
from coterie.core.scenario.driver import Opened, Player, Room
from coterie.core.texts import Reader

from ..adapter import SlackAdapter
from ..emoji import name_of_emoji
from ..manifest import shortcuts
from ..names import HOME
from ..settings import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackSettings
from .client import NotPossible
from .delivery import NotAcknowledged
from .driver import set_up
from .layout import Seen
from .person import Person
from .rendering import Menu, Rendering, Where, parts_of
from .server import LoopbackSlack, slack_on_loopback
from .things import Payload

FILES = {"/": "text/html", "/sandbox.css": "text/css", "/sandbox.js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class LeapingClock:
    """The machine's clock, which can be put forward."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._ahead = timedelta()
        self._leapt = asyncio.Event()

    def now(self) -> datetime:
        return self._clock.now() + self._ahead

    async def wait(self, span: timedelta) -> None:
        await self.sleep_until(self.now() + span)

    async def sleep_until(self, instant: datetime) -> None:
        while (left := instant - self.now()) > timedelta():
            try:
                async with asyncio.timeout(left.total_seconds()):
                    await self._leapt.wait()
            except TimeoutError:
                return

    def leap(self, span: timedelta) -> None:
        """Put it forward."""
        self._ahead += span
        leapt, self._leapt = self._leapt, asyncio.Event()
        leapt.set()


@define
class Sandbox:
    """The page over one workspace. `leap` puts the clock forward."""

    slack: LoopbackSlack
    rendering: Rendering
    leap: Callable[[timedelta], None]
    _wrong: dict[str, dict[str, str]] = field(factory=dict)

    def routes(self) -> Sequence[web.RouteDef]:
        shown = [web.get(path, self._file) for path in FILES]
        return [*shown, web.post("/view", self._view), web.post("/act", self._act)]

    async def _file(self, request: web.Request) -> web.Response:
        name = "sandbox.html" if request.path == "/" else request.path.removeprefix("/")
        content = files(__package__).joinpath("page", name).read_bytes()
        headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return web.Response(body=content, content_type=FILES[request.path], charset="utf-8", headers=headers)

    async def _view(self, request: web.Request) -> web.Response:
        where = self._where(await request.json())
        parts = self.rendering.page(where, self._wrong.get(where.who, {}))
        return web.json_response(parts | {"me": {"as": where.who, "at": where.at, "thread": where.thread}})

    async def _act(self, request: web.Request) -> web.Response:
        asked: Payload = await request.json()
        where = self._where(asked)
        try:
            await self._do(where, self.slack.person(where.who), asked)
        except NotAcknowledged as error:
            return web.json_response({"problem": f"coterie did not answer in time ({error.reason})."})
        except (NotPossible, LookupError) as error:
            return web.json_response({"problem": str(error)})
        return web.json_response({})

    def _where(self, asked: Payload) -> Where:
        """Who looks at what; at first the first person at their first channel."""
        who, at, thread = parts_of(asked, "as", "at", "thread")
        world = self.slack.workspace
        if not self.slack.has_person(who):
            who = next(user.handle for user in world.users.values() if not user.is_bot)
        if not at:
            mine = [one for one in world.channels.values() if self.slack.person(who).user.id in one.members]
            at = next((one.id for one in mine if not one.is_direct), "dm")
        return Where(who, at, thread)

    async def _do(self, where: Where, person: Person, asked: Payload) -> None:
        channel = self.rendering.channel(where)
        act, ts, text, emoji, command = parts_of(asked, "do", "ts", "text", "emoji", "command")
        match act:
            case "say" if channel is not None:
                await person.say(channel.id, text, ts or None)
            case "press":
                block, action = parts_of(asked, "block", "action")
                await person.press_on(self._pressed(person, asked), block, action, *_texts(asked.get("values")))
            case "submit":
                self._wrong[where.who] = {}
                self._wrong[where.who] = await person.submit(self._filled(person, asked))
            case "close":
                self._wrong[where.who] = {}
                await person.close_view()
            case "react" if channel is not None:
                await self._react(person, channel.id, ts, emoji)
            case "menu":
                await person.choose_in_menu(command, self._seen(person, channel.id, ts) if ts and channel else None)
            case "home":
                await person.open_home()
            case "join" | "leave" if channel is not None:
                await (person.join if act == "join" else person.leave)(channel.id)
            case "leap":
                self.leap(timedelta(hours=min(int(asked.get("hours") or 0), 24 * 366)))

    async def _react(self, person: Person, channel: str, ts: str, emoji: str) -> None:
        message = self.slack.workspace.channels[channel].message(ts)
        there = message.reactions.get(name_of_emoji(emoji) or "", []) if message else []
        await (person.unreact if person.user.id in there else person.react)(ts, emoji, channel)

    def _pressed(self, person: Person, asked: Payload) -> Seen:
        channel, _, ts = parts_of(asked, "where")[0].partition(":")
        if channel == HOME and person.home is not None:
            return person.home
        return self._seen(person, channel, ts)

    @staticmethod
    def _seen(person: Person, channel: str, ts: str) -> Seen:
        found = next((seen for seen in person.sees(channel) if seen.ts == ts), None)
        if found is None:
            raise LookupError("That message is gone.")
        return found

    @staticmethod
    def _filled(person: Person, asked: Payload) -> dict[str, str | tuple[str, ...]]:
        """What stands in the fields: several values where the element takes several."""
        view = person.view
        given = asked.get("given")
        if view is None or not isinstance(given, dict):
            raise LookupError("There is no form to send.")
        kinds = {
            block["block_id"]: block["element"]["type"]
            for block in view.definition["blocks"]
            if block["type"] == "input"
        }
        several = ("checkboxes", "multi_static_select", "multi_external_select", "multi_users_select")
        return {
            id: (values if kinds[id] in several else next(iter(values), ""))
            for id, value in given.items()
            if id in kinds and (values := _texts(value)) is not None
        }


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


@web.middleware
async def _ours_alone(request: web.Request, handler: Callable[[web.Request], object]) -> web.StreamResponse:
    """Refuses what another site lets a browser send."""
    host = (request.host.rpartition(":")[0] or request.host).strip("[]")
    if host not in ("127.0.0.1", "localhost", "::1") or (
        request.method == "POST" and request.headers.get("X-Sandbox") != "1"
    ):
        return web.Response(status=403, text="This page is for a browser on this machine.")
    try:
        answer: web.StreamResponse = await handler(request)  # type: ignore[misc]  # aiohttp's own type of handlers is awaitable
    except json.JSONDecodeError:
        return web.Response(status=400, text="That is no JSON.")
    return answer


@asynccontextmanager
async def served(sandbox: Sandbox, port: int) -> AsyncIterator[str]:
    """The page is served on 127.0.0.1 as long as the block lasts; gives its address."""
    application = web.Application(middlewares=[_ours_alone])
    application.add_routes(sandbox.routes())
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@define
class SlackSandbox:
    """A workspace with a page over it. `adapter` is coterie's way in."""

    clock: Clock
    adapter: Adapter
    opened: Opened
    address: str
    slack: LoopbackSlack


@asynccontextmanager
async def sandbox(
    people: Sequence[Player], rooms: Sequence[Room], plugins: Sequence[LoadedPlugin], locale: str, port: int
) -> AsyncIterator[SlackSandbox]:
    """The entry point `slack` of `coterie.sandboxes`: a workspace with these people and channels, on this machine until the block ends."""
    clock = LeapingClock()
    menus = [
        Menu(str(one["callback_id"]), str(one["name"]), one["type"] == "message")
        for one in shortcuts(plugins, Reader(locale))
    ]
    async with slack_on_loopback(clock) as slack:
        opened, _ = set_up(slack, people, rooms)
        secrets = {BOT_TOKEN: slack.bot_token, APP_TOKEN: slack.app_token, SIGNING_SECRET: slack.signing_secret}
        adapter = SlackAdapter(SlackSettings(api_url=slack.api_url), secrets, clock)
        async with served(Sandbox(slack, Rendering(slack, menus), clock.leap), port) as address:
            yield SlackSandbox(clock, adapter, opened, address, slack)
