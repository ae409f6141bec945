"""coterie in many workspaces: one app that anybody may install over HTTP, and for each workspace a community that knows of no other.

What Slack sends comes in by one door and goes to the workspace that it names. docs/adr/0029 has the reasons.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
from attrs import evolve
from slack_sdk.web.async_client import AsyncWebClient

from coterie.core.clock import Clock
from coterie.core.errors import PlatformError, UserError
from coterie.core.handling import LoadedPlugin
from coterie.core.logs import get_logger
from coterie.core.ports import Adapter, Diagnosis, Routes, Store, Tenant, Tenants, Units, Verdict

from .adapter import SlackAdapter
from .calls import REINSTALL_FROM_PAGE, Calls, fixed
from .examining import Examining
from .install_page import InstallPage
from .installations import Home, Installation, Installations, Sealing
from .listening import bolt_app
from .names import PLATFORM
from .oauth import OAuth
from .over_http import RoutedHttp
from .scopes import scopes
from .settings import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, Mode, SlackSettings, is_installed_by_many
from .throttle import Throttle
from .tokens import Tokens
from .workspaces import Ear, Hosted, seat_of, tenant_of

log = get_logger(__name__)


def hosting(
    settings: SlackSettings,
    environment: Mapping[str, str],
    clock: Clock,
    plugins: Sequence[LoadedPlugin],
    locale: str,
) -> SlackHost | None:
    """The entry point `slack` of `coterie.hosts`: what lets the communities of many workspaces live, where the app is one that many install."""
    if settings.mode is not Mode.HTTP or not is_installed_by_many(environment):
        return None
    return SlackHost(settings, environment, clock, scopes(plugins, settings.also), locale)


class SlackHost:
    """The app of many workspaces."""

    def __init__(
        self,
        settings: SlackSettings,
        environment: Mapping[str, str],
        clock: Clock,
        scopes: tuple[str, ...],
        locale: str,
    ) -> None:
        """`scopes` are what the install page asks for, `locale` is the language that it speaks."""
        self._settings = settings
        self._environment = environment
        self._clock = clock
        self._scopes, self._locale = scopes, locale

    async def host(self, store: Store, tenants: Tenants, routes: Routes) -> None:
        """Serve the install page and take in what Slack sends, until cancelled; each workspace lives while the app is installed there."""
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(aiohttp.ClientSession())
            given = self._environment
            oauth = OAuth(self._settings.api_url, given[CLIENT_ID], given[CLIENT_SECRET], session)
            installations = Installations(store, Sealing(given[CLIENT_SECRET]))
            tokens = Tokens(installations, oauth, self._clock)
            async with asyncio.TaskGroup() as tasks:
                hosted = Hosted(self._settings, given, self._clock, session, installations, tokens, tenants, tasks)
                page = InstallPage(
                    oauth, installations, self._clock, routes, self._scopes, self._locale, hosted.installed
                )
                await hosted.begin()
                tasks.create_task(hosted.look_after())
                app = bolt_app(hosted.authorize, self._settings.api_url, given[SIGNING_SECRET], session, hosted.receive)
                page.open()
                try:
                    await RoutedHttp(routes, self._settings.path).run(app, _log_where)
                finally:
                    page.close()

    @asynccontextmanager
    async def entered(self, store: Store, tenant: str) -> AsyncIterator[tuple[Tenant, Adapter]]:
        """One workspace, and an adapter that acts there without listening. Raises UserError where the app is not installed there."""
        async with aiohttp.ClientSession() as session:
            given = self._environment
            installations = Installations(store, Sealing(given[CLIENT_SECRET]))
            oauth = OAuth(self._settings.api_url, given[CLIENT_ID], given[CLIENT_SECRET], session)
            living = {home.team: home for home in await installations.homes() if home.gone is None}
            home = living.get(tenant)
            found = await installations.get(home.installation) if home else None
            if home is None or found is None:
                there = ", ".join(f"{one.team} ({one.name})" for one in living.values()) or "none yet"
                raise UserError(f"the app is not installed in workspace {tenant!r}; it is in: {there}")
            tokens = Tokens(installations, oauth, self._clock)
            adapter = SlackAdapter(self._settings, {}, self._clock, seat_of(home, found, tokens, Ear().hears))
            try:
                yield tenant_of(home, found, self._settings), adapter
            finally:
                await adapter.close()

    async def examine(
        self, store: Units, homes: Callable[[Tenant], Awaitable[Mapping[str, str]]]
    ) -> AsyncIterator[Diagnosis]:
        """Each workspace with the token that is kept of it. None is refreshed: that is for whoever has the store open."""
        installations = Installations(store, Sealing(self._environment[CLIENT_SECRET]))
        living = [home for home in await installations.homes() if home.gone is None]
        if not living:
            yield Diagnosis(f"{PLATFORM} workspaces", Verdict.GOOD, "the app is installed in none yet")
        async with aiohttp.ClientSession() as session:
            for home in living:
                found = await installations.get(home.installation)
                try:
                    async for one in self._examined(home, found, session, homes):
                        yield one
                except PlatformError as error:
                    yield Diagnosis(f"{PLATFORM} {home.team} token", Verdict.PROBLEM, str(error), REINSTALL_FROM_PAGE)

    async def _examined(
        self,
        home: Home,
        found: Installation | None,
        session: aiohttp.ClientSession,
        homes: Callable[[Tenant], Awaitable[Mapping[str, str]]],
    ) -> AsyncIterator[Diagnosis]:
        name = f"{PLATFORM} {home.team}"
        if found is None:
            lost = "there is none, or it was sealed with another SLACK_CLIENT_SECRET"
            yield Diagnosis(f"{name} token", Verdict.PROBLEM, lost, REINSTALL_FROM_PAGE)
            return
        if found.expires is not None and found.expires <= self._clock.now():
            over = f"it was good until {found.expires:%Y-%m-%d %H:%M} UTC"
            yield Diagnosis(f"{name} token", Verdict.WARNING, over, "coterie gets the next one when it runs: start it")
            return
        client = AsyncWebClient(base_url=self._settings.api_url, session=session, retry_handlers=[])
        team = home.team if found.is_of_org else None
        credentials = evolve(fixed(found.token), team=team, advice=REINSTALL_FROM_PAGE)
        calls = Calls(client, Throttle(self._clock), credentials)
        looking = Examining(calls, client, self._clock, None, name, self._scopes, REINSTALL_FROM_PAGE)
        async for one in looking.diagnoses(await homes(tenant_of(home, found, self._settings))):
            yield one


def _log_where(address: str) -> None:
    log.info("listening to Slack", address=address)
