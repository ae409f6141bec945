"""The scenarios of the runner's own tests pass in a workspace on loopback too."""

from __future__ import annotations

from pathlib import Path

import pytest

from coterie.adapters.slack.testing.driver import SlackStage
from coterie.core.scenario.file import read_scenario
from coterie.core.scenario.runner import play
from tests.core.scenario.greeting import open_greeting
from tests.core.scenario.test_runner import PASSING, surroundings, written


@pytest.mark.parametrize("steps", PASSING.values(), ids=PASSING.keys())
async def test_a_scenario_passes(tmp_path: Path, steps: str) -> None:
    result = await play(read_scenario(written(tmp_path, steps), surroundings), SlackStage(), open_greeting)
    assert result.passed, f"{result.results[-1].message}\n{result.transcript}"
