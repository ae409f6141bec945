"""Plays scenarios: opens the stage, starts coterie on it, goes through the steps, kills coterie where a step says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from ..clock import ManualClock
from ..errors import CoterieError
from ..playbook.local_time import local_to_utc
from ..values import frozen
from .cast import Cast, cast_of
from .coterie import Coterie, Open, Opening
from .driver import BOT, Direct, Driver, InRoom, Place, Said, Stage
from .durable import DurableStore, durable_store
from .in_threads import InThreads
from .model import ExpectRun, Restart, Scenario, Step
from .play import Play
from .transcript import transcript

PATIENCE_SECONDS = 300
"""How long a step may take on the machine's own clock, so that something that hangs is told with its line."""


@frozen
class StepResult:
    """What became of one step; `step` is its verb, `message` says what was expected where it failed."""

    scenario: str
    file: Path
    line: int
    step: str
    ok: bool
    message: str = ""


@frozen
class Played:
    """A scenario that was played: the steps up to the first that failed, and everything that was said, if it was asked for."""

    results: tuple[StepResult, ...]
    said: tuple[tuple[Place, tuple[Said, ...]], ...] = ()
    """Place by place, oldest first; nothing of places where nothing was said."""

    @property
    def transcript(self) -> str:
        """What was said, for people to read."""
        return "\n\n".join(transcript(place, heard) for place, heard in self.said)

    @property
    def passed(self) -> bool:
        return all(result.ok for result in self.results)


async def play(
    scenario: Scenario,
    stage: Stage,
    open_coterie: Open,
    told: Callable[[StepResult], None] = lambda result: None,
    *,
    with_transcript: bool = True,
) -> Played:
    """Play a scenario to its end or its first step that fails; `told` is called after each step.

    Without the transcript nobody listens in every place once more at the end, which takes a real homeserver long.
    """
    cast = cast_of(scenario)
    zone = ZoneInfo(scenario.community.zone)
    clock = ManualClock(local_to_utc(scenario.begins, zone))
    killed = any(isinstance(step, Restart) for step in scenario.steps)
    async with stage.scene(clock, cast.players, cast.rooms) as driver, durable_store(clock, killed=killed) as store:
        people = InThreads(driver, scenario.community.id)
        runner = _Runner(scenario, cast, people, clock, zone, store, open_coterie, told)
        await runner.run()
        return Played(tuple(runner.results), await runner.said() if with_transcript else ())


class _Runner:
    """One scenario being played."""

    def __init__(
        self,
        scenario: Scenario,
        cast: Cast,
        driver: Driver,
        clock: ManualClock,
        zone: ZoneInfo,
        store: DurableStore,
        open_coterie: Open,
        told: Callable[[StepResult], None],
    ) -> None:
        self.scenario = scenario
        self.cast = cast
        self.driver = driver
        self.clock = clock
        self.zone = zone
        self.store = store
        self.open_coterie = open_coterie
        self.told = told
        self.results: list[StepResult] = []
        self.play: Play | None = None

    async def run(self) -> None:
        """Every life of coterie, from one restart to the next. A step that fails ends it all."""
        left = list(self.scenario.steps)
        restarted: Restart | None = None
        while True:
            try:
                async with self.open_coterie(await self._opening()) as coterie:
                    await self._begin(coterie)
                    if restarted is not None:
                        self._say(restarted)
                    restarted = await self._play_on(left)
            except Exception as error:
                if self.results and not self.results[-1].ok:
                    return
                step = restarted or (left[0] if left else Step())
                self._say(step, "\n".join(f"coterie stopped: {_worded(leaf)}" for leaf in _leaves(error)))
                return
            if restarted is None:
                return
            await self._stay_down(restarted)

    async def said(self) -> tuple[tuple[Place, tuple[Said, ...]], ...]:
        """Everything that was said, place by place; nothing of places where nothing was."""
        groups = self.play.groups if self.play else tuple(self.cast.community.groups)
        places: list[Place] = [InRoom(group) for group in groups]
        places += [Direct(person) for person in self.cast.community.people]
        said = [(place, tuple(await self.driver.heard(place))) for place in places]
        return tuple((place, heard) for place, heard in said if heard)

    async def _opening(self) -> Opening:
        community = self.cast.on(self.driver.platform, self.driver.opened)
        store = await self.store.open()
        return Opening(store, self.clock, self.driver.adapter(), community, self.scenario.folder)

    async def _begin(self, coterie: Coterie) -> None:
        if self.play is None:
            known = frozenset({*self.cast.community.people, BOT})
            groups = tuple(room.id for room in self.cast.rooms)
            followed = frozenset(step.group for step in self.scenario.steps if isinstance(step, ExpectRun))
            self.play = Play(self.driver, self.clock, self.zone, known, groups, coterie, followed)
        self.play.coterie = coterie
        async with asyncio.timeout(PATIENCE_SECONDS):
            await coterie.connected()
            await self.play.quiet()

    async def _play_on(self, left: list[Step]) -> Restart | None:
        """Play the steps that are left, taking them away; the restart at which coterie must be killed, if there is one."""
        while left:
            step = left[0]
            if isinstance(step, Restart):
                return left.pop(0)  # type: ignore[return-value]  # it is the step just looked at
            await self._try(step)
            left.pop(0)
        return None

    async def _try(self, step: Step) -> None:
        assert self.play is not None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.play.step(step)
                await self.play.follow_runs()
        except CoterieError as error:
            self._say(step, str(error))
            raise _Over from error
        except TimeoutError as error:
            self._say(step, f"it did not come to rest within {PATIENCE_SECONDS} seconds")
            raise _Over from error
        self._say(step)

    async def _stay_down(self, restart: Restart) -> None:
        await self.store.crash()
        if restart.down is not None:
            self.clock.jump(restart.down.after(self.clock.now(), self.zone))

    def _say(self, step: Step, message: str = "") -> None:
        verb = {"ExpectSaid": "expect", "ExpectRun": "expect"}.get(type(step).__name__, type(step).__name__.lower())
        result = StepResult(self.scenario.name, self.scenario.file, step.line, verb, not message, message)
        self.results.append(result)
        self.told(result)


class _Over(Exception):
    """A step failed, and has been told of."""


def _leaves(error: BaseException) -> Sequence[BaseException]:
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [leaf for inner in error.exceptions for leaf in _leaves(inner)]


def _worded(error: BaseException) -> str:
    return str(error) if isinstance(error, CoterieError) else f"{type(error).__name__}: {error}"
