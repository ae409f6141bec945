"""The program as a self-hoster runs it, against a real Synapse, killed in the middle of a playbook."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import TOKEN
from coterie.adapters.matrix.testing import Homeserver, why_no_homeserver
from tests.acceptance.program import Program

LAST = 8
KILLS = 3
PATIENCE_SECONDS = 90

COMMUNITY = """
community: town
name: Town
groups:
  python:
    name: Python
    purpose: Learn together.
    leaders: [ana]
    review_every: 3mo
    homes: {{matrix: "{room}"}}
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

CONFIG = """
[matrix]
homeserver = "{url}"
user = "{user}"
encryption = false
"""


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Ask the homeserver again and again: there is nobody to be told by when it holds."""
    while not await holds():  # noqa: ASYNC110 - the state is another process's
        await asyncio.sleep(0.05)


@pytest.mark.skipif(why_no_homeserver() is not None, reason=str(why_no_homeserver()))
async def test_a_bot_killed_in_the_middle_of_a_playbook_says_everything_exactly_once(
    tmp_path: Path, server: Homeserver
) -> None:
    rng = random.Random(7)
    ana, bot = await server.person("Ana"), await server.person("coterie")
    program = Program(tmp_path, {TOKEN: bot.token})
    room = await ana.open_room("Python")
    await ana.invite(room, bot.user)
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "count.yaml").write_text(PLAYBOOK.replace("LAST", str(LAST)), encoding="utf-8")
    (tmp_path / "community.yaml").write_text(COMMUNITY.format(room=room), encoding="utf-8")
    (tmp_path / "coterie.toml").write_text(CONFIG.format(url=server.url, user=bot.user), encoding="utf-8")

    async def heard() -> list[str]:
        return [one.text for one in await ana.read(room) if one.sender == bot.user]

    async def said(text: str) -> bool:
        return any(text in one for one in await heard())

    async def more_than(before: int) -> bool:
        return len(await heard()) > before

    async def is_in() -> bool:
        return bot.user in await ana.members(room)

    async with asyncio.timeout(PATIENCE_SECONDS):
        async with program.lives("run"):
            await until(is_in)
            await ana.say(room, "!count")
            await until(partial(said, "number 1 "))
            await asyncio.sleep(rng.uniform(0, 1))
        for _ in range(KILLS - 1):
            before = len(await heard())
            async with program.lives("run"):
                await until(partial(more_than, before))
                await asyncio.sleep(rng.uniform(0, 1))
        async with program.lives("run"):
            await until(partial(said, "that was all"))
    assert await heard() == [*(f"number {n} of {LAST}" for n in range(1, LAST + 1)), "that was all"]
