"""The program on a Slack on loopback with its store in a real PostgreSQL: workers and the server killed in the middle of playbooks."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest

from coterie.adapters.slack.testing import slack_on_loopback
from tests.acceptance.counting import all_done, begin, everything_once, more_than, settle, until, worker
from tests.adapters.stores.server import server, why_no_server

LAST = 5
PATIENCE_SECONDS = 90


@pytest.mark.skipif(why_no_server() is not None, reason=str(why_no_server()))
async def test_workers_and_the_server_are_killed_and_everything_is_said_exactly_once(tmp_path: Path) -> None:
    with server() as postgres:
        url = postgres.new_database()
        async with asyncio.timeout(PATIENCE_SECONDS), slack_on_loopback() as slack, AsyncExitStack() as stack:
            settle(slack, tmp_path, LAST)
            one = await stack.enter_async_context(worker(tmp_path, url))
            await slack.connected()
            other = await stack.enter_async_context(worker(tmp_path, url))
            await until(lambda: len(slack.socket.connections) == 2)
            await begin(slack)
            await until(partial(more_than, slack, 3))
            one.send_signal(signal.SIGKILL)
            await until(partial(more_than, slack, 6))
            await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
            await asyncio.to_thread(postgres.start)
            await until(partial(more_than, slack, 9))
            other.send_signal(signal.SIGKILL)
            await stack.enter_async_context(worker(tmp_path, url))
            await until(partial(all_done, slack))
            everything_once(slack, tmp_path, LAST)
