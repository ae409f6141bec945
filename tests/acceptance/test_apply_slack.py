"""Communities as code, by the program itself against a Slack on loopback."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coterie.adapters.slack.testing import (
    APP_TOKEN,
    BOT_TOKEN,
    Dropped,
    Held,
    LoopbackSlack,
    RateLimited,
    ServerError,
    slack_on_loopback,
)
from coterie.adapters.slack.testing.things import BOT_USER, Channel

from .program import Program

COMMUNITY = """
community: town
name: Town
people:
  ana: {{name: Ana, slack: {ana}}}
  bo: {{name: Bo, slack: {bo}}}
groups:
  python:
    name: Python Evenings
    purpose: Learn Python & more together.
    leaders: [ana, bo]
    review_every: 3mo
    homes: {{slack: python-evenings}}
  parents:
    name: New Parents
    purpose: Get through the first year.
    leaders: [ana]
    visibility: private
    review_every: 3mo
    homes: {{slack: new-parents}}
"""

MANY = """
  group{n}:
    name: Group {n}
    purpose: Be number {n}.
    leaders: [ana]
    review_every: 3mo
"""


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana", "Ana")
        slack.add_person("bo", "Bo")
        yield slack


@pytest.fixture
def program(slack: LoopbackSlack, tmp_path: Path) -> Program:
    ana, bo = slack.person("ana").user.id, slack.person("bo").user.id
    (tmp_path / "community.yaml").write_text(COMMUNITY.format(ana=ana, bo=bo), encoding="utf-8")
    (tmp_path / "coterie.toml").write_text(f'[slack]\napi_url = "{slack.api_url}"\n', encoding="utf-8")
    return Program(tmp_path, {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN})


def channel(slack: LoopbackSlack, name: str) -> Channel:
    found = slack.workspace.channel_called(name)
    assert found is not None, f"no channel {name}"
    return found


async def test_files_are_applied_and_what_was_done_by_hand_is_repaired(slack: LoopbackSlack, program: Program) -> None:
    assert await program.changes() == [
        *("python + room", "python + charter", "python + member", "python + member"),
        *("parents + room", "parents + charter", "parents + member"),
    ]
    assert not slack.workspace.channels
    text = await program.run("apply")
    assert "7 done" in text and "failed" not in text
    python, parents = channel(slack, "python-evenings"), channel(slack, "new-parents")
    assert python.topic == "Learn Python & more together." and parents.kind == "group"
    assert len(python.members) == 3
    (charter,) = [message for message in python.messages if message.pinned]
    assert "Learn Python" in charter.text or "Learn Python" in str(charter.blocks)
    assert await program.changes() == [] and "nothing differs" in await program.run("plan")

    python.topic, python.name, charter.pinned = "Cats", "cats", False
    parents.is_archived = True
    assert await program.changes() == ["python ~ name", "python ~ topic", "python ~ charter", "parents ~ room"]
    assert await program.run("plan", "--exit-code", status=1) == ""
    rows = await program.rows("apply", "--yes")
    assert {row["outcome"] for row in rows} == {"done"} and len(rows) == 4
    assert (python.topic, python.name, charter.pinned) == ("Learn Python & more together.", "python-evenings", True)
    assert not parents.is_archived and await program.changes() == []


async def test_a_channel_that_is_gone_is_said_and_made_again(slack: LoopbackSlack, program: Program) -> None:
    await program.run("apply")
    del slack.workspace.channels[channel(slack, "python-evenings").id]
    first, *_ = await program.rows("plan")
    assert (first["what"], first["change"]) == ("room", "+") and "no channel" in first["why"]
    await program.run("apply")
    assert len([one for one in channel(slack, "python-evenings").messages if one.pinned]) == 1
    assert await program.changes() == []


async def test_a_home_that_is_named_anew_leaves_no_charter_in_the_channel_before(
    slack: LoopbackSlack, program: Program
) -> None:
    slack.add_channel("snakes", "ana", with_coterie=False)
    await program.run("apply")
    file = program.folder / "community.yaml"
    file.write_text(file.read_text().replace("slack: python-evenings", "slack: snakes"), encoding="utf-8")
    text = await program.run("apply", "--yes")
    assert "python-evenings: is taken away from the room that is let go" in text and "failed" not in text
    old, new = channel(slack, "python-evenings"), channel(slack, "snakes")
    assert not [one for one in old.messages if one.metadata] and not old.bookmarks
    assert len([one for one in new.messages if one.pinned]) == len(new.bookmarks) == 1
    assert await program.changes() == []


async def test_killed_in_the_middle_it_begins_again_and_does_nothing_twice(
    slack: LoopbackSlack, program: Program
) -> None:
    file = program.folder / "community.yaml"
    file.write_text(file.read_text() + "".join(MANY.format(n=n) for n in range(6)), encoding="utf-8")
    for posted in (1, 3, 5):

        async def so_far(wanted: int = posted) -> bool:
            return sum(call.name == "chat.postMessage" for call in slack.calls) >= wanted

        await program.killed(so_far, "apply")
    assert "failed" not in await program.run("apply")
    assert await program.changes() == []
    names = Counter(one.name for one in slack.workspace.channels.values() if not one.is_direct)
    assert len(names) == 8 and set(names.values()) == {1}
    for one in slack.workspace.channels.values():
        said = [message for message in one.messages if message.user == BOT_USER and message.subtype is None]
        assert len(said) == 1 and said[0].pinned, one.name
        assert sum(message.subtype == f"{one.kind}_topic" for message in one.messages) == 1, one.name


async def test_where_slack_asks_to_wait_it_waits_and_does_nothing_twice(slack: LoopbackSlack, program: Program) -> None:
    slack.faults.add("conversations.list", ServerError(503), RateLimited(1))
    slack.faults.add("conversations.create", RateLimited(1))
    slack.faults.add("chat.postMessage", Dropped(done=True))
    assert "7 done" in await program.run("apply")
    for one in ("python-evenings", "new-parents"):
        assert len([message for message in channel(slack, one).messages if message.pinned]) == 1
        assert len([message for message in channel(slack, one).messages if message.metadata]) == 1


async def test_on_a_terminal_it_asks_and_shows_how_far_it_is(slack: LoopbackSlack, program: Program) -> None:
    shown = await program.on_a_terminal("apply", typed="")
    assert "looking at rooms" in shown and "changing rooms" in shown
    parents = channel(slack, "new-parents")
    parents.is_archived = True
    shown = await program.on_a_terminal("apply", typed="n\n")
    assert "archived → open" in shown and "do it? [y/N]" in shown and parents.is_archived
    await program.on_a_terminal("apply", typed="y\n")
    assert not parents.is_archived


async def test_who_can_not_be_asked_in_is_told_under_their_group_and_has_not_left(
    slack: LoopbackSlack, program: Program
) -> None:
    file = program.folder / "community.yaml"
    file.write_text(file.read_text().replace(slack.person("bo").user.id, "U0NOBODY"), encoding="utf-8")
    lines = (await program.fails("apply")).splitlines()
    failed = lines.index("failed:")
    assert lines[failed + 1].startswith("python  Python Evenings")
    assert "bo: is invited  failed: user_not_found. What to do:" in lines[failed + 2] and "1 failed" in lines[-1]
    assert await program.changes() == ["python + member"], "nobody left who never came"


async def test_where_nobody_says_yes_nothing_is_done(slack: LoopbackSlack, program: Program) -> None:
    await program.run("apply")
    python = channel(slack, "python-evenings")
    python.is_archived = True
    assert "do it? [y/N]" in await program.on_a_terminal("apply", typed="\x04") and python.is_archived
    await program.interrupted_at("do it? [y/N]", "apply")
    assert python.is_archived


async def test_two_at_once_have_one_clear_outcome(slack: LoopbackSlack, program: Program) -> None:
    go_on = asyncio.Event()
    slack.faults.add("conversations.list", Held(go_on))
    first = await program.start("apply")
    while not any(call.name == "conversations.list" for call in slack.calls):  # noqa: ASYNC110 - another process's state
        await asyncio.sleep(0.02)
    said = await program.run("apply", status=3)
    assert f"process {first.pid}" in said and "then run this again" in said and len(said.splitlines()) == 1
    go_on.set()
    await first.communicate()
    assert first.returncode == 0 and await program.changes() == []


async def test_without_slack_it_says_so(program: Program) -> None:
    (program.folder / "coterie.toml").write_text('[slack]\napi_url = "http://127.0.0.1:9/api/"\n', encoding="utf-8")
    assert "could not be reached" in await program.run("plan", status=3)
