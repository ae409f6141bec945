"""`coterie simulate`: one playbook lives in one group of the simulator, and everything that it says is printed with its time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from attrs import evolve

from ..assembly import assembled
from ..clock import ManualClock, SystemClock
from ..discovery import DRIVERS, STORES, load
from ..errors import ConfigError, Finding, UserError
from ..files.library import Library
from ..files.surroundings import home_of, installed_plugins
from ..logs import errors_to_stderr
from ..model.community import Community, Group, Use
from ..model.playbook import AtStart, EveryStart, OnStart, ParamType, Playbook
from ..nearest import nearest
from ..playbook.duration import Duration
from ..playbook.local_time import local_to_utc
from ..playbook.reader import Wrong
from ..refs import PersonRef
from ..scenario.cast import cast_of
from ..scenario.coterie import Opening
from ..scenario.driver import BOT, Direct, InRoom, Place
from ..scenario.model import Casting, Scenario
from ..scenario.play import Play
from ..values import frozen
from .checking import Checker

CROWD = {"ana": "Ana", "bo": "Bo", "cy": "Cy", "dee": "Dee"}
"""Who is in the group where no community is given; the first leads it."""

NEWCOMER = "zoe"


@frozen
class Plan:
    """What is to be simulated: where, with what, and how long."""

    library: Library
    community: Community
    playbook: Playbook
    group: Group
    duration: Duration
    folder: Path


def simulate(playbook: str, during: str, community: Path | None, group: str | None) -> int:
    """Let the playbook run; 0 when it has. Raises ConfigError where a file is wrong or a name unknown."""
    errors_to_stderr()
    return asyncio.run(_play(_plan(playbook, Duration.parse(during), community, group)))


def _community(checker: Checker, file: Path) -> Community:
    """The community in the file. Raises ConfigError where there is none in it, or no file."""
    if not file.is_file():
        message = "is a folder; name the community's file in it" if file.is_dir() else "there is no such file"
        raise ConfigError(Finding(str(file), None, None, message))
    try:
        return checker.of_scenario(file).community
    except Wrong as wrong:
        raise ConfigError(Finding(str(file), None, None, wrong.message)) from wrong


def _plan(wanted: str, during: Duration, community: Path | None, group: str | None) -> Plan:
    file = Path(wanted)
    checker = Checker([file] if file.is_file() else [], SystemClock().now().date())
    written = community or (Path("community.yaml") if Path("community.yaml").is_file() else None)
    home = written.resolve().parent if written else home_of(file.resolve()) if file.is_file() else Path.cwd()
    library = checker.around(home).library.sound()
    playbook = _playbook(wanted, file, library)
    town = _community(checker, written) if written else _town()
    if group is not None and group not in town.groups:
        raise _unknown("group", group, town.groups)
    chosen = town.groups[group] if group else next(iter(town.groups.values()), None)
    if chosen is None:
        raise ConfigError(Finding(str(written), None, None, "the community has no group in which to simulate"))
    chosen = evolve(chosen, playbooks=(_use(chosen, playbook, library),))
    return Plan(library, evolve(town, groups={chosen.id: chosen}), playbook, chosen, during, home)


def _playbook(wanted: str, file: Path, library: Library) -> Playbook:
    if file.is_file():
        text = file.read_text(encoding="utf-8")
        found = next((one for one in library.playbooks.values() if one.source == text), None)
    else:
        found = library.playbooks.get(wanted)
    if found is None:
        raise _unknown("playbook", wanted, library.playbooks)
    return found


def _unknown(what: str, name: str, known: Mapping[str, object]) -> ConfigError:
    there = ", ".join(known) or "none"
    return ConfigError(Finding(name, None, None, f"there is no such {what}; there are: {there}", nearest(name, known)))


def _town() -> Community:
    leader = next(iter(CROWD))
    group = Group("group", "The group", "Try out a playbook.", leaders=(leader,))
    return Community("sample", "Sample", managers=(leader,), groups={"group": group})


def _use(group: Group, playbook: Playbook, library: Library) -> Use:
    """What the group sets of the playbook; where it does not use it, the defaults, and any deck for a deck."""
    for use in group.playbooks:
        if use.playbook == playbook.id:
            return use
    given: dict[str, str] = {}
    for name, param in playbook.params.items():
        if param.required and param.type is ParamType.DECK and library.decks:
            given[name] = next(iter(library.decks))
        elif param.required:
            message = (
                f"'{name}' has no default: let a group of a community use the playbook with it, and name that community"
            )
            raise ConfigError(Finding(playbook.id, None, None, message))
    return Use(playbook.id, given)


async def _play(plan: Plan) -> int:
    zone = ZoneInfo(plan.group.zone)
    begins = datetime.combine(SystemClock().now().astimezone(zone).date(), time(8))
    crowd = {
        id: Casting(id, name, in_=(plan.group.id,)) for id, name in CROWD.items() if id not in plan.community.people
    }
    people = {**crowd, NEWCOMER: Casting(NEWCOMER, "Zoe")}
    scenario = Scenario("simulation", plan.folder, plan.community, plan.folder, begins, people)
    cast, clock = cast_of(scenario), ManualClock(local_to_utc(begins, zone))
    async with load(DRIVERS, "simulator")() as stage, stage.scene(clock, cast.players, cast.rooms) as driver:
        community = cast.on(driver.platform, driver.opened)
        store = await load(STORES, "memory")("", "", clock)
        opening = Opening(store, clock, driver.adapter(), community, plan.folder)
        plugins = installed_plugins()
        async with assembled(store, clock, [opening.adapter], [community], plan.library, plugins) as house:
            await house.connected()
            play = Play(driver, clock, zone, frozenset({*community.people, BOT}), (plan.group.id,), house)
            await _pass(play, plan, list(community.people))
            for run in reversed(await house.runs(plan.group.id)):
                began = run.started.astimezone(zone)
                sys.stdout.write(
                    f"run of {run.playbook}, begun {began:%a %d %b %H:%M}: {run.state} {run.outcome or ''}\n"
                )
    return 0


async def _pass(play: Play, plan: Plan, people: Sequence[str]) -> None:
    """Begin the playbook as it begins by itself, else by hand; then let time pass, and print what is new."""
    places: list[Place] = [InRoom(plan.group.id), *(Direct(person) for person in people)]
    seen: set[tuple[str, str]] = set()
    end = plan.duration.after(play.clock.now(), play.zone)
    await play.quiet()
    starts = plan.playbook.starts
    if any(isinstance(start, OnStart) and start.on == "member_joined" for start in starts):
        await play.driver.join(NEWCOMER, InRoom(plan.group.id))
    elif not any(isinstance(start, EveryStart | AtStart) for start in starts):
        try:
            await play.coterie.start_run(plan.playbook.id, plan.group.id, PersonRef(plan.group.leaders[0]))
        except UserError as error:
            sys.stdout.write(f"not started: {error}\n")
    await play.quiet()
    while True:
        await _print_new(play, places, seen)
        due = await play.coterie.next_due()
        if due is None or due > end:
            return
        await play.pass_until(due)


async def _print_new(play: Play, places: Sequence[Place], seen: set[tuple[str, str]]) -> None:
    now = play.clock.now().astimezone(play.zone)
    for place in places:
        for said in await play.driver.heard(place):
            if said.by != BOT or (said.id, said.text) in seen:
                continue
            seen.add((said.id, said.text))
            offered = f"   [{' | '.join(offer.label for offer in said.offers)}]" if said.offers else ""
            text = said.text.replace("\n", "\n    ")
            sys.stdout.write(f"{now:%a %d %b %H:%M}  {place}: {text}{offered}\n")
