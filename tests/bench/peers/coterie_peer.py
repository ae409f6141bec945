"""coterie with an adapter that sends nothing: a plugin for each command, and everything kept in the store that it is told, before it is taken.

Where it is kept comes from the environment: `COTERIE_BENCH_STORE` names the store (memory, tinydb), `COTERIE_BENCH_FOLDER` its folder. Like every
adapter this one can be asked whether something was said already: it looks at what the driver heard before a kill. Nothing else differs from
`coterie run`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import count

import structlog
from drive import CONVERSATIONS, SAID, Take, main

from coterie.core.api import Context, Plugin
from coterie.core.assembly import assembled
from coterie.core.clock import SystemClock
from coterie.core.discovery import STORES, load
from coterie.core.files.library import read_library
from coterie.core.model import effect as effects
from coterie.core.model.community import Community, Group
from coterie.core.model.content import Capability
from coterie.core.model.event import MessagePosted
from coterie.core.ports import Inbox, Performed
from coterie.core.refs import MessageRef, PersonRef, RoomRef

_KEPT = AsyncExitStack()
"""What has to live as long as the program does."""


class Null:
    """A platform on which everything works and nobody is. It remembers what was said on it, and can be asked, as every adapter must be."""

    platform = "null"
    capabilities = frozenset(Capability)

    def __init__(self, said: Callable[[str], None]) -> None:
        self.said, self.numbers = said, count()
        self.inbox: asyncio.Future[Inbox] = asyncio.get_running_loop().create_future()

    async def listen(self, inbox: Inbox) -> None:
        inbox.ready(self.platform)
        self.inbox.set_result(inbox)
        await asyncio.Event().wait()

    async def perform(self, effect: effects.Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, effects.OpenRoom):
            return Performed(f"null/{effect.name}")
        if isinstance(effect, effects.Post):
            if not (again and effect.card.text.split()[-1] in SAID):
                self.said(effect.card.text)
        return Performed(f"null/said{next(self.numbers)}")


async def begin(plugins: int, said: Callable[[str], None]) -> Take:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    gc.disable()
    clock, adapter = SystemClock(), Null(said)
    kind = os.environ["COTERIE_BENCH_STORE"]
    store = await load(STORES, kind)(kind, os.environ["COTERIE_BENCH_FOLDER"], clock)
    loaded = [_plugin(number).load() for number in range(plugins)]
    groups = {
        f"g{number}": Group(f"g{number}", f"Group {number}", "Talk.", homes={"null": f"r{number}"})
        for number in range(CONVERSATIONS)
    }
    community = Community("town", "Town", groups=groups, plugins=tuple(one.name for one in loaded))
    house = assembled(store, clock, [adapter], [community], read_library((), loaded).sound(), loaded)
    await _KEPT.enter_async_context(house)
    inbox = await adapter.inbox
    await house.settled()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)
    gc.freeze()
    numbers, started = count(), clock.now().timestamp()

    async def take(text: str, conversation: int) -> None:
        number = next(numbers)
        event = MessagePosted(
            id=f"null/{started}/{number}",
            at=clock.now(),
            platform="null",
            room=RoomRef(f"null/r{conversation}"),
            person=PersonRef(f"null/u{conversation}"),
            message=MessageRef(f"null/{started}/{number}"),
            text=text,
        )
        await inbox.take([event])

    return take


def _plugin(number: int) -> Plugin:
    plugin = Plugin(f"plugin{number}")

    @plugin.command(f"do{number}")
    async def act(ctx: Context, word: str) -> None:
        """Say that it is done."""
        ctx.reply(f"done {word}")

    return plugin


main(begin, acknowledges=True)
