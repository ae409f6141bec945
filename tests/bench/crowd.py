"""What a room with 10,000 people takes on a real Synapse.

python -m tests.bench crowd [PEOPLE]

- From the start of the process until it is connected, at the very first start, when it learns who is in, and at the next one; and its memory.
- A round trip in that room, beside one in a room of two.

To let so many in takes Synapse far longer than all of this, which is not counted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from coterie.adapters.matrix.testing import homeserver, why_no_homeserver
from coterie.adapters.matrix.testing.homeserver import Homeserver

from .rooms import AT_ONCE, Coterie, in_turn, starts

PEOPLE = 10_000


def main(arguments: Sequence[str]) -> None:
    if reason := why_no_homeserver():
        print(reason)
        return
    asyncio.run(_measure(int(arguments[0]) if arguments else PEOPLE))


async def _measure(count: int) -> None:
    async with homeserver() as server:
        bot, ana = await server.person("coterie"), await server.person("Ana")
        small, large = [await bot.open_room(name) for name in ("Small", "Large")]
        for room in (small, large):
            await ana.join(room)
        began = time.monotonic()
        await _fill(server, large, count)
        print(f"{count} people came in within {time.monotonic() - began:.0f} s", flush=True)
        await starts(server, bot, ana, [large], f"a room of {count} people")
        async with Coterie(bot):
            await in_turn(ana, {"two people": small, f"{count} people": large})


async def _fill(server: Homeserver, room: str, count: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with gate:
            await (await server.person(f"P{number}")).join(room)

    await asyncio.gather(*(one(number) for number in range(count)))
