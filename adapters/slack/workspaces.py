"""The workspaces in which the app is installed, each with a community that lives as long as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from attrs import define, field
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from coterie.core.clock import Clock
from coterie.core.errors import LoggedOut, PlatformError, Refused, StoreError, Transient
from coterie.core.logs import get_logger
from coterie.core.ports import Tenant, Tenants

from .adapter import SlackAdapter
from .calls import REINSTALL_FROM_PAGE, Calls, Credentials
from .decode import account_of
from .installations import Home, Installation, Installations
from .listening import Hear, Taken
from .names import PLATFORM
from .reading import listed, text
from .settings import Seat, SlackSettings
from .throttle import Throttle
from .tokens import Tokens
from .told import Bot
from .whose import Whose, shared_channel, told_at, told_to, whose

log = get_logger(__name__)

KEPT_FOR = timedelta(days=30)
"""So long what is kept of a workspace stands after coterie was taken out of it, for whoever installs it again."""
LOOK_AFTER_EVERY = timedelta(minutes=1)
AGAIN_AFTER = timedelta(seconds=30)
Hears = Callable[[Hear, Taken, Callable[[], None]], Awaitable[None]]
LOOK_WITHIN = 1.0
UP_WITHIN = 2.0  # seconds: an event is acknowledged within 3


@define
class Ear:
    """How one workspace hears: what is told of it is read and taken while its community lives."""

    hear: Hear | None = None
    taken: Taken | None = None
    is_in: Callable[[str], Awaitable[bool]] | None = None
    gone: asyncio.Event = field(factory=asyncio.Event)
    _up: asyncio.Event = field(factory=asyncio.Event)
    ended: asyncio.Event = field(factory=asyncio.Event)

    async def hears(self, hear: Hear, taken: Taken, ready: Callable[[], None]) -> None:
        """Hear until cancelled."""
        self.hear, self.taken = hear, taken
        ready()
        self._up.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._up.clear()

    async def tell(self, body: object) -> Mapping[str, Any] | None:
        """Let the workspace take it in; the answer. Raises StoreError where it is not up: Slack sends it again."""
        try:
            async with asyncio.timeout(UP_WITHIN):
                await self._up.wait()
        except TimeoutError:
            raise StoreError("the community of this workspace is not up yet") from None
        assert self.hear is not None and self.taken is not None
        return await self.taken(self.hear(body))


async def _is_in(is_in: Callable[[str], Awaitable[bool]], channel: str) -> bool:
    """A workspace that does not let the app in any more hears nothing."""
    try:
        return await is_in(channel)
    except (LoggedOut, Refused):
        return False


def seat_of(home: Home, found: Installation, tokens: Tokens, hears: Hears) -> Seat:
    """The place of a workspace in the app."""
    credentials = Credentials(
        lambda: tokens.token(found.key),
        home.team if found.is_of_org else None,
        REINSTALL_FROM_PAGE,
        lambda token: tokens.expired(found.key, token),
    )
    return Seat(Bot(home.team, found.bot), credentials, hears)


def tenant_of(home: Home, found: Installation, settings: SlackSettings) -> Tenant:
    """The workspace as the core knows it."""
    return Tenant(PLATFORM, home.team, home.name or found.name, settings.workspaces.get(home.team), found.installers)


@define
class Hosted:
    """All workspaces of a running host."""

    settings: SlackSettings
    environment: Mapping[str, str] = field(repr=False)
    clock: Clock
    session: aiohttp.ClientSession
    installations: Installations
    tokens: Tokens
    tenants: Tenants
    tasks: asyncio.TaskGroup
    _ears: dict[str, Ear] = field(factory=dict)
    _opening: asyncio.Lock = field(factory=asyncio.Lock)

    # --- what Slack tells -------------------------------------------------------------------------------------------

    async def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult | None:
        """Who the app is there. Slack is never asked; where the store can't be, StoreError lets the request come again."""
        found = await self.tokens.installation(team, enterprise)
        if found is None:
            return None
        return AuthorizeResult(enterprise_id=enterprise, team_id=team, bot_user_id=found.bot)

    async def receive(self, body: object) -> Mapping[str, Any] | None:
        """Take in what a request says, in every workspace that it concerns."""
        found = whose(body)
        if await self._is_of_life(body, found):
            return None
        answer: Mapping[str, Any] | None = None
        for team in found.teams:
            ear = self._ears.get(team) or await self._opened(team, found.enterprise)
            if ear is None:
                log.warning("Slack told of a workspace in which the app is not installed", workspace=team)
            else:
                answer = await ear.tell(body) or answer
        for team in await self._shared_with(shared_channel(body), found.teams):
            if (ear := self._ears.get(team)) is not None:
                await ear.tell(told_to(body, team))
        return answer

    async def _shared_with(self, channel: str, told: Sequence[str]) -> Sequence[str]:
        """The other workspaces in which coterie is in this channel. Raises StoreError where that can't be said soon enough: Slack tells it again."""
        others = {team: ear.is_in for team, ear in self._ears.items() if channel and team not in told and ear.is_in}
        try:
            async with asyncio.timeout(LOOK_WITHIN), asyncio.TaskGroup() as tasks:
                asked = {team: tasks.create_task(_is_in(is_in, channel)) for team, is_in in others.items()}
        except (TimeoutError, ExceptionGroup) as error:
            raise StoreError("Slack could not be asked who else is in a shared channel") from error
        return [team for team, task in asked.items() if task.result()]

    async def _is_of_life(self, body: object, found: Whose) -> bool:
        """Whether it told where the app is installed; and then that is so."""
        teams = [team for team in listed(body, "event", "team_ids") if isinstance(team, str)]
        match text(body, "event", "type"):
            case "app_uninstalled":
                await self._taken_out(found.installation, told_at(body))
            case "tokens_revoked":
                if listed(body, "event", "tokens", "bot"):
                    await self._taken_out(found.installation, told_at(body))
            case "team_access_granted":
                for team in teams:
                    await self._live_again(team, found.enterprise)
            case "team_access_revoked":
                for team in teams:
                    await self._gone(team)
            case _:
                return False
        return True

    # --- lives ------------------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Let every community live whose workspace has the app."""
        installed = {one.key for one in await self.installations.all()}
        async with self._opening:
            for home in await self.installations.homes():
                if home.gone is None and home.installation in installed and home.team not in self._ears:
                    self._live(home)

    async def installed(self, found: Installation, who: str) -> None:
        """Somebody let coterie in: keep it, then let it live there."""
        found = await self._introduced(found, who)
        homes = await self._homes(found)
        async with self._opening:
            await self.installations.put(found, homes, self.clock.now())
            self.tokens.forget(found.key)
            for home in homes:
                await self._stop(home.team)
                self._live(home)

    async def look_after(self) -> None:
        """Refresh tokens, let live what was installed elsewhere, forget what is over for long; again and again."""
        while True:
            await self.clock.wait(LOOK_AFTER_EVERY)
            try:
                await self.tokens.keep_fresh()
                await self.begin()
                await self._end()
                await self._forget()
            except StoreError as error:
                log.warning("the workspaces could not be looked after", reason=str(error))

    async def _end(self) -> None:
        """Let no community live on that another worker heard the end of."""
        for home in await self.installations.homes():
            if home.gone is not None and home.team in self._ears:
                self.tokens.forget(home.installation)
                await self._stop(home.team)

    async def _forget(self) -> None:
        for home in await self.installations.homes():
            if home.gone is not None and home.gone + KEPT_FOR <= self.clock.now() and home.team not in self._ears:
                await self.tenants.forget(home.team)
                await self.installations.forget_home(home.team)
                log.info("forgotten", workspace=home.team)

    async def _opened(self, team: str, enterprise: str) -> Ear | None:
        """A workspace that was not known yet: installed by another worker, or one more of an organisation."""
        async with self._opening:
            if team in self._ears:
                return self._ears[team]
            found = await self.tokens.installation(team, enterprise)
            if found is None:
                return None
            known = {home.team: home for home in await self.installations.homes()}
            home = known.get(team) or Home(team, found.key, found.name if found.team else "")
            if home.gone is not None:
                return None
            if team not in known:
                await self.installations.put_home(home)
            return self._live(home)

    async def _live_again(self, team: str, enterprise: str) -> None:
        if await self.tokens.installation(None, enterprise) is None:
            return
        await self.installations.put_home(Home(team, enterprise, ""))
        async with self._opening:
            if team not in self._ears:
                self._live(Home(team, enterprise, ""))

    async def _taken_out(self, key: str, told: datetime | None) -> None:
        """The tokens go now, what is kept of its workspaces later."""
        homes = await self.installations.remove(key, self.clock.now(), told)
        self.tokens.forget(key)
        log.info("taken out", workspace=key)
        for home in homes:
            await self._stop(home.team)

    async def _gone(self, team: str) -> None:
        known = {home.team: home for home in await self.installations.homes()}
        if team in known:
            await self.installations.put_home(Home(team, known[team].installation, known[team].name, self.clock.now()))
        await self._stop(team)

    async def _stop(self, team: str) -> None:
        """Return when the community lives no more, for now."""
        if (ear := self._ears.get(team)) is not None:
            ear.gone.set()
            await ear.ended.wait()

    def _live(self, home: Home) -> Ear:
        ear = self._ears[home.team] = Ear()
        self.tasks.create_task(self._life(home, ear), name=f"workspace {home.team}")
        return ear

    async def _life(self, home: Home, ear: Ear) -> None:
        """One community, until the app is taken out. What goes wrong in it is nothing to the others."""
        try:
            while not ear.gone.is_set():
                try:
                    await self._once(home, ear)
                except LoggedOut as error:
                    if await self.tokens.is_out_of_date(home.installation):
                        continue  # it was installed anew, and another worker took that in
                    log.warning("the app is let in no more", workspace=home.team, reason=str(error))
                    homes = await self.installations.remove(home.installation, self.clock.now())
                    self.tokens.forget(home.installation)
                    for other in homes:
                        if other.team in self._ears:
                            self._ears[other.team].gone.set()
                    return
                except (PlatformError, StoreError) as error:
                    log.warning("a community could not go on; it begins again", workspace=home.team, reason=str(error))
                    await self._pause(ear)
        finally:
            if self._ears.get(home.team) is ear:
                del self._ears[home.team]
            ear.ended.set()

    async def _pause(self, ear: Ear) -> None:
        """Return when it may be tried again, or is not to be any more."""
        async with asyncio.TaskGroup() as tasks:
            waits = [
                tasks.create_task(self.clock.wait(AGAIN_AFTER)),
                tasks.create_task(ear.gone.wait()),
            ]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for one in waits:
                one.cancel()

    async def _once(self, home: Home, ear: Ear) -> None:
        found = await self.installations.get(home.installation)
        if found is None:
            raise LoggedOut(f"there is no token for {home.team}: {REINSTALL_FROM_PAGE}")
        adapter = SlackAdapter(self.settings, {}, self.clock, seat_of(home, found, self.tokens, ear.hears))
        ear.is_in = adapter.is_in
        tenant = tenant_of(home, found, self.settings)
        try:
            async with self.tenants.open(tenant, adapter):
                await ear.gone.wait()
        except BaseExceptionGroup as failed:
            raise _worst(failed) from failed

    # --- what an installation tells ---------------------------------------------------------------------------------

    def _calls(self, found: Installation) -> Calls:
        async def token() -> str:
            return found.token

        client = AsyncWebClient(base_url=self.settings.api_url, session=self.session, retry_handlers=[])
        return Calls(client, Throttle(self.clock), Credentials(token, advice=REINSTALL_FROM_PAGE))

    async def _introduced(self, found: Installation, who: str) -> Installation:
        """With the account of who installed it, as far as Slack tells now."""
        if not who:
            return found
        try:
            answer = await self._calls(found).call("users.info", user=who, include_locale=True)
            account = account_of(answer.get("user") or {"id": who}, found.team)
        except PlatformError:
            account = account_of({"id": who}, found.team)
        return found.by(account)

    async def _homes(self, found: Installation) -> Sequence[Home]:
        """The workspaces that it lets coterie into. Those of an organisation may be none yet."""
        if not found.is_of_org:
            return [Home(found.team, found.key, found.name)]
        try:
            pages = self._calls(found).pages("auth.teams.list", "teams", limit=1000)
            return [Home(str(one["id"]), found.key, str(one.get("name") or "")) async for one in pages]
        except Transient:
            return []  # each is let live when Slack first tells of it


def _worst(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """What ended a community: the group itself where that was a fault of coterie."""
    known = [one for one in _leaves(failed) if isinstance(one, PlatformError | StoreError)]
    if not known or len(known) < len(_leaves(failed)):
        return failed
    return next((one for one in known if isinstance(one, LoggedOut)), known[0])


def _leaves(failed: BaseException) -> list[BaseException]:
    return (
        [leaf for one in failed.exceptions for leaf in _leaves(one)]
        if isinstance(failed, BaseExceptionGroup)
        else [failed]
    )
