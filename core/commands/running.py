"""`coterie run`: everything that the configuration names, put together and kept running until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from attrs import evolve

from ..assembly import House, assembled
from ..clock import Clock, SystemClock
from ..config import DATABASE_URL, Config, read_config, read_environment
from ..discovery import ADAPTERS, HOSTS, STORES, PlatformSettings, installed, load
from ..engine.measures import timed
from ..errors import ConfigError, Finding, PlatformError
from ..files.clashes import clashes
from ..files.library import Library
from ..files.surroundings import Surroundings, check_uses, gathered, load_plugins
from ..handling import LoadedPlugin
from ..logs import everything_to_stderr, get_logger
from ..model.community import Community
from ..paths import is_file
from ..ports import Adapter, Hosting, KeepsFiles, Reached, Store
from ..web import Web, serve_feeds
from .config_check import files_not_there, plugin_names

log = get_logger(__name__)


class MissingSecret(PlatformError):
    """A token or password that a platform needs is nowhere to be found."""


RunHost = Callable[[Hosting, Config, str | None, Mapping[str, str], Clock, Sequence[LoadedPlugin]], Awaitable[int]]
"""Runs an app that many workspaces install: `hosting.run_host`, which stands on what is here."""


def run(file: Path, store: str | None, run_host: RunHost) -> int:
    """Run what the configuration says; 0 when it was stopped. Raises ConfigError, PlatformError or StoreError before that."""
    everything_to_stderr()
    config = with_platforms(read_config(file, PlatformSettings()))
    adapters = {name: load(ADAPTERS, name) for name in config.adapters}
    return asyncio.run(_run(config, adapters, store, run_host))


async def _run(config: Config, factories: Mapping[str, Any], location: str | None, run_host: RunHost) -> int:
    clock = SystemClock()
    environment = read_environment(config.folder)
    plugins = plugins_of(config)
    if (host := hosting_of(config, factories, environment, clock, plugins)) is not None:
        return await run_host(host, config, location, environment, clock, plugins)
    around = surroundings_of(config, clock, plugins)
    adapters = adapters_of(config, factories, environment, clock)
    communities = [one.community for one in around.communities if one.community is not None]
    async with AsyncExitStack() as stack:
        store = await store_of(config, location, environment, clock)
        stack.push_async_callback(store.close)
        from .moving import refuse_half_moved  # with a store that writes JSON itself: msgspec is large

        await refuse_half_moved(store)
        web = await _web(stack, config, adapters)
        if web is None:
            house = assembled(store, clock, adapters, communities, around.library, plugins)
        else:
            house = _measured(web, store, clock, adapters, communities, around.library, plugins)
        for sentence in house.missing:
            log.warning("missing", what=sentence)
        async with house:
            if web is not None:
                serve_feeds(web, house.feed)
            await _until_stopped(house)
    return 0


def _measured(
    web: Web,
    store: Store,
    clock: Clock,
    adapters: Sequence[Adapter],
    communities: Sequence[Community],
    library: Library,
    plugins: Sequence[LoadedPlugin],
) -> House:
    """A coterie that can be asked how it is."""
    from ..metrics import Health, Prometheus

    prometheus = Prometheus()
    known = timed(store, prometheus)
    house = assembled(known, clock, adapters, communities, library, plugins, address=web.address, measures=prometheus)
    Health(lambda: (house.app,), prometheus).add_to(web)
    return house


async def _web(stack: AsyncExitStack, config: Config, adapters: Sequence[Adapter]) -> Web | None:
    """The server where `[web]` says, with whatever platform sends requests to it; None without such a section."""
    if config.web is None:
        return None
    web = Web(config.web.listen, config.web.url)
    for adapter in adapters:
        if isinstance(adapter, Reached):
            adapter.reached_at(web)
    port = await stack.enter_async_context(web.serving())
    log.info("serving", listen=config.web.listen, port=port)
    return web


def surroundings_of(
    config: Config, clock: Clock, plugins: Sequence[LoadedPlugin], *, apart: bool = False
) -> Surroundings:
    """The communities and their library. Raises ConfigError with everything that is wrong with any of them.

    `apart`: each of them lives by itself, on a store of its own.
    """
    files = [config.folder / name for name in config.coterie.community]
    there, folders = (
        [file for file in files if is_file(file)],
        [config.folder / name for name in config.coterie.playbooks],
    )
    around = gathered(there, folders, config.coterie.locale, clock.now().date(), plugins)
    for read in around.communities:
        check_uses(read, around.library.known)
    found = [
        *files_not_there(config),
        *(one for read in around.communities for one in read.findings),
        *clashes(around.communities, apart=apart),
        *around.library.findings,
    ]
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        raise ConfigError(errors)
    for finding in found:
        log.warning("check", finding=str(finding).splitlines()[0])
    return around


def plugins_of(config: Config) -> Sequence[LoadedPlugin]:
    """The plugins that the configuration chooses, loaded."""
    return load_plugins(plugin_names(config))


def with_platforms(config: Config) -> Config:
    """The configuration; where no platform stands in it, those are on whose secrets are all there."""
    if config.adapters:
        return config
    environment = read_environment(config.folder)
    return evolve(config, adapters=dict(_given(environment)))


def _given(environment: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The platforms that need no settings, with the usual ones, and whose secrets the environment has."""
    for name in installed(ADAPTERS):
        try:
            factory = load(ADAPTERS, name)
            settings = factory.Settings()
        except (ConfigError, TypeError):  # not installed whole, or it must be told where its platform is
            continue
        if factory.secrets and not factory.missing_secrets(settings, environment):
            yield name, settings


