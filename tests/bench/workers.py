"""Three workers on one PostgreSQL against a Slack on loopback: killed, put to sleep, cut off; the server killed too. Nothing may be amiss.

python -m tests.bench workers [BLOWS] [SEED]
"""

from __future__ import annotations

import asyncio
import random
import signal
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from coterie.adapters.slack.testing import LoopbackSlack, slack_on_loopback
from tests.acceptance.counting import all_done, begin, everything_once, settle, until, worker
from tests.adapters.stores.server import Server, server

WORKERS = 3
SLEEP_SECONDS = 20
"""Longer than a lease."""
BLOWS = ("kill", "kill", "kill", "kill", "cut", "cut", "restart", "sleep")
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'coterie%' AND random() < 0.5"


def main(arguments: list[str]) -> None:
    """Deal so many blows while coterie counts in three channels. Raises AssertionError where a number is missing, doubled or out of order."""
    blows = int(arguments[0]) if arguments else 50
    seed = int(arguments[1]) if len(arguments) > 1 else 7
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        tally = asyncio.run(deal(Path(folder), postgres, blows, random.Random(seed)))
    print(", ".join(f"{number} times {blow}" for blow, number in sorted(tally.items())))
    print("missing 0, doubled 0, out of order 0")


async def deal(folder: Path, postgres: Server, blows: int, rng: random.Random) -> Counter[str]:
    """What was dealt."""
    url, tally, last = postgres.new_database(), Counter[str](), 10 + 2 * blows
    async with slack_on_loopback() as slack, AsyncExitStack() as stack:
        settle(slack, folder, last)
        workers = [await stack.enter_async_context(worker(folder, url)) for _ in range(WORKERS)]
        await until(lambda: len(slack.socket.connections) == WORKERS)
        await begin(slack)
        for _ in range(blows):
            await asyncio.sleep(rng.uniform(0, 3))
            if all_done(slack):
                break
            blow, number = rng.choice(BLOWS), rng.randrange(WORKERS)
            tally[blow] += 1
            await strike(blow, workers[number], postgres)
            if blow == "kill":
                workers[number] = await stack.enter_async_context(worker(folder, url))
        await ended(slack, folder, last)
    return tally


async def strike(blow: str, process: asyncio.subprocess.Process, postgres: Server) -> None:
    match blow:
        case "kill":
            process.send_signal(signal.SIGKILL)
        case "cut":
            await asyncio.to_thread(postgres.ask, CUT)
        case "restart":
            await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
            await asyncio.to_thread(postgres.start)
        case "sleep":
            process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(SLEEP_SECONDS)
            process.send_signal(signal.SIGCONT)


async def ended(slack: LoopbackSlack, folder: Path, last: int) -> None:
    """Return when everything was said, once."""
    await until(partial(all_done, slack))
    await asyncio.sleep(2)  # what would come twice would come now
    everything_once(slack, folder, last)
