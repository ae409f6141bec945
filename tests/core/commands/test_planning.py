"""`coterie plan`, `apply` and `export community`, as they are called on the command line."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.commands.exporting import export_community
from coterie.core.commands.planning import apply, plan
from coterie.core.errors import ConfigError, Locked
from coterie.core.files.community import read_community
from coterie.core.plan.difference import Act, Change, Difference, What
from coterie.core.plan.showing import as_json, line, plain, summary

COMMUNITY = """\
community: town
name: Town
people:
  ana: {name: Ana, simulator: ana}
groups:
  python:
    name: Python Evenings
    purpose: Learn Python together.   # a comment
    review_every: 3mo
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "community.yaml").write_text(COMMUNITY, encoding="utf-8")
    file = tmp_path / "coterie.toml"
    file.write_text("[simulator]\n", encoding="utf-8")
    return file


def test_a_plan_is_read_by_people(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan(config, as_rows=False, exit_code=False) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "python  Python Evenings"
    assert said[1].split() == ["+", "simulator", "room", "python:", "is", "made"]
    assert said[-1] == "2 to do"


def test_a_plan_is_read_by_machines_and_may_end_with_one(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan(config, as_rows=True, exit_code=True) == 1
    row, _ = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert row == {
        "group": "python",
        "platform": "simulator",
        "what": "room",
        "change": "+",
        "act": "do",
        "subject": None,
        "now": None,
        "wanted": "python",
        "why": "is made",
    }


def test_what_is_applied_is_told(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert apply(config, yes=False, as_rows=False) == 0
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[-1]) == ("done:", "2 done")
    assert apply(config, yes=False, as_rows=True) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(row["what"], row["outcome"]) for row in rows} == {("room", "done"), ("charter", "done")}


async def test_who_finds_the_store_in_use_is_told_what_to_do(config: Path) -> None:
    store = await open_store("tinydb", str(config.parent / "data"), SystemClock())
    try:
        with pytest.raises(Locked, match=r"in use by process \d+.*Wait for that one to end, or stop it") as raised:
            await asyncio.to_thread(plan, config, as_rows=False, exit_code=False)
        assert "\n" not in str(raised.value)
    finally:
        await store.close()


def test_an_export_is_a_file_that_reads_the_same_and_overwrites_none(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, output = config.parent / "community.yaml", config.parent / "new.yaml"
    assert export_community(config, "town", output) == 0
    written = read_community(output, date(2026, 11, 23))
    assert written.community == read_community(file, date(2026, 11, 23)).community
    with pytest.raises(ConfigError, match="is there already"):
        export_community(config, None, output)
    with pytest.raises(ConfigError, match="there is no such community; there are: town"):
        export_community(config, "twon", None)
    export_community(config, None, None)
    assert capsys.readouterr().out == output.read_text(encoding="utf-8")


differences = some.builds(
    Difference,
    some.text(),
    some.none() | some.just("slack"),
    some.sampled_from(What),
    some.sampled_from(Change),
    some.sampled_from(Act),
    subject=some.text(),
    now=some.none() | some.text(),
    wanted=some.none() | some.text(),
    why=some.text(),
)


@given(differences)
def test_a_difference_is_one_line_that_steers_no_terminal(difference: Difference) -> None:
    said = line(difference).plain
    assert len(said.splitlines()) == 1 and not {"\x1b", "\u202e"} & set(said)
    assert "\n" not in as_json(difference) and "\x1b" not in as_json(difference)


def test_terminals_are_shown_plain_words() -> None:
    assert plain("a\x1b[31mb\n c\u202ed") == "a [31mb c d"
    assert summary(()) == "nothing differs"
