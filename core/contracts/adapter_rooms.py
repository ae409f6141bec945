"""Rooms: told with who is in them, found, made, left alone, archived."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from ..errors import PlatformError, Refused
from ..model import effect as effects
from ..model.content import Capability, Card
from ..model.event import (
    Departure,
    MemberJoined,
    MemberLeft,
    MessagePosted,
    RoomOpened,
    RoomSurveyed,
)
from ..refs import RoomRef
from ..scenario.driver import InRoom
from .adapter_scene import BEGIN, PYTHON, Scene, needs_council


class RoomContract:
    """What an adapter promises about rooms and who is in them."""

    async def test_the_rooms_that_are_there_are_told_with_who_is_in_them(self, scene: Scene) -> None:
        python = await scene.room()
        opened = [event for event in scene.events(RoomOpened) if event.room == python]
        assert len(opened) == 1 and not opened[0].direct
        assert scene.driver.opened.homes["python"] in opened[0].names
        people = {account.person: account for account in opened[0].members if not account.bot}
        assert set(people) == {scene.person("ana"), scene.person("bo")}
        assert people[scene.person("ana")].name == "Ana Ruiz"
        assert people[scene.person("ana")].handle

    async def test_the_platform_is_told_to_be_ready(self, scene: Scene) -> None:
        assert scene.inbox.connected

    async def test_every_event_is_of_this_platform_and_has_an_id_of_its_own(self, scene: Scene) -> None:
        await scene.driver.say("ana", PYTHON, "one")
        await scene.driver.say("ana", PYTHON, "one")
        await scene.settle()
        assert len({event.id for event in scene.events(MessagePosted)}) == 2
        assert {event.platform for event in scene.inbox.events} == {scene.adapter.platform}
        assert all(event.at.utcoffset() == timedelta() for event in scene.inbox.events)

    async def test_who_comes_and_who_goes_is_told(self, scene: Scene) -> None:
        await scene.driver.join("cy", PYTHON)
        await scene.driver.leave("bo", PYTHON)
        await scene.settle()
        joined, left = scene.one(MemberJoined), scene.one(MemberLeft)
        python = await scene.room()
        assert (joined.person, joined.room, joined.name) == (scene.person("cy"), python, "Cy 🌱")
        assert (left.person, left.room) == (scene.person("bo"), python)
        assert left.how is not Departure.REMOVED

    async def test_a_room_of_a_known_name_is_taken_and_not_made_again(self, scene: Scene) -> None:
        name = scene.driver.opened.homes["python"]
        done = await scene.do(effects.OpenRoom(key=scene.key(), name=name))
        assert done.native == (await scene.room()).id

    async def test_a_room_that_is_not_there_is_refused_where_none_may_be_made(self, scene: Scene) -> None:
        with pytest.raises(Refused):
            await scene.do(effects.OpenRoom(key=scene.key(), name="nowhere-to-be-found", create=False))

    async def test_a_room_is_made_once_and_can_be_spoken_in(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        effect = effects.OpenRoom(key=scene.key(), name="evenings", title="Evenings", topic="Tea")
        first, second = await scene.do(effect), await scene.do(effect, again=True)
        assert first.native is not None and first == second
        opened = [event for event in scene.events(RoomOpened) if event.room == RoomRef(first.native)]
        assert len(opened) <= 1
        await scene.do(effects.Post(key=scene.key(), to=RoomRef(first.native), card=Card("Hello")))

    async def test_a_room_that_was_there_is_left_alone_where_only_a_new_one_will_do(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        there = effects.OpenRoom(key=scene.key(), name=scene.name("evenings"), invite=(scene.person("ana"),))
        theirs = RoomRef((await scene.do(there)).native or "")
        before = seen(await scene.survey(theirs))
        for again in (False, True):  # True and never begun: the process died before anything was made
            effect = effects.OpenRoom(
                key=scene.key(), name=there.name, topic="Tea", invite=(scene.person("cy"),), adopt=False
            )
            done = await scene.do(effect, again=again)
            assert done.native not in (None, theirs.id)
            assert (await scene.survey(RoomRef(done.native or ""))).topic == "Tea"
        assert seen(await scene.survey(theirs)) == before

    async def test_a_new_room_is_found_again_by_its_key_after_a_crash(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        effect = effects.OpenRoom(
            key=scene.key(), name=scene.name("mornings"), invite=(scene.person("cy"),), adopt=False
        )
        first = await scene.do(effect)
        await scene.restart()
        assert (await scene.do(effect, again=True)).native == first.native
        another = await scene.do(evolve(effect, key=scene.key()))
        assert another.native not in (None, first.native)

    @needs_council
    async def test_an_invited_person_can_come_in_and_an_expelled_one_is_out(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        council = await scene.room("council")
        await scene.do(effects.Invite(key=scene.key(), room=council, person=scene.person("cy")))
        await scene.driver.join("cy", InRoom("council"))
        await scene.settle()
        assert "cy" in await scene.driver.members(InRoom("council"))
        assert scene.one(MemberJoined).room == council
        await scene.do(effects.Expel(key=scene.key(), room=council, person=scene.person("cy"), reason="done"))
        assert "cy" not in await scene.driver.members(InRoom("council"))
        left = scene.one(MemberLeft)
        assert left.person == scene.person("cy") and left.how is not Departure.LEFT

    async def test_whoever_is_invited_into_a_new_room_comes_in_like_everybody_else(self, scene: Scene) -> None:
        """Nobody is a member unheard: who comes in first is greeted, too. One who has to accept is not in yet."""
        scene.needs(Capability.ROOMS)
        cy = scene.person("cy")
        done = await scene.do(effects.OpenRoom(key=scene.key(), name=scene.name("newcomers"), invite=(cy,)))
        new = RoomRef(done.native or "")
        found = await scene.survey(new)
        joined = [event.person for event in scene.events(MemberJoined) if event.room == new]
        assert joined == [cy] if cy in (found.members or ()) else cy in found.invited

    async def test_in_an_archived_room_nobody_speaks_and_everything_stays_readable(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        await scene.post("Good bye")
        await scene.do(effects.Archive(key=scene.key(), room=await scene.room()))
        with pytest.raises(PlatformError):
            await scene.driver.say("bo", PYTHON, "Wait")
        assert [one.text for one in await scene.said()] == ["Good bye"]

    async def test_what_rules_a_room_can_be_done_twice(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS, Capability.ROLES)
        python, bo = await scene.room(), scene.person("bo")
        for effect in (
            effects.SetTopic(key=scene.key(), room=python, topic="Snakes"),
            effects.GrantRole(key=scene.key(), room=python, person=bo, role="moderator"),
            effects.RevokeRole(key=scene.key(), room=python, person=bo, role="moderator"),
        ):
            await scene.do(effect)
            await scene.do(effect, again=True)

    async def test_a_room_can_stand_in_a_space(self, scene: Scene) -> None:
        scene.needs(Capability.SPACES)
        opening = effects.OpenSpace(key=scene.key(), name="everybody", title="Everybody")
        space = await scene.do(opening)
        assert space.native is not None and space == await scene.do(opening, again=True)
        placing = effects.PlaceInSpace(key=scene.key(), room=await scene.room(), space=RoomRef(space.native))
        await scene.do(placing)
        await scene.do(placing, again=True)


def seen(found: RoomSurveyed) -> RoomSurveyed:
    """What was found, without when and by which survey."""
    return evolve(found, id="", at=BEGIN, survey="")
