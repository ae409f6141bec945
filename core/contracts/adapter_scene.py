"""What the contract of adapters is played on: people, rooms, an inbox, and what came of it."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

import pytest
from attrs import define, field

from ..clock import ManualClock
from ..errors import StoreError
from ..model import effect as effects
from ..model.content import Capability, Card, Choice, Field, FieldKind, Form
from ..model.effect import Effect
from ..model.event import Event, RoomSurveyed
from ..ports import Adapter, Cursor, Performed
from ..refs import MessageRef, PersonRef, RoomRef
from ..scenario.driver import BOT, Driver, InRoom, Place, Player, Room, Said, Stage

E = TypeVar("E", bound=Event)
P = TypeVar("P", bound=Callable[..., object])

PEOPLE = (Player("ana", "Ana Ruiz"), Player("bo", "Bo"), Player("cy", "Cy 🌱", "America/New_York", "de"))
ROOMS = (Room("python", "Python", ("ana", "bo")), Room("council", "Council", ("ana",), private=True))
BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)
PYTHON = InRoom("python")
CHOICES = (Choice("yes", "Yes, gladly"), Choice("no", "No"), Choice("rules", "Rules", url="https://example.org/rules"))
MOOD = Form(
    "Mood",
    (
        Field("mood", FieldKind.NUMBER, "How are you?", required=True, minimum="1", maximum="5"),
        Field("colour", FieldKind.SELECT, "Which colour?", choices=(Choice("r", "Red"), Choice("b", "Blue"))),
        Field("friends", FieldKind.PEOPLE, "With whom?"),
    ),
)

HOSTILE = (
    "@room @channel @here @everyone @all",
    "<!channel> <!here|here> <!subteam^S1>",
    "<@ana> <@U0ANA> <@simulator/bo> <#C1>",
    "@bo @ana:example.org @bo",
    "*bold* _it_ ~gone~ `code` **x** __y__ ||s||",
    "[a](https://evil.example) <https://evil.example|click> ![i](x)",
    "<b>html</b> <script>alert(1)</script> &amp; &lt;b&gt;",
    "# head",
    "> quote",
    "- item\n1. one",
    "```\nfence",
    "one\n\n\nfour",
    "back \\* slash \\",
    "{{ 7 * 7 }} {% for x in y %}",
    "right \u202eto left",
)
"""What members type to make coterie shout, link or break. It must read as it was typed, and notify nobody."""

# How often the clock of a platform that must try again is moved on.
TRIES = 200


@define
class KeptInbox:
    """An inbox in memory that keeps each event once. The next `refusals` tries can't be saved."""

    events: list[Event] = field(factory=list)
    refusals: int = 0
    connected: bool = False
    _cursors: dict[str, str] = field(factory=dict)
    _ids: set[str] = field(factory=set)

    async def take(self, events: Sequence[Event], cursor: Cursor | None = None) -> None:
        """Keep the events that are new, and the cursor. Raises StoreError as often as it shall refuse."""
        if self.refusals:
            self.refusals -= 1
            raise StoreError("the disk is full")
        for event in events:
            if event.id not in self._ids:
                self._ids.add(event.id)
                self.events.append(event)
        if cursor is not None:
            self._cursors[cursor.name] = cursor.value

    async def cursor(self, name: str) -> str | None:
        """The value that came last under a name."""
        return self._cursors.get(name)

    def ready(self, platform: str) -> None:
        """Take note that the platform is listened to."""
        self.connected = True

    def away(self, platform: str) -> None:
        """Take note that it is not."""
        self.connected = False


