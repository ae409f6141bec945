"""Slack as a platform of coterie: one workspace, in which its app is installed by its own manifest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

import aiohttp
from attrs import evolve
from slack_sdk.web.async_client import AsyncWebClient

from coterie.core.clock import Clock, SystemClock
from coterie.core.errors import LoggedOut, PlatformError, Refused, Transient, Unsupported
from coterie.core.logs import get_logger
from coterie.core.model import event as events
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect, GrantRole, OpenRoom, RevokeRole, Survey
from coterie.core.model.event import Event
from coterie.core.ports import Diagnosis, Inbox, Performed, Routes, Suggests
from coterie.core.refs import RoomRef

from .arrivals import Arrivals
from .calls import Calls, fixed
from .decode import decode, is_for
from .encode import OPTIONS, options
from .examining import Examining
from .listening import bolt_app, one, only
from .looking_around import LookingAround, pause
from .names import PLATFORM
from .over_http import HttpServer, RoutedHttp
from .performing import Performing
from .settings import (
    APP_TOKEN,
    BOT_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    OF_MANY,
    SIGNING_SECRET,
    Mode,
    Seat,
    SlackSettings,
    is_installed_by_many,
)
from .socket_mode import SocketMode
from .throttle import Throttle
from .told import Bot, Told

log = get_logger(__name__)

CAPABILITIES = frozenset(
    {
        Capability.BUTTONS,
        Capability.MODALS,
        Capability.QUIET,
        Capability.THREADS,
        Capability.EDITS,
        Capability.REACTIONS,
        Capability.PINS,
        Capability.BOOKMARKS,
        Capability.ROOMS,
        Capability.UPLOAD,
        Capability.HOME,
    }
)


TRIES_AT_FIRST = 4
"""A Slack that can't be reached so often at the start will most likely not be: whoever starts coterie is told."""