def adapters_of(
    config: Config, factories: Mapping[str, Any], environment: Mapping[str, str], clock: Clock
) -> Sequence[Adapter]:
    """An adapter of every platform that is on. Raises MissingSecret where one has no token or password."""
    if not config.adapters:
        message = "no platform is on: add a section [slack], [matrix] or [simulator], or give the tokens of Slack"
        raise ConfigError(Finding(str(config.file), None, None, message))
    missing = {
        name: secrets
        for name, settings in config.adapters.items()
        if (secrets := factories[name].missing_secrets(settings, environment))
    }
    if missing:
        where = f"looked for in the environment and in {(config.folder / '.env').resolve()}"
        named = "; ".join(f"{name}: {', '.join(secrets)}" for name, secrets in missing.items())
        raise MissingSecret(f"missing secrets of {named}; {where}. Set them there and start again")
    return [adapter_of(config, name, factories[name], environment, clock) for name in config.adapters]


def adapter_of(config: Config, name: str, factory: Any, environment: Mapping[str, str], clock: Clock) -> Adapter:
    """The adapter of one platform, with the data folder where it keeps something there."""
    adapter: Adapter = factory(config.adapters[name], environment, clock)
    if isinstance(adapter, KeepsFiles):
        adapter.kept_in(config.folder / config.coterie.data)
    return adapter


def hosting_of(
    config: Config,
    factories: Mapping[str, Any],
    environment: Mapping[str, str],
    clock: Clock,
    plugins: Sequence[LoadedPlugin],
) -> Hosting | None:
    """The app that many workspaces install, where the configuration is that of one. Raises ConfigError where another platform is on beside it."""
    for name, settings in config.adapters.items():
        if name not in installed(HOSTS) or factories[name].missing_secrets(settings, environment):
            continue
        found: Hosting | None = load(HOSTS, name)(settings, environment, clock, plugins, config.coterie.locale)
        if found is not None and len(config.adapters) > 1:
            others = ", ".join(f"[{other}]" for other in config.adapters if other != name)
            message = f"[{name}] is an app that many workspaces install, each a community of its own: run {others} apart from it"
            raise ConfigError(config.finding(message, name, "mode"))
        if found is not None:
            return found
    return None


def location_of(config: Config, location: str | None, environment: Mapping[str, str]) -> str:
    """Where the store is: what was given, else what the environment names, else the configuration."""
    return location or environment.get(DATABASE_URL) or config.coterie.store


async def store_of(
    config: Config, location: str | None, environment: Mapping[str, str], clock: Clock, part: str = ""
) -> Store:
    """The store at `location`, else the one that the environment names, else the configuration, opened; or a part beside it.

    Raises Locked where another process has it, StoreError where it can't be used.
    """
    where = location_of(config, location, environment)
    kind = where.partition(":")[0]
    folder = str(config.folder / config.coterie.data)
    opened = load(STORES, kind)
    store: Store = await (opened(where, folder, clock, part=part) if part else opened(where, folder, clock))
    return store


def told_to_stop() -> asyncio.Event:
    """Set at SIGINT or SIGTERM. What is there by now is taken to stay."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    gc.freeze()
    gc.enable()
    return stop


async def _until_stopped(house: House) -> None:
    """Wait for SIGINT or SIGTERM, or for what ends the house from inside."""
    stop = told_to_stop()
    log.debug("running", platforms=sorted(house.app.adapters))
    async with asyncio.TaskGroup() as tasks:
        connecting = tasks.create_task(_tell_when_connected(house))
        await stop.wait()
        connecting.cancel()
    log.info("stopping")


async def _tell_when_connected(house: House) -> None:
    await house.app.connected()
    log.info("connected", platforms=sorted(house.app.adapters))
