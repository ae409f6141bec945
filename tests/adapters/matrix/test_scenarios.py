"""A whole coterie on a real homeserver, as a scenario plays it: killed on the way, and nothing said twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from coterie.adapters.matrix.testing import Homeserver
from coterie.adapters.matrix.testing.driver import MatrixStage
from coterie.core.assembly import House, assembled
from coterie.core.commands.checking import Checker
from coterie.core.files.surroundings import installed_plugins
from coterie.core.scenario.coterie import Opening
from coterie.core.scenario.file import read_scenario
from coterie.core.scenario.runner import play

COMMUNITY = """
community: tea
name: Tea
timezone: Europe/Berlin
managers: [ana]
people: {ana: {name: Ana}}
groups: {python: {name: Python, purpose: Talk, leaders: [ana], review_every: 3mo}}
"""

PLAYBOOK = """
playbook: check-in
version: 1
title: Check in
about: A form, a vote and a task.
starts: [{command: check-in}]
steps:
  - id: mood
    form:
      title: How are you?
      to: starter
      fields:
        mood: {type: number, label: "From 1 to 5?", required: true, min: 1, max: 5}
        colour: {type: select, label: "Which colour?", choices: {r: Red, b: Blue}}
    within: 2d
  - post: {text: "{{ starter }} is at {{ mood.answers.mood }}", pin: true}
  - id: vote
    ask: {text: "Tea or coffee?", choices: {t: Tea, c: Coffee}, until: 2}
    within: 1d
  - post: {text: "It is {{ vote.winner }}", thread: vote}
  - id: todo
    task: {for: starter, text: "Boil water"}
    within: 1d
"""

SCENARIO = """
scenario: Everything once
community: ../community.yaml
begins: "2026-11-02 08:00"
people: {pat: {name: "Pat 🌱", in: [python]}, bo: {in: [python]}}
steps:
  - start: {playbook: check-in, group: python, who: pat}
  - fill: {who: pat, with: {mood: "9"}}
  - expect: {dm: pat, says: "at most 5", pings: [pat]}
  - fill: {who: pat, with: {mood: "4", colour: Red}}
  - expect: {in: python, says: "@pat is at 4", pings: [pat]}
  - restart: {down: 8h}
  - press: {who: pat, choice: Tea}
  - press: {who: bo, choice: t}
  - expect: {in: python, says: "It is t", pings: none}
  - restart: true
  - press: {who: pat, choice: done}
  - expect: {run: check-in, group: python, state: finished, outcome: done}
  - expect: {in: python, says: "is at 4", not: true}
"""


async def test_a_form_a_vote_and_a_task_outlast_two_crashes(server: Homeserver, tmp_path: Path) -> None:
    for name, text in (
        ("community.yaml", COMMUNITY), ("playbooks/check-in.yaml", PLAYBOOK), ("scenarios/once.yaml", SCENARIO),
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    checker = Checker((), date(2026, 11, 2))

    @asynccontextmanager
    async def open_coterie(opening: Opening) -> AsyncIterator[House]:
        library = checker.around(opening.folder).library.sound()
        house = assembled(
            opening.store, opening.clock, [opening.adapter], [opening.community], library, installed_plugins()
        )
        async with house:
            yield house

    scenario = read_scenario(tmp_path / "scenarios/once.yaml", checker.of_scenario)
    played = await play(scenario, MatrixStage(server), open_coterie)
    assert played.passed, "\n".join([*(result.message for result in played.results), played.transcript])
