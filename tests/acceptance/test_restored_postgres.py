"""The program on a database that was restored from a dump: what it had said since the dump it does not say again, and it goes on."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest

from coterie.adapters.slack.testing import LoopbackSlack, slack_on_loopback
from tests.acceptance.counting import GROUPS, all_done, begin, everything_once, heard, more_than, settle, until, worker
from tests.adapters.stores.server import Server, server, why_no_server

LAST = 4
PATIENCE_SECONDS = 90


def runs_in(postgres: Server, url: str) -> bool:
    """Whether a run goes on there."""
    return bool(postgres.ask("SELECT key FROM record WHERE tab = 'run-live'", url.rpartition("/")[2]))


def said_all_twice(slack: LoopbackSlack) -> bool:
    return all(heard(slack, group).count("that was all") >= 2 for group in GROUPS)


@pytest.mark.skipif(why_no_server() is not None, reason=str(why_no_server()))
async def test_what_was_said_after_the_dump_is_not_said_again_and_new_runs_go_on(tmp_path: Path) -> None:
    with server() as postgres:
        url, other = postgres.new_database(), postgres.new_database()
        async with asyncio.timeout(PATIENCE_SECONDS), slack_on_loopback() as slack, AsyncExitStack() as stack:
            settle(slack, tmp_path, LAST)
            one = await stack.enter_async_context(worker(tmp_path, url))
            await begin(slack)
            await until(partial(more_than, slack, 3))
            dump = await asyncio.to_thread(postgres.program, "pg_dump", "-Fc", "-d", url)
            assert not all_done(slack)
            await until(partial(all_done, slack))
            one.kill()
            await one.wait()
            await asyncio.to_thread(postgres.program, "pg_restore", "-d", other, given=dump)
            await stack.enter_async_context(worker(tmp_path, other))
            await until(lambda: not runs_in(postgres, other))
            await begin(slack)
            await until(partial(said_all_twice, slack))
            everything_once(slack, tmp_path, LAST, times=2)
