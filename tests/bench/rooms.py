"""What an account in many rooms takes on a real Synapse, and how quick it is there.

python -m tests.bench rooms [ROOMS] [MESSAGES]

- ROOMS (500) rooms: from the start of the process until it is connected, at the very first start and at the next one, and its memory.
- A round trip: somebody writes, coterie answers, they read it; beside a bare matrix-nio echo on the same homeserver, the two in turn.
- MESSAGES (2,000) in 50 rooms at once: how long until all were handled, whether any is missing or out of order.
- What coterie sends: so many messages into 50 rooms, beside as many bare requests.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nio import AsyncClient, RoomMessageText, SyncResponse  # type: ignore[import-untyped]  # it ships no types

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import MatrixPerson, homeserver, why_no_homeserver
from coterie.adapters.matrix.testing.homeserver import Homeserver
from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.community import Community
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import MessagePosted
from coterie.core.refs import RoomRef
from coterie.core.values import frozen

from .start import so_far

ROOMS, MESSAGES, TRIPS, BUSY = 500, 2000, 60, 50
AT_ONCE = 8
GROUP = """
  g{number}:
    name: Group {number}
    purpose: Do it together.
    leaders: [ana]
    review_every: 3mo
    homes: {{matrix: '{room}'}}
"""


def main(arguments: Sequence[str]) -> None:
    if reason := why_no_homeserver():
        print(reason)
        return
    numbers = [int(one) for one in arguments]
    rooms, messages = (*numbers, *(ROOMS, MESSAGES)[len(numbers) :])
    asyncio.run(_measure(rooms, messages))


async def _measure(count: int, messages: int) -> None:
    async with homeserver() as server:
        bot, ana = await server.person("coterie"), await server.person("Ana")
        rooms = await _opened(bot, ana, count)
        await starts(server, bot, ana, rooms, f"{count} rooms")
        async with Coterie(bot) as coterie:
            await _trips(server, coterie, ana)
            await _burst(coterie, ana, rooms[:BUSY], messages)
        await _outbound(bot, rooms[:BUSY], min(messages, 500))


async def _opened(bot: MatrixPerson, ana: MatrixPerson, count: int) -> list[str]:
    """Rooms that coterie made and Ana is in."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> str:
        async with gate:
            room = await bot.open_room(f"Group {number}")
            await ana.join(room)
            return room

    return list(await asyncio.gather(*(one(number) for number in range(count))))


# --- starts ---------------------------------------------------------------------------------------------------------


