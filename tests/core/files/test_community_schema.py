"""The JSON Schema of community.yaml: what is right passes, what the reader refuses does not, and both know the same keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from coterie.core.files.community import parse_community
from coterie.core.files.community_schema import community_schema
from coterie.core.playbook.yaml import Source
from tests.core.playbook.reading import as_an_editor_reads

ROOT = Path(__file__).parents[3]
SCHEMA = community_schema()
COMMUNITY = jsonschema.Draft202012Validator(SCHEMA)
FILES = sorted(
    path
    for folder in ("examples", "core", "adapters")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.read_text("utf-8").startswith("community:")
)
WHOLE = """
community: x
name: X
people: {ana: {STRANGE: 1}}
quiet: {STRANGE: 1}
groups:
  a:
    name: A
    purpose: To be there.
    review_every: 3mo
    basis: {STRANGE: 1}
    size: {STRANGE: 1}
    quiet: {STRANGE: 1}
    playbooks: [{use: a, STRANGE: 1}]
    STRANGE: 1
STRANGE: 1
""".replace("STRANGE", "zzzzzzzzzz")
ABOUT_PEOPLE = {"hours", "most_per_week"}
"""What a group is told to leave to its community."""


def problems(content: str) -> list[str]:
    return [
        f"{list(error.absolute_path)}: {error.message}" for error in COMMUNITY.iter_errors(as_an_editor_reads(content))
    ]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert len(FILES) > 5


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_a_community_that_is_right_passes(path: Path) -> None:
    assert problems(path.read_text("utf-8")) == []


def test_everything_that_a_file_may_say_passes() -> None:
    assert (
        problems(
            """
        community: berlin-tech
        name: Berlin Tech
        timezone: Europe/Berlin
        locale: de
        managers: ana
        goals: {newcomers-stay: Half of those who join are here after a quarter.}
        people: {ana: {name: Ana, matrix: "@ana:example.org", slack: U0ANA, timezone: Europe/Madrid, locale: es}}
        guidelines: guidelines.md
        k: 5
        room: {slack: general}
        managers_room: {matrix: "#managers:example.org"}
        plugins: [kudos]
        quiet: {hours: "21:00-08:00", days: [sat, sunday], holidays: DE-SN, most_per_week: 7, recurring: move}
        groups:
          python:
            name: 2026
            purpose: Learn Python together.
            basis: {kind: interest, about: python}
            for: People who write Python.
            not_for: Recruiters.
            goal: newcomers-stay
            leaders: [ana]
            size: {from: 10, to: 50}
            visibility: private
            join: knock
            encrypted: yes
            history: joined
            until: 2027-06-30
            homes: {matrix: "#python:example.org", slack: python-evenings}
            playbooks: [newcomer, {use: heartbeat, with: {at: "monday 09:00", deck: [a, b], most: 3}}]
            parent: code
            state: pilot
            quiet: {holidays: DE-BY, days: sat}
        """
        )
        == []
    )


@pytest.mark.parametrize("hours", ["21-8", "21:00 - 8:00", "21:00–08:00"])
def test_what_the_reader_takes_in_other_spellings_passes(hours: str) -> None:
    content = f'''
        community: x
        name: X
        k: "1_000"
        people: {{1: {{name: One}}}}
        managers: [1]
        quiet: {{hours: "{hours}", days: [Sat, SUNDAY], most_per_week: 1_000}}
        groups: {{a: {{name: A, purpose: p, review_every: 3mo, leaders: 1, encrypted: Yes}}}}
    '''
    assert not read(content).findings
    assert problems(content) == []


@pytest.mark.parametrize(
    "group",
    [
        "{name: A, purpose: p}",
        "{name: A, review_every: 3mo}",
        "{name: A, purpose: p, until: tomorrow}",
        "{name: A, purpose: p, review_every: often}",
        "{name: A, purpose: p, review_every: 3mo, visibility: secret}",
        "{name: A, purpose: p, review_every: 3mo, homes: {irc: a}}",
        "{name: A, purpose: p, review_every: 3mo, size: {from: few}}",
        "{name: A, purpose: p, review_every: 3mo, playbooks: [{with: {at: now}}]}",
        "{name: A, purpose: p, review_every: 3mo, quiet: {hours: '21:00-08:00'}}",
    ],
)
def test_what_the_reader_refuses_does_not_pass(group: str) -> None:
    content = f"community: x\nname: X\ngroups: {{a: {group}}}"
    assert problems(content)
    assert any(one.severity == "error" for one in read(content).findings)


def test_reader_and_schema_know_the_same_keys() -> None:
    known = {
        found[1]: set(found[2].split(", "))
        for one in read(WHOLE).findings
        if (found := re.search(r"unknown key 'z+' in (.*?)\n.*\(expected one of (.*)\)", str(one), re.DOTALL))
    }
    known["quiet of a group"] -= ABOUT_PEOPLE
    assert known == dict(objects())


def read(content: str) -> Any:
    return parse_community(Source.of(content, "community.yaml"), date(2026, 3, 2), ROOT)


def objects() -> Iterator[tuple[str, set[str]]]:
    """Each map of the schema, by what the reader calls it, and its keys."""
    definitions = SCHEMA["$defs"]
    group = definitions["group"]["properties"]
    maps = {
        "a community": SCHEMA,
        "a person": definitions["person"],
        "a group": definitions["group"],
        "basis": group["basis"],
        "size": group["size"],
        "quiet": SCHEMA["properties"]["quiet"],
        "quiet of a group": group["quiet"],
        "a use of a playbook": definitions["use"]["anyOf"][1],
    }
    for name, one in maps.items():
        yield name, set(one["properties"])


def test_what_people_are_asked_for_is_one_facet_or_several_of_the_house() -> None:
    start = "community: x\nname: X\nfacets: "
    for written, read in (("[topics, industry]", ("industry", "topics")), ("job", ("job",))):
        assert problems(start + written) == []
        community = parse_community(Source.of(start + written, "x"), date(2026, 11, 22), ROOT).community
        assert community is not None and tuple(one.value for one in community.facets) == read
    for written, told in (("[topcis]", "topics"), ("[]", "names none")):
        assert problems(start + written)
        found = parse_community(Source.of(start + written, "x"), date(2026, 11, 22), ROOT)
        assert found.community is None and told in str(found.findings)
