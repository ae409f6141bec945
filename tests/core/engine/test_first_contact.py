"""Whoever lets coterie in is greeted, and hears what is missing; those who gave it hear that it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from attrs import evolve

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.core.engine.app import App
from coterie.core.engine.scene import Scene
from coterie.core.model.community import JoinMode
from coterie.core.model.event import Closing, Lack, MessagePosted, RightsFound, RoomClosed
from coterie.core.refs import PersonRef, RoomRef

from .town import BEGIN, Town, community, founded, running

PIN = Lack("pin", "m.room.pinned_events", 50, 0)
TOPIC = Lack("topic", "m.room.topic", 75, 0)


def told(town: Town, person: str) -> list[str]:
    return town.texts(town.world.direct(person).id)


async def found(
    town: Town, id: str, *lacking: Lack, person: str | None = "bo", room: str | None = None, **more: bool
) -> None:
    event = RightsFound(
        id=f"simulator:{id}", at=BEGIN, platform="simulator", room=RoomRef(f"simulator/{room or town.room}"),
        person=PersonRef(f"simulator/{person}") if person else None, account="@coterie:x", lacking=lacking,
        title="The den", **more,
    )  # fmt: skip
    await town.app.inbox.take([event])
    await town.settled()


async def test_who_lets_coterie_in_hears_what_the_room_is_to_it_and_every_right_that_is_missing() -> None:
    town = founded()
    async with running(town):
        await found(town, "in", PIN, TOPIC, entered=True)
        (said,) = told(town, "bo")
        assert "The den is the home of Python" in said
        assert "pin messages: m.room.pinned_events takes power 50, and I have 0" in said
        assert "set the topic: m.room.topic takes power 75" in said
        assert "x power 75 in that room" in said
        (leader,) = told(town, "ana")
        assert "m.room.topic" in leader and "Hello" not in leader


async def test_what_was_given_is_said_once_to_all_who_knew_that_it_was_missing() -> None:
    town = founded()
    async with running(town):
        await found(town, "in", PIN, TOPIC, entered=True)
        await found(town, "more", TOPIC, person="ana")
        await found(town, "same", TOPIC, person="ana")
        await found(town, "all", person="ana")
        assert [len(told(town, person)) for person in ("ana", "bo")] == [3, 3]
        assert "In The den I may now do this: pin messages." in told(town, "bo")[1]
        assert "I may do there all I need" in told(town, "bo")[2]


async def test_what_is_missing_in_a_home_at_the_start_is_told_to_its_leaders_once() -> None:
    town = founded()
    async with running(town):
        await found(town, "start", PIN, person=None)
        await found(town, "again", PIN, person=None)
        assert len(told(town, "ana")) == 1 and told(town, "bo") == []


async def test_in_a_room_of_no_group_coterie_is_silent_and_says_how_it_would_be_one() -> None:
    town = founded()
    async with running(town):
        other = town.world.add_room("other", ["cy"])
        await found(town, "in", person="cy", room=other.id, entered=True)
        (said,) = told(town, "cy")
        assert "No group lives in The den yet" in said and "propose" in said and "all I need" in said
        assert town.texts(other.id) == []


async def test_who_opens_a_direct_conversation_and_says_nothing_is_greeted_after_a_moment() -> None:
    town = founded()
    async with running(town):
        await found(town, "in", room=town.world.direct("bo").id, entered=True, direct=True)
        assert told(town, "bo") == []
        town.clock.jump(BEGIN + timedelta(seconds=5))
        await town.settled()
        (said,) = told(town, "bo")
        assert said.startswith("Hello, I am coterie.")


async def test_who_says_something_at_once_gets_the_answer_alone() -> None:
    town = founded()
    async with running(town):
        await found(town, "in", room=town.world.direct("bo").id, entered=True, direct=True)
        town.world.say("bo", town.world.direct("bo").id, "hi")
        await town.settled()
        town.clock.jump(BEGIN + timedelta(minutes=1))
        await town.settled()
        assert told(town, "bo") == []


async def managers(town: Town) -> Sequence[str]:
    async with town.store.unit() as unit:
        return (await town.app.register.definitions(unit)).community.managers


def managed(town: Town) -> App:
    adapter = SimulatorAdapter(SimulatorSettings(()), {}, town.clock, town.world)
    whole = evolve(community(), managers_room={"simulator": "steering"})
    return App(town.store, town.clock, [adapter], [whole], router=town.router)


async def test_whoever_is_in_the_managers_room_manages_as_long_as_they_are_in_it() -> None:
    town = founded()
    room = town.world.add_room("steering", ["bo"], private=True)
    room.join = JoinMode.INVITE
    town.app = managed(town)
    async with town.app:
        await town.app.connected()
        await town.settled()
        assert await managers(town) == ("bo",)
        assert "Being in this room is power" in town.texts(room.id)[0]
        town.world.join("cy", room.id)
        await town.settled()
        assert await managers(town) == ("bo", "cy")
        town.world.leave("bo", room.id)
        await town.settled()
        assert await managers(town) == ("cy",) and len(town.texts(room.id)) == 1


async def test_a_room_into_which_anybody_may_come_gives_nobody_power_and_says_so() -> None:
    town = founded()
    room = town.world.add_room("steering", ["bo"])
    town.app = managed(town)
    async with town.app:
        await town.app.connected()
        await town.settled()
        assert await managers(town) == ()
        assert "nobody in it manages" in town.texts(room.id)[0]


async def test_where_neither_managers_nor_their_room_are_named_nobody_manages() -> None:
    town = founded()
    asked: list[bool] = []

    async def ask(scene: Scene) -> None:
        asked.append(await scene.directory.has_role(PersonRef("bo"), "manager"))

    town.on(ask, MessagePosted)
    async with running(town):
        town.world.say("bo", town.room, "!hello")
        await town.settled()
        assert asked == [False] and await managers(town) == ()


async def test_who_managed_by_a_room_from_which_coterie_was_removed_manages_no_more() -> None:
    town = founded()
    room = town.world.add_room("steering", ["bo"], private=True)
    room.join = JoinMode.INVITE
    town.app = managed(town)
    async with town.app:
        await town.app.connected()
        await town.settled()
        assert await managers(town) == ("bo",)
        town.world.rooms[room.id].members.remove("coterie")
        gone = RoomClosed(
            id="simulator:out", at=BEGIN, platform="simulator", room=RoomRef(f"simulator/{room.id}"), how=Closing.LEFT
        )
        await town.app.inbox.take([gone])
        await town.settled()
        assert await managers(town) == ()
