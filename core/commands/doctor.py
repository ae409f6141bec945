"""`coterie doctor`: looks at everything that a running coterie needs, says in one line each how it is and what to do, and changes nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from ..clock import Clock, SystemClock
from ..config import Config, read_config, read_environment, without_password
from ..discovery import ADAPTERS, SNAPSHOTS, PlatformSettings, load
from ..engine import bindings
from ..engine.definitions import Definitions
from ..engine.directory import room_of
from ..engine.register import Register
from ..engine.thread_homes.records import is_thread
from ..errors import ConfigError, CoterieError, LoggedOut, Missing, PlatformError
from ..handling import LoadedPlugin
from ..logs import errors_to_stderr
from ..model.community import THREAD, Community, GroupState
from ..playbook.local_time import is_zone
from ..ports import STORE, Diagnosis, Examined, Hosting, Snapshot, TellsHindrance, Tenant, Verdict
from .hosting import community_of
from .moving import MOVE, UNFINISHED
from .reading import ReadStore, ReadUnit
from .running import adapter_of, hosting_of, location_of, plugins_of, surroundings_of
from .undone import set_aside_in

PATIENCE_SECONDS = 60
"""What does not answer for so long is taken to be away."""

LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000
"""Bytes that are free on the disk of the data folder."""

SECRET = 0o077
"""Nobody but the owner may read a file with secrets."""

BAD_INPUT, BAD_PLATFORM = 1, 3
_FILES = "files"
_encode = msgspec.json.Encoder().encode
_MARKS: Mapping[Verdict, str] = {Verdict.GOOD: "good   ", Verdict.WARNING: "warning", Verdict.PROBLEM: "PROBLEM"}


def doctor(file: Path, store: str | None, *, as_rows: bool) -> int:
    """Print what was found; 0 where nothing is a problem, 1 where a file is one, 3 where a platform, the store or the machine is."""
    errors_to_stderr()
    return asyncio.run(_doctor(file, store, as_rows=as_rows))


async def _doctor(file: Path, store: str | None, *, as_rows: bool) -> int:
    status = 0
    async for one in diagnoses(file, store, SystemClock()):
        sys.stdout.write(f"{_row(one) if as_rows else _line(one)}\n")
        sys.stdout.flush()
        if one.verdict is Verdict.PROBLEM:
            status = max(status, BAD_INPUT if one.about == _FILES else BAD_PLATFORM)
    return status


async def diagnoses(file: Path, store: str | None, clock: Clock) -> AsyncIterator[Diagnosis]:
    """Everything that is found, one thing after another."""
    try:
        config = read_config(file, PlatformSettings())
        plugins = plugins_of(config)
        communities = _communities(config, clock, plugins)
        environment = read_environment(config.folder)
    except ConfigError as error:
        for found in error.findings:
            yield Diagnosis(_FILES, Verdict.PROBLEM, str(found).splitlines()[0], "correct it: coterie check .")
        return
    groups = sum(len(one.groups) for one in communities)
    yield Diagnosis(
        _FILES,
        Verdict.GOOD,
        f"{_number(len(communities), 'community', 'communities')}, {_number(groups, 'group', 'groups')}",
    )
    yield _zones(communities, clock.now())
    for one in (*_secrets_file(config), _disk(config)):
        yield one
    definitions = Definitions(tuple(communities))
    homes: Mapping[str, Mapping[str, str]] = _named(definitions)
    where = location_of(config, store, environment)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), _snapshot(config, where) as there:
            homes = await _homes(there, definitions)
            async for one in _store(there, where):
                yield one
    except Missing as error:
        yield Diagnosis(STORE, Verdict.GOOD, str(error))
    except (CoterieError, TimeoutError) as error:
        remedy = "see to it, or name another: `store` in [coterie], or COTERIE_DATABASE_URL"
        yield Diagnosis(STORE, Verdict.PROBLEM, _words(error), remedy)
    host = hosting_of(config, {name: load(ADAPTERS, name) for name in config.adapters}, environment, clock, plugins)
    if host is not None:
        async for one in _workspaces(host, config, where, communities):
            yield one
        return
    for name in config.adapters:
        async for one in _platform(config, name, environment, clock, homes.get(name, {})):
            yield one


# --- the files and the machine --------------------------------------------------------------------------------------


def _communities(config: Config, clock: Clock, plugins: Sequence[LoadedPlugin]) -> Sequence[Community]:
    around = surroundings_of(config, clock, plugins, apart=True)  # that, `check` tells
    return [one.community for one in around.communities if one.community is not None]


def _zones(communities: Sequence[Community], now: datetime) -> Diagnosis:
    """Whether every zone is known, and the rules of daylight saving are of this year or the last."""
    named = {one.zone for one in communities}
    named |= {group.zone for one in communities for group in one.groups.values() if group.zone}
    named |= {person.zone for one in communities for person in one.people.values() if person.zone}
    unknown = sorted(zone for zone in named if not is_zone(zone))
    if unknown:
        found, remedy = f"unknown: {', '.join(unknown)}", "write IANA names, for example Europe/Berlin"
        return Diagnosis("time zones", Verdict.PROBLEM, found, remedy)
    try:
        rules = version("tzdata")
    except PackageNotFoundError:
        return Diagnosis("time zones", Verdict.WARNING, "tzdata is not installed", "pip install tzdata")
    if int(rules.partition(".")[0]) < now.year - 1:
        return Diagnosis("time zones", Verdict.WARNING, f"their rules are of {rules}", "pip install --upgrade tzdata")
    return Diagnosis("time zones", Verdict.GOOD, f"{len(named)} are used, by the rules of tzdata {rules}")


def _secrets_file(config: Config) -> Iterator[Diagnosis]:
    """Whether others on this machine can read what is secret."""
    file = config.folder / ".env"
    if file.is_file() and stat.S_IMODE(file.stat().st_mode) & SECRET:
        yield Diagnosis("secrets", Verdict.WARNING, "others on this machine can read .env", f"chmod 600 {file}")


def _disk(config: Config) -> Diagnosis:
    """Whether the data folder can be written, and has room."""
    folder = config.folder / config.coterie.data
    there = next(one for one in (folder, *folder.resolve().parents) if one.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        remedy = "make it writable for who runs coterie, or name another `data` folder"
        return Diagnosis("disk", Verdict.PROBLEM, f"{there} can't be written", remedy)
    free = shutil.disk_usage(there).free
    found = f"{free / 1e9:.1f} GB are free for {folder}"
    if free >= LITTLE:
        return Diagnosis("disk", Verdict.GOOD, found)
    verdict = Verdict.WARNING if free >= TOO_LITTLE else Verdict.PROBLEM
    return Diagnosis("disk", verdict, found, "make room: a full disk stops coterie")


# --- the store ------------------------------------------------------------------------------------------------------


def _snapshot(config: Config, where: str, part: str = "") -> Any:
    kind = where.partition(":")[0]
    if kind == "memory":
        raise Missing("nothing is kept: the store is in memory")
    folder = str(config.folder / config.coterie.data)
    return load(SNAPSHOTS, kind)(where, folder, part=part) if part else load(SNAPSHOTS, kind)(where, folder)


async def _store(there: Snapshot, where: str) -> AsyncIterator[Diagnosis]:
    shown = without_password(where)
    begun = await ReadUnit(there).get(MOVE, UNFINISHED)
    if begun is not None:
        found = f"{begun} was not carried into {shown} to the end"
        yield Diagnosis(STORE, Verdict.PROBLEM, found, "do it again: it goes on where it stopped")
        return
    hindrance = await there.hindrance() if isinstance(there, TellsHindrance) else None
    what = "can be read and written" if isinstance(there, TellsHindrance) else "can be read"
    yield hindrance or Diagnosis(STORE, Verdict.GOOD, f"{shown} {what}")
    if aside := await set_aside_in(there):
        found = f"{len(aside)} effects or events were refused or set aside"
        yield Diagnosis("outbox", Verdict.WARNING, found, "coterie outbox list")


def _named(definitions: Definitions) -> Mapping[str, Mapping[str, str]]:
    """The homes as the files name them."""
    found: dict[str, dict[str, str]] = {}
    for group in definitions.groups():
        if group.state is not GroupState.ARCHIVED:
            for platform, home in group.homes.items():
                if home == THREAD:
                    continue
                found.setdefault(platform, {})[group.id] = home
    return found


async def _homes(there: Snapshot, files: Definitions) -> Mapping[str, Mapping[str, str]]:
    """The same, with the groups that were founded in chat, and the rooms that are known."""
    unit = ReadUnit(there)
    definitions = await Register(files).definitions(unit)
    found = {platform: dict(homes) for platform, homes in _named(definitions).items()}
    for group in definitions.groups():
        for room in await bindings.natives(unit, room_of(group.id)):
            if group.state is not GroupState.ARCHIVED and room.platform is not None and not is_thread(room):
                found.setdefault(room.platform, {})[group.id] = room.native
    return found


# --- the platforms --------------------------------------------------------------------------------------------------


async def _platform(
    config: Config, name: str, environment: Mapping[str, str], clock: Clock, homes: Mapping[str, str]
) -> AsyncIterator[Diagnosis]:
    factory = load(ADAPTERS, name)
    if missing := factory.missing_secrets(config.adapters[name], environment):
        remedy = "set them in the environment, or in .env beside coterie.toml"
        yield Diagnosis(f"{name} token", Verdict.PROBLEM, f"missing: {', '.join(missing)}", remedy)
        return
    adapter = adapter_of(config, name, factory, environment, clock)
    if not isinstance(adapter, Examined):
        yield Diagnosis(name, Verdict.GOOD, "is there; it does not say more of itself")
        return
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for one in adapter.examine(homes):
                yield one
    except LoggedOut as error:
        yield Diagnosis(f"{name} token", Verdict.PROBLEM, _words(error), "give a good one, and start coterie again")
    except (PlatformError, TimeoutError) as error:
        remedy = f"check the network, and the address in [{name}]"
        yield Diagnosis(name, Verdict.PROBLEM, _words(error), remedy)


async def _workspaces(
    host: Hosting, config: Config, where: str, communities: Sequence[Community]
) -> AsyncIterator[Diagnosis]:
    """Every workspace that installed the app, with the groups of its own community."""
    known = {one.id: one for one in communities}

    async def homes(tenant: Tenant) -> Mapping[str, str]:
        definitions = Definitions((community_of(tenant, known),))
        try:
            async with _snapshot(config, where, tenant.id) as there:
                return (await _homes(there, definitions)).get(tenant.platform, {})
        except Missing:
            return _named(definitions).get(tenant.platform, {})

    try:
        async with asyncio.timeout(PATIENCE_SECONDS), _snapshot(config, where) as there:
            async for one in host.examine(ReadStore(there), homes):
                yield one
    except Missing:
        yield Diagnosis("workspaces", Verdict.GOOD, "the app is installed in none yet")
    except (CoterieError, TimeoutError) as error:
        yield Diagnosis("workspaces", Verdict.PROBLEM, _words(error), "check the network, and the store")


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _words(error: BaseException) -> str:
    return str(error).partition("\n")[0] or f"no answer within {PATIENCE_SECONDS} s"


def _row(one: Diagnosis) -> str:
    row = {"about": one.about, "verdict": one.verdict.value, "found": one.found, "remedy": one.remedy or None}
    return _encode(row).decode()


def _line(one: Diagnosis) -> str:
    return f"{_MARKS[one.verdict]}  {one.about}: {one.found}{f' → {one.remedy}' if one.remedy else ''}"
