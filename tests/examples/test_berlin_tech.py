"""The example community is right, and its scenarios go as they say. On Slack and Matrix they are played by `coterie test --platform`."""

from pathlib import Path

import pytest

from coterie.core.checking import check
from coterie.core.rehearsal import test as play

HOME = Path(__file__).parents[2] / "examples" / "berlin-tech"
SCENARIOS = sorted((HOME / "scenarios").glob("*.yaml"))
PLAYBOOKS = sorted(file.stem for file in (HOME / "playbooks").glob("*.yaml"))


def test_there_is_no_mistake_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([HOME], as_json=True) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: str(file.stem))
def test_a_scenario_goes_as_it_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = play([file], platform="simulator", as_json=False, with_transcript=False)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_every_playbook_has_a_scenario_that_sees_its_run_end(playbook: str) -> None:
    assert any(f"run: {playbook}, " in file.read_text("utf-8") for file in SCENARIOS)
