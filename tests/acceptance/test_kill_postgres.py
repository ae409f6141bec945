"""The program on a Slack on loopback with its store in a real PostgreSQL: workers and the server killed in the middle of playbooks."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.testing.things import BOT_USER
from tests.adapters.stores.server import Server, server, why_no_server

LAST = 5
GROUPS = ("python", "parents", "walking")
PATIENCE_SECONDS = 90

COMMUNITY = """
community: town
name: Town
people:
  ana: {{name: Ana, slack: {ana}}}
groups:
"""

GROUP = """
  {id}:
    name: {id}
    purpose: Do it together.
    leaders: [ana]
    review_every: 3mo
    homes: {{slack: {id}}}
    playbooks: [{{use: count}}]
"""

PLAYBOOK = """
playbook: count
version: 1
title: Counting
starts:
  - command: count
steps:
  - set: {n: "1"}
  - id: say
    post: {text: "number {{ n }} of LAST"}
  - wait: 1s
  - if: n < LAST
    set: {n: n + 1}
    goto: say
  - post: {text: that was all}
"""

pytestmark = pytest.mark.skipif(why_no_server() is not None, reason=str(why_no_server()))


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana", "Ana")
        for group in GROUPS:
            slack.add_channel(group, "ana")
        yield slack


@pytest.fixture
def folder(slack: LoopbackSlack, tmp_path: Path) -> Path:
    ana = slack.person("ana").user.id
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "count.yaml").write_text(PLAYBOOK.replace("LAST", str(LAST)), encoding="utf-8")
    text = COMMUNITY.format(ana=ana) + "".join(GROUP.format(id=group) for group in GROUPS)
    (tmp_path / "community.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "coterie.toml").write_text(f'[slack]\napi_url = "{slack.api_url}"\n', encoding="utf-8")
    return tmp_path


@asynccontextmanager
async def worker(folder: Path, url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`coterie run` in the folder; killed at the end, if it still lives."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coterie", "run"),
        cwd=folder,
        env={
            **os.environ,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "COTERIE_DATABASE_URL": url,
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=(folder / "log").open("ab"),
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def until(holds: Callable[[], bool]) -> None:
    """Look again and again: what is waited for is another process's doing."""
    while not holds():  # noqa: ASYNC110 - the state is another process's
        await asyncio.sleep(0.02)


def heard(slack: LoopbackSlack, group: str) -> list[str]:
    """What coterie said in a channel, in order."""
    channel = slack.workspace.channel_called(group)
    assert channel is not None
    return [message.text for message in channel.messages if message.user == BOT_USER]


def more_than(slack: LoopbackSlack, count: int) -> bool:
    return sum(len(heard(slack, group)) for group in GROUPS) > count


def all_done(slack: LoopbackSlack) -> bool:
    return all("that was all" in heard(slack, group) for group in GROUPS)


async def begin(slack: LoopbackSlack) -> None:
    await slack.connected()
    for group in GROUPS:
        await slack.person("ana").say(group, "!count")


def everything_once(slack: LoopbackSlack, folder: Path) -> None:
    wanted = [*(f"number {n} of {LAST}" for n in range(1, LAST + 1)), "that was all"]
    for group in GROUPS:
        assert heard(slack, group) == wanted, (folder / "log").read_text(encoding="utf-8")[-4000:]


async def test_workers_and_the_server_are_killed_and_everything_is_said_exactly_once(
    slack: LoopbackSlack, folder: Path, postgres: Server
) -> None:
    url = postgres.new_database()
    async with asyncio.timeout(PATIENCE_SECONDS), AsyncExitStack() as stack:
        one = await stack.enter_async_context(worker(folder, url))
        await slack.connected()
        other = await stack.enter_async_context(worker(folder, url))
        await until(lambda: len(slack.socket.connections) == 2)
        await begin(slack)
        await until(partial(more_than, slack, 3))
        one.send_signal(signal.SIGKILL)
        await until(partial(more_than, slack, 6))
        await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
        await asyncio.to_thread(postgres.start)
        await until(partial(more_than, slack, 9))
        other.send_signal(signal.SIGKILL)
        await stack.enter_async_context(worker(folder, url))
        await until(partial(all_done, slack))
    everything_once(slack, folder)
