"""`coterie run` for an app that many workspaces install: a community for each, with a store of its own, behind one server.

Nothing that is kept of one workspace stands in the store of another: each lives in a part of its own. What they share is code, playbooks
and the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

from attrs import define, field

from ..assembly import House, assembled
from ..clock import Clock
from ..config import Config, WebSettings
from ..engine.app import App
from ..engine.measures import timed
from ..errors import ConfigError, Finding, StoreError
from ..files.library import Library
from ..handling import LoadedPlugin
from ..logs import get_logger
from ..metrics import Health, Prometheus
from ..model.community import Community, Person
from ..nearest import nearest
from ..ports import Adapter, Hosting, Removable, Store, Tenant
from ..web import Web, serve_feeds
from .moving import refuse_half_moved
from .running import store_of, surroundings_of, told_to_stop

log = get_logger(__name__)


class HostFactory(Protocol):
    """What an entry point of `coterie.hosts` names, by the name of an adapter; `settings` are that adapter's."""

    def __call__(
        self,
        settings: Any,
        environment: Mapping[str, str],
        clock: Clock,
        plugins: Sequence[LoadedPlugin],
        locale: str,
    ) -> Hosting | None:
        """None where the settings, with what the environment holds, are those of a platform of one community."""


async def run_host(
    host: Hosting,
    config: Config,
    location: str | None,
    environment: Mapping[str, str],
    clock: Clock,
    plugins: Sequence[LoadedPlugin],
) -> int:
    """Run it until it is told to stop; 0 then. Raises ConfigError, PlatformError or StoreError."""
    if config.web is None:
        message = "workspaces that install coterie need an address: add a section [web] with its url"
        raise ConfigError(Finding(str(config.file), None, None, message))
    async with AsyncExitStack() as stack:
        store = await store_of(config, location, environment, clock)
        stack.push_async_callback(store.close)
        async with hosted(host, store, config, config.web, location, environment, clock, plugins):
            await told_to_stop().wait()
            log.info("stopping")
    return 0


@asynccontextmanager
async def hosted(
    host: Hosting,
    store: Store,
    config: Config,
    listen: WebSettings,
    location: str | None,
    environment: Mapping[str, str],
    clock: Clock,
    plugins: Sequence[LoadedPlugin],
) -> AsyncIterator[Houses]:
    """The communities of all workspaces live as long as the block lasts."""
    around = surroundings_of(config, clock, plugins, apart=True)
    communities = [one.community for one in around.communities if one.community is not None]
    check_bound(config, {community.id: community for community in communities})
    web, prometheus = Web(listen.listen, listen.url), Prometheus()
    known = {community.id: community for community in communities}

    async def opened(part: str) -> Store:
        return timed(await store_of(config, location, environment, clock, part), prometheus)

    houses = Houses(clock, around.library, plugins, known, web, prometheus, opened)
    Health(houses.apps, prometheus).add_to(web)
    async with web.serving() as port:
        houses.port = port
        log.info("serving", listen=listen.listen, port=port)
        async with asyncio.TaskGroup() as tasks:
            hosting = tasks.create_task(host.host(store, houses, web), name="host")
            try:
                yield houses
            finally:
                hosting.cancel()


@define
class Houses:
    """The communities that live now, and where each is kept. `port` is where they are reached on this machine."""

    clock: Clock
    library: Library
    plugins: Sequence[LoadedPlugin]
    communities: Mapping[str, Community]
    web: Web
    prometheus: Prometheus
    opened: Callable[[str], Awaitable[Store]]
    port: int = 0
    living: dict[str, House] = field(factory=dict)

    def apps(self) -> Collection[App]:
        """The engines of those that live."""
        return [house.app for house in self.living.values()]

    @asynccontextmanager
    async def open(self, tenant: Tenant, adapter: Adapter) -> AsyncIterator[None]:
        community = community_of(tenant, self.communities)
        async with AsyncExitStack() as stack:
            store = await self.opened(tenant.id)
            stack.push_async_callback(store.close)
            await refuse_half_moved(store)
            below = f"/{tenant.platform}/{tenant.id}"
            house = assembled(
                store,
                self.clock,
                [adapter],
                [community],
                self.library,
                self.plugins,
                address=self.web.address + below,
                measures=self.prometheus,
            )
            for sentence in house.missing:
                log.warning("missing", what=sentence, workspace=tenant.id)
            async with house:
                self.living[tenant.id] = house
                feeds = serve_feeds(self.web, house.feed, below)
                log.info("a community lives", workspace=tenant.id, community=community.id)
                try:
                    yield
                finally:
                    self.web.remove("GET", feeds)
                    del self.living[tenant.id]

    async def forget(self, tenant: str) -> None:
        store = await self.opened(tenant)
        if not isinstance(store, Removable):
            await store.close()
            raise StoreError(f"what is kept of {tenant} can't be taken away from a {type(store).__name__}")
        await store.remove()


def community_of(tenant: Tenant, communities: Mapping[str, Community]) -> Community:
    """That of the file which is bound to the workspace, else one that is made in chat by those who let coterie in."""
    if tenant.community is not None:
        return communities[tenant.community]
    people = {
        account.person.native.lower(): Person(
            account.person.native.lower(),
            account.name or account.person.native,
            account.zone,
            account.locale,
            {tenant.platform: account.person.native},
        )
        for account in tenant.managers
    }
    first = tenant.managers[0] if tenant.managers else None
    return Community(
        id=tenant.id.lower(),
        name=tenant.name or tenant.id,
        zone=(first.zone if first else None) or "UTC",
        locale=(first.locale if first else None) or "en",
        managers=tuple(people),
        people=people,
    )


def check_bound(config: Config, communities: Mapping[str, Community]) -> None:
    """Every community that a workspace is bound to stands in a file. Raises ConfigError."""
    wrong = [
        config.finding(
            f"there is no community '{id}' for workspace {workspace}; there are {', '.join(communities) or 'none'}",
            name,
            "workspaces",
            nearest(id, communities),
        )
        for name, settings in config.adapters.items()
        for workspace, id in getattr(settings, "workspaces", {}).items()
        if id not in communities
    ]
    if wrong:
        raise ConfigError(wrong)
