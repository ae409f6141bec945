"""The choir of the example community is told things when it wants to hear them, on every platform."""

import sys
from importlib.util import find_spec

import pytest

from tests.examples.test_berlin_tech import HOME, assert_played

SCENARIO = HOME.parent / "life" / "scenarios" / "quiet.yaml"
ON_MATRIX = pytest.mark.skipif(
    sys.platform != "linux" or find_spec("synapse") is None, reason="Synapse is not installed on this machine"
)


@pytest.mark.parametrize("platform", ["simulator", "slack", pytest.param("matrix", marks=ON_MATRIX)])
def test_quiet_goes_as_it_says(platform: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert_played([SCENARIO], platform, capsys)
