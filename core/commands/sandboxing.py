"""`coterie slack sandbox`: a community lives on a platform that is no more than this machine, with a page to look at it and act in it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ..assembly import assembled
from ..clock import Clock, SystemClock
from ..discovery import SANDBOXES, STORES, load
from ..errors import ConfigError, Finding
from ..files.library import Library
from ..files.surroundings import installed_plugins
from ..logs import errors_to_stderr
from ..model.community import Community, Group
from ..ports import Adapter
from ..scenario.cast import Cast, cast_of
from ..scenario.driver import Opened
from ..scenario.model import Casting, Scenario
from ..values import frozen
from .checking import Checker
from .running import told_to_stop

PEOPLE = {"ana": "Ana Ruiz", "bo": "Bo Lindqvist", "cy": "Cy Okafor", "dee": "Dee Tanaka"}
"""Who is there besides those whom the community file names; the first leads the sample."""


class Sandbox(Protocol):
    """A platform on this machine: coterie's way in, what the people and rooms are called there, where its page is."""

    @property
    def clock(self) -> Clock: ...

    @property
    def adapter(self) -> Adapter: ...

    @property
    def opened(self) -> Opened: ...

    @property
    def address(self) -> str: ...


@frozen
class Town:
    """Who and what is there."""

    library: Library
    cast: Cast


def play_in_browser(platform: str, community: Path | None, port: int) -> int:
    """Serve it until it is stopped; 0 then. Raises ConfigError where a file is wrong or the port can't be had."""
    errors_to_stderr()
    return asyncio.run(_play(platform, town_of(community), port))


async def _play(platform: str, town: Town, port: int) -> int:
    try:
        async with lived_in(platform, town, port) as sandbox:
            sys.stdout.write(f"Open {sandbox.address} in a browser on this machine. Ctrl+C ends it; nothing is kept.\n")
            sys.stdout.flush()
            await told_to_stop().wait()
    except OSError as error:
        message = f"port {port} can't be had: {error.strerror}; give another one with --port"
        raise ConfigError(Finding("--port", None, None, message)) from error
    return 0


@asynccontextmanager
async def lived_in(platform: str, town: Town, port: int) -> AsyncIterator[Sandbox]:
    """coterie lives there as long as the block lasts."""
    plugins, locale = installed_plugins(), town.cast.community.locale
    async with load(SANDBOXES, platform)(town.cast.players, town.cast.rooms, plugins, locale, port) as sandbox:
        community = town.cast.on(platform, sandbox.opened)
        store = await load(STORES, "memory")("memory", "", sandbox.clock)
        async with assembled(store, sandbox.clock, [sandbox.adapter], [community], town.library, plugins) as house:
            await house.connected()
            yield sandbox


def town_of(file: Path | None) -> Town:
    """The community of the file with its library and its people; a sample where there is none. Raises ConfigError."""
    checker = Checker([], SystemClock().now().date())
    written = file or (Path("community.yaml") if Path("community.yaml").is_file() else None)
    home = written.resolve().parent if written else Path.cwd()
    library = checker.around(home).library.sound()
    community = checker.of_scenario(written).community if written else _sample()
    groups = tuple(community.groups)
    crowd = {id: Casting(id, name, in_=groups) for id, name in PEOPLE.items() if id not in community.people}
    named = {id: Casting(id, in_=groups) for id in community.people}
    scenario = Scenario("sandbox", home, community, home, datetime.min, named | crowd)
    return Town(library, cast_of(scenario))


def _sample() -> Community:
    leader = next(iter(PEOPLE))
    group = Group("starters", "Starters", "Find out what this community can be.", leaders=(leader,))
    return Community("sample", "Sample", managers=(leader,), groups={"starters": group})
