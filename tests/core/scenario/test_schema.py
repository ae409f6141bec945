"""The JSON Schema of scenarios: what is right passes, what the reader refuses does not, and both know the same keys."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

from coterie.core.errors import ConfigError
from coterie.core.model.community import Community
from coterie.core.scenario.file import Surroundings, read_scenario
from coterie.core.scenario.schema import scenario_schema
from tests.core.playbook.reading import as_an_editor_reads

ROOT = Path(__file__).parents[3]
SCHEMA = scenario_schema()
SCENARIO = jsonschema.Draft202012Validator(SCHEMA)
FILES = sorted(
    path
    for folder in ("examples", "core", "adapters", "tests/core/scenario")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.read_text("utf-8").startswith("scenario:")
)
STRANGE = "zzzzzzzzzz"
HEAD = "scenario: S\ncommunity: community.yaml\nbegins: 2026-03-02T08:00\n"


def problems(content: str) -> list[str]:
    return [
        f"{list(error.absolute_path)}: {error.message}" for error in SCENARIO.iter_errors(as_an_editor_reads(content))
    ]


def findings(content: str, folder: Path) -> str:
    (folder / "community.yaml").touch()
    (folder / "scenario.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        read_scenario(folder / "scenario.yaml", lambda file: Surroundings(Community("x", "X"), file.parent))
    return str(raised.value)


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_a_scenario_that_is_right_passes(path: Path) -> None:
    assert problems(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "step",
    [
        "{joyn: {who: cy, group: a}}",
        "{join: {who: cy}}",
        "{join: {who: cy, group: a}, wait: 1d}",
        "{wait: soon}",
        "{wait: {till: 2026-03-03T08:00}}",
        "{restart: {down: long}}",
        "{press: {who: cy, button: Yes}}",
        "{expect: {in: a, sais: hello}}",
    ],
)
def test_what_the_reader_refuses_does_not_pass(step: str, tmp_path: Path) -> None:
    content = f"{HEAD}people: {{cy: }}\nfounds: a\nsteps: [{step}]"
    assert problems(content)
    assert "error" in findings(content, tmp_path)


def test_reader_and_schema_know_the_same_keys(tmp_path: Path) -> None:
    steps = SCHEMA["$defs"]["step"]["properties"]
    lines = "\n".join(f"  - {name}: {{{STRANGE}: 1}}" for name in steps)
    run = f"\n  - expect: {{run: x, {STRANGE}: 1}}"
    told = findings(f"{HEAD}people: {{cy: {{{STRANGE}: 1}}}}\n{STRANGE}: 1\nsteps:\n{lines}{run}", tmp_path)
    known: dict[str, set[str]] = {}
    for what, keys in re.findall(rf"unknown key '{STRANGE}' in (.*)\n.*\n.*\(expected one of (.*)\)", told):
        known.setdefault(what, set()).update(keys.split(", "))
    maps = {f"the step '{name}'": step.get("anyOf", [step])[-1] for name, step in steps.items()}
    maps |= {
        "a scenario": SCHEMA,
        "the person 'cy'": SCHEMA["properties"]["people"]["additionalProperties"]["anyOf"][0],
    }
    assert known == {name: set(one["properties"]) for name, one in maps.items()}
    found = re.search(r"expected one of (.*)\)", findings(f"{HEAD}steps: [{{{STRANGE}: 1}}]", tmp_path))
    assert found and set(found[1].split(", ")) == set(steps)
