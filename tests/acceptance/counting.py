"""A town on a Slack on loopback in which coterie counts, so that what is missing, doubled or out of order is seen at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack
from coterie.adapters.slack.testing.things import BOT_USER

GROUPS = ("python", "parents", "walking")

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


def settle(slack: LoopbackSlack, folder: Path, last: int) -> None:
    """Write a community whose playbook counts to `last` in every group, and open the channels."""
    slack.add_person("ana", "Ana")
    for group in GROUPS:
        slack.add_channel(group, "ana")
    ana = slack.person("ana").user.id
    (folder / "playbooks").mkdir()
    (folder / "playbooks" / "count.yaml").write_text(PLAYBOOK.replace("LAST", str(last)), encoding="utf-8")
    text = COMMUNITY.format(ana=ana) + "".join(GROUP.format(id=group) for group in GROUPS)
    (folder / "community.yaml").write_text(text, encoding="utf-8")
    (folder / "coterie.toml").write_text(f'[slack]\napi_url = "{slack.api_url}"\n', encoding="utf-8")


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


def everything_once(slack: LoopbackSlack, folder: Path, last: int, *, times: int = 1) -> None:
    """Raise AssertionError where anything is missing, doubled or out of order, having counted so many times."""
    wanted = [*(f"number {n} of {last}" for n in range(1, last + 1)), "that was all"] * times
    for group in GROUPS:
        found = heard(slack, group)
        missing, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        log = (folder / "log").read_text(encoding="utf-8")[-4000:]
        assert found == wanted, f"{group}: missing {dict(missing)}, too many {dict(more)}, {found}\n{log}"
