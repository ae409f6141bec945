"""`coterie outbox`: what a platform refused, and what coterie itself failed at, listed, tried again or dropped."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..clock import Clock, SystemClock
from ..config import read_config, read_environment
from ..discovery import SNAPSHOTS, PlatformSettings, load
from ..engine.aside import AGAIN, ASIDE, Aside, all_standing, drop, read, retry
from ..engine.committing import committed
from ..errors import Locked, Missing, UserError
from ..logs import errors_to_stderr
from ..ports import Queue, Snapshot, Unit
from .running import location_of, store_of

PAGE = 500
_encode = msgspec.json.Encoder().encode


def show(file: Path, store: str | None, *, as_rows: bool, part: str = "") -> int:
    """Print everything that was set aside, the oldest first; beside a running coterie. Raises ConfigError or StoreError."""
    errors_to_stderr()
    found = asyncio.run(_found(file, store, part))
    for one in found:
        sys.stdout.write(f"{_row(one) if as_rows else _lines(one)}\n")
    if not found and not as_rows:
        sys.stdout.write("nothing was refused, nothing set aside\n")
    return 0


def decide(
    file: Path, store: str | None, names: Sequence[str], *, again: bool, all: bool, as_rows: bool, part: str = ""
) -> int:
    """Try what is named again, or drop it. Raises UserError where a name is nobody's, StoreError where the store can't be had."""
    errors_to_stderr()
    if bool(names) == all:
        raise UserError("name what is meant as `coterie outbox list` does, or give --all")
    done = asyncio.run(_decided(file, store, names, again=again, all=all, part=part))
    word = "will be tried again" if again else "dropped"
    for one in done:
        row = {"id": one.name, "key": one.id, "done": word}
        sys.stdout.write(f"{_encode(row).decode()}\n" if as_rows else f"{one.name}  {word}: {_what(one)}\n")
    return 0


async def set_aside_in(snapshot: Snapshot) -> Sequence[Aside]:
    """Everything that was set aside in a store, the oldest first."""
    table, found = f"records/{ASIDE}", list[Aside]()
    after = (table, "")
    while page := [one for one in await snapshot.documents(after, PAGE) if one.table == table]:
        found += [read(one.key, one.value) for one in page]
        after = page[-1][:2]
    return sorted(found, key=lambda one: one.at)


async def _found(file: Path, store: str | None, part: str) -> Sequence[Aside]:
    config = read_config(file, PlatformSettings())
    where = location_of(config, store, read_environment(config.folder))
    try:
        factory, folder = load(SNAPSHOTS, where.partition(":")[0]), str(config.folder / config.coterie.data)
        async with factory(where, folder, part=part) as there:
            return await set_aside_in(there)
    except Missing:
        return ()


async def _decided(
    file: Path, store: str | None, names: Sequence[str], *, again: bool, all: bool, part: str
) -> Sequence[Aside]:
    config, clock = read_config(file, PlatformSettings()), SystemClock()
    try:
        opened = await store_of(config, store, read_environment(config.folder), clock, part)
    except Locked as error:
        word = "retry" if again else "drop"
        how = f"stop coterie, run `coterie outbox {word}`, and start it again; with PostgreSQL it need not stop"
        raise Locked(f"{error}. The embedded store is one process's: {how}") from error
    try:

        async def write(unit: Unit) -> Sequence[Aside]:
            standing = await all_standing(unit)
            chosen = standing if all else _named(standing, names)
            for one in chosen:
                _again(unit, one, clock) if again else drop(unit, one)
            return chosen

        return await committed(opened, write, "what was decided")
    finally:
        await opened.close()


def _again(unit: Unit, one: Aside, clock: Clock) -> None:
    if one.body is None:
        raise UserError(f"{one.name} can't be tried again, what was said is not kept: `coterie outbox drop {one.name}`")
    retry(unit, one, clock.now())


def _named(standing: Sequence[Aside], names: Sequence[str]) -> Sequence[Aside]:
    """Those that are named, in their own order: what was refused first is tried first."""
    for name in names:
        if not any(name in (one.name, one.id) for one in standing):
            raise UserError(f"nothing of this name was set aside: {name}; `coterie outbox list` shows what was")
    return [one for one in standing if one.name in names or one.id in names]


def _row(one: Aside) -> str:
    row = {
        "id": one.name,
        "kind": "effect" if one.queue is Queue.OUTBOX else "event",
        "what": _kind(one),
        "key": one.id,
        "lane": one.lane,
        "platform": one.platform,
        "at": one.at.isoformat(),
        "attempts": one.attempts,
        "reason": one.reason,
        "cure": one.cure and one.cure.value,
        "trace": one.trace,
        "retry": one.body is not None,
    }
    return _encode(row).decode()


def _lines(one: Aside) -> str:
    tried = "tried once" if one.attempts == 1 else f"tried {one.attempts} times"
    return f"{one.name}  {one.at:%Y-%m-%d %H:%M}  {_what(one)}, {tried}\n          {one.reason}"


def _what(one: Aside) -> str:
    if one.queue is Queue.INBOX:
        return f"event {_kind(one)} in {one.lane}"
    place = one.lane.removesuffix(f"@{one.platform}")
    key = one.id.partition(AGAIN)[0].removesuffix(f"@{one.platform}")
    return f"{_kind(one)} {key} to {place}{f' on {one.platform}' if one.platform else ''}"


def _kind(one: Aside) -> str:
    body: Any = one.body if isinstance(one.body, dict) else {}
    found = body.get("effect", {}) if one.queue is Queue.OUTBOX else body
    return str(found.get("type", "of a message that is not kept"))
