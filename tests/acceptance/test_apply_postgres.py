"""Communities as code on PostgreSQL, which several processes may have open at once: files are applied by one of them alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, Held, LoopbackSlack, slack_on_loopback
from tests.adapters.stores.server import server, why_no_server

from .program import Program
from .test_apply_slack import COMMUNITY, channel

pytestmark = pytest.mark.skipif(why_no_server() is not None, reason=str(why_no_server()))


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with slack_on_loopback() as slack:
        slack.add_person("ana", "Ana")
        slack.add_person("bo", "Bo")
        yield slack


async def test_beside_a_running_coterie_or_another_apply_nothing_is_applied(
    slack: LoopbackSlack, tmp_path: Path
) -> None:
    ana, bo = slack.person("ana").user.id, slack.person("bo").user.id
    (tmp_path / "community.yaml").write_text(COMMUNITY.format(ana=ana, bo=bo), encoding="utf-8")
    (tmp_path / "coterie.toml").write_text(f'[slack]\napi_url = "{slack.api_url}"\n', encoding="utf-8")
    with server() as postgres:
        secrets = {"COTERIE_DATABASE_URL": postgres.new_database()}
        program = Program(tmp_path, {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, **secrets})
        go_on = asyncio.Event()
        slack.faults.add("conversations.list", Held(go_on))
        first = await program.start("apply")
        while not any(call.name == "conversations.list" for call in slack.calls):  # noqa: ASYNC110 - another process's state
            await asyncio.sleep(0.02)
        said = await program.run("apply", status=3)
        assert "is in use by 1 running coterie" in said and "then apply" in said and len(said.splitlines()) == 1
        go_on.set()
        await first.communicate()
        assert first.returncode == 0
        for name in ("python-evenings", "new-parents"):
            assert len([one for one in channel(slack, name).messages if one.pinned]) == 1, name

        running = await program.start("run")
        assert running.stderr is not None
        async for line in running.stderr:
            if b'"connected"' in line:
                break
        channel(slack, "python-evenings").topic = "Cats"
        assert "is in use by 1 running coterie" in await program.run("apply", status=3)
        assert await program.changes() == ["python ~ topic"], "to look changes nothing, and may be done any time"
        running.terminate()
        await running.communicate()
        assert running.returncode == 0
        assert "1 done" in await program.run("apply")
