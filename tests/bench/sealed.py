"""How quick coterie is in an encrypted room: somebody writes, it answers, they read it; beside a bare matrix-nio echo on the same Synapse, in turn.

python -m tests.bench sealed [TRIPS]
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nio import RoomMessageText  # type: ignore[import-untyped]  # it ships no types

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import MatrixPerson, homeserver, why_no_homeserver
from coterie.adapters.matrix.testing.sealed_person import SealedPerson, sealed
from coterie.adapters.stores.tinydb import open_store
from coterie.core.clock import SystemClock
from coterie.core.engine.app import App
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.community import Community
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import MessagePosted
from coterie.core.values import frozen

TRIPS, WARM = 60, 5
ECHO = "echo of "


def main(arguments: Sequence[str]) -> None:
    if reason := why_no_homeserver():
        print(reason)
        return
    asyncio.run(_measure(int(arguments[0]) if arguments else TRIPS))


@frozen
class _Answering:
    """Answers everything in the room where it was said."""

    name: str = "bench"

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        assert isinstance(event, MessagePosted) and event.room is not None
        scene.effect(Post(key=f"echo:{event.id}", to=event.room, card=Card(f"{ECHO}{event.text}")))
        return True


async def _measure(trips: int) -> None:
    with TemporaryDirectory() as folder:
        async with homeserver() as server:
            ana, bot, nio = [await server.person(name) for name in ("Ana", "coterie", "nio")]
            for name in ("ana", "nio"):
                (Path(folder) / name).mkdir()
            async with sealed(ana, Path(folder) / "ana") as her, sealed(nio, Path(folder) / "nio") as echo:
                await _beside(her, bot, echo, Path(folder), trips)


async def _beside(her: SealedPerson, bot: MatrixPerson, echo: SealedPerson, folder: Path, trips: int) -> None:
    clock, router = SystemClock(), Router()
    router.add(_Answering(), MessagePosted)
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, clock)
    adapter.kept_in(folder / "data")
    store = await open_store("tinydb", str(folder / "data"), clock)
    app = App(store, clock, [adapter], [Community("town", "Town")], router=router)
    rooms = {"coterie": await her.open_room("ours", invite=[bot.user])}
    rooms["bare nio"] = await her.open_room("bare", invite=[echo.user])
    async with app:
        await app.connected()
        echoing = asyncio.ensure_future(_echo(echo, rooms["bare nio"]))
        while (await her.person.members(rooms["coterie"])).get(bot.user) != "join":  # noqa: ASYNC110 - another's
            await asyncio.sleep(0.1)
        took: dict[str, list[float]] = {name: [] for name in rooms}
        for number in range(trips + WARM):
            for name, room in rooms.items():
                took[name].append(await _trip(her, room, f"{name} {number}"))
        echoing.cancel()
    await store.close()
    _tell({name: times[WARM:] for name, times in took.items()})


async def _trip(her: SealedPerson, room: str, text: str) -> float:
    await her.sync()
    began = time.monotonic()
    sent = await her.client.room_send(
        room, "m.room.message", {"msgtype": "m.text", "body": text}, ignore_unverified_devices=True
    )
    assert hasattr(sent, "event_id"), sent
    await her.hear(f"{ECHO}{text}")
    return time.monotonic() - began


async def _echo(nio: SealedPerson, room: str) -> None:
    """What nio's own examples do: an answer in the middle of the sync."""
    await nio.person.join(room)
    known = 0
    while True:
        await nio.sync(10_000)
        for event in nio.heard[known:]:
            if isinstance(event, RoomMessageText) and event.sender != nio.user:
                content = {"msgtype": "m.text", "body": f"{ECHO}{event.body}"}
                await nio.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        known = len(nio.heard)


def _tell(took: dict[str, list[float]]) -> None:
    for name, times in took.items():
        most = statistics.quantiles(times, n=20)[18]
        print(
            f"round trip, encrypted, {name}: median {statistics.median(times) * 1000:.0f} ms, 95 % within {most * 1000:.0f} ms"
        )
    ratio = statistics.median(took["coterie"]) / statistics.median(took["bare nio"])
    print(f"coterie takes {ratio:.2f} times as long as a bare echo", flush=True)
