"""How soon a request of Slack is acknowledged at 200 requests a second over HTTP: coterie with the embedded store, with 500 listeners more, and
bare Bolt that stores nothing; side by side, in turns.

python -m tests.bench acknowledge [SECONDS [ROUNDS]]
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from statistics import quantiles
from time import perf_counter

import aiohttp

from coterie.adapters.slack.testing import SIGNING_SECRET, LoopbackSlack, signature, slack_on_loopback
from coterie.adapters.slack.testing.delivery import Envelope, _http_body
from coterie.adapters.slack.testing.things import TEAM
from coterie.core.clock import SystemClock

from .start import so_far

SECONDS, ROUNDS = 6, 3  # with the starts, under two minutes
A_SECOND = 200
CHANNELS = 20
PEOPLE = 20
LISTENERS = 500
COMMANDS = 20  # one request of so many is a command, all others are messages
_numbers = count(1)


def main(arguments: Sequence[str]) -> None:
    seconds, rounds = [int(one) for one in arguments] + [SECONDS, ROUNDS][len(arguments) :]
    asyncio.run(_measure(seconds, rounds))


async def _measure(seconds: int, rounds: int) -> None:
    async with slack_on_loopback() as slack:
        for number in range(PEOPLE):
            slack.add_person(f"p{number}")
        for number in range(CHANNELS):
            slack.add_channel(f"g{number}", *(f"p{one}" for one in range(PEOPLE)))
        ways = {
            "bare Bolt": ("bare",),
            "coterie": ("coterie",),
            f"coterie, {LISTENERS} listeners more": ("coterie", str(LISTENERS)),
        }
        took: dict[str, list[float]] = {name: [] for name in ways}
        cpu = dict.fromkeys(ways, 0.0)
        for number in range(rounds):
            for name, words in list(ways.items())[:: 1 if number % 2 == 0 else -1]:
                async with _served(slack, *words) as (address, pid):
                    await _load(slack, address, 2)  # not counted: everything is asked for once
                    before, _ = so_far(pid)
                    took[name] += await _load(slack, address, seconds)
                    cpu[name] += so_far(pid)[0] - before
    for name, times in took.items():
        percent, each = quantiles(times, n=100), cpu[name] / len(times)
        middle, late, latest = percent[49], percent[98], max(times)
        print(
            f"{name:30} p50 {middle * 1000:6.1f} ms   p99 {late * 1000:6.1f} ms   most {latest * 1000:6.1f} ms   "
            f"{each * 1000:4.1f} ms of processor each, of {len(times)}"
        )


@asynccontextmanager
async def _served(slack: LoopbackSlack, what: str, *more: str) -> AsyncIterator[tuple[str, int]]:
    """A process that takes requests: at which address, and its id."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench._acknowledging", what, slack.api_url, *more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        while not (line := (await process.stdout.readline()).decode().strip()).startswith("http"):
            assert process.returncode is None, "it did not begin"
        yield line, process.pid
    finally:
        process.kill()
        await process.wait()


async def _load(slack: LoopbackSlack, address: str, seconds: int) -> list[float]:
    """How long each request took, from when it was due: who is late does not make the next one wait."""
    channels = [channel.id for channel in slack.workspace.channels.values() if not channel.is_direct]
    people = [slack.person(f"p{number}").user.id for number in range(PEOPLE)]
    took: list[float] = []
    begin = perf_counter() + 0.1

    async def one(session: aiohttp.ClientSession, number: int) -> None:
        due = begin + number / A_SECOND
        await asyncio.sleep(max(0.0, due - perf_counter()))
        body, kind = _http_body(_request(channels, people))
        headers = {**signature(SIGNING_SECRET, int(SystemClock().now().timestamp()), body), "Content-Type": kind}
        async with session.post(address, data=body, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, answer.status
        took.append(perf_counter() - due)

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:
        for number in range(seconds * A_SECOND):
            group.create_task(one(session, number))
    return took


def _request(channels: Sequence[str], people: Sequence[str]) -> Envelope:
    number = next(_numbers)
    channel, person = channels[number % len(channels)], people[number % len(people)]
    if number % COMMANDS == 0:
        command = {
            "command": "/coterie",
            "text": "no-such-thing",
            "user_id": person,
            "channel_id": channel,
            "team_id": TEAM,
        }
        return Envelope("slash_commands", command | {"trigger_id": f"t{number}", "channel_name": "g"})
    event = {"type": "message", "channel": channel, "channel_type": "channel", "user": person, "text": "Good morning!"}
    event["ts"] = f"{1_790_000_000 + number // 1000}.{number % 1000:06}"
    whole = {"type": "event_callback", "team_id": TEAM, "event": event, "event_id": f"Ev{number}"}
    return Envelope("events_api", whole)
