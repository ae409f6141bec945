"""The life of groups where it does not go as planned: a community that speaks German, with names in every script."""

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
