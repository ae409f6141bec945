"""What Slack refuses for good, as Ana, who leads the group, and whoever runs coterie see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.operating import SAID, Town, running, town, until
from tests.adapters.stores.server import server, why_no_server


async def refuse(here: Town) -> None:
    """Let both messages of a run be refused."""
    await here.ask()
    here.archive()
    await until(lambda: here.log.count("is_archived") >= 2 and bool(here.told()))
    (told,) = here.told()
    assert "archived the room of Python on Slack" in told and "open it again" in told and "coterie outbox retry" in told


@pytest.mark.skipif(why_no_server() is not None, reason=str(why_no_server()))
async def test_on_postgresql_it_is_listed_tried_again_and_dropped_while_coterie_runs(tmp_path: Path) -> None:
    with server() as postgres:
        web = '[web]\nlisten = "127.0.0.1:0"\n'
        async with town(tmp_path, store=postgres.new_database(), more=web) as here, running(here):
            await refuse(here)
            first, second = await here.rows("outbox", "list")
            assert (first["what"], first["platform"], first["cure"]) == ("Post", "slack", "reopen")
            assert first["reason"] == "Slack refused chat.postMessage: is_archived"
            (dropped,) = await here.rows("outbox", "drop", second["id"])
            assert dropped["key"] == second["key"]
            here.archive(False)
            await here.program.run("outbox", "retry", "--all")
            await until(lambda: here.heard() == SAID[:1])
            lines = [json.loads(line) for line in here.log.splitlines()]
            failed = next(line for line in lines if line["event"] == "effect failed")
            assert failed["effect_id"] == first["key"] and failed["run_id"] == first["key"].split(":")[1]
            port = next(line["port"] for line in lines if line["event"] == "serving")
            async with here.slack.session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                assert 'effect="Post",outcome="refused",platform="slack"} 2.0' in await answer.text()
