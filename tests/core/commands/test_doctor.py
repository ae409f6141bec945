"""`coterie doctor` on the machine, its files and its store: what is found, what to do, and that nothing is changed."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.commands.doctor import doctor
from coterie.core.commands.skew import skew
from coterie.core.engine import aside
from coterie.core.engine.aside import Aside
from coterie.core.ports import Queue, Verdict

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
COMMUNITY = """
community: town
name: Town
timezone: Europe/Berlin
people: {ana: {name: Ana, timezone: Europe/Madrid}}
groups:
  python: {name: Python, purpose: Learn., leaders: [ana], review_every: 3mo}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "coterie.toml").write_text("[simulator]\n", encoding="utf-8")
    (tmp_path / "community.yaml").write_text(COMMUNITY, encoding="utf-8")
    return tmp_path / "coterie.toml"


def found(file: Path, capsys: pytest.CaptureFixture[str], status: int = 0) -> dict[str, dict[str, str]]:
    """What the doctor says for machines, by what it is about."""
    capsys.readouterr()
    assert doctor(file, None, as_rows=True) == status
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {row["about"]: row for row in rows}


def everything_in(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(one): (one.stat().st_mtime_ns, one.stat().st_size) for one in folder.rglob("*")}


def test_before_the_first_start_all_is_well_and_nothing_is_made(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything_in(file.parent)
    rows = found(file, capsys)
    assert {about: row["verdict"] for about, row in rows.items()} == dict.fromkeys(
        ("files", "time zones", "disk", "store", "simulator"), "good"
    )
    assert rows["files"]["found"] == "1 community, 1 group"
    assert rows["time zones"]["found"].startswith("2 are used")
    assert "there is no store in" in rows["store"]["found"]
    assert everything_in(file.parent) == before


def test_what_is_wrong_in_a_file_is_a_fault_of_who_wrote_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "community.yaml").write_text(COMMUNITY.replace("purpose", "porpoise"), encoding="utf-8")
    rows = found(file, capsys, status=1)
    assert rows["files"]["verdict"] == "problem" and rows["files"]["remedy"] == "correct it: coterie check ."


def test_missing_secrets_and_secrets_for_all_to_read_are_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("[slack]\n", encoding="utf-8")
    (file.parent / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\n", encoding="utf-8")
    (file.parent / ".env").chmod(0o644)
    rows = found(file, capsys, status=3)
    assert rows["secrets"]["remedy"].startswith("chmod 600 ")
    assert rows["slack token"]["found"] == "missing: SLACK_APP_TOKEN"


async def store(folder: Path) -> None:
    there = await open_store("tinydb", str(folder), SystemClock())
    async with there.unit() as unit:
        about = (NOW, "is_archived", 1, {"effect": {"type": "Post"}})
        aside.keep(unit, Aside(Queue.OUTBOX, "k@slack", "room:python@slack", *about))
    await there.close()


def test_a_store_that_a_process_holds_is_read_all_the_same_and_what_was_refused_is_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(store(file.parent / "data"))
    rows = found(file, capsys)
    assert rows["store"]["found"] == "tinydb can be read and written"
    assert rows["outbox"]["verdict"] == "warning" and rows["outbox"]["remedy"] == "coterie outbox list"


def test_a_damaged_store_is_a_problem(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(store(file.parent / "data"))
    journal = file.parent / "data" / "store.journal"
    journal.write_bytes(journal.read_bytes().replace(b"is_archived", b"is_arch1ved") + b"00000000 2 []\n")
    rows = found(file, capsys, status=3)
    assert "damaged" in rows["store"]["found"] and "backup" in rows["store"]["found"]


@pytest.mark.parametrize(
    ("off", "verdict"), [(0, Verdict.GOOD), (-4, Verdict.GOOD), (30, Verdict.WARNING), (-90, Verdict.PROBLEM)]
)
def test_a_clock_that_is_off_is_noticed(off: int, verdict: Verdict) -> None:
    one = skew("clock", "Mon, 23 Nov 2026 08:00:00 GMT", NOW + timedelta(seconds=off))
    assert one.verdict is verdict and bool(one.remedy) is (verdict is not Verdict.GOOD)


@pytest.mark.parametrize("date", [None, "", "soon"])
def test_a_server_that_does_not_say_the_time_is_no_problem(date: str | None) -> None:
    assert skew("clock", date, NOW).verdict is Verdict.GOOD
