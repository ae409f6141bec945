"""Slack as a platform of coterie: one workspace, in which its app is installed by its own manifest."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from enum import Enum
from typing import Any, ClassVar

import aiohttp
from attrs import evolve, field
from slack_sdk.web.async_client import AsyncWebClient

from coterie.core.clock import Clock, SystemClock
from coterie.core.errors import LoggedOut, PlatformError, Refused, StoreError, Transient, Unsupported
from coterie.core.logs import get_logger
from coterie.core.model import event as events
from coterie.core.model.community import Visibility
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect, GrantRole, OpenRoom, RevokeRole, Survey
from coterie.core.model.event import Account, Event
from coterie.core.ports import Diagnosis, Inbox, Performed, Routes, Verdict
from coterie.core.refs import RoomRef
from coterie.core.settings import listen_address, web_address
from coterie.core.values import frozen

from .calls import Calls, Credentials, fixed
from .decode import Bot, Told, account_of, decode, is_for
from .examining import Examining
from .listening import Arrivals, Hear, HttpServer, RoutedHttp, SocketMode, Taken, bolt_app, one, only
from .names import PLATFORM, room_ref
from .performing import Performing
from .throttle import Throttle

log = get_logger(__name__)

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
LOOK_UP_WITHIN = 1.0  # seconds for a person's name: an event is acknowledged within 3
RETRY_AFTER = timedelta(seconds=5)

CLIENT_ID, CLIENT_SECRET = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"


OF_MANY = "the app is one that many workspaces install, each with a token of its own"


def is_installed_by_many(environment: Mapping[str, str]) -> bool:
    """Whether the environment is that of an app which workspaces install for themselves: without a token of one of them."""
    return bool(environment.get(CLIENT_ID) or environment.get(CLIENT_SECRET)) and not environment.get(BOT_TOKEN)


CAPABILITIES = frozenset(
    {
        Capability.BUTTONS,
        Capability.MODALS,
        Capability.QUIET,
        Capability.THREADS,
        Capability.EDITS,
        Capability.REACTIONS,
        Capability.PINS,
        Capability.ROOMS,
        Capability.UPLOAD,
        Capability.HOME,
    }
)


class Mode(Enum):
    """How Slack's events come: down a connection that we open, or as requests to our own address."""

    SOCKET = "socket"
    HTTP = "http"


@frozen
class SlackSettings:
    """`[slack]` of coterie.toml. With `mode = "http"`, requests come in at `path` where `[web]` listens; without such a section, at `listen`.

    Where many workspaces install the app, `workspaces` names for the id of one the community of a file that lives there; at `back` come in
    those who installed it. With `user_groups`, who holds a role in a group is in a user group of Slack, which its paid plans have.
    """

    mode: Mode = Mode.SOCKET
    api_url: str = field(default="https://slack.com/api/", validator=web_address)
    listen: str = field(default="127.0.0.1:8080", validator=listen_address)
    path: str = "/slack/events"
    workspaces: Mapping[str, str] = field(factory=dict)
    user_groups: bool = False
    back: ClassVar[str] = "/slack/oauth_redirect"