@define
class Scene:
    """An adapter that listens, the people around it, and what it brought in."""

    driver: Driver
    inbox: KeptInbox
    clock: ManualClock
    _tasks: asyncio.TaskGroup
    adapter: Adapter = field(init=False)
    _listening: asyncio.Task[None] = field(init=False)
    _keys: count[int] = field(factory=lambda: count(1), init=False)

    def begin(self) -> None:
        """Let an adapter listen as a process that just started would."""
        self.adapter = self.driver.adapter()
        self._listening = self._tasks.create_task(self.adapter.listen(self.inbox))

    def end(self) -> None:
        """Let nobody listen any more."""
        self._listening.cancel()

    async def restart(self) -> None:
        """Begin anew as after a crash: what the adapter held in memory is gone, what the inbox was told is kept."""
        self.end()
        await asyncio.wait({self._listening})
        self.begin()
        await self.settle()

    # --- names

    def key(self) -> str:
        """A key that was not used before."""
        return f"contract:{next(self._keys)}"

    def person(self, id: str) -> PersonRef:
        """The native reference of somebody of the scene."""
        return PersonRef.native_to(self.adapter.platform, self.driver.opened.accounts[id])

    def name(self, word: str) -> str:
        """A name for a room that no other scene on the same platform gives."""
        return f"{word}-{sha256(self.person('ana').id.encode()).hexdigest()[:8]}"

    async def room(self, group: str = "python") -> RoomRef:
        """The native room of a group, found by the name that its file would give."""
        name = self.driver.opened.homes[group]
        found = await self.do(effects.OpenRoom(key=f"contract:home:{group}", name=name, create=False))
        assert found.native is not None, "opening a room gives its reference"
        return RoomRef(found.native)

    # --- acts

    async def do(self, effect: Effect, *, again: bool = False) -> Performed:
        """Let the adapter do it, and wait until all that came of it was taken in. Raises what the adapter raises."""
        done = await self.adapter.perform(effect, again=again)
        await self.settle()
        return done

    async def post(self, card: Card | str, place: Place = PYTHON, **more: object) -> tuple[MessageRef, Said]:
        """Coterie says something; its reference, and how it reads at its end."""
        to = await self.room(place.group) if isinstance(place, InRoom) else self.person(place.person)
        made = Card(card) if isinstance(card, str) else card
        done = await self.do(effects.Post(key=self.key(), to=to, card=made, **more))  # type: ignore[arg-type]  # as given
        assert done.native is not None, "a post gives the reference of its message"
        return MessageRef(done.native), (await self.said(place))[-1]

    async def survey(self, room: RoomRef | None = None, **asked: Any) -> RoomSurveyed:
        """How a room is found: by its reference, or by `name`."""
        key = self.key()
        effect = effects.Survey(key=key, room=room, platform=self.adapter.platform, **asked)
        found = [event for event in (await self.do(effect)).learned if isinstance(event, RoomSurveyed)]
        assert [(event.survey, event.platform) for event in found] == [(key, self.adapter.platform)]
        return found[0]

    async def settle(self) -> None:
        """Wait until all that happened was taken in."""
        while await self.driver.caught_up():
            pass

    # --- what came of it

    async def said(self, place: Place = PYTHON) -> list[Said]:
        """What coterie said there."""
        return [one for one in await self.driver.heard(place) if one.by == BOT]

    async def newest(self, place: Place = PYTHON) -> Said:
        """The newest message there, by whomever."""
        return (await self.driver.heard(place))[-1]

    def events(self, kind: type[E]) -> list[E]:
        """What was brought in of this kind, people's doings only."""
        return [event for event in self.inbox.events if isinstance(event, kind) and not event.bot]

    def one(self, kind: type[E]) -> E:
        """The only event of this kind."""
        found = self.events(kind)
        assert len(found) == 1, f"one {kind.__name__} was due, there came {len(found)}: {found}"
        return found[0]

    def needs(self, *capabilities: Capability) -> None:
        """Skip the test where the adapter does not declare them."""
        for capability in capabilities:
            if capability not in self.adapter.capabilities:
                pytest.skip(f"{self.adapter.platform} declares no {capability.value}")


@asynccontextmanager
async def listening(stage: Stage, rooms: Sequence[Room] = ROOMS) -> AsyncIterator[Scene]:
    """People and rooms of their own on the stage, and an adapter that has taken in how it all begins."""
    clock, inbox = ManualClock(BEGIN), KeptInbox()
    async with stage.scene(clock, PEOPLE, rooms) as driver, asyncio.TaskGroup() as tasks:
        scene = Scene(driver, inbox, clock, tasks)
        scene.begin()
        try:
            await scene.settle()
            yield scene
        finally:
            scene.end()


def needs_council(promise: P) -> P:
    """A promise about the private room too. For the others nobody opens it: on a real platform that is what takes time."""
    promise.rooms = ROOMS  # type: ignore[attr-defined]  # a function takes any
    return promise


def rooms_of(promise: Callable[..., object]) -> Sequence[Room]:
    """The rooms that have to be there for a promise."""
    rooms: Sequence[Room] = getattr(promise, "rooms", ROOMS[:1])
    return rooms


def readable(text: str) -> str:
    """A text without what nobody sees: invisible characters, and how many spaces or lines there are."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())
