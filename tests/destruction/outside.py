"""The platform on which the town lives, in a process that nobody kills: a world of the simulator behind a socket, and the members in it.

It knows a repeated request by its key only where it is told that it may be one, as a platform does on which one has to look. Whatever it
did once more without being told so is among `repeated`.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from attrs import define, field

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.simulator.decode import decode
from coterie.adapters.simulator.things import Message
from coterie.adapters.simulator.world import World
from coterie.core.clock import Clock
from coterie.core.codec import effect_from_json, event_to_json
from coterie.core.errors import PlatformError
from coterie.core.model.effect import Edit, Effect, Post
from coterie.core.ports import Json

from .script import COMMANDS, ENDS, Script, chosen, is_question

_AT_ONCE = 200
"""So many entries of the log are told at a time."""


@define
class Outside:
    """The world, what coterie did in it in order of place, and who waits for the next thing that it does."""

    script: Script
    clock: Clock
    rng: random.Random
    world: World = field(init=False)
    adapter: SimulatorAdapter = field(init=False)
    done: Counter[str] = field(factory=Counter)
    seen: dict[str, list[str]] = field(factory=lambda: defaultdict(list))
    repeated: list[str] = field(factory=list)
    refused: list[str] = field(factory=list)
    performed: int = 0
    ended: int = 0
    connected: int = 0
    """How many workers are there now."""
    asked: int = 0
    """How much they asked, all of them together."""
    struck: Callable[[], None] | None = None
    """Called once, after the next effect was performed and before coterie hears of it."""
    _members: dict[str, asyncio.Queue[Message]] = field(factory=dict)
    _known: int = 0
    _more: asyncio.Event = field(factory=asyncio.Event)

    def __attrs_post_init__(self) -> None:
        self.world = World(self.clock)
        self.adapter = SimulatorAdapter(SimulatorSettings(), {}, self.clock, self.world)
        for group in self.script.names:
            for member in self.script.members(group):
                self.world.add_person(member)
            self.world.add_room(group, self.script.members(group))
            self._members[group] = asyncio.Queue()

    @property
    def over(self) -> bool:
        """Whether everything was said that is said last."""
        return self.ended == len(ENDS) * self.script.groups

    async def until(self, performed: int) -> None:
        """Return when so much was performed, or everything is over."""
        while self.performed < performed and not self.over:
            self._more.clear()
            await self._more.wait()

    @asynccontextmanager
    async def living(self, socket: Path) -> AsyncIterator[None]:
        """Let the members live, and whoever connects to the socket be coterie."""
        server = await asyncio.start_unix_server(self._serve, socket)
        async with asyncio.TaskGroup() as tasks:
            members = [tasks.create_task(self._live(group)) for group in self.script.names]
            try:
                yield
            finally:
                server.close()
                for member in members:
                    member.cancel()

    # --- coterie

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connected += 1
        try:
            async with asyncio.TaskGroup() as tasks:
                while line := await reader.readline():
                    self.asked += 1
                    tasks.create_task(self._answer(json.loads(line), writer))
                raise ConnectionResetError
        except* (OSError, ValueError):
            writer.close()
        finally:
            self.connected -= 1

    async def _answer(self, asked: Json, writer: asyncio.StreamWriter) -> None:
        match asked["what"]:
            case "news":
                told = await self._news(asked["known"])
            case _:
                await asyncio.sleep(self.rng.uniform(0, 0.002))
                told = await self._perform(effect_from_json(asked["effect"]), asked["again"])
                await asyncio.sleep(self.rng.uniform(0, 0.004))
        if not writer.is_closing():
            writer.write(json.dumps({"number": asked["number"], **told}).encode() + b"\n")
            await writer.drain()

    async def _news(self, known: int) -> dict[str, Json]:
        news = list(await self.world.news(known))[:_AT_ONCE]
        events = [event for change in news if (event := decode(self.world, change)) is not None]
        return {"events": [event_to_json(event) for event in events], "known": known + len(news)}

    async def _perform(self, effect: Effect, again: bool) -> dict[str, Json]:
        if effect.key in self.world.done and not again:
            self.repeated.append(effect.key)
        first = effect.key not in self.world.done
        try:
            done = await self.adapter.perform(effect, again=again)
        except PlatformError as error:
            self.refused.append(f"{type(effect).__name__} {effect.key}: {error}")
            return {"refused": str(error)}
        if first:
            self._note(effect)
        learned = [event_to_json(event) for event in done.learned]
        return {"native": done.native, "room": done.room, "learned": learned}

    def _note(self, effect: Effect) -> None:
        """Write down what became visible, and let those see it whom it concerns."""
        match effect:
            case Post():
                message = self.world.messages[self.world.done[effect.key][0].partition("/")[2]]  # type: ignore[union-attr]
                self._see(message, "thread: " if message.thread else "")
                self.ended += message.text in ENDS
                self._members[self._group_of(message)].put_nowait(message)
            case Edit():
                self._see(self.world.message(effect.message.native), "now: ")
        self.performed += 1
        self._more.set()
        if self.struck is not None:
            struck, self.struck = self.struck, None
            struck()

    def _see(self, message: Message, how: str) -> None:
        offers = " ".join(choice.id for choice in message.choices)
        place = message.room if message.seen_by is None else f"{message.room} {message.seen_by}"
        self.seen[f"{place} {message.text.partition(' ')[0].strip(':')}"].append(f"{how}{message.text} [{offers}]")

    # --- members

    def _group_of(self, message: Message) -> str:
        room = self.world.room(message.room or "")
        return room.name if room.direct is None else room.direct.partition("m")[0]

    async def _live(self, group: str) -> None:
        """Say what begins everything, then answer everything that coterie says, one after another."""
        room = self.world.find_room(group)
        assert room is not None
        for command in COMMANDS:
            self.world.say(self.script.members(group)[0], room.id, command)
        while True:
            message = await self._members[group].get()
            await asyncio.sleep(self.rng.uniform(0, 0.02))
            self._react(message, self.script.members(group))

    def _react(self, message: Message, members: Sequence[str]) -> None:
        assert message.room is not None
        direct = self.world.room(message.room).direct
        for person in members if direct is None else [direct]:
            if is_question(message.text):
                self.world.say(person, message.room, f"{person} is", thread=message.id)
            if message.choices:
                self.world.press(person, message.id, chosen(person, message.text, [one.id for one in message.choices]))


def transcript(outside: Outside) -> dict[str, list[str]]:
    """What was seen, in order, by place and first word: everything that is said in one room by one run."""
    return {place: list(said) for place, said in sorted(outside.seen.items())}
