"""What a survey tells of a room, and that what was changed is found so."""

from __future__ import annotations

from ..model import effect as effects
from ..model.community import JoinMode, Visibility
from ..model.content import Capability
from ..model.event import RoleHeld
from ..refs import RoomRef
from .adapter_scene import PYTHON, Scene, needs_council

DOT = "R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
"""A picture of one point, as GIF."""


class SurveyContract:
    """What an adapter promises of looking at a room, and of changing what is then found."""

    @needs_council
    async def test_a_survey_tells_how_a_room_stands_and_who_is_in(self, scene: Scene) -> None:
        python, home = await scene.room(), scene.driver.opened.homes["python"]
        told = len(scene.inbox.events)
        found = await scene.survey(python, name=home)
        assert (found.room, found.gone, found.inside, found.archived) == (python, None, True, False)
        assert home in found.names and found.visibility is Visibility.PUBLIC and found.join in (None, JoinMode.OPEN)
        assert set(found.members or ()) == {scene.person("ana"), scene.person("bo")}
        council = await scene.survey(await scene.room("council"))
        assert (council.visibility, council.join) == (Visibility.PRIVATE, JoinMode.INVITE)
        assert council.members == (scene.person("ana"),)
        assert len(scene.inbox.events) == told, "a survey changes nothing"

    async def test_a_survey_finds_a_room_by_its_name_and_says_which_are_not_there(self, scene: Scene) -> None:
        found = await scene.survey(name=scene.driver.opened.homes["python"])
        assert (found.room, found.gone) == (await scene.room(), None)
        nowhere = await scene.survey(name="nowhere-to-be-found")
        assert nowhere.gone and nowhere.room is None
        lost = await scene.survey(RoomRef.native_to(scene.adapter.platform, "nowhere"))
        assert lost.gone and not lost.inside
        assert "another-name" not in (await scene.survey(await scene.room(), name="another-name")).names

    async def test_a_survey_tells_the_topic_that_was_set(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        topic = "Snakes & ladders <for> all"
        await scene.do(effects.SetTopic(key=scene.key(), room=await scene.room(), topic=topic))
        assert (await scene.survey(await scene.room())).topic == topic

    async def test_a_survey_tells_by_which_picture_a_room_is_shown(self, scene: Scene) -> None:
        scene.needs(Capability.AVATARS)
        python = await scene.room()
        assert (await scene.survey(python)).avatar == ""
        effect = effects.SetAvatar(key=scene.key(), room=python, media_type="image/gif", content=DOT)
        await scene.do(effect)
        await scene.do(effect, again=True)
        assert (await scene.survey(python)).avatar == effect.digest
        await scene.do(effects.SetAvatar(key=scene.key(), room=python))
        assert (await scene.survey(python)).avatar == ""

    async def test_a_room_is_renamed(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        opened = await scene.do(effects.OpenRoom(key=scene.key(), name="nightfall", title="Nightfall"))
        assert opened.native is not None
        room = RoomRef(opened.native)
        assert (await scene.survey(room, name="nightfall")).title in (None, "Nightfall")
        effect = effects.Rename(key=scene.key(), room=room, name="daybreak", title="Daybreak")
        await scene.do(effect)
        await scene.do(effect, again=True)
        found = await scene.survey(room, name="daybreak")
        assert "daybreak" in found.names and found.title in (None, "Daybreak")
        assert (await scene.survey(name="daybreak")).room == room

    async def test_a_survey_tells_who_has_which_rights(self, scene: Scene) -> None:
        scene.needs(Capability.ROLES)
        python, bo = await scene.room(), scene.person("bo")
        await scene.do(effects.GrantRole(key=scene.key(), room=python, person=bo, role="moderator"))
        assert (await scene.survey(python)).roles == (RoleHeld(bo, "moderator"),)
        await scene.do(effects.RevokeRole(key=scene.key(), room=python, person=bo, role="moderator"))
        assert (await scene.survey(python)).roles == ()

    async def test_a_survey_tells_whether_a_message_still_stands_and_is_pinned(self, scene: Scene) -> None:
        scene.needs(Capability.PINS)
        python = await scene.room()
        loose, _ = await scene.post("Loose")
        pinned, _ = await scene.post("Pinned", pin=True)
        found = [await scene.survey(python, message=one) for one in (loose, pinned)]
        assert [(one.message, one.pinned) for one in found] == [(loose, False), (pinned, True)]
        await scene.do(effects.Pin(key=scene.key(), message=loose))
        assert (await scene.survey(python, message=loose)).pinned
        await scene.do(effects.Remove(key=scene.key(), message=pinned))
        assert (await scene.survey(python, message=pinned)).message is None

    async def test_who_may_come_into_a_room_can_be_changed(self, scene: Scene) -> None:
        scene.needs(Capability.ACCESS)
        python = await scene.room()
        for visibility, join in (
            (Visibility.PRIVATE, JoinMode.INVITE),
            (Visibility.PUBLIC, JoinMode.KNOCK),
            (Visibility.PUBLIC, JoinMode.OPEN),
        ):
            effect = effects.SetAccess(key=scene.key(), room=python, visibility=visibility, join=join)
            await scene.do(effect)
            await scene.do(effect, again=True)
            found = await scene.survey(python)
            assert (found.visibility, found.join) == (visibility, join)

    async def test_a_survey_tells_of_an_archived_room_which_can_be_opened_again(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        python = await scene.room()
        await scene.do(effects.Archive(key=scene.key(), room=python))
        assert (await scene.survey(python)).archived
        effect = effects.Reopen(key=scene.key(), room=python)
        await scene.do(effect)
        await scene.do(effect, again=True)
        assert not (await scene.survey(python)).archived
        await scene.driver.say("bo", PYTHON, "Here again")
        assert (await scene.newest()).text == "Here again"

    @needs_council
    async def test_a_survey_tells_who_was_invited(self, scene: Scene) -> None:
        scene.needs(Capability.ROOMS)
        council, cy = await scene.room("council"), scene.person("cy")
        await scene.do(effects.Invite(key=scene.key(), room=council, person=cy))
        found = await scene.survey(council)
        assert cy in (*(found.members or ()), *found.invited)

    async def test_a_survey_of_a_space_tells_which_rooms_stand_in_it(self, scene: Scene) -> None:
        scene.needs(Capability.SPACES)
        space = RoomRef((await scene.do(effects.OpenSpace(key=scene.key(), name="all-together"))).native or "")
        assert (await scene.survey(space)).children == ()
        await scene.do(effects.PlaceInSpace(key=scene.key(), room=await scene.room(), space=space))
        assert (await scene.survey(space)).children == (await scene.room(),)
