"""Reviews that nobody answers, over many groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from coterie.core.commands.rehearsal import test as play

COMMUNITY = """
community: town
name: Town
timezone: Europe/Berlin
managers: [mo]
plugins: [lifecycle]
people:
  mo: {name: Mo, locale: de}
  ana: {name: Ana}
groups:
"""
GROUP = """
  g{number}: {{name: Group {number}, purpose: Meet each other every week., leaders: [ana], review_every: 3mo}}
"""
SCENARIO = """
scenario: Nobody looks at any of them
community: community.yaml
begins: "2027-01-01 09:00"
people: {ana: {leads: [GROUPS]}, mo: {in: [g1]}}
steps:
  - wait: {until: "2027-04-19 08:00"}
  - press: {who: ana, choice: decide}
  - fill: {who: ana, with: {decision: go-on, why: All is well.}}
  - wait: {until: "2027-04-19 12:00"}
  - expect: {dm: mo, says: "auf diese Gruppen geschaut, obwohl ich gefragt habe: Group 1, Group 10"}
  - expect: {not: true, dm: mo, says: "geschaut"}
  - wait: 14d
  - expect: {not: true, dm: mo, says: "geschaut"}
"""


def test_managers_are_told_of_all_groups_at_which_nobody_looked_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = range(1, 26)
    groups = "".join(GROUP.format(number=number).lstrip("\n") for number in numbers)
    (tmp_path / "community.yaml").write_text(COMMUNITY + groups, encoding="utf-8")
    scenario = tmp_path / "unseen.yaml"
    scenario.write_text(SCENARIO.replace("GROUPS", ", ".join(f"g{one}" for one in numbers)), encoding="utf-8")
    status = play([scenario], platform="simulator", as_json=False, with_transcript=True)
    shown = capsys.readouterr().out
    assert status == 0, shown
    assert shown.count("ich gefragt habe") == 1
    assert "Group 4, dazu 4 weitere." in shown
    assert shown.count("Entscheiden: Group") == 5
