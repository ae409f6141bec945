"""A group whose room is upgraded moves with everybody in it, on a real homeserver."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.testing import MatrixPerson
from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import SystemClock
from coterie.core.engine import cards
from coterie.core.engine.app import App
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.community import Community, Group, Person
from coterie.core.model.content import Card, Choice
from coterie.core.model.effect import Post
from coterie.core.model.event import ReactionAdded, RoomOpened, TimerFired
from coterie.core.refs import MessageRef, RoomRef
from coterie.core.values import frozen


async def sync_until(person: MatrixPerson, wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Wait as a client does until the homeserver tells of it."""
    since: dict[str, str] = {}
    while True:
        told = await person.call("GET", "/sync", query={"timeout": "20000", **since})
        if wanted(told.get("rooms", {})):
            return
        since = {"since": told["next_batch"]}


@frozen
class Told:
    """Says when coterie came in."""

    told: asyncio.Event
    name: str = "test"

    async def __call__(self, scene: Scene) -> bool:
        self.told.set()
        return False


async def test_who_was_in_a_room_by_invitation_is_invited_into_the_one_that_replaced_it(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", public=False, version="10", invite=[bot.user, bo.user])
    await bo.join(room)
    levels = await ana.state(room, "m.room.power_levels")
    await ana.set_state(room, "m.room.power_levels", levels | {"users": levels["users"] | {bot.user: 50}})
    group = Group("python", "Python", "Learn.", leaders=("ana",), homes={"matrix": room})
    town = Community(
        "town", "Town", people={"ana": Person("ana", "Ana", accounts={"matrix": ana.user})}, groups={"python": group}
    )
    clock = SystemClock()
    router, told = Router(), asyncio.Event()
    router.add(Told(told), RoomOpened)
    app = App(MemoryStore(clock), clock, [adapter], [town], router=router)
    async with app:
        await app.connected()
        async with asyncio.timeout(20):
            await told.wait()
            await app.settled()
        between = await ana.upgrade(room, "11")
        await ana.invite(between, bot.user)
        successor = await ana.upgrade(between, "12")  # at once: nobody has come into the one between
        await ana.invite(successor, bot.user)
        await sync_until(bo, lambda rooms: successor in json.dumps(rooms.get("invite", {})))
        assert (await ana.members(successor))[bo.user] == "invite"


@frozen
class Answered:
    """Says on which message of ours somebody reacted."""

    on: list[str]
    told: asyncio.Event
    name: str = "answered"

    async def __call__(self, scene: Scene) -> bool:
        choice = await cards.as_choice(scene.unit, scene.event)
        if choice is not None:
            self.on.append(f"{choice.message.id} {choice.choices}")
            self.told.set()
        return False


async def test_a_question_that_is_open_is_shown_in_the_new_room_and_answered_there(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", version="11", invite=[bot.user])
    group = Group("python", "Python", "Learn.", leaders=("ana",), homes={"matrix": room})
    town = Community(
        "town", "Town", people={"ana": Person("ana", "Ana", accounts={"matrix": ana.user})}, groups={"python": group}
    )
    clock, router = SystemClock(), Router()
    answered = Answered([], asyncio.Event())
    opened = asyncio.Event()
    router.add(Told(opened), RoomOpened)
    router.add(answered, ReactionAdded)

    async def ask(scene: Scene) -> None:
        choices = (Choice("tue", "Tuesday"), Choice("wed", "Wednesday"))
        for key, text in (("which", "Which day?"), ("over", "Which month?")):
            post = Post(key=key, to=RoomRef("room:python"), card=Card(text, choices))
            await cards.keep(scene.unit, post, scene.now)
            scene.effect(post)
        await cards.forget(scene.unit, MessageRef("over"))

    async with App(MemoryStore(clock), clock, [adapter], [town], router=router) as app, asyncio.timeout(40):
        await app.connected()
        await opened.wait()
        await app.settled()
        await app.within(TimerFired(id="now", at=clock.now(), platform="core", timer="now", due=clock.now()), ask)
        await app.settled()
        successor = await ana.upgrade(room, "12")
        await sync_until(ana, lambda rooms: "2️⃣" in str(rooms.get("join", {}).get(successor, {}).get("timeline")))
        await app.settled()
        (shown,) = [one for one in await ana.read(successor) if one.sender == bot.user]
        assert "still open" in shown.text and "Wednesday" in shown.text
        await ana.react(successor, shown.event, "2️⃣")
        await answered.told.wait()
    assert answered.on == ["which ('wed',)"]
