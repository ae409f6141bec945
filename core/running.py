"""`coterie run`: everything that the configuration names, put together and kept running until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import structlog

from .assembly import House, assembled
from .clock import Clock, SystemClock
from .config import Config, read_config, read_environment
from .discovery import ADAPTERS, PLUGINS, STORES, PlatformSettings, installed, load
from .errors import ConfigError, Finding, PlatformError
from .ports import Adapter, Store
from .surroundings import Surroundings, check_uses, load_plugins, look_around

log = structlog.get_logger(__name__)


class MissingSecret(PlatformError):
    """A token or password that a platform needs is nowhere to be found."""


def run(file: Path, store: str | None) -> int:
    """Run what the configuration says; 0 when it was stopped. Raises ConfigError, PlatformError or StoreError before that."""
    _log_to_stderr()
    config = read_config(file, PlatformSettings())
    adapters = {name: load(ADAPTERS, name) for name in config.adapters}
    return asyncio.run(_run(config, adapters, store))


async def _run(config: Config, factories: Mapping[str, Any], location: str | None) -> int:
    clock = SystemClock()
    environment = read_environment(config.folder)
    around = _around(config, clock)
    adapters = _adapters(config, factories, environment, clock)
    communities = [one.community for one in around.communities if one.community is not None]
    async with AsyncExitStack() as stack:
        store = await _store(config, location, clock)
        stack.push_async_callback(store.close)
        house = assembled(store, clock, adapters, communities, around.library, _plugins(config))
        for sentence in house.missing:
            log.warning("missing", what=sentence)
        async with house:
            await _until_stopped(house)
    return 0


def _around(config: Config, clock: Clock) -> Surroundings:
    """The communities and their libraries. Raises ConfigError with everything that is wrong with any of them."""
    today = clock.now().date()
    findings: list[Finding] = []
    found: list[Surroundings] = []
    for name in config.coterie.community:
        file = config.folder / name
        if not file.is_file():
            findings.append(Finding(str(config.file), None, None, f"there is no community file '{name}' beside it"))
            continue
        around = look_around(file.parent, today, {}, _plugins(config))
        for read in around.communities:
            check_uses(read, around.library.known)
            findings += read.findings
        findings += around.library.findings
        found.append(around)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise ConfigError(errors)
    for finding in findings:
        log.warning("check", finding=str(finding).splitlines()[0])
    return found[0] if found else look_around(config.folder, today, {}, _plugins(config))


def _plugins(config: Config) -> Sequence[Any]:
    names = tuple(installed(PLUGINS)) if "*" in config.coterie.plugins else config.coterie.plugins
    return load_plugins(names)


def _adapters(
    config: Config, factories: Mapping[str, Any], environment: Mapping[str, str], clock: Clock
) -> Sequence[Adapter]:
    if not config.adapters:
        message = "no platform is on: add a section [slack], [matrix] or [simulator]"
        raise ConfigError(Finding(str(config.file), None, None, message))
    for name, settings in config.adapters.items():
        missing = factories[name].missing_secrets(settings, environment)
        if missing:
            where = f"looked for in the environment and in {(config.folder / '.env').resolve()}"
            raise MissingSecret(f"{name}: {', '.join(missing)} is missing; {where}. Set it there and start again")
    return [factories[name](settings, environment, clock) for name, settings in config.adapters.items()]


async def _store(config: Config, location: str | None, clock: Clock) -> Store:
    where = location or config.coterie.store
    kind = where.partition(":")[0]
    store: Store = await load(STORES, kind)(where, str(config.folder / config.coterie.data), clock)
    return store


async def _until_stopped(house: House) -> None:
    """Wait for SIGINT or SIGTERM, or for what ends the house from inside."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    log.info("running", platforms=sorted(house.app.adapters))
    async with asyncio.TaskGroup() as tasks:
        connecting = tasks.create_task(_tell_when_connected(house))
        await stop.wait()
        connecting.cancel()
    log.info("stopping")


async def _tell_when_connected(house: House) -> None:
    await house.app.connected()
    log.info("connected", platforms=sorted(house.app.adapters))


def _log_to_stderr() -> None:
    """Logs go to stderr: for people on a terminal, else one JSON object a line."""
    shown = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shown,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
