"""The demo: a sample community of forty people lives through some weeks, and then one may join in."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from coterie.core.clock import ManualClock
from coterie.core.playbook.local_time import local_to_utc
from coterie.core.scenario.cast import cast_of
from coterie.core.scenario.coterie import Coterie, Open, Opening
from coterie.core.scenario.driver import BOT
from coterie.core.scenario.durable import durable_store
from coterie.core.scenario.file import Surroundings
from coterie.core.scenario.model import Casting, Scenario
from coterie.core.scenario.play import Play
from coterie.core.values import frozen

from ..console import Keyboard, Read, typed
from ..driver import SimulatorDriver, SimulatorStage
from ..show import Show
from .crowd import MEMBERS, Crowd

BEGINS = datetime(2026, 11, 2, 7)
MOMENTS = (timedelta(hours=2, minutes=30), timedelta(hours=5), timedelta(hours=10), timedelta(hours=13, minutes=30))
"""When on a day people look at what is new, counted from when it begins."""


@frozen
class Town:
    """The sample community, alive."""

    play: Play
    driver: SimulatorDriver
    coterie: Coterie
    zone: ZoneInfo
    names: dict[str, str]


def sample() -> Path:
    """The folder of the sample community."""
    with as_file(files("coterie.adapters.simulator") / "sample") as folder:
        return folder


async def demo(
    surroundings: Surroundings,
    open_coterie: Open,
    *,
    weeks: int = 4,
    join: bool = False,
    console: Console | None = None,
    read: Read = typed,
) -> int:
    """Let the weeks pass, show what was said where and what the playbooks did; then join in, if wanted. Gives 0."""
    console = console or Console(file=sys.stdout)
    async with _alive(surroundings, open_coterie) as town:
        show = Show(console, town.driver.world, town.zone)
        people, groups = len(town.driver.opened.accounts), len(town.names)
        console.print(f"[bold]{surroundings.community.name}[/bold]: {people} people, {groups} groups, {weeks} weeks.\n")
        await _pass(town, weeks, console)
        for group, name in town.names.items():
            show.room(town.driver.rooms[group], f"{name} (#{group})")
        show.alone()
        console.print()
        show.summary({group: await town.coterie.runs(group) for group in town.names})
        if join:
            console.print()
            keyboard = Keyboard(town.play, town.driver.world, show, town.zone, "cy", next(iter(town.names)))
            await keyboard.run(read)
    return 0


@asynccontextmanager
async def _alive(surroundings: Surroundings, open_coterie: Open) -> AsyncIterator[Town]:
    people = {person: Casting(person, in_=_groups_of(person)) for members in MEMBERS.values() for person in members}
    file = surroundings.folder / "community.yaml"
    scenario = Scenario("demo", file, surroundings.community, surroundings.folder, BEGINS, people)
    cast, zone = cast_of(scenario), ZoneInfo(surroundings.community.zone)
    clock = ManualClock(local_to_utc(BEGINS, zone))
    names = {group.id: group.name for group in cast.community.groups.values()}
    async with (
        SimulatorStage().scene(clock, cast.players, cast.rooms) as driver,
        durable_store(clock, killed=False) as store,
    ):
        community = cast.on(driver.platform, driver.opened)
        opening = Opening(await store.open(), clock, driver.adapter(), community, surroundings.folder)
        async with open_coterie(opening) as coterie:
            await coterie.connected()
            known = frozenset({*community.people, BOT})
            play = Play(driver, clock, zone, known, tuple(names), coterie)
            await play.quiet()
            yield Town(play, driver, coterie, zone, names)


async def _pass(town: Town, weeks: int, console: Console) -> None:
    """Let every day pass, with a line that tells how far it is: on a terminal one that moves."""
    crowd = Crowd(town.play, town.driver.world, town.driver.rooms)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=weeks * 7)
        for day in range(weeks * 7):
            morning = local_to_utc(BEGINS + timedelta(days=day), town.zone)
            progress.update(task, description=f"{morning.astimezone(town.zone):%a %-d %b}")
            await town.play.pass_until(morning)
            await crowd.arrive(day)
            for moment in MOMENTS:
                await town.play.pass_until(morning + moment)
                await crowd.moment()
            progress.advance(task)
            if day % 7 == 6 and not console.is_terminal:
                console.print(f"week {day // 7 + 1} of {weeks} has passed")
    await town.play.pass_until(local_to_utc(BEGINS + timedelta(weeks=weeks), town.zone))


def _groups_of(person: str) -> tuple[str, ...]:
    return tuple(group for group, members in MEMBERS.items() if person in members)


@frozen
class SampleDemo:
    """The demo, as its entry point names it."""

    @property
    def folder(self) -> Path:
        return sample()

    def __call__(self, surroundings: Surroundings, open_coterie: Open, *, weeks: int, join: bool) -> int:
        """`demo`, from outside of any loop."""
        try:
            return asyncio.run(demo(surroundings, open_coterie, weeks=weeks, join=join))
        except KeyboardInterrupt:
            return 0


play = SampleDemo()
