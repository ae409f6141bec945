"""`coterie outbox` on the embedded store, which one process holds: looked at beside it, decided about when it has stopped."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coterie.adapters.stores.tinydb import TinyStore, open_store
from coterie.core.clock import ManualClock
from coterie.core.commands.undone import decide, show
from coterie.core.engine import aside
from coterie.core.engine.aside import Aside
from coterie.core.errors import Cure, Locked, UserError
from coterie.core.ports import Queue

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BODY = {"effect": {"type": "Post", "key": "k"}, "since": NOW.isoformat(), "platform": "slack"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "coterie.toml").write_text("[simulator]\n", encoding="utf-8")
    return tmp_path / "coterie.toml"


async def store(file: Path) -> TinyStore:
    """The store of the configuration, held."""
    return await open_store("tinydb", str(file.parent / "data"), ManualClock(NOW))


async def filled(file: Path) -> TinyStore:
    """With a refused post, and an event whose words are not kept."""
    there = await store(file)
    async with there.unit() as unit:
        about = (NOW, "Slack refused chat.postMessage: is_archived", 1)
        aside.keep(unit, Aside(Queue.OUTBOX, "k@slack", "room:python@slack", *about, BODY, Cure.REOPEN, "slack"))
        aside.keep(unit, Aside(Queue.INBOX, "e", "slack/C1", NOW, "coterie itself failed: KeyError", 3, trace="…"))
    return there


async def released(file: Path) -> None:
    await (await filled(file)).close()


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_it_is_listed_beside_the_process_that_holds_the_store(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = await filled(file)
    assert await asyncio.to_thread(show, file, None, as_rows=False) == 0
    said = capsys.readouterr().out
    assert "Post k to room:python on slack, tried once\n          Slack refused chat.postMessage: is_archived" in said
    with pytest.raises(Locked, match="stop coterie, run `coterie outbox retry`, and start it again"):
        await asyncio.to_thread(decide, file, None, (), again=True, all=True, as_rows=False)
    await there.close()


def test_where_there_is_no_store_yet_there_is_nothing_and_none_is_made(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(file, None, as_rows=False) == 0
    assert capsys.readouterr().out == "nothing was refused, nothing set aside\n"
    assert not (file.parent / "data").exists()


async def queued(file: Path) -> list[tuple[str, int]]:
    there = await store(file)
    try:
        found = []
        while (entry := await there.claim(Queue.OUTBOX, datetime.max.replace(tzinfo=UTC))) is not None:
            found.append((entry.lane, entry.attempts))
        return found
    finally:
        await there.close()


def test_what_is_named_is_tried_again_looking_first_and_stands_no_more(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(released(file))
    show(file, None, as_rows=True)
    name = next(row["id"] for row in rows(capsys) if row["kind"] == "effect")
    assert decide(file, None, [str(name)], again=True, all=False, as_rows=True) == 0
    assert rows(capsys) == [{"id": name, "key": "k@slack", "done": "will be tried again"}]
    assert asyncio.run(queued(file)) == [("room:python@slack", 1)]
    show(file, None, as_rows=True)
    assert [row["kind"] for row in rows(capsys)] == ["event"]


def test_what_was_only_overheard_can_only_be_dropped(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(released(file))
    with pytest.raises(UserError, match="can't be tried again, what was said is not kept"):
        decide(file, None, (), again=True, all=True, as_rows=False)
    assert asyncio.run(queued(file)) == []
    assert decide(file, None, (), again=False, all=True, as_rows=False) == 0
    assert capsys.readouterr().out.count("dropped") == 2


@pytest.mark.parametrize(("names", "all"), [((), False), (("x",), True), (("nobody",), False)])
def test_who_names_nothing_or_too_much_is_told(file: Path, names: tuple[str, ...], all: bool) -> None:
    asyncio.run(released(file))
    with pytest.raises(UserError, match="coterie outbox list"):
        decide(file, None, names, again=True, all=all, as_rows=False)
