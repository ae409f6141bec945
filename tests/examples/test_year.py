"""A year of a community: whole on the simulator, and its spring on every platform."""

import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from coterie.core.commands.rehearsal import test as play
from tests.examples.playing import assert_played

HOME = Path(__file__).parents[2] / "examples" / "year"
YEAR, SPRING = HOME / "scenarios" / "year.yaml", HOME / "scenarios" / "spring.yaml"
GATHERING = re.compile(r"· (?:Meet-up no\.|Treffen Nr\.) \d+")


def test_there_is_no_mistake_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([HOME], as_json=True) == 0
    assert capsys.readouterr().out == ""


def test_a_year_goes_as_it_says_with_more_than_a_hundred_gatherings(capsys: pytest.CaptureFixture[str]) -> None:
    status = play([YEAR], platform="simulator", as_json=False, with_transcript=True)
    shown = capsys.readouterr().out
    assert status == 0, shown
    assert len(GATHERING.findall(shown)) >= 100


def test_a_quiet_group_is_advised_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert_played([HOME / "scenarios" / "advice.yaml"], "simulator", capsys)


@pytest.mark.parametrize("platform", ["simulator", "slack"])
def test_its_spring_goes_as_it_says(platform: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert_played([SPRING], platform, capsys)


@pytest.mark.skipif(
    sys.platform != "linux" or find_spec("synapse") is None, reason="Synapse is not installed on this machine"
)
def test_its_spring_goes_the_same_way_on_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    assert_played([SPRING], "matrix", capsys)
