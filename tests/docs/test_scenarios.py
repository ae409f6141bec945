"""The scenario in docs/scenarios.md is played, and every step there is stands on the page."""

from pathlib import Path

import pytest

from coterie.core.commands.rehearsal import test as play

from .pages import examples, page

PAGE = "scenarios.md"
COMMUNITY = """
community: berlin-tech
name: Berlin Tech
timezone: Europe/Berlin
people: {ana: {name: Ana Ruiz}}
groups:
  python: {name: Python Evenings, purpose: Learn Python., leaders: [ana], review_every: 3mo, playbooks: [welcome]}
"""
STEPS = "join leave say react press fill start wait restart silence expect".split()


def test_the_example_plays_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = examples(PAGE, "yaml")
    (tmp_path / "community.yaml").write_text(COMMUNITY, encoding="utf-8")
    file = tmp_path / "welcomed.yaml"
    file.write_text(shown.text, encoding="utf-8")
    status = play([file], platform="simulator", as_json=False, with_transcript=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("step", STEPS)
def test_every_step_stands_on_the_page(step: str) -> None:
    assert f"`{step}:" in page(PAGE)
