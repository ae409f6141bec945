"""A group moves with its room."""

from __future__ import annotations

from coterie.core.engine.scene import Scene
from coterie.core.model.community import JoinMode
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import Closing, MessagePosted, RoomClosed
from coterie.core.refs import RoomRef

from .town import BEGIN, Town, founded, running


def replaced(town: Town, join: JoinMode) -> str:
    """The room is closed, and a new one stands in its place, into which nobody went yet."""
    old = town.world.room(town.room)
    members, old.members = old.members, ["coterie"]
    new = town.world.replace(town.room)
    old.members, new.join = members, join
    return new.id


async def test_people_are_asked_into_a_new_room_that_is_entered_by_invitation_alone() -> None:
    town = founded()

    def answers(scene: Scene) -> None:
        scene.effect(Post(key=f"say {scene.event.id}", to=RoomRef("room:python"), card=Card("Here.")))

    town.on(answers, MessagePosted)
    async with running(town):
        new = replaced(town, JoinMode.INVITE)
        await town.settled()
        assert set(town.world.room(new).members) >= {"ana", "bo"}
        town.world.say("bo", new, "!hello")
        await town.settled()
        assert town.texts(new) == ["Here."]


async def test_nobody_is_asked_where_anybody_may_enter_and_those_who_went_are_not_asked_again() -> None:
    town = founded()
    async with running(town):
        new = replaced(town, JoinMode.OPEN)
        await town.settled()
        assert "bo" not in town.world.room(new).members


async def test_leaders_hear_that_coterie_was_removed() -> None:
    town = founded()
    async with running(town):
        gone = RoomClosed(
            id="simulator:gone",
            at=BEGIN,
            platform="simulator",
            room=RoomRef(f"simulator/{town.room}"),
            how=Closing.LEFT,
        )
        await town.app.inbox.take([gone])
        await town.settled()
        (said,) = town.texts(town.world.direct("ana").id)
        assert (
            "removed me from the room of Python on Simulator" in said and town.texts(town.world.direct("bo").id) == []
        )


async def test_a_room_that_is_replaced_twice_at_once_takes_everybody_along_and_who_leaves_the_last_one_is_in_none() -> (
    None
):
    town = founded()
    async with running(town):
        first = town.world.room(town.room)
        members, first.members = first.members, ["coterie"]
        between = town.world.replace(town.room)
        between.join = JoinMode.OPEN
        last = town.world.replace(between.id)
        first.members, last.join = members, JoinMode.OPEN
        await town.settled()
        town.world.join("bo", last.id)
        town.world.leave("bo", last.id)
        town.world.join("ana", last.id)
        await town.settled()
        async with town.store.unit() as unit:
            assert [key for key, _ in await unit.scan("member")] == ["python ana"]
