"""The community that shows the life of groups is right, and its scenarios go as they say, on every platform."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from tests.examples.playing import assert_played

HOME = Path(__file__).parents[2] / "examples" / "life"
SCENARIOS = sorted((HOME / "scenarios").glob("*.yaml"))
ON_MATRIX = ("challenge", "newcomer", "wins")
"""Those that are played on a real homeserver here, a few for the ways in which plugins speak with people: a homeserver takes its time.

Founding, leading, gatherings and the ends of groups are played there by the spring of `examples/year`; all of them by
`coterie test examples/life --platform matrix`.
"""


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
    assert_played([HOME / "scenarios" / f"{name}.yaml" for name in ON_MATRIX], "matrix", capsys)