class SlackAdapter:
    """Brings what happens in the workspace, and does there what is asked."""

    Settings: ClassVar[type] = SlackSettings
    secrets: ClassVar[tuple[str, ...]] = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, CLIENT_ID, CLIENT_SECRET)

    def __init__(
        self, settings: SlackSettings, environment: Mapping[str, str], clock: Clock, seat: Seat | None = None
    ) -> None:
        """`seat`: where the app is installed in many workspaces, the place of the one that this is for."""
        self.platform = PLATFORM
        self.capabilities = (CAPABILITIES - (frozenset() if settings.bookmarks else {Capability.BOOKMARKS})) | (
            {Capability.ROLES} if settings.user_groups else frozenset()
        )
        self.request_url: str | None = None  # where HTTP requests come in, once it is known
        self._routes: Routes | None = None
        self._settings = settings
        self._environment = environment
        self._clock = clock
        self._seat = seat
        self._throttle = Throttle(clock)
        self._around = LookingAround(clock, self._introduced, self._introduced_at_last)
        self._ready = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None
        self._performing: Performing | None = None
        self._introduction = asyncio.Lock()

    @classmethod
    def missing_secrets(cls, settings: SlackSettings, environment: Mapping[str, str]) -> tuple[str, ...]:
        """The names of the environment variables without which it can't run."""
        needed: tuple[str, ...] = (
            (BOT_TOKEN, APP_TOKEN) if settings.mode is Mode.SOCKET else (BOT_TOKEN, SIGNING_SECRET)
        )
        if settings.mode is Mode.HTTP and is_installed_by_many(environment):
            needed = (CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET)
        return tuple(name for name in needed if not environment.get(name))

    def reached_at(self, routes: Routes) -> None:
        """With `mode = "http"`, let Slack's requests come in on coterie's own server instead of one of our own."""
        self._routes = routes

    # --- what shall happen ------------------------------------------------------------------------------------------

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        """Do it, once per key: with `again` it first looks in the channel for what carries the key."""
        if isinstance(effect, GrantRole | RevokeRole) and Capability.ROLES not in self.capabilities:
            raise Unsupported("user groups for roles are off: user_groups in [slack]")
        performing = await self._introduced()
        if isinstance(effect, Survey):
            return await performing.survey(effect, self._clock.now())
        done = await performing.perform(effect, again)
        if isinstance(effect, OpenRoom) and not effect.create and done.native is not None:
            return evolve(done, learned=(await self._found(RoomRef(done.native), effect), *done.learned))
        return done

    async def _found(self, room: RoomRef, asked: OpenRoom) -> Event:
        """The channel that was looked for and is there, and who is in it; also by the name by which it was asked for."""
        performing = await self._introduced()
        found = performing.found.get(room.native)
        if found is None:
            found = (await performing.calls.call("conversations.info", channel=room.native))["channel"]
        opened = await self._around.opened(found)
        return evolve(opened, id=f"{PLATFORM}:found:{asked.key}", names=(*opened.names, asked.name))

    # --- what happened ----------------------------------------------------------------------------------------------

    async def listen(self, inbox: Inbox) -> None:
        """Bring events until cancelled. Raises LoggedOut where a token is void or the app was taken out of the workspace,
        and Transient where Slack could not be reached even once."""
        self._ready.clear()
        try:
            async with asyncio.TaskGroup() as group:
                performing = await self._introduced_at_last()
                bot = Bot(performing.team, performing.bot)
                arrivals = Arrivals(inbox, self._around.completed)
                group.create_task(arrivals.run())
                connected = asyncio.Event()
                group.create_task(self._connection(bot, arrivals, inbox, connected))
                await connected.wait()
                await self._around.look_around(inbox)
                self._ready.set()
                if connected.is_set():  # it may have gone meanwhile
                    inbox.ready(PLATFORM)
                group.create_task(self._around.look_at_rooms(inbox))
        except BaseExceptionGroup as failed:
            for kind in (LoggedOut, Transient):
                found = failed.subgroup(kind)
                if found is not None:
                    raise _first(found) from failed
            raise
        finally:
            await self._close()

    async def is_in(self, channel: str) -> bool:
        """Whether coterie is in the channel. Raises Transient or LoggedOut where Slack can't be asked."""
        return await self._around.is_in(channel)

    async def at_rest(self) -> int:
        """Return when it listens and has told of every room that it knows of; how many rooms it told of so far."""
        await self._ready.wait()
        return await self._around.at_rest()

    async def _connection(self, bot: Bot, arrivals: Arrivals, inbox: Inbox, connected: asyncio.Event) -> None:
        environment, settings = self._environment, self._settings

        def hear(body: object) -> Told:
            if not is_for(body, bot):
                log.warning("Slack told of another workspace than the one of the bot token", workspace=bot.team)
                return Told()
            return self._around.news(decode(body, bot, self._clock.now()))

        async def taken(told: Told) -> Mapping[str, Any] | None:
            if told.sought is not None:
                found = await inbox.suggestions(told.sought, OPTIONS) if isinstance(inbox, Suggests) else ()
                return options(found)
            await arrivals.take(told.events)
            for event in told.events:
                if isinstance(event, events.RoomClosed) and event.room is not None:
                    self._around.left(event.room.native)
            for room in told.rooms:
                self._around.look_at(room)
            if any(isinstance(event, events.Uninstalled) for event in told.events):
                gone.set()
            return told.answer

        def up(address: str) -> None:
            self.request_url = address if settings.mode is Mode.HTTP else None
            connected.set()
            if self._ready.is_set():
                inbox.ready(PLATFORM)

        def down() -> None:
            connected.clear()
            inbox.away(PLATFORM)

        gone = asyncio.Event()
        if self._seat is not None:
            await self._seat.hears(hear, taken, lambda: up(""))
            return
        secret = environment.get(SIGNING_SECRET, "")
        app = bolt_app(only(bot), settings.api_url, secret, self._connections(), one(hear, taken))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._end(gone))
            if settings.mode is Mode.SOCKET:
                client = AsyncWebClient(base_url=settings.api_url, session=self._connections(), retry_handlers=[])
                await SocketMode(environment.get(APP_TOKEN, ""), client).run(app, up, down)
            elif self._routes is not None:
                await RoutedHttp(self._routes, settings.path).run(app, up)
            else:
                host, _, port = settings.listen.rpartition(":")
                await HttpServer(host or "127.0.0.1", int(port), settings.path).run(app, up)

    async def _end(self, gone: asyncio.Event) -> None:
        await gone.wait()
        raise LoggedOut("the app was taken out of the Slack workspace, or its token revoked; install it again")

    async def examine(self, homes: Mapping[str, str]) -> AsyncIterator[Diagnosis]:
        """Look at the tokens, the scopes, the clock, and whether coterie is in the homes of groups."""
        try:
            calls = (await self._introduced()).calls
            client = AsyncWebClient(base_url=self._settings.api_url, session=self._connections(), retry_handlers=[])
            app_token = self._environment.get(APP_TOKEN, "") if self._settings.mode is Mode.SOCKET else None
            async for one in Examining(calls, client, self._clock, app_token).diagnoses(homes):
                yield one
        finally:
            await self._close()

    async def close(self) -> None:
        """Close the connections of an adapter that performed without listening."""
        await self._close()

    # --- who we are -------------------------------------------------------------------------------------------------

    async def _introduced(self) -> Performing:
        """What does effects, once Slack has told who we are. Raises Transient or LoggedOut."""
        async with self._introduction:
            if self._performing is None:
                if self._seat is None and is_installed_by_many(self._environment):
                    raise Refused(f"{OF_MANY}: this command knows of no workspace; give SLACK_BOT_TOKEN to mean one")
                session, seat = self._connections(), self._seat
                # A retry of the SDK's own would send a message twice on a dropped connection: none.
                client = AsyncWebClient(base_url=self._settings.api_url, session=session, retry_handlers=[])
                credentials = seat.credentials if seat else fixed(self._environment.get(BOT_TOKEN, ""))
                calls = Calls(client, self._throttle, credentials)
                bot = seat.bot if seat else await self._told_who(calls)
                self._performing = Performing(
                    calls,
                    session,
                    bot.user,
                    bot.team,
                    self._clock,
                    self._settings.connect,
                    self._settings.bookmarks,
                )
            return self._performing

    @staticmethod
    async def _told_who(calls: Calls) -> Bot:
        """Who a token is."""
        answer = await calls.call("auth.test")
        return Bot(str(answer["team_id"]), str(answer["user_id"]))

    async def _introduced_at_last(self) -> Performing:
        clock = SystemClock()
        for _ in range(TRIES_AT_FIRST):
            try:
                return await self._introduced()
            except Transient as error:
                log.debug("Slack can't be reached yet", reason=str(error))
                last = error
                await clock.wait(pause(error))
            except Refused as error:
                raise Refused(f"{error}: is {self._settings.api_url} Slack? Check api_url in [slack]") from error
        raise Transient(f"{last}; {self._settings.api_url} can't be reached: check the network, and api_url in [slack]")

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        return self._session

    async def _close(self) -> None:
        session, self._session, self._performing = self._session, None, None
        if session is not None:
            await session.close()


def _first(group: BaseExceptionGroup[PlatformError]) -> PlatformError:
    found = group.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found
