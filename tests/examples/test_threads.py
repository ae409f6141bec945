"""The community whose groups live in threads is right, and its scenarios go as they say, on every platform."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from tests.examples.playing import assert_played

HOME = Path(__file__).parents[2] / "examples" / "threads"


def test_there_is_no_mistake_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([HOME], as_json=True) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("platform", ["simulator", "slack"])
def test_its_scenarios_go_as_they_say(platform: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert_played([HOME], platform, capsys)


@pytest.mark.skipif(
    sys.platform != "linux" or find_spec("synapse") is None, reason="Synapse is not installed on this machine"
)
def test_they_go_the_same_way_on_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    assert_played([HOME], "matrix", capsys)