async def starts(server: Homeserver, bot: MatrixPerson, ana: MatrixPerson, rooms: Sequence[str], what: str) -> None:
    """The very first start of the program with a group in each of these rooms, and the next one."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        config = f'[matrix]\nhomeserver = "{server.url}"\nuser = "{bot.user}"\nencryption = false\n'
        (here / "coterie.toml").write_text(config, encoding="utf-8")
        people = f"people: {{ana: {{name: Ana, matrix: '{ana.user}'}}}}"
        groups = "".join(GROUP.format(number=number, room=room) for number, room in enumerate(rooms))
        text = f"community: town\nname: Town\nmanagers: [ana]\n{people}\ngroups:{groups}"
        (here / "community.yaml").write_text(text, encoding="utf-8")
        for which in ("first start", "next start"):
            await _start(here, {TOKEN: bot.token}, f"{what}, {which}")


async def _start(here: Path, secrets: Mapping[str, str], what: str) -> None:
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coterie", "run"),
        cwd=here,
        env={**os.environ, **secrets},
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if json.loads(line)["event"] == "connected":
            break
    else:
        raise AssertionError("it ended by itself")
    ready = time.monotonic() - began
    reading = asyncio.ensure_future(process.stderr.read())
    await asyncio.wait([reading], timeout=20)  # what it looks for at the start is found by then
    cpu, memory = so_far(process.pid)
    process.terminate()
    await reading
    await process.wait()
    print(f"{what}: ready after {ready:.1f} s; {memory:.0f} MB and {cpu:.1f} s of processor 20 s later", flush=True)


# --- round trips ----------------------------------------------------------------------------------------------------


@frozen
class _Answering:
    """Answers everything in the room where it was said, and notes the order."""

    heard: dict[str, list[str]]
    name: str = "bench"

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        assert isinstance(event, MessagePosted) and event.room is not None
        self.heard.setdefault(event.room.id, []).append(event.text)
        if event.text.startswith("!trip"):
            scene.effect(Post(key=f"echo:{event.id}", to=event.room, card=Card("echo")))
        return True


class Coterie:
    """A coterie in this process, on the embedded store, as `coterie run` has it; it only answers."""

    def __init__(self, bot: MatrixPerson) -> None:
        self.bot = bot
        self.heard: dict[str, list[str]] = {}

    async def __aenter__(self) -> Coterie:
        self._folder = TemporaryDirectory()
        clock, router = SystemClock(), Router()
        router.add(_Answering(self.heard), MessagePosted)
        self._store = await open_store("tinydb", self._folder.name, clock)
        adapter = MatrixAdapter(
            MatrixSettings(self.bot.url, self.bot.user, encryption=False), {TOKEN: self.bot.token}, clock
        )
        self._app = App(self._store, clock, [adapter], [Community("town", "Town")], router=router)
        await self._app.__aenter__()
        await self._app.connected()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._app.__aexit__(None, None, None)
        await self._store.close()
        self._folder.cleanup()


async def _trips(server: Homeserver, coterie: Coterie, ana: MatrixPerson) -> None:
    nio = await server.person("nio")
    rooms = [await ana.open_room(name, invite=[who.user]) for name, who in (("ours", coterie.bot), ("bare", nio))]
    echo = asyncio.ensure_future(_echo(nio, rooms[1]))
    while any([who.user not in await _joined(ana, room) for room, who in zip(rooms, (coterie.bot, nio), strict=True)]):  # noqa: ASYNC110 - others'
        await asyncio.sleep(0.1)
    took = await in_turn(ana, dict(zip(("coterie", "bare nio"), rooms, strict=True)))
    echo.cancel()
    ratio = statistics.median(took["coterie"]) / statistics.median(took["bare nio"])
    print(f"coterie takes {ratio:.2f} times as long as a bare echo", flush=True)


async def in_turn(ana: MatrixPerson, rooms: Mapping[str, str]) -> dict[str, list[float]]:
    """How long each round trip took in these rooms, one in each after the other, in seconds."""
    since, took = "", {name: list[float]() for name in rooms}
    for number in range(TRIPS):
        for name, room in rooms.items():
            since = (await ana.call("GET", "/sync", query={"timeout": "0", **({"since": since} if since else {})}))[
                "next_batch"
            ]
            took[name].append(await _trip(ana, room, number, since))
    for name, times in took.items():
        late = statistics.quantiles(times, n=20)[18]
        print(f"round trip, {name}: median {statistics.median(times) * 1000:.0f} ms, 95 % within {late * 1000:.0f} ms")
    return took


async def _joined(ana: MatrixPerson, room: str) -> set[str]:
    return {user for user, how in (await ana.members(room)).items() if how == "join"}


async def _trip(ana: MatrixPerson, room: str, number: int, since: str) -> float:
    began = time.perf_counter()
    await ana.say(room, f"!trip {number}")
    while True:
        told = await ana.call("GET", "/sync", query={"timeout": "20000", "since": since})
        since = told["next_batch"]
        events = told.get("rooms", {}).get("join", {}).get(room, {}).get("timeline", {}).get("events", [])
        if any(one["sender"] != ana.user and one["type"] == "m.room.message" for one in events):
            return time.perf_counter() - began


async def _echo(nio: MatrixPerson, room: str) -> None:
    """The least that matrix-nio takes to answer."""
    client = AsyncClient(nio.url, nio.user)
    client.access_token, client.user_id = nio.token, nio.user
    try:
        await client.join(room)
        response = await client.sync(timeout=0)
        while isinstance(response, SyncResponse):
            response = await client.sync(timeout=30000, since=response.next_batch)
            for events in response.rooms.join.values():
                for event in events.timeline.events:
                    if isinstance(event, RoomMessageText) and event.sender != nio.user:
                        await client.room_send(room, "m.room.message", {"msgtype": "m.text", "body": "echo"})
    finally:
        await client.close()


# --- much at once ---------------------------------------------------------------------------------------------------


async def _burst(coterie: Coterie, ana: MatrixPerson, rooms: Sequence[str], messages: int) -> None:
    each = messages // len(rooms)
    coterie.heard.clear()
    began = time.monotonic()

    async def talk(room: str) -> None:
        for number in range(each):
            await ana.say(room, f"!{number}")

    await asyncio.gather(*(talk(room) for room in rooms))
    said = time.monotonic() - began
    wanted = [f"!{number}" for number in range(each)]
    async with asyncio.timeout(120):
        while any(len(coterie.heard.get(f"matrix/{room}", ())) < each for room in rooms):  # noqa: ASYNC110 - the homeserver's
            await asyncio.sleep(0.05)
    done = time.monotonic() - began
    wrong = [room for room in rooms if coterie.heard[f"matrix/{room}"] != wanted]
    print(
        f"{each * len(rooms)} messages in {len(rooms)} rooms, said in {said:.1f} s: all handled {done - said:.2f} s after the last, "
        f"{len(wrong)} rooms with one missing, doubled or out of order",
        flush=True,
    )


async def _outbound(bot: MatrixPerson, rooms: Sequence[str], messages: int) -> None:
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user, encryption=False), {TOKEN: bot.token}, SystemClock())

    async def ours(room: str, number: int) -> None:
        await adapter.perform(Post(key=f"out:{room}:{number}", to=RoomRef(f"matrix/{room}"), card=Card("Hello")))

    async def bare(room: str, number: int) -> None:
        await bot.say(room, "Hello")

    rates: dict[str, list[float]] = {"coterie": [], "bare requests": []}
    for _ in range(3):
        for name, send in zip(rates, (ours, bare), strict=True):
            rates[name].append(await _rate(send, rooms, messages))
    await adapter.close()
    for name, found in rates.items():
        print(f"sent by {name}: {', '.join(f'{one:.0f}' for one in found)} messages a second")


_turn = iter(range(10**9))


async def _rate(send: Callable[[str, int], Awaitable[None]], rooms: Sequence[str], messages: int) -> float:
    gate, began = asyncio.Semaphore(AT_ONCE), time.monotonic()

    async def one(number: int) -> None:
        async with gate:
            await send(rooms[number % len(rooms)], next(_turn))

    await asyncio.gather(*(one(number) for number in range(messages)))
    return messages / (time.monotonic() - began)
