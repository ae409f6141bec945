"""What is measured of a chat program: the same for all of them. Runs in each one's own environment, on the standard library alone.

Its standard input says how much, as one line of JSON; on its standard output stand lines of JSON, the first of them `{"ready": true}` when
the program would take the first message. A program is what `begin` gives: it takes messages by its front door, as its own adapters bring
them in, and what it says goes out by an adapter that sends nothing.

Where a `journal` is named, nothing is measured: commands are brought without a pause, and the file tells of each, a line at a time, that it was taken
and that it was answered; until the process is killed, or, with none of them to bring, until nothing has been said for two seconds.

A command is `!doN WORD`, plugin N answers `done WORD`. An unwanted message is one that no plugin wants. So many conversations go on at a time,
each with its own person and room; in each the next message comes when the one before is answered (a command) or taken (an unwanted one).
Behind the unwanted ones every conversation gives a command, so that none of them waits unseen when the clock stops.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

Take = Callable[[str, int], Awaitable[None]]
"""Brings a text in conversation N; returns when the program has taken it, as far as its platform would know."""

CONVERSATIONS = 64

SAID: set[str] = set()
"""The words that were answered before the program was killed: what is said on a platform is remembered there. Whoever asks it, may look here."""


@dataclass
class Heard:
    """What the program said, and who waits for it. May be told from any thread."""

    loop: asyncio.AbstractEventLoop
    waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    def said(self, text: str) -> None:
        """The program's null adapter was given this to send."""
        self._here(text) if _running() is self.loop else self.loop.call_soon_threadsafe(self._here, text)

    def _here(self, text: str) -> None:
        words = text.split()
        if words and (waiting := self.waiting.pop(words[-1], None)) is not None:
            waiting.set_result(None)

    async def answer(self, take: Take, plugin: int, word: str, conversation: int) -> None:
        """Give a command and wait for its answer."""
        waiting = self.waiting[word] = self.loop.create_future()
        await take(f"!do{plugin} {word}", conversation)
        await waiting


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


Begin = Callable[[int, Callable[[str], None]], Awaitable[Take]]


def main(begin: Begin, *, acknowledges: bool = False) -> None:
    """Measure the program that `begin(plugins, said)` starts. It `acknowledges` where its own adapters tell the platform only then that a
    message is taken when `take` returns; the others tell it before they do anything, or have no such word.
    """
    wanted = json.loads(sys.stdin.readline())
    asyncio.run(_journal(begin, wanted, acknowledges) if "journal" in wanted else _main(begin, wanted))


async def _main(begin: Begin, wanted: dict[str, Any]) -> None:
    heard = Heard(asyncio.get_running_loop())
    take = await begin(wanted["plugins"], heard.said)
    _tell(ready=True)
    plugins = wanted["plugins"]
    if wanted["commands"]:
        await _commands(heard, take, plugins, wanted["commands"] // 10)  # caches are warm then, for everybody
        _tell(commands=wanted["commands"] / await _commands(heard, take, plugins, wanted["commands"]))
        _tell(unwanted=wanted["unwanted"] / await _unwanted(heard, take, plugins, wanted["unwanted"]))
    _tell(end=True)


def _tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


async def _commands(heard: Heard, take: Take, plugins: int, count: int) -> float:
    """Seconds for so many commands, spread over all plugins."""

    async def conversation(number: int) -> None:
        for one in range(number, count, CONVERSATIONS):
            await heard.answer(take, one % plugins, f"w{one}", number)

    return await _together(conversation)


async def _unwanted(heard: Heard, take: Take, plugins: int, count: int) -> float:
    """Seconds for so many messages that nobody wants."""

    async def conversation(number: int) -> None:
        for one in range(number, count, CONVERSATIONS):
            await take(f"shall we meet at {one} this evening, or later", number)
        await heard.answer(take, number % plugins, f"last{number}", number)

    return await _together(conversation)


async def _together(conversation: Callable[[int], Awaitable[None]]) -> float:
    began = perf_counter()
    await asyncio.gather(*map(conversation, range(CONVERSATIONS)))
    return perf_counter() - began


# --- until it is killed ---------------------------------------------------------------------------------------------


def _remember(journal: str) -> None:
    """Let the platform know what was said in an earlier life of the program."""
    if os.path.exists(journal):
        with open(journal) as file:
            SAID.update(words[1] for words in map(str.split, file) if words[0] == "answered" and len(words) == 2)


async def _journal(begin: Begin, wanted: dict[str, Any], acknowledges: bool) -> None:
    last = perf_counter()
    _remember(wanted["journal"])
    with open(wanted["journal"], "a", buffering=1) as journal:  # noqa: ASYNC230 - a line of a file in memory

        def said(text: str) -> None:
            nonlocal last
            last = perf_counter()
            journal.write(f"answered {text.split()[-1]}\n")

        take = await begin(wanted["plugins"], said)
        _tell(ready=True)

        async def conversation(number: int) -> None:
            for one in range(number, wanted["commands"], CONVERSATIONS):
                if not acknowledges:
                    journal.write(f"taken w{one}\n")
                await take(f"!do{one % wanted['plugins']} w{one}", number)
                if acknowledges:
                    journal.write(f"taken w{one}\n")
                await asyncio.sleep(0)  # a program that never waits for anything must get to its answers, too

        await asyncio.gather(*map(conversation, range(CONVERSATIONS)))
        while perf_counter() - last < 2:  # noqa: ASYNC110 - nobody tells that nothing is said
            await asyncio.sleep(0.1)
    _tell(end=True)
