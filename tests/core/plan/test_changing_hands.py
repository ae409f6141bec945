"""Rooms that were somebody's: groups that leave the file, get another id, or want a room that another group lives in."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from attrs import define, evolve

from coterie.adapters.simulator.adapter import SimulatorAdapter
from coterie.core.errors import Transient
from coterie.core.model.effect import Effect, SetTopic
from coterie.core.plan.applying import SILENCE, Applying
from coterie.core.plan.difference import What
from coterie.core.ports import Adapter, Inbox, Performed

from .town import PYTHON, Planned, community, lines

CHOIR = evolve(PYTHON, id="choir", name="Choir", purpose="Sing.", homes={"simulator": "choir"}, playbooks=())


async def test_a_group_that_is_in_no_file_any_more_is_shown_until_its_room_is_closed() -> None:
    town = Planned(community(PYTHON, CHOIR))
    await town.apply()
    town.community = community(PYTHON)
    (gone,) = await town.plan()
    assert lines([gone]) == ["choir - group show"] and gone.now == "Choir" and "state: archived" in gone.why
    assert len((await town.apply()).shown) == 1 and town.pinned("choir")
    town.room("choir").archived = True
    assert await town.plan() == ()


async def test_a_group_of_another_id_takes_the_room_over_with_its_charter_and_nothing_is_asked() -> None:
    town = Planned()
    await town.apply()
    room, said = town.room(), town.pinned()
    renamed = evolve(PYTHON, id="py", purpose="Learn more Python.")
    town.community = community(renamed)
    first, *others = await town.plan()
    assert "was the home of python" in first.why and "does not come along" in first.why
    assert lines(others) == ["py ~ topic do", "py ~ charter do", "py + playbook do"]
    assert not (await town.apply()).declined and town.room() is room
    assert room.topic == "Learn more Python." and len(town.pinned()) == len(said) == 1 and "more" in town.pinned()[0]
    assert await town.plan() == ()

    town.community = community(PYTHON)
    assert "was the home of py" in (await town.plan())[0].why, "the room is not taken for one that never was another's"
    await town.apply()
    assert town.pinned() == said and await town.plan() == ()


async def test_no_group_takes_the_room_in_which_another_lives() -> None:
    town = Planned()
    await town.apply()
    room = town.room()
    room.name = "snakes"
    snakes = evolve(CHOIR, id="snakes", homes={"simulator": "snakes"})
    town.write(snakes)
    found = [one for one in await town.plan() if one.group == "snakes" and one.what is What.ROOM]
    assert lines(found) == ["snakes + room show"] and "is the home of python" in found[0].why
    topic = room.topic
    await town.apply(lambda difference: difference.group == "snakes")
    assert len(room.messages) == 1 and room.topic == topic, "nothing is said there of another group"
    assert room.name == "python" and town.pinned("snakes"), (
        "whose room was only called so has it back, and the other one of its own"
    )

    town = Planned()
    await town.apply()
    town.room().name = "snakes"
    town.community = community(evolve(PYTHON, homes={"elsewhere": "python"}), snakes)
    (taken, *_) = [one for one in await town.plan() if one.group == "snakes"]
    assert "was the home of python" in taken.why, "who has no home there any more lets go of the room"


async def test_a_home_that_the_file_names_anew_is_the_room_of_that_name_also_where_coterie_never_ran() -> None:
    town = Planned()
    town.world.add_room("snakes", ["cy"], app=True)
    await town.apply()
    old = town.room()
    town.write(evolve(PYTHON, homes={"simulator": "snakes"}))
    first, *others = await town.plan()
    assert (first.what, first.wanted) == (What.ROOM, "snakes") and "lets go of python" in first.why
    assert not [one for one in others if one.what is What.PERSON], "who is invited has not left everything"
    outcome = await town.apply()
    assert not outcome.failed and len(town.pinned("snakes")) == 1 and old.name == "python"
    assert [line for line in lines(outcome.done) if "charter" in line] == ["python - charter do", "python + charter do"]
    assert not town.pinned() and not [one for one in old.messages if not one.removed], "what it says is not so there"
    assert await town.plan() == ()


async def test_where_a_home_can_not_be_gone_into_the_charter_stays_in_the_one_that_is_left() -> None:
    town = Planned()
    await town.apply()
    town.world.add_room("snakes", ["cy"], private=True, app=False)
    town.write(evolve(PYTHON, homes={"simulator": "snakes"}))
    await town.apply(lambda difference: True)
    assert len(town.pinned()) == 1


async def test_a_group_gets_the_room_that_another_moves_out_of_by_the_same_files_in_one_go() -> None:
    town = Planned(community(CHOIR, PYTHON))
    await town.apply()
    old = town.room()
    town.world.add_room("snakes", ["cy"], app=True)
    moved = evolve(PYTHON, homes={"simulator": "snakes"})
    town.community = community(evolve(CHOIR, homes={"simulator": "python"}), moved)
    first, *_ = await town.plan()
    assert lines([first]) == ["choir + room show"] and "is the home of python until that one has moved" in first.why
    outcome = await town.apply(lambda difference: True)
    assert not outcome.failed and not outcome.shown and await town.plan() == ()
    assert town.room() is old and "Sing." in town.pinned()[0] and len(town.pinned()) == 1
    assert "Learn Python." in town.pinned("snakes")[0] and not town.pinned("choir")


async def test_groups_that_swap_homes_are_told_how_as_neither_can_move_first() -> None:
    town = Planned(community(PYTHON, CHOIR))
    await town.apply()

    def written(python: str, choir: str) -> None:
        homes = (evolve(PYTHON, homes={"simulator": python}), evolve(CHOIR, homes={"simulator": choir}))
        town.community = community(*homes)

    written("choir", "python")
    for one in (await town.plan(), (await town.apply(lambda difference: True)).shown):
        assert lines(one) == ["python + room show", "choir + room show"]
        assert all("give one of them a home that nobody has" in difference.why for difference in one)
    written("between", "python")
    await town.apply(lambda difference: True)
    written("choir", "python")
    await town.apply(lambda difference: True)
    assert await town.plan() == ()
    assert "Learn Python." in town.pinned("choir")[0] and "Sing." in town.pinned("python")[0]


async def test_a_room_that_took_the_name_of_one_that_is_gone_is_asked_about() -> None:
    town = Planned()
    await town.apply()
    del town.world.rooms[town.room().id]
    other = town.world.rooms[town.world.add_room("python", ["cy"], app=True).id]
    (first,) = await town.plan()
    assert lines([first]) == ["python + room ask"] and "another room is called so now" in first.why
    assert len((await town.apply()).declined) == 1 and not other.messages
    assert not (await town.apply(lambda difference: True)).failed and len(town.pinned()) == 1
    assert await town.plan() == ()


@define
class Refusing:
    """The simulator, where nothing can be changed the first times."""

    adapter: SimulatorAdapter
    times: int

    platform = "simulator"

    @property
    def capabilities(self) -> object:
        return self.adapter.capabilities

    async def listen(self, inbox: Inbox) -> None:
        await self.adapter.listen(inbox)

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        if isinstance(effect, SetTopic) and self.times:
            self.times -= 1
            raise Transient("it is being repaired", timedelta(seconds=30))
        return await self.adapter.perform(effect, again=again)


async def test_that_a_platform_takes_nothing_is_told_once_while_it_waits() -> None:
    town = Planned()
    await town.apply()
    town.room().topic = "Cats"
    told: list[tuple[str, str]] = []
    refusing: Adapter = Refusing(town.adapter, 4)  # type: ignore[assignment]  # its capabilities are those of another
    applying = Applying(
        town.store,
        town.clock,
        {"simulator": refusing},
        town.files,
        "waiting",
        waits=lambda platform, reason: told.append((platform, reason)),
    )
    async with asyncio.TaskGroup() as tasks:
        done = tasks.create_task(applying.apply(lambda difference: False))
        while not done.done():
            await asyncio.sleep(0)
            if (due := town.clock.next_sleeper()) is not None:
                town.clock.jump(due)
    assert town.room().topic == "Learn Python." and SILENCE < timedelta(seconds=30)
    assert told == [("Simulator", "it is being repaired")]
