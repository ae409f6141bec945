"""The program as an operator runs it, on a Slack on loopback and on a real Synapse at once: one group, linked accounts, the relay."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, why_no_homeserver
from coterie.adapters.slack.testing.server import LoopbackSlack, slack_on_loopback

PATIENCE_SECONDS = 120

COMMUNITY = """
community: town
name: Town
managers: [ana]
people:
  ana: {{name: Ana Ruiz, slack: {ana}}}
groups:
  python:
    name: Python
    purpose: Learn together.
    leaders: [ana]
    review_every: 3mo
    homes: {{slack: python, matrix: "{room}"}}
    playbooks: [{{use: cake}}]
"""

PLAYBOOK = """
playbook: cake
version: 1
title: Cake
starts:
  - command: cake
steps:
  - id: who
    ask: {text: "Who wants cake?", choices: {me: Me, no: Nobody}, until: 2}
    within: 7d
  - post: {text: "{{ who.counts.me }} cakes for {{ count(answered(who)) }}"}
"""

CONFIG = """
[slack]
api_url = "{slack}"

[matrix]
homeserver = "{matrix}"
user = "{user}"
"""


@asynccontextmanager
async def program(folder: Path, secrets: Mapping[str, str]) -> AsyncIterator[None]:
    """`coterie run` in the folder; killed at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coterie", "run"),
        cwd=folder,
        env={**os.environ, **secrets},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=(folder / "log").open("ab"),
    )
    try:
        yield
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again: there is nobody to be told by when it holds."""
    while not await holds():  # noqa: ASYNC110 - the state is another process's
        await asyncio.sleep(0.05)


class Rooms:
    """What is read in both homes."""

    def __init__(self, slack: LoopbackSlack, channel: str, ana: MatrixPerson, room: str) -> None:
        self.slack, self.channel, self.ana, self.room = slack, channel, ana, room

    async def on_slack(self) -> list[str]:
        return [one.text for one in self.slack.person("ana").sees(self.channel) if one.by_coterie]

    async def on_matrix(self, bot: MatrixPerson) -> list[str]:
        return [one.text for one in await self.ana.read(self.room) if one.sender == bot.user]

    def direct(self, who: str) -> list[str]:
        return [one.text for one in self.slack.person(who).sees_dm() if one.by_coterie]


@pytest.mark.skipif(why_no_homeserver() is not None, reason=str(why_no_homeserver()))
async def test_one_program_keeps_one_group_on_two_platforms_over_a_kill(tmp_path: Path, server: Homeserver) -> None:
    async with slack_on_loopback() as slack:
        ana, bot = await server.person("Ana"), await server.person("coterie")
        room = await ana.open_room("Python", invite=[bot.user])
        for handle in ("ana", "bo"):
            slack.add_person(handle, handle.capitalize())
        channel = slack.add_channel("python", "ana", "bo").id
        (tmp_path / "playbooks").mkdir()
        (tmp_path / "playbooks" / "cake.yaml").write_text(PLAYBOOK, encoding="utf-8")
        community = COMMUNITY.format(room=room, ana=slack.person("ana").user.id)
        (tmp_path / "community.yaml").write_text(community, encoding="utf-8")
        config = CONFIG.format(slack=slack.api_url, matrix=server.url, user=bot.user)
        (tmp_path / "coterie.toml").write_text(config, encoding="utf-8")
        secrets = {
            "COTERIE_MATRIX_TOKEN": bot.token,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
        }
        rooms = Rooms(slack, channel, ana, room)

        def both(text: str) -> Callable[[], Awaitable[bool]]:
            async def holds() -> bool:
                here, there = await rooms.on_slack(), await rooms.on_matrix(bot)
                return any(text in one for one in here) and any(text in one for one in there)

            return holds

        def runs(times: int) -> Callable[[], Awaitable[bool]]:
            async def holds() -> bool:
                log = (tmp_path / "log").read_text(encoding="utf-8")
                return log.count('"event": "connected"') == times

            return holds

        async def is_in() -> bool:
            return bot.user in await ana.members(room)

        async def is_switched_on() -> bool:
            # Refused while one of the homes is not found yet, which nobody is told of.
            await slack.person("ana").say(channel, "/coterie relay on")
            await asyncio.sleep(0.5)
            return await both("has switched on the relay")()

        async def has_a_code() -> bool:
            return any("link " in one for one in rooms.direct("ana"))

        async def is_linked() -> bool:
            return any("Linked" in one for one in rooms.direct("ana"))

        async with asyncio.timeout(PATIENCE_SECONDS):
            async with program(tmp_path, secrets):
                await until(is_in)
                await until(runs(1))
                await until(is_switched_on)
                await slack.person("ana").say(channel, "/coterie link")
                await until(has_a_code)
                found = re.search(r"link ([A-Z2-9]{4}-[A-Z2-9]{4})", rooms.direct("ana")[-1])
                assert found is not None
                direct = await ana.dm(bot.user)
                await ana.say(direct, f"link {found[1]}")
                await until(is_linked)
                await ana.say(room, "!cake")
                await until(both("Who wants cake?"))
                await ana.say(room, "1")
            async with program(tmp_path, secrets):
                await until(runs(2))
                await slack.person("bo").say(channel, "1")
                await until(both("2 cakes for 2"))
                await slack.person("bo").say(channel, "Thank you!")
                await until(lambda: _stands(rooms, bot, "Thank you!"))
        for said in (await rooms.on_slack(), await rooms.on_matrix(bot)):
            assert len([one for one in said if "Who wants cake?" in one]) == 1
            assert len([one for one in said if "cakes for" in one]) == 1
        assert len([one for one in await rooms.on_matrix(bot) if "Thank you!" in one]) == 1


async def _stands(rooms: Rooms, bot: MatrixPerson, text: str) -> bool:
    return any(text in one for one in await rooms.on_matrix(bot))
