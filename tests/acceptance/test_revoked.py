"""A token that is taken away stops the program, with exit status 3 and a word about it, and Slack is not asked again and again."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from tests.acceptance.operating import Town, running, town


async def test_a_bot_token_that_is_void_ends_it_with_the_first_call(tmp_path: Path) -> None:
    async with town(tmp_path) as here, running(here) as process:
        await here.ask()
        here.slack.calls.clear()
        here.slack.bot_token = "xoxb-another"
        assert await ended(process) == 3
        assert '"event": "logged out"' in here.log
        assert here.log.splitlines()[-1].startswith("coterie: ") and "install" in here.log.splitlines()[-1]
        assert len(here.slack.calls) <= 2, asked(here)


async def test_an_app_token_that_is_void_ends_it_when_a_new_connection_is_needed(tmp_path: Path) -> None:
    async with town(tmp_path) as here, running(here) as process:
        here.slack.calls.clear()
        here.slack.app_token = "xapp-another"
        here.slack.socket.drop()
        assert await ended(process) == 3
        assert "SLACK_APP_TOKEN" in here.log.splitlines()[-1]
        assert asked(here)["apps.connections.open"] <= 2


async def ended(process: asyncio.subprocess.Process) -> int:
    async with asyncio.timeout(30):
        return await process.wait()


def asked(here: Town) -> Counter[str]:
    """How often Slack was asked for what."""
    return Counter(call.name for call in here.slack.calls)
