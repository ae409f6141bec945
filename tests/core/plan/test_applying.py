"""Files are applied to a platform, and what people do there by hand is found and repaired."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from coterie.adapters.simulator.world import APP
from coterie.core.model.community import GroupState, JoinMode, Use, Visibility
from coterie.core.model.content import Capability
from coterie.core.plan.difference import Act, What

from .town import PYTHON, Planned, community, lines


async def test_a_plan_shows_everything_and_changes_nothing() -> None:
    town = Planned()
    before = len(town.world.log)
    assert lines(await town.plan()) == [
        "python + room do",
        "python + charter do",
        "python + member do",
        "python + member do",
        "python + role do",
        "python + role do",
        "python + playbook do",
    ]
    assert (len(town.world.log), town.world.rooms) == (before, {})


async def test_what_is_applied_is_there_and_nothing_differs_then() -> None:
    town = Planned()
    outcome = await town.apply()
    assert (len(outcome.done), outcome.failed, outcome.declined, outcome.shown) == (7, (), (), ())
    room = town.room()
    assert (room.title, room.topic) == ("Python Evenings", "Learn Python.")
    assert set(room.members) == {"ana", "bo", APP}
    assert room.roles == {"ana": {"leader"}, "bo": {"leader"}}
    (charter,) = town.pinned()
    assert "Learn Python" in charter and "@ana and @bo" in charter
    assert await town.plan() == ()
    assert (await town.apply()).done == ()
    assert town.progress[-1][1:] != (0, 0)


async def test_what_people_did_by_hand_is_drift_and_is_repaired() -> None:
    town = Planned()
    await town.apply()
    room = town.room()
    room.topic, room.name, room.title = "Cats", "cats", "Cats"
    room.roles["bo"].clear()
    next(message for message in room.messages if message.pinned).pinned = False
    assert lines(await town.plan()) == [
        "python ~ name do",
        "python ~ topic do",
        "python ~ charter do",
        "python + role do",
    ]
    outcome = await town.apply()
    assert len(outcome.done) == 4 and not outcome.failed
    assert (room.topic, room.name, room.title) == ("Learn Python.", "python", "Python Evenings")
    assert room.roles["bo"] == {"leader"} and len(town.pinned()) == 1
    assert await town.plan() == ()


async def test_a_charter_that_was_taken_away_is_said_again() -> None:
    town = Planned()
    await town.apply()
    town.world.remove(next(message.id for message in town.room().messages if message.pinned), "ana")
    assert lines(await town.plan()) == ["python + charter do"]
    await town.apply()
    assert len(town.pinned()) == 1 and await town.plan() == ()


async def test_a_changed_file_changes_what_there_is_in_its_place() -> None:
    town = Planned()
    await town.apply()
    town.write(evolve(PYTHON, purpose="Learn more.", until=date(2027, 6, 30), leaders=("ana", "cy"), playbooks=()))
    outcome = await town.apply()
    assert not outcome.failed
    room = town.room()
    assert room.topic == "Learn more."
    assert len([message for message in room.messages if message.author == APP]) == 1
    assert "Learn more" in town.pinned()[0] and "30" in town.pinned()[0]
    assert room.roles == {"ana": {"leader"}, "bo": set(), "cy": {"leader"}}
    assert "bo" in room.members, "who has no role any more stays a member"
    assert await town.plan() == ()


async def test_an_archived_room_is_opened_again_only_if_somebody_agrees() -> None:
    town = Planned()
    await town.apply()
    room = town.room()
    room.archived = True
    assert lines(await town.plan()) == ["python ~ room ask"]
    assert len((await town.apply()).declined) == 1 and room.archived
    room.topic = "By hand"
    outcome = await town.apply(lambda difference: True)
    assert len(outcome.done) == 2 and not room.archived and room.topic == "Learn Python."


async def test_a_deleted_room_is_said_and_made_again_by_apply_alone() -> None:
    town = Planned()
    await town.apply()
    await town.apply()
    del town.world.rooms[town.room().id]
    first, *others = await town.plan()
    assert (first.change.value, first.what.value) == ("+", "room") and "is made anew: there is no room" in first.why
    assert not [one for one in others if one.what is What.PERSON], "who is invited anew has not left everything"
    assert town.world.find_room("python") is None
    outcome = await town.apply()
    assert not outcome.failed and not outcome.shown and len(town.pinned()) == 1
    assert set(town.room().members) == {"ana", "bo", APP}
    assert await town.plan() == ()


async def test_a_renamed_room_is_followed_by_its_id_and_no_second_one_is_made() -> None:
    town = Planned()
    await town.apply()
    room = town.room()
    room.name = "snakes"
    await town.apply()
    assert town.room() is room and len(town.world.rooms) == 1


async def test_a_room_that_was_there_keeps_what_people_made_unless_somebody_agrees() -> None:
    town = Planned()
    id = town.world.add_room("python", ["ana", "bo"], app=False).id
    room = town.world.rooms[id]
    room.title, room.topic, room.roles["cy"] = "Our den", "Snacks at six", {"moderator"}
    outcome = await town.apply()
    assert (room.title, room.topic, room.roles["cy"]) == ("Our den", "Snacks at six", {"moderator"})
    assert APP in room.members and len(town.pinned()) == 1
    assert lines(outcome.declined) == ["python ~ name ask", "python ~ topic ask"]
    assert lines(outcome.shown) == ["python - role show"]
    outcome = await town.apply(lambda difference: True)
    assert (room.title, room.topic) == ("Python Evenings", "Learn Python.")
    assert room.roles["cy"] == {"moderator"}, "what coterie did not give it does not take"
    assert lines(await town.plan()) == ["python - role show"]


async def test_who_left_is_not_invited_again_and_is_shown() -> None:
    town = Planned()
    await town.apply()
    town.world.leave("bo", town.room().id)
    found = await town.plan()
    assert lines(found) == ["python - person show", "- person show"]
    assert (found[0].subject, found[1].subject) == ("simulator/bo", "bo")
    await town.apply(lambda difference: True)
    assert "bo" not in town.room().members


async def test_making_a_room_wider_is_asked_and_making_it_narrower_is_not() -> None:
    town = Planned()
    town.write(evolve(PYTHON, visibility=Visibility.PRIVATE, join=JoinMode.KNOCK))
    await town.apply()
    room = town.room()
    assert (room.private, room.join) == (True, JoinMode.KNOCK)
    town.write(evolve(PYTHON, visibility=Visibility.PUBLIC))
    assert lines(await town.plan()) == ["python ~ access ask", "python ~ charter do"]
    town.write(evolve(PYTHON, visibility=Visibility.PRIVATE, join=JoinMode.INVITE))
    assert lines(await town.plan()) == ["python ~ access do", "python ~ charter do"]
    await town.apply()
    assert room.join is JoinMode.INVITE


async def test_an_archived_group_asks_before_its_room_is_closed_and_one_that_gathers_has_none() -> None:
    town = Planned()
    await town.apply()
    town.write(evolve(PYTHON, state=GroupState.ARCHIVED))
    town.write(evolve(PYTHON, id="rust", name="Rust", state=GroupState.GATHERING, playbooks=(), homes={}))
    assert lines(await town.plan()) == ["python - room ask"]
    await town.apply(lambda difference: True)
    assert town.world.find_room("python") is None and town.world.find_room("rust") is None
    assert await town.plan() == ()


async def test_the_rooms_of_a_community_stand_in_its_space() -> None:
    town = Planned(community(PYTHON, evolve(PYTHON, id="rust", name="Rust", homes={"simulator": "rust"}), space=True))
    assert lines(await town.plan())[:3] == ["town + space do"] * 3
    outcome = await town.apply()
    assert not outcome.failed and set(town.room("town-space").children) == {town.room().id, town.room("rust").id}
    assert await town.plan() == ()
    town.room("town-space").children.remove(town.room("rust").id)
    assert lines(await town.plan()) == ["town + space do"]


async def test_what_a_platform_can_not_do_is_left_to_people() -> None:
    town = Planned(lacks=(Capability.ROOMS, Capability.ROLES, Capability.ACCESS, Capability.PINS))
    assert lines(await town.plan()) == ["python + room show", "python + playbook do"]
    town.world.add_room("python", ["ana", "bo"])
    outcome = await town.apply(lambda difference: True)
    assert not outcome.failed
    assert lines(await town.plan()) == ["python + topic show"]


async def test_a_refusal_is_told_with_its_reason() -> None:
    town = Planned()
    await town.apply()
    room = town.room()
    room.name = "snakes"
    town.world.add_room("python")
    outcome = await town.apply()
    ((difference, reason),) = outcome.failed
    assert difference.what.value == "name" and "another room is called" in reason


async def test_the_room_of_the_whole_community_is_made_and_stands_in_its_space() -> None:
    town = Planned(evolve(community(PYTHON, space=True), room={"simulator": "square"}))
    assert "@town + room do" in lines(await town.plan())
    outcome = await town.apply()
    assert not outcome.failed and await town.plan() == ()
    assert town.room("square").title == "Town"
    assert set(town.room("town-space").children) == {town.room().id, town.room("square").id}


async def test_a_home_that_a_file_names_anew_is_the_room_of_that_name_or_the_old_one_under_it() -> None:
    town = Planned()
    await town.apply()
    old = town.room()
    async with town.store.unit() as unit:
        unit.put("home-name", "python simulator", "python")
    town.write(evolve(PYTHON, homes={"simulator": "snakes"}))
    assert lines(await town.plan()) == ["python ~ name do"]
    town.world.add_room("snakes", ["ana", "bo"])
    assert lines(await town.plan())[0] == "python + room do"
    await town.apply(lambda difference: True)
    assert await town.plan() == () and len(town.pinned("snakes")) == 1 and old.name == "python"


async def test_what_a_group_uses_is_shown_when_it_changes() -> None:
    town = Planned(evolve(community(PYTHON), plugins=("kudos",)))
    await town.apply()
    town.write(evolve(PYTHON, playbooks=(Use("heartbeat", {"at": "friday 09:00"}), Use("retro")), plugins=("library",)))
    found = await town.plan()
    assert [(one.change.value, one.what.value, one.subject, one.now, one.wanted) for one in found] == [
        ("~", "playbook", "heartbeat", "at: monday 09:00", "at: friday 09:00"),
        ("+", "playbook", "retro", None, None),
        ("+", "plugin", "library", None, None),
    ]
    await town.apply()
    assert await town.plan() == ()


async def test_a_space_stands_in_another_that_coterie_was_let_into() -> None:
    town = Planned(evolve(community(PYTHON, space=True), within={"simulator": "umbrella"}))
    outcome = await town.apply()
    assert not outcome.failed and [one.subject for one in outcome.shown] == ["^"]
    (left,) = await town.plan()
    assert left.act is Act.SHOW and "invite it, and give it power for m.space.child" in left.why
    umbrella = town.world.add_room("umbrella", space=True)
    assert lines(await town.plan()) == ["town + space do"]
    assert not (await town.apply()).failed
    assert umbrella.children == [town.room("town-space").id] and await town.plan() == ()
