"""One event, one commit; effects in order, once; timers; homes found. Played on the simulator."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from attrs import define, field

from coterie.adapters.stores.memory import MemoryStore
from coterie.core.clock import ManualClock
from coterie.core.engine import bindings
from coterie.core.engine.app import App
from coterie.core.engine.directory import Directory, room_of
from coterie.core.engine.outbox import enqueue
from coterie.core.engine.scene import Scene
from coterie.core.errors import StoreError
from coterie.core.model.content import Capability, Card, Choice, escape, mention
from coterie.core.model.effect import CancelTimer, Edit, Effect, OpenRoom, Post, React, SetTimer
from coterie.core.model.event import EffectFailed, MemberJoined, MessagePosted, ReactionAdded, TimerFired
from coterie.core.ports import Document, Inbox, Performed, Queue, Timer, Unit
from coterie.core.refs import GroupRef, MessageRef, PersonRef, RoomRef

from .town import BEGIN, Town, founded, running


def says(text: str, key: str | None = None) -> object:
    def act(scene: Scene) -> None:
        assert scene.event.room is not None
        scene.effect(Post(key=key or scene.new_key(), to=scene.event.room, card=Card(text)))

    return act


def greets(scene: Scene) -> None:
    assert scene.event.room is not None and scene.event.person is not None
    scene.effect(Post(key=scene.new_key(), to=scene.event.room, card=Card(f"Welcome {mention(scene.event.person)}")))


async def test_a_newcomer_is_greeted_once() -> None:
    town = founded()
    town.on(greets, MemberJoined)
    async with running(town):
        town.world.join("cy", town.room)
        await town.settled()
        assert town.texts() == ["Welcome @cy"]


async def test_who_was_there_before_is_a_member_without_a_word() -> None:
    town = founded()
    town.on(greets, MemberJoined)
    async with running(town):
        async with town.store.unit() as unit:
            directory = Directory(town.app.register.files, unit)
            assert await directory.members(GroupRef("python")) == (PersonRef("ana"), PersonRef("bo"))
        assert town.texts() == []


async def test_a_room_is_opened_and_written_into_in_one_breath() -> None:
    def opens(scene: Scene) -> None:
        scene.effect(OpenRoom(key="den", name="den", invite=(PersonRef("bo"),)))
        scene.effect(Post(key="first", to=RoomRef("den"), card=Card("Hello, den.")))
        scene.effect(Edit(key="second", message=MessageRef("first"), card=Card("Hello, all.")))

    town = founded()
    town.on(opens, MessagePosted)
    async with running(town):
        town.world.say("ana", town.room, "go")
        await town.settled()
        den = town.world.find_room("den")
        assert den is not None
        assert town.texts(den.id) == ["Hello, all."]


async def test_a_post_to_a_room_that_could_not_be_opened_fails_and_says_so() -> None:
    failed: list[str] = []

    def opens(scene: Scene) -> None:
        scene.effect(OpenRoom(key="den", name="nowhere", create=False))
        scene.effect(Post(key="first", to=RoomRef("den"), card=Card("Hello?")))

    def notes(scene: Scene) -> None:
        assert isinstance(scene.event, EffectFailed)
        failed.append(scene.event.key)

    town = founded()
    town.on(opens, MessagePosted)
    town.on(notes, EffectFailed)
    async with running(town):
        town.world.say("ana", town.room, "go")
        await town.settled()
    assert failed == ["den", "first"]


async def test_a_handler_that_raises_leaves_nothing_and_the_others_stay() -> None:
    def raises(scene: Scene) -> None:
        scene.unit.put("mine", "a", 1)
        scene.effect(Post(key="never", to=RoomRef("room:python"), card=Card("never")))
        raise RuntimeError("a fault of the plugin")

    town = founded()
    town.on(says("before"), MessagePosted, name="before")  # type: ignore[arg-type]
    town.on(raises, MessagePosted, name="raises")
    async with running(town):
        town.world.say("ana", town.room, "go")
        await town.settled()
        assert town.texts() == ["before"]
        async with town.store.unit() as unit:
            assert await unit.get("mine", "a") is None
        assert await town.store.size(Queue.INBOX) == 0


async def test_where_the_store_fails_under_a_handler_coterie_ends_and_the_event_is_handled_after_the_next_start() -> (
    None
):
    away = True

    def answers(scene: Scene) -> None:
        if away:
            raise StoreError("the server is away")
        scene.effect(Post(key="k", to=RoomRef("room:python"), card=Card("here I am")))

    town = founded()
    town.on(answers, TimerFired)
    with pytest.raises(ExceptionGroup) as ended:
        async with running(town):
            async with town.store.unit() as unit:
                unit.set_timer(Timer("bell", town.clock.now()))
            await town.settled()
    assert ended.group_contains(StoreError, match="the server is away")
    away = False
    await town.store.release(Queue.INBOX, f"timer:bell:{BEGIN.isoformat()}")  # as a claim ends with its process
    async with running(town):
        await town.settled()
        assert town.texts() == ["here I am"]


async def test_a_handler_that_misuses_the_store_loses_its_own_and_nobody_elses() -> None:
    units = list[Unit]()

    async def keeps(scene: Scene) -> None:
        units.append(scene.unit)
        await units[0].get("t", "k")

    town = founded()
    town.on(says("before"), MessagePosted, name="before")  # type: ignore[arg-type]
    town.on(keeps, MessagePosted, name="keeps")
    async with running(town):
        for _ in range(2):
            town.world.say("ana", town.room, "go")
            await town.settled()
        assert town.texts() == ["before", "before"]
        assert len(units) == 2


async def test_messages_to_one_room_keep_their_order_though_some_have_choices() -> None:
    def many(scene: Scene) -> None:
        for number in range(6):
            choices = [Choice("a", "A"), Choice("b", "B")] if number % 2 else []
            scene.effect(Post(key=f"k{number}", to=RoomRef("room:python"), card=Card(f"n{number}", choices=choices)))

    town = founded()
    town.on(many, MessagePosted)
    async with running(town, lacks=(Capability.BUTTONS,)):
        town.world.say("ana", town.room, "go")
        await town.settled()
        assert [text.split("\n")[0] for text in town.texts()] == [f"n{number}" for number in range(6)]


async def test_without_buttons_choices_are_numbered_and_marked_by_reactions() -> None:
    seen: list[str] = []

    def asks(scene: Scene) -> None:
        card = Card(
            "Coming?", choices=[Choice("y", "Yes"), Choice("n", "No"), Choice("map", "Map", url="https://x.example")]
        )
        scene.effect(Post(key="ask", to=RoomRef("room:python"), card=card))

    def notes(scene: Scene) -> None:
        assert isinstance(scene.event, ReactionAdded)
        seen.append(f"{scene.event.message} {scene.event.emoji}")

    town = founded()
    town.on(asks, MessagePosted)
    town.on(notes, ReactionAdded)
    async with running(town, lacks=(Capability.BUTTONS,)):
        town.world.say("ana", town.room, "go")
        await town.settled()
        (message,) = [one for one in town.world.messages.values() if one.text.startswith("Coming?")]
        assert list(message.reactions) == ["1️⃣", "2️⃣"]
        assert "2️⃣ No" in message.text
        town.world.react("bo", message.id, "2️⃣")
        await town.settled()
    assert seen == ["ask 2️⃣"]


async def test_the_same_key_has_one_consequence() -> None:
    town = founded()
    town.on(says("once", key="the-key"), MessagePosted)  # type: ignore[arg-type]
    async with running(town):
        town.world.say("ana", town.room, "one")
        town.world.say("ana", town.room, "two")
        await town.settled()
        assert town.texts() == ["once"]


async def test_timers_fire_when_they_are_due_and_not_when_cancelled() -> None:
    fired: list[str] = []

    def sets(scene: Scene) -> None:
        scene.effect(SetTimer(key="a", due=BEGIN + timedelta(days=1)))
        scene.effect(SetTimer(key="b", due=BEGIN + timedelta(days=2)))
        scene.effect(CancelTimer(key="c", timer="b"))

    def notes(scene: Scene) -> None:
        assert isinstance(scene.event, TimerFired)
        fired.append(scene.event.timer)

    town = founded()
    town.on(sets, MessagePosted)
    town.on(notes, TimerFired)
    async with running(town):
        town.world.say("ana", town.room, "go")
        await town.settled()
        assert await town.app.next_due() == BEGIN + timedelta(days=1)
        town.clock.jump(BEGIN + timedelta(days=3))
        await town.settled()
        assert await town.app.next_due() is None
    assert fired == ["a"]


async def test_what_was_not_delivered_when_it_died_is_delivered_by_the_next_one_once() -> None:
    town = founded()
    town.on(says("after all"), MessagePosted)  # type: ignore[arg-type]
    async with running(town):
        town.world.say("ana", town.room, "go")
    async with running(town):
        assert town.texts() == ["after all"]
    async with running(town):
        assert town.texts() == ["after all"]


async def test_a_group_in_two_rooms_is_bound_by_name() -> None:
    town = founded()
    async with running(town):
        async with town.store.unit() as unit:
            assert await bindings.natives(unit, room_of("python")) == (RoomRef(f"simulator/{town.room}"),)


@pytest.mark.parametrize("lacks", [(), (Capability.REACTIONS, Capability.BUTTONS)])
async def test_a_reaction_is_dropped_where_there_are_none(lacks: tuple[Capability, ...]) -> None:
    def reacts(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        scene.effect(React(key="r", message=scene.event.message, emoji="🎉"))

    town: Town = founded()
    town.on(reacts, MessagePosted)
    async with running(town, lacks=lacks):
        town.world.say("ana", town.room, "go")
        await town.settled()
        (message,) = town.world.messages.values()
        assert ("🎉" in message.reactions) == (not lacks)
        assert await town.store.size(Queue.OUTBOX) == 0


async def test_a_mention_that_somebody_typed_shows_the_name_and_pings_nobody() -> None:
    def repeats(scene: Scene) -> None:
        assert isinstance(scene.event, MessagePosted)
        scene.effect(Post(key="echo", to=RoomRef("room:python"), card=Card(f"They said: {escape(scene.event.text)}")))

    town = founded()
    town.on(repeats, MessagePosted)
    async with running(town):
        town.world.say("ana", town.room, "ask @bo")
        await town.settled()
        assert [text.replace("\u2060", "") for text in town.texts()] == ["They said: ask @bo"]
        (said,) = [one for one in town.world.messages.values() if one.author == "coterie"]
        assert not said.pings


@define
class Asked:
    """A platform that notes of everything whether it may have been done before."""

    again: list[tuple[str, bool]] = field(factory=list)
    platform: str = "simulator"
    capabilities: frozenset[Capability] = frozenset()

    async def listen(self, inbox: Inbox) -> None:
        inbox.ready(self.platform)
        await asyncio.Event().wait()

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        self.again.append((effect.key, again))
        return Performed(f"simulator/{effect.key}")


async def test_on_a_restored_store_a_platform_is_looked_at_before_anything_is_said_for_an_hour() -> None:
    clock, platform = ManualClock(BEGIN), Asked()
    store = MemoryStore(clock)
    await store.write([Document("records/restored", "at", "")])

    async def said(key: str) -> None:
        async with App(store, clock, [platform]) as app:
            async with store.unit() as unit:
                await enqueue(
                    unit, Post(key=key, to=RoomRef("simulator/r1"), card=Card(key)), clock.now(), app.adapters
                )
            await app.settled()

    await said("at first")
    clock.jump(BEGIN + timedelta(minutes=59))
    await said("after another start")
    clock.jump(BEGIN + timedelta(minutes=61))
    await said("later")
    assert platform.again == [("at first", True), ("after another start", True), ("later", False)]
    async with store.unit() as unit:
        assert await unit.get("restored", "at") is None
