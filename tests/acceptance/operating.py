"""A town on a Slack on loopback as the one sees it who runs coterie for it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, LoopbackSlack, slack_on_loopback
from coterie.adapters.slack.testing.things import BOT_USER, Channel
from tests.acceptance.program import Program

COMMUNITY = """
community: town
name: Town
people:
  ana: {{name: Ana, slack: {ana}}}
managers: [ana]
groups:
  python:
    name: Python
    purpose: Do it together.
    leaders: [ana]
    review_every: 3mo
    homes: {{slack: python}}
    playbooks: [{{use: say}}]
"""
PLAYBOOK = """
playbook: say
version: 1
title: Say
starts: [{command: say}]
steps:
  - wait: 1s
  - post: {text: "Hello there."}
  - post: {text: "Hello again."}
"""
SAID = ["Hello there.", "Hello again."]


@frozen
class Town:
    """The Slack, and the folder in which coterie is run."""

    slack: LoopbackSlack
    program: Program
    channel: Channel

    @property
    def folder(self) -> Path:
        return self.program.folder

    @property
    def log(self) -> str:
        """What coterie said while it ran."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def heard(self, channel: Channel | None = None) -> list[str]:
        """What coterie said in a channel."""
        return [one.text for one in (channel or self.channel).messages if one.user == BOT_USER]

    def told(self) -> list[str]:
        """What coterie said to Ana alone."""
        return self.heard(self.slack.workspace.direct(self.slack.person("ana").user.id))

    async def ask(self) -> None:
        """Ana starts the playbook, which says what it says a second later."""
        await self.slack.person("ana").say("python", "!say")

    def archive(self, archived: bool = True) -> None:
        """Close the channel, or open it again."""
        act = self.slack.workspace.archive if archived else self.slack.workspace.unarchive
        act(self.channel, self.slack.person("ana").user.id)

    async def rows(self, *words: str, status: int = 0) -> list[dict[str, Any]]:
        """What a command gives for machines."""
        return await self.program.rows(*words, status=status)


@asynccontextmanager
async def town(folder: Path, *, more: str = "", store: str = "") -> AsyncIterator[Town]:
    """A community of one group; nothing runs yet. `more` is added to coterie.toml."""
    async with slack_on_loopback() as slack:
        slack.add_person("ana", "Ana")
        channel = slack.add_channel("python", "ana")
        ana = slack.person("ana").user.id
        (folder / "playbooks").mkdir()
        (folder / "playbooks" / "say.yaml").write_text(PLAYBOOK, encoding="utf-8")
        (folder / "community.yaml").write_text(COMMUNITY.format(ana=ana), encoding="utf-8")
        (folder / "coterie.toml").write_text(f'[slack]\napi_url = "{slack.api_url}"\n{more}', encoding="utf-8")
        secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        yield Town(slack, Program(folder, secrets | ({"COTERIE_DATABASE_URL": store} if store else {})), channel)


@asynccontextmanager
async def running(here: Town) -> AsyncIterator[asyncio.subprocess.Process]:
    """`coterie run`, connected; stopped at the end as an operator stops it, if it still runs."""
    with (here.folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coterie", "run"),
            cwd=here.folder,
            env={**os.environ, **here.program.secrets},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=log,
        )
    try:
        await until(lambda: process.returncode is not None or '"connected"' in here.log)
        assert process.returncode is None, here.log
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def until(holds: Callable[[], bool | Awaitable[bool]], patience: float = 30) -> None:
    """Look again and again: what is waited for is another process's doing."""
    async with asyncio.timeout(patience):
        while True:  # the state is another process's
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.02)
