"""Groups whose files give them a thread of the community's room for a home."""

from __future__ import annotations

from attrs import evolve

from coterie.adapters.simulator.things import Message
from coterie.core.commands.exporting import exported
from coterie.core.engine.register import Register
from coterie.core.model.community import THREAD, GroupState, JoinMode, Visibility
from coterie.core.model.content import Capability
from coterie.core.plan.difference import What

from .town import PYTHON, Planned, community, lines

WALKS = evolve(PYTHON, id="walks", name="Lunch Walks", purpose="Walk.", homes={"simulator": THREAD}, playbooks=())


PRIVATE = "whoever is in the room of the community reads its threads: a private group needs a room of its own"


def town_of() -> Planned:
    whole = evolve(community(WALKS), room={"simulator": "quay"})
    return Planned(whole)


def roots(town: Planned) -> list[Message]:
    """The messages below which groups live."""
    return [one for one in town.room("quay").messages if one.thread is None and one.text.startswith("🧵")]


def below(town: Planned, root: Message) -> list[str]:
    return [one.text for one in town.room("quay").messages if one.thread == root.id]


async def test_the_thread_is_opened_with_charter_and_people_and_nothing_differs_then() -> None:
    town = town_of()
    (room,) = [one for one in await town.plan() if one.group == "walks" and one.what is What.ROOM]
    assert room.why == "is opened in the community's room"
    await town.apply()
    (root,) = roots(town)
    assert "Lunch Walks" in root.text and "Walk." in root.text and "join Lunch Walks" in root.text
    said = "\n".join(below(town, root))
    assert "@ana" in said and "@bo" in said and "Led by" in said
    assert not town.pinned("quay"), "what is one group's is not pinned for all"
    assert await town.plan() == ()
    await town.apply()
    assert len(roots(town)) == 1


async def test_what_the_file_says_anew_stands_at_the_root() -> None:
    town = town_of()
    await town.apply()
    town.write(evolve(WALKS, name="Noon Walks", purpose="Walk at noon."))
    assert {"walks ~ name do", "walks ~ topic do"} <= set(lines(await town.plan()))
    await town.apply()
    (root,) = roots(town)
    assert "Noon Walks" in root.text and "Walk at noon." in root.text
    assert await town.plan() == ()


async def test_a_group_that_ends_says_so_at_the_root() -> None:
    town = town_of()
    await town.apply()
    town.write(evolve(WALKS, state=GroupState.ARCHIVED))
    await town.apply(lambda difference: True)
    (root,) = roots(town)
    assert "has ended" in root.text
    assert await town.plan() == ()


async def test_a_private_group_is_given_no_thread() -> None:
    town = town_of()
    town.write(evolve(WALKS, visibility=Visibility.PRIVATE))
    ((failed, why),) = (await town.apply()).failed
    assert failed.group == "walks"
    assert why == PRIVATE
    assert not roots(town)


async def test_a_group_into_which_people_are_only_invited_is_given_no_thread() -> None:
    town = town_of()
    town.write(evolve(WALKS, join=JoinMode.INVITE))
    ((_, why),) = (await town.apply()).failed
    assert "nobody can be invited into a thread by hand" in why and not roots(town)


async def test_without_a_room_of_the_community_it_says_what_to_do() -> None:
    town = Planned(community(WALKS))
    ((_, why),) = (await town.apply()).failed
    assert "name one as `room` in the community file" in why


async def test_where_no_room_may_be_opened_a_thread_stands_in() -> None:
    town = Planned(evolve(community(PYTHON), room={"simulator": "quay"}), lacks=(Capability.ROOMS,))
    town.world.add_room("quay", app=True)
    await town.apply()
    assert len(roots(town)) == 1 and town.world.find_room("python") is None
    assert await town.plan() == ()


async def test_no_thread_stands_in_the_space_and_the_room_around_it_does() -> None:
    for lacks in ((), (Capability.ROOMS,)):
        town = Planned(evolve(community(WALKS, space=True), room={"simulator": "quay"}), lacks=lacks)
        if lacks:
            town.world.add_room("quay", app=True)
            town.write(evolve(WALKS, homes={"simulator": "walks"}))
        await town.apply()
        assert len(roots(town)) == 1 and await town.plan() == (), lacks


async def test_a_group_moves_into_a_room_when_its_file_names_one_and_its_people_are_led_there() -> None:
    town = town_of()
    await town.apply()
    town.write(evolve(WALKS, homes={"simulator": "walks"}))
    (first, *_) = await town.plan()
    assert "it lives in a thread, and the file names a room" in first.why
    await town.apply()
    (root,) = roots(town)
    assert "has a room of its own now" in root.text
    assert {"ana", "bo"} <= set(town.room("walks").members)
    assert town.pinned("walks") and await town.plan() == ()


async def test_it_moves_also_where_somebody_took_away_the_message_with_which_the_thread_began() -> None:
    town = town_of()
    await town.apply()
    town.world.remove(roots(town)[0].id, "cy")
    town.write(evolve(WALKS, homes={"simulator": "walks"}))
    assert not (await town.apply()).failed
    assert {"ana", "bo"} <= set(town.room("walks").members) and await town.plan() == ()


async def test_a_room_that_is_there_already_takes_the_threads_place() -> None:
    town = town_of()
    await town.apply()
    town.world.add_room("walks", ["cy"], app=True)
    town.write(evolve(WALKS, homes={"simulator": "walks"}))
    await town.apply(lambda difference: True)
    assert {"ana", "bo", "cy"} <= set(town.room("walks").members)
    assert "has a room of its own now" in roots(town)[0].text and await town.plan() == ()


async def test_a_thread_whose_first_message_is_gone_is_opened_anew() -> None:
    town = town_of()
    await town.apply()
    town.world.remove(roots(town)[0].id, "cy")
    (first, *_) = await town.plan()
    assert "somebody took away the message with which it began" in first.why
    await town.apply()
    assert len([one for one in roots(town) if not one.removed]) == 1 and await town.plan() == ()


async def test_a_group_that_becomes_private_is_told_that_its_thread_is_not() -> None:
    town = town_of()
    await town.apply()
    town.write(evolve(WALKS, visibility=Visibility.PRIVATE))
    assert [why for _, why in (await town.apply()).failed] == [PRIVATE]


async def test_a_group_that_was_founded_in_a_thread_is_exported_so() -> None:
    town = town_of()
    town.community = evolve(town.community, groups={})
    async with town.store.unit() as unit:
        await Register(town.files).changed(unit, "town", WALKS)
    await town.apply()
    (root,) = roots(town)
    (group,) = (await exported(town.store, town.files)).groups()
    assert group.homes == {"simulator": THREAD}
    town.write(evolve(group, leaders=("ana", "bo")))
    await town.apply()
    assert roots(town) == [root] and await town.plan() == ()


async def test_a_thread_whose_room_was_left_is_opened_anew() -> None:
    town = town_of()
    await town.apply()
    town.world.leave("coterie", town.room("quay").id)
    why = " ".join(one.why for one in await town.plan())
    assert "coterie is not in the room around it any more" in why
