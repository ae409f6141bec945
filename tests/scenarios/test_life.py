"""The life of groups where it does not go as planned: a community that speaks German, with names in every script."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from coterie.core.commands.rehearsal import test as play

HOME = Path(__file__).parent / "life"
SCENARIOS = sorted((HOME / "scenarios").glob("*.yaml"))


def test_there_is_no_mistake_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([HOME], as_json=True) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: str(file.stem))
def test_a_scenario_goes_as_it_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = play([file], platform="simulator", as_json=False, with_transcript=False)
    assert status == 0, capsys.readouterr().out


@pytest.mark.skipif(
    sys.platform != "linux" or find_spec("synapse") is None, reason="Synapse is not installed on this machine"
)
def test_who_was_taken_out_of_a_room_of_matrix_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    status = play([HOME / "scenarios" / "taken-out.yaml"], platform="matrix", as_json=False, with_transcript=False)
    assert status == 0, capsys.readouterr().out
