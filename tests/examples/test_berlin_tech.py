"""The example community is right, and its scenarios go as they say, on every platform."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from tests.examples.playing import assert_played

HOME = Path(__file__).parents[2] / "examples" / "berlin-tech"
SCENARIOS = sorted((HOME / "scenarios").glob("*.yaml"))
PLAYBOOKS = sorted(file.stem for file in (HOME / "playbooks").glob("*.yaml"))


def test_there_is_no_mistake_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([HOME], as_json=True) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("platform", ["simulator", "slack"])
@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: str(file.stem))
def test_a_scenario_goes_as_it_says(file: Path, platform: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert_played([file], platform, capsys)


@pytest.mark.skipif(
    sys.platform != "linux" or find_spec("synapse") is None, reason="Synapse is not installed on this machine"
)
def test_scenarios_go_the_same_way_on_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("coffee-auf-deutsch", "retro", "reminders-after-downtime")
    assert_played([HOME / "scenarios" / f"{name}.yaml" for name in names], "matrix", capsys)


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_every_playbook_has_a_scenario_that_sees_its_run_end(playbook: str) -> None:
    assert any(f"run: {playbook}, " in file.read_text("utf-8") for file in SCENARIOS)