@frozen
class Seat:
    """The place of one workspace in an app that many have installed: who the app is there, by what it is let in, and how it hears.

    `hears` lets what is told of the workspace be read and taken until cancelled, and says when it is so.
    """

    bot: Bot
    credentials: Credentials
    hears: Callable[[Hear, Taken, Callable[[], None]], Awaitable[None]]


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
        self.capabilities = CAPABILITIES | ({Capability.ROLES} if settings.user_groups else frozenset())
        self.request_url: str | None = None  # where HTTP requests come in, once it is known
        self._routes: Routes | None = None
        self._settings = settings
        self._environment = environment
        self._clock = clock
        self._seat = seat
        self._throttle = Throttle(clock)
        self._accounts: dict[str, Account] = {}
        self._rooms: asyncio.Queue[str] = asyncio.Queue()
        self._rooms_known: set[str] = set()
        self._rooms_told = 0
        self._ready = asyncio.Event()
        self._team = ""
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
            return evolve(done, learned=(await self._found(RoomRef(done.native), effect),))
        return done

    async def _found(self, room: RoomRef, asked: OpenRoom) -> Event:
        """The channel that was looked for and is there, and who is in it; also by the name by which it was asked for."""
        answer = await (await self._introduced()).calls.call("conversations.info", channel=room.native)
        opened = await self._opened(answer["channel"])
        return evolve(opened, id=f"{PLATFORM}:found:{asked.key}", names=(*opened.names, asked.name))

    # --- what happened ----------------------------------------------------------------------------------------------

    async def listen(self, inbox: Inbox) -> None:
        """Bring events until cancelled. Raises LoggedOut where a token is void or the app was taken out of the workspace,
        and Transient where Slack could not be reached even once."""
        self._ready.clear()
        try:
            async with asyncio.TaskGroup() as group:
                performing = await self._introduced_at_last()
                bot = Bot(self._team, performing.bot)
                arrivals = Arrivals(inbox, self._completed)
                group.create_task(arrivals.run())
                connected = asyncio.Event()
                group.create_task(self._connection(bot, arrivals, connected))
                await connected.wait()
                await self._look_around(inbox)
                inbox.ready(PLATFORM)
                self._ready.set()
                group.create_task(self._look_at_rooms(inbox))
        except BaseExceptionGroup as failed:
            for kind in (LoggedOut, Transient):
                found = failed.subgroup(kind)
                if found is not None:
                    raise _first(found) from failed
            raise
        finally:
            await self._close()

    async def at_rest(self) -> int:
        """Return when it listens and has told of every room that it knows of; how many rooms it told of so far."""
        await self._ready.wait()
        await self._rooms.join()
        return self._rooms_told

    async def _connection(self, bot: Bot, arrivals: Arrivals, connected: asyncio.Event) -> None:
        environment, settings = self._environment, self._settings

        def hear(body: object) -> Told:
            if not is_for(body, bot):
                log.warning("Slack told of another workspace than the one of the bot token", workspace=self._team)
                return Told()
            return self._news(decode(body, bot, self._clock.now()))

        async def taken(told: Told) -> None:
            await arrivals.take(told.events)
            for room in told.rooms:
                self._look_at(room)
            if any(isinstance(event, events.Uninstalled) for event in told.events):
                gone.set()

        def up(address: str) -> None:
            self.request_url = address if settings.mode is Mode.HTTP else None
            connected.set()

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
                await SocketMode(environment.get(APP_TOKEN, ""), client).run(app, up)
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
        if is_installed_by_many(self._environment):
            yield Diagnosis(f"{PLATFORM} workspaces", Verdict.WARNING, f"{OF_MANY}; they are not looked into")
            return
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
                self._team, self._performing = bot.team, Performing(calls, session, bot.user)
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
                await clock.sleep_until(clock.now() + _pause(error))
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

    # --- people and rooms -------------------------------------------------------------------------------------------

    async def _completed(self, event: Event) -> Event:
        """The event with what the account of who joined tells, where Slack says so in time."""
        if not isinstance(event, events.MemberJoined) or event.person is None:
            return event
        try:
            async with asyncio.timeout(LOOK_UP_WITHIN):
                account = await self._account(event.person.native)
        except (TimeoutError, PlatformError):
            return event
        return evolve(
            event,
            name=account.name,
            handle=account.handle,
            zone=account.zone,
            locale=account.locale,
            bot=event.bot or account.bot,
            belongs=account.belongs,
        )

    def _news(self, told: Told) -> Told:
        """Without changes of accounts that say nothing new, and of those that coterie never met: Slack tells every change of everybody's status."""
        changed = tuple(one for one in told.events if not isinstance(one, events.AccountChanged) or self._is_news(one))
        return told if changed == told.events else evolve(told, events=changed)

    def _is_news(self, event: events.AccountChanged) -> bool:
        user, known = event.account.person.native, self._accounts.get(event.account.person.native)
        if known is None:
            return False
        account = evolve(event.account, locale=event.account.locale or known.locale)
        self._accounts[user] = account
        return event.over or account != known

    async def _account(self, user: str) -> Account:
        if user not in self._accounts:
            calls = (await self._introduced()).calls
            answer = await calls.call("users.info", user=user, include_locale=True)
            self._accounts[user] = account_of(answer.get("user") or {"id": user}, self._team)
        return self._accounts[user]

    async def _look_around(self, inbox: Inbox) -> None:
        """Tell of every channel that coterie is in."""
        clock = SystemClock()
        while True:
            try:
                return await self._tell_rooms(inbox)
            except (Transient, StoreError) as error:
                log.warning("the channels can't be looked at yet", reason=str(error))
                await clock.sleep_until(clock.now() + _pause(error))
            except Refused as error:
                log.warning("the channels could not all be looked at", reason=str(error))
                return

    async def _tell_rooms(self, inbox: Inbox) -> None:
        calls = (await self._introduced()).calls
        types = "public_channel,private_channel"
        listed = calls.pages("conversations.list", "channels", types=types, exclude_archived=True, limit=1000)
        rooms = [channel async for channel in listed if channel.get("is_member")]
        if rooms:
            async for user in calls.pages("users.list", "members", include_locale=True, limit=1000):
                self._accounts[str(user.get("id"))] = account_of(user, self._team)
        for channel in rooms:
            await inbox.take([await self._opened(channel)])

    def _look_at(self, channel: str) -> None:
        """Let a channel be looked at; one that waits for it already is looked at once. So no more wait than there are channels."""
        if channel not in self._rooms_known:
            self._rooms_known.add(channel)
            self._rooms.put_nowait(channel)

    async def _look_at_rooms(self, inbox: Inbox) -> None:
        """Tell of channels that coterie came into, as they come, until cancelled."""
        clock = SystemClock()
        while True:
            channel = await self._rooms.get()
            self._rooms_known.discard(channel)
            calls = (await self._introduced_at_last()).calls
            try:
                answer = await calls.call("conversations.info", channel=channel)
                await inbox.take([await self._opened(answer["channel"])])
            except (Transient, StoreError) as error:
                await clock.sleep_until(clock.now() + _pause(error))
                self._look_at(channel)
            except Refused as error:
                log.warning("a channel can't be looked at", channel=channel, reason=str(error))
            finally:
                self._rooms.task_done()

    async def _opened(self, channel: Mapping[str, Any]) -> events.RoomOpened:
        performing = await self._introduced()
        id, name = str(channel["id"]), str(channel.get("name") or "")
        users = [
            user async for user in performing.calls.pages("conversations.members", "members", channel=id, limit=1000)
        ]
        members = tuple([await self._account(str(user)) for user in users if user != performing.bot])
        self._rooms_told += 1
        private = channel.get("is_private") is True
        told = repr((id, name, private, sorted(members, key=lambda account: account.person), self._clock.now()))
        return events.RoomOpened(
            id=f"{PLATFORM}:opened:{hashlib.sha256(told.encode()).hexdigest()[:24]}",
            at=self._clock.now(),
            platform=PLATFORM,
            room=room_ref(id),
            names=(name, f"#{name}", id) if name else (id,),
            members=members,
            visibility=Visibility.PRIVATE if private else Visibility.PUBLIC,
        )


def _pause(error: Exception) -> timedelta:
    return (error.retry_after if isinstance(error, Transient) else None) or RETRY_AFTER


def _first(group: BaseExceptionGroup[PlatformError]) -> PlatformError:
    found = group.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found
