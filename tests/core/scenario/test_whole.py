"""Scenarios of the sample community, with everything that is installed, on platforms that can do much or little."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
import structlog

from coterie.adapters.simulator.demo import sample
from coterie.adapters.simulator.driver import SimulatorStage
from coterie.core.assembly import House, assembled
from coterie.core.commands.checking import Checker
from coterie.core.commands.demo import play as play_demo
from coterie.core.commands.rehearsal import test as rehearse
from coterie.core.errors import ConfigError
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.content import Capability
from coterie.core.scenario.coterie import Opening
from coterie.core.scenario.file import read_scenario
from coterie.core.scenario.runner import Played, play

EVERYTHING = Path(__file__).parent / "everything"

AS_ON_MATRIX = (Capability.BUTTONS, Capability.MODALS, Capability.QUIET, Capability.HOME)

HEAD = """scenario: S
community: {community}
begins: "2026-11-02 08:00"
people: {{pat: {{name: Pat}}, hugo: {{in: [climate, berlin]}}, ida: {{in: [climate, berlin]}}}}
steps:
"""

NEWCOMER = """
  - join: {who: pat, group: climate}
  - expect: {in: climate, says: "@pat", pings: [pat, noor, jan]}
  - expect: {dm: noor, says: "@pat is new in Green Projects", pings: [noor]}
  - press: {who: noor, choice: done}
  - wait: 8d
  - fill: {who: pat, with: {mood: nonsense}}
  - expect: {run: welcome, group: climate, state: running}
  - fill: {who: pat, with: {mood: good, wish: "More @hugo"}}
  - expect: {run: welcome, group: climate, state: finished, outcome: done}
"""

COFFEE = """
  - wait: {until: "2026-11-06 11:00"}
  - press: {who: hugo, choice: next}
  - press: {who: hugo, choice: "I'm in"}
  - press: {who: ida, choice: yes}
  - restart: {down: 1h}
  - wait: 3h
  - expect: {in: berlin, says: "Are you in?"}
  - expect: {in: berlin, says: "2 of us have coffee now"}
  - press: {who: lea, choice: yes}
"""


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Commands say where logs go, for the whole process: here only until the test ends."""
    yield
    structlog.reset_defaults()


async def played(folder: Path, steps: str, lacks: tuple[Capability, ...]) -> Played:
    file = folder / "scenario.yaml"
    file.write_text(HEAD.format(community=sample() / "community.yaml") + steps)
    checker = Checker((), date(2026, 11, 1))

    @asynccontextmanager
    async def opened(opening: Opening) -> AsyncIterator[House]:
        library = checker.around(opening.folder).library.sound()
        parts = (opening.store, opening.clock, [opening.adapter], [opening.community], library)
        async with assembled(*parts, installed_plugins()) as house:
            yield house

    return await play(read_scenario(file, checker.of_scenario), SimulatorStage(lacks), opened)


PLATFORMS = {"all": (), "as on Matrix": AS_ON_MATRIX, "nothing": tuple(Capability)}


@pytest.mark.parametrize("lacks", PLATFORMS.values(), ids=PLATFORMS.keys())
async def test_a_newcomer_is_met_and_fills_in_a_form(tmp_path: Path, lacks: tuple[Capability, ...]) -> None:
    result = await played(tmp_path, NEWCOMER, lacks)
    assert result.passed, result.results[-1].message


@pytest.mark.parametrize("lacks", PLATFORMS.values(), ids=PLATFORMS.keys())
async def test_a_question_is_answered_over_a_restart_and_closed_when_its_time_is_up(
    tmp_path: Path, lacks: tuple[Capability, ...]
) -> None:
    *before, last = (await played(tmp_path, COFFEE, lacks)).results
    assert all(step.ok for step in before), before[-1].message
    assert "no open card offers 'yes' to lea" in last.message


def test_the_scenarios_of_the_sample_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearse([sample()], platform="simulator", as_json=False, with_transcript=False) == 0
    assert "2 scenarios, 2 passed, 0 failed" in capsys.readouterr().out


@pytest.mark.parametrize("platform", ["simulator", "slack", "matrix"])
def test_everything_that_a_scenario_can_say_passes_on_every_platform(
    platform: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = rehearse([EVERYTHING], platform=platform, as_json=False, with_transcript=False)
    except ConfigError as error:
        pytest.skip(f"{platform} can't be had here: {error}")
    assert status == 0, capsys.readouterr().out


OUTSIDE = {
    "writes": "say: {who: cy, in: python, text: Hi}",
    "gives a command": 'say: {who: cy, in: python, text: "!coterie help"}',
    "answers": "say: {who: cy, to: Hello, in: python, text: Hi}",
    "reacts": 'react: {who: cy, to: Hello, emoji: "🎉"}',
    "leaves": "leave: {who: cy, group: python}",
}


@pytest.mark.parametrize("platform", ["simulator", "slack", "matrix"])
def test_who_is_not_in_a_group_can_do_nothing_there_and_the_step_says_so_alike(
    platform: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "community.yaml").write_text((EVERYTHING / "community.yaml").read_text().replace(", {use: all}", ""))
    head = 'scenario: S\ncommunity: community.yaml\nbegins: "2026-11-23 08:00"\n'
    head += "people: {ana: {leads: [python]}, bo: {in: [python]}, cy: {}}\nsteps:\n"
    for name, step in OUTSIDE.items():
        before = "  - say: {who: bo, in: python, text: Hello}\n"
        (tmp_path / f"{name}.yaml").write_text(f"{head}{before}  - {step}\n")
    try:
        assert rehearse([tmp_path], platform=platform, as_json=False, with_transcript=False) == 1
    except ConfigError as error:
        pytest.skip(f"{platform} can't be had here: {error}")
    printed = capsys.readouterr().out
    assert printed.count("cy is not in python; `join` before") == len(OUTSIDE), printed


def test_the_demo_plays_by_itself_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    assert play_demo(weeks=4, join=False) == 0
    shown = capsys.readouterr().out
    assert "Harbour: 40 people, 4 groups, 4 weeks." in shown
    assert "week 4 of 4 has passed" in shown
    assert "Python Evenings (#python)" in shown and "What the playbooks did" in shown
    assert "\x1b[" not in shown
