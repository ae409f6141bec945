"""The coterie that is killed: the whole of it but for the platform, which is reached over a socket."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path

from attrs import astuple, define, field, frozen

from coterie.adapters.simulator.decode import PLATFORM
from coterie.adapters.stores.postgres import open_store as open_postgres
from coterie.adapters.stores.tinydb import open_store as open_tinydb
from coterie.core.assembly import assembled
from coterie.core.codec import effect_to_json, event_from_json
from coterie.core.errors import Refused, StoreError
from coterie.core.files.library import read_library
from coterie.core.files.surroundings import installed_plugins
from coterie.core.logs import everything_to_stderr
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect
from coterie.core.ports import Cursor, Inbox, Json, Performed, Store

from .clock import FastClock
from .script import Script

STORE_FAILED = 3
"""The exit status of one whose store takes nothing more, as `coterie run` has it."""


@frozen
class Start:
    """What a coterie is started with. `location` is that of a store, `outdated` how soon the embedded one writes its file anew."""

    folder: Path
    location: str
    script: Script
    lease: timedelta
    outdated: int = 300

    @property
    def socket(self) -> Path:
        return self.folder / "platform"

    async def store(self, clock: FastClock) -> Store:
        """The store, opened."""
        if self.location.startswith("postgresql"):
            return await open_postgres(self.location, "", clock, lease=self.lease)
        return await open_tinydb(self.location, str(self.folder / "data"), clock, outdated=self.outdated)


@define
class FarAway:
    """The adapter: hands everything to the platform behind the socket, and brings what happens there."""

    socket: Path
    platform: str = PLATFORM
    account: str = f"{PLATFORM}:coterie"
    capabilities: frozenset[Capability] = frozenset(Capability)
    _numbers: count[int] = field(factory=count)
    _waiting: dict[int, asyncio.Future[Json]] = field(factory=dict)
    _reader: asyncio.StreamReader = field(init=False)
    _writer: asyncio.StreamWriter = field(init=False)

    async def connect(self) -> None:
        self._reader, self._writer = await asyncio.open_unix_connection(self.socket, limit=2**24)

    async def hear(self) -> None:
        """Read what the platform answers, until cancelled."""
        while line := await self._reader.readline():
            told = json.loads(line)
            waiting = self._waiting.pop(told["number"])
            if not waiting.done():
                waiting.set_result(told)

    async def listen(self, inbox: Inbox) -> None:
        known = int(await inbox.cursor(PLATFORM) or 0)
        inbox.ready(PLATFORM)
        while True:
            told = await self._ask({"what": "news", "known": known})
            events = [event_from_json(one) for one in told["events"]]
            known = told["known"]
            await inbox.take(events, Cursor(PLATFORM, str(known)))

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        told = await self._ask({"what": "perform", "effect": effect_to_json(effect), "again": again})
        if "refused" in told:
            raise Refused(told["refused"])
        return Performed(told["native"], told["room"], tuple(map(event_from_json, told["learned"])))

    async def _ask(self, asked: Mapping[str, Json]) -> Json:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps({"number": number, **asked}).encode() + b"\n")
        return await self._waiting[number]


def live(start: Start) -> None:
    """Be coterie, until killed or told to stop. What it logs stands in the folder."""
    log = os.open(start.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 2)
    everything_to_stderr()
    gc.disable()
    try:
        asyncio.run(_live(start))
    except* StoreError as errors:
        print(f"ended: {errors.exceptions}", file=sys.stderr, flush=True)
        os._exit(STORE_FAILED)


def live_before(start: Start, checkout: Path) -> None:
    """Be the coterie of the version before, which is checked out there, by its own version of this file: in this very process."""
    words = [str(start.folder), start.location, *map(str, astuple(start.script)), str(start.lease.total_seconds())]
    os.chdir(checkout)
    python = checkout / ".venv" / "bin" / "python"
    os.execv(python, [str(python), "-c", _AS_BEFORE, *words])


_AS_BEFORE = """
import sys
from datetime import timedelta
from pathlib import Path
from tests.destruction.inside import Start, live
from tests.destruction.script import Script

folder, location, groups, rounds, pause, lease = sys.argv[1:]
live(Start(Path(folder), location, Script(int(groups), int(rounds), pause), timedelta(seconds=float(lease))))
"""


async def _live(start: Start) -> None:
    clock, adapter, plugins = FastClock(start.folder / "clock"), FarAway(start.socket), installed_plugins()
    library = read_library([start.folder / "playbooks"], plugins).sound()
    community = start.script.community(PLATFORM, {one: one for one in _everybody(start.script)})
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store = await start.store(clock)
    await adapter.connect()
    async with asyncio.TaskGroup() as tasks:
        connection = tasks.create_task(adapter.hear())
        try:
            async with assembled(store, clock, [adapter], [community], library, plugins):
                gc.freeze()
                gc.enable()
                await stop.wait()
        finally:
            connection.cancel()
            await store.close()


def _everybody(script: Script) -> Sequence[str]:
    return [member for group in script.names for member in script.members(group)]
