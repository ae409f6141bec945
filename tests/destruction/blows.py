"""Blows that are dealt to a running coterie, to its database, its disk and its clock; and what an undisturbed life says against it."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import resource
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

from attrs import define, field, frozen

from coterie.core.ports import Queue
from tests.adapters.stores.server import Server, why_no_small_disk

from .clock import FastClock
from .inside import STORE_FAILED, Start, live, live_before
from .outside import Outside, transcript
from .script import Script

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.destruction.inside", "tests.destruction.warm"])

SPEED = 60
"""A pause of a minute is a second."""
LEASE = timedelta(seconds=1.5)
_SUSPENDED_SECONDS = 2.5
"""Longer than the lease."""
_FULL_SECONDS = 4
_PATIENCE_SECONDS = 60
"""So long nothing may happen at all, until it is said that coterie hangs."""
_QUIET_SECONDS = 0.5
_HEIR_SECONDS = 2 * LEASE.total_seconds()
"""So long it takes until somebody else looks after what a worker was killed in the midst of."""
_DATABASE_FAILS = frozenset({"restart", "database's disk full"})
_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'coterie%' AND random() < 0.5"
)

ALWAYS = ("kill",) * 6 + ("kill while starting",) * 2 + ("kill while it sends",) * 4 + ("stop while it sends", "clock")
EMBEDDED = ("kill while it rewrites",) * 2 + ("disk full",)
SHARED = ("suspend", "cut", "cut", "restart")
SMALL_DISK = ("database's disk full",)
DISK_MEGABYTES = 300
"""How large the disk of a database is that may become full."""


@frozen
class Plan:
    """What is destroyed and how: so many `kills`, and other blows between them. So many `workers` share the store `postgresql`."""

    script: Script
    store: str
    kills: int
    seed: int
    workers: int = 1
    speed: float = SPEED
    kinds: Sequence[str] = ()
    """Which blows, each as likely as it is often among them; else those that the store can be dealt."""
    before: Path | None = None
    """Where the version before is checked out, with its `.venv`: the first workers are of that one, who takes their place is of this one."""

    @property
    def blows(self) -> Sequence[str]:
        """What it is chosen from."""
        shared = SHARED + (SMALL_DISK if why_no_small_disk() is None else ())
        return self.kinds or ALWAYS + (EMBEDDED if self.store == "tinydb" else shared)


@define
class Outcome:
    """What came of it: the blows that were dealt, what was seen, and what should not be."""

    dealt: Counter[str] = field(factory=Counter)
    seen: Mapping[str, Sequence[str]] = field(factory=dict)
    performed: int = 0
    amiss: list[str] = field(factory=list)

    @property
    def kills(self) -> int:
        return kills_of(self.dealt)


@define
class Trial:
    """One life of the town, disturbed as it is planned."""

    plan: Plan
    start: Start
    clock: FastClock
    outside: Outside
    rng: random.Random
    server: Server | None
    outcome: Outcome = field(factory=Outcome)
    workers: list[BaseProcess] = field(factory=list)
    victim: BaseProcess | None = None
    """Whom the blow hits that is being dealt."""

    async def live(self, every: float) -> Outcome:
        """Until everything was said; with a blow after so many effects, on average."""
        async with self.outside.living(self.start.socket):
            try:
                self.workers = [self._worker(self.plan.before) for _ in range(self.plan.workers)]
                while self.outcome.kills < self.plan.kills and not self.outside.over:
                    await self._strike(self.rng.choice(self.plan.blows), every)
                await self._over()
                await self._stop()
                self.outcome.amiss += await self._left_for_good()
            finally:
                for process in self.workers:
                    process.kill()
                    process.join()
        self.outcome.seen, self.outcome.performed = transcript(self.outside), self.outside.performed
        self.outcome.amiss += [f"done again without a look: {key}" for key in self.outside.repeated]
        self.outcome.amiss += [f"refused: {what}" for what in self.outside.refused]
        return self.outcome

    # --- blows

    async def _strike(self, blow: str, every: float) -> None:
        self.victim = None
        if blow != "kill while starting":
            await self._progress(self.outside.performed + round(self.rng.uniform(0, 2 * every)))
            await asyncio.sleep(self.rng.uniform(0, 0.03))
        if self.outside.over:
            return
        number = self.rng.randrange(len(self.workers))
        self.victim = worker = self.workers[number]
        match blow:
            case "kill":
                worker.kill()
            case "kill while starting":
                worker.kill()
                self._replace(number)
                await asyncio.sleep(self.rng.uniform(0, 0.6))
                self.workers[number].kill()
            case "kill while it sends":
                await self._next_effect(worker.kill)
            case "kill while it rewrites":
                if not await self._rewrites():
                    return
                worker.kill()
            case "stop while it sends":
                await self._next_effect(worker.terminate)
                await self._exit(worker, 0)
            case "clock":
                self.clock.set_by(timedelta(minutes=self.rng.choice([-9, -3, 45, 600, 3000])))
            case "disk full":
                await self._fill(worker)
            case _:
                await self._strike_the_database(blow, worker)
        self.outcome.dealt[blow] += 1
        if blow.startswith(("kill", "stop", "disk")):
            self._replace(number)
        self.victim = None
        self._revive()

    async def _strike_the_database(self, blow: str, worker: BaseProcess) -> None:
        assert self.server is not None and worker.pid is not None
        match blow:
            case "suspend":
                _signal(worker, signal.SIGSTOP)
                await asyncio.sleep(_SUSPENDED_SECONDS)
                _signal(worker, signal.SIGCONT)
            case "cut":
                await asyncio.to_thread(self.server.ask, _CUT)
            case "restart":
                await asyncio.to_thread(self.server.stop, signal.SIGQUIT)
                await asyncio.to_thread(self.server.start)
            case "database's disk full":
                await self._fill_the_database()

    async def _next_effect(self, then: Callable[[], None]) -> None:
        """Do it in the middle of the next effect: the platform has done it, and coterie has not heard of it."""
        self.outside.struck = then
        await self._progress(self.outside.performed + 1)
        self.outside.struck = None

    async def _rewrites(self) -> bool:
        """Whether the embedded store began to write its file anew, within a second."""
        new = self.start.folder / "data" / "store.journal.new"
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while not new.exists():  # noqa: ASYNC110 - it is another process's doing
                    await asyncio.sleep(0.0005)
                return True
        return False

    async def _fill(self, worker: BaseProcess) -> None:
        """Let no file of the worker become larger than the journal nearly is: it must end and say so."""
        journal = self.start.folder / "data" / "store.journal"
        most = (journal.stat().st_size if journal.exists() else 0) + self.rng.randrange(2000)
        assert worker.pid is not None
        with suppress(ProcessLookupError):
            resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (most, most))
        await self._exit(worker, STORE_FAILED)

    async def _fill_the_database(self) -> None:
        """Leave the database no room for some seconds. It may die of that; then it is started once there is room again."""
        assert self.server is not None
        await asyncio.to_thread(self.server.fill_disk)
        await asyncio.sleep(self.rng.uniform(0.2, _FULL_SECONDS))
        self.server.free_disk()
        if not self.server.is_running:
            self.outcome.dealt["the database died of it"] += 1
            await asyncio.to_thread(self.server.start)

    async def _exit(self, worker: BaseProcess, status: int) -> None:
        """Wait for its end. Who is told to stop while it starts ends by the signal itself."""
        await asyncio.to_thread(worker.join, 30)
        if worker.exitcode not in (status, status or -signal.SIGTERM):
            self.outcome.amiss.append(f"a worker ended with {worker.exitcode} instead of {status}")
            worker.kill()

    # --- around

    def _worker(self, checkout: Path | None = None) -> BaseProcess:
        """One more, of this version or of the one that is checked out there."""
        live_as = live if checkout is None else partial(live_before, checkout=checkout)
        process = processes.Process(target=live_as, args=(self.start,))
        process.start()
        return process

    def _replace(self, number: int) -> None:
        """Let another one take its place; where the blow came to nothing it falls now."""
        self.workers[number].kill()
        self.workers[number].join()
        self.workers[number] = self._worker()

    async def _progress(self, performed: int) -> None:
        """Return when so much was performed. What dies by itself meanwhile is amiss, and replaced."""
        waiting = asyncio.ensure_future(self.outside.until(performed))
        try:
            quiet, before = 0.0, self.outside.performed
            while not waiting.done():
                await asyncio.wait([waiting], timeout=0.2)
                quiet = quiet + 0.2 if self.outside.performed == before else 0
                before = self.outside.performed
                self._revive()
                if quiet > _PATIENCE_SECONDS:
                    raise TimeoutError(f"nothing happens any more: {self.start.folder / 'log'}")
        finally:
            waiting.cancel()

    def _revive(self) -> None:
        for number, process in enumerate(self.workers):
            if not process.is_alive() and process is not self.victim:
                # One that finds no database at its start, or one that keeps nothing, says so and ends: whoever keeps it running starts it again.
                if process.exitcode != STORE_FAILED or not _DATABASE_FAILS.intersection(self.outcome.dealt):
                    self.outcome.amiss.append(f"a worker ended by itself, with {process.exitcode}")
                self.outcome.dealt["a worker gave up"] += 1
                self._replace(number)

    async def _over(self) -> None:
        """Return when everything was said, and nothing more comes: what would come twice would come now."""
        while not self.outside.over:
            await self._progress(self.outside.performed + 1)
        before = -1
        while before != self.outside.asked or self.outside.connected < len(self.workers):
            self._revive()  # whoever fell last has still to write down what came of what was said
            before = self.outside.asked
            await asyncio.sleep(_HEIR_SECONDS if self.server is not None else _QUIET_SECONDS)

    async def _stop(self) -> None:
        for process in self.workers:
            process.terminate()
        for process in self.workers:
            await self._exit(process, 0)

    async def _left_for_good(self) -> list[str]:
        """What is left to do, and does not become less by another start. On a slow machine they were told to stop before all was written down."""
        before, left = list[str](), await self._left()
        while left not in ([], before):
            self.workers = [self._worker() for _ in range(self.plan.workers)]
            await self._over()
            await self._stop()
            before, left = left, await self._left()
        return left

    async def _left(self) -> list[str]:
        store = await self.start.store(self.clock)
        try:
            return [
                f"{left} entries are left in the {queue.value}" for queue in Queue if (left := await store.size(queue))
            ]
        finally:
            await store.close()


def _signal(process: BaseProcess, number: signal.Signals) -> None:
    import os

    assert process.pid is not None
    os.kill(process.pid, number)


def kills_of(dealt: Mapping[str, int]) -> int:
    """How many of the blows were kills."""
    return sum(number for blow, number in dealt.items() if blow.startswith("kill"))


async def trial(plan: Plan, server: Server | None, every: float) -> Outcome:
    """One life of the town. Its folder is left where something was amiss."""
    path, rng = Path(tempfile.mkdtemp(prefix="coterie-crash-")), random.Random(plan.seed)
    plan.script.write(path / "playbooks")
    clock = FastClock.make(path / "clock", plan.speed)
    location = server.new_database() if server is not None else "tinydb"
    start = Start(path, location, plan.script, LEASE)
    outside = Outside(plan.script, clock, random.Random(plan.seed + 1))
    outcome = await Trial(plan, start, clock, outside, rng, server).live(every)
    if not outcome.amiss:
        shutil.rmtree(path)
    return outcome


def difference(undisturbed: Mapping[str, Sequence[str]], disturbed: Mapping[str, Sequence[str]]) -> list[str]:
    """What the second has too few, too many, or in another order; a line each."""
    found = []
    for place in sorted({*undisturbed, *disturbed}):
        wanted, seen = undisturbed.get(place, ()), disturbed.get(place, ())
        missing, more = Counter(wanted) - Counter(seen), Counter(seen) - Counter(wanted)
        found += [f"{place}: missing {number} times: {what}" for what, number in missing.items()]
        found += [f"{place}: {number} times too often: {what}" for what, number in more.items()]
        if not missing and not more and list(wanted) != list(seen):
            first = next(n for n, pair in enumerate(zip(wanted, seen, strict=True)) if pair[0] != pair[1])
            found.append(f"{place}: out of order: {seen[first]} instead of {wanted[first]}")
    return found
