"""Several workers of one account in encrypted rooms of a real Synapse, over PostgreSQL: one has the keys, dies, and another takes them up."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import TOKEN
from coterie.adapters.matrix.encryption.home import folder_of
from coterie.adapters.matrix.testing import Homeserver, why_no_homeserver
from coterie.adapters.matrix.testing.sealed_person import sealed
from tests.acceptance.program import Program
from tests.acceptance.test_encrypted import COMMUNITY, CONFIG, PLAYBOOK, heard
from tests.adapters.stores.server import server as postgres_server
from tests.adapters.stores.server import why_no_server

PATIENCE_SECONDS = 60


@pytest.mark.skipif(why_no_homeserver() is not None, reason=str(why_no_homeserver()))
@pytest.mark.skipif(why_no_server() is not None, reason=str(why_no_server()))
async def test_where_the_worker_with_the_keys_is_killed_another_reads_and_writes_on(
    tmp_path: Path, server: Homeserver
) -> None:
    ana, bot = await server.person("Ana"), await server.person("coterie")
    for folder in ("ana", "playbooks"):
        (tmp_path / folder).mkdir()
    with postgres_server() as postgres:
        secrets = {TOKEN: bot.token, "COTERIE_DATABASE_URL": postgres.new_database()}
        program = Program(tmp_path, secrets)
        async with sealed(ana, tmp_path / "ana") as her, asyncio.timeout(PATIENCE_SECONDS), AsyncExitStack() as stack:
            room = await her.open_room("Python", invite=[bot.user])
            (tmp_path / "playbooks" / "ping.yaml").write_text(PLAYBOOK, encoding="utf-8")
            text = COMMUNITY.format(room=room).replace(", {use: evening}", "")
            (tmp_path / "community.yaml").write_text(text, encoding="utf-8")
            (tmp_path / "coterie.toml").write_text(CONFIG.format(url=server.url, user=bot.user), encoding="utf-8")
            await stack.enter_async_context(program.lives("run"))
            while (await ana.members(room)).get(bot.user) != "join":  # noqa: ASYNC110 - it happens at the homeserver
                await asyncio.sleep(0.05)
            await stack.enter_async_context(program.lives("run"))
            while (tmp_path / "log").read_text().count("no leader") < 2:  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.05)
            for _ in range(4):
                await her.say(room, "!ping")
            await heard(her, 4)
            holder = int((folder_of(tmp_path / "data", bot.user) / "lock").read_text())
            await her.say(room, "!ping")
            os.kill(holder, signal.SIGKILL)
            for _ in range(3):
                await her.say(room, "!ping")
            await heard(her, 8)
    assert sum(getattr(event, "body", "") == "pong" for event in her.heard) == 8
