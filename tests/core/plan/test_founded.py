"""Groups founded in chat and files that are applied know of each other."""

from __future__ import annotations

from uuid import uuid4

from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.core.api import Context, Group, GroupRef, PersonRef, Plugin, Rest
from coterie.core.commands.exporting import exported
from coterie.core.plan.applying import Applying, Outcome
from coterie.core.plan.comparing import differences
from coterie.core.plan.difference import Difference
from coterie.core.plan.surveying import Surveyor
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.founding import plugin as founding

from .town import lines


def works() -> Plugin:
    """A plugin that does to groups what it is told."""
    plugin = Plugin("works")

    @plugin.command("found")
    async def found(ctx: Context, id: str, *, purpose: Rest) -> None:
        """Found a group."""
        await ctx.groups.found(
            Group(id, id.title(), str(purpose), leaders=(ctx.person.id,), review_every="3mo"), why="asked for"
        )

    @plugin.command("rewrite")
    async def rewrite(ctx: Context, id: str, *, purpose: Rest) -> None:
        """Give it another purpose."""
        await ctx.groups.amend(GroupRef(id), purpose=str(purpose))

    @plugin.command("relieve")
    async def relieve(ctx: Context, id: str, person: PersonRef) -> None:
        """Take the lead from somebody."""
        await ctx.groups.relieve(person, "leader", group=GroupRef(id))

    return plugin


def surveyor(room: StageRoom) -> Surveyor:
    app = room.house.app
    return Surveyor(app.store, app.clock, app.adapters, app.register.files)


async def plan_of(room: StageRoom) -> list[Difference]:
    """What differs about the group that was founded."""
    return [one for one in differences(*await surveyor(room).look()) if one.group == "rust"]


async def applied(room: StageRoom) -> Outcome:
    app = room.house.app
    occasion = f"test{uuid4()}"
    return await Applying(app.store, app.clock, app.adapters, app.register.files, occasion).apply(lambda one: True)


async def test_a_group_made_in_chat_is_shown_and_is_as_it_should_be(stage: StageFactory) -> None:
    room = await stage(works())
    await room.say("bo", "!found rust Learn Rust.")
    assert lines(await plan_of(room)) == ["rust - group show"]


async def test_a_wish_for_a_group_is_no_group_that_files_lack(stage: StageFactory) -> None:
    room = await stage(founding, used=False)
    asked = {"purpose": "Build small tools in Rust every second Thursday.", "basis": "interest", "from": "2"}
    await room.say("bo", "!propose Rust")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", asked)
    await room.press("bo", room.alone("bo")[-1], "propose")
    app = room.house.app

    async def written() -> list[str]:
        found = await exported(app.store, app.register.files)
        return [one.id for one in found.groups()]

    assert (await plan_of(room), await written()) == ([], ["python"])
    await room.press("bo", room.alone("bo")[-1], "withdraw")
    assert (await plan_of(room), await written()) == ([], ["python"])


async def test_what_people_did_to_a_group_made_in_chat_is_repaired_and_its_charter_is_still_the_same_message(
    stage: StageFactory,
) -> None:
    room = await stage(works())
    assert isinstance(room.driver, SimulatorDriver)
    await room.say("bo", "!found rust Learn Rust.")
    made = room.driver.world.find_room("rust")
    assert made is not None
    made.topic, made.name = "Cats", "ferris"
    room.driver.world.remove(next(one.id for one in made.messages if one.pinned))
    assert lines(await plan_of(room)) == ["rust - group show", "rust ~ topic do", "rust + charter do"]
    assert not (await applied(room)).failed
    assert made.topic == "Learn Rust." and lines(await plan_of(room)) == ["rust - group show"]

    await room.say("bo", "!rewrite rust Write Rust for a living.")
    (charter,) = [one.text for one in made.messages if one.pinned]
    assert "Write Rust for a living" in charter
    assert lines(await plan_of(room)) == ["rust - group show"]


async def test_rights_that_chat_gave_and_took_are_known_to_the_plan(stage: StageFactory) -> None:
    room = await stage(works())
    assert isinstance(room.driver, SimulatorDriver)
    await room.say("bo", "!found rust Learn Rust.")
    made = room.driver.world.find_room("rust")
    assert made is not None and made.roles["bo"] == {"leader"}
    made.roles["bo"].clear()
    assert lines(await plan_of(room)) == ["rust - group show", "rust + role do"]
    await applied(room)
    assert made.roles["bo"] == {"leader"}
    await room.say("ana", "!relieve rust @bo")
    assert made.roles["bo"] == set()
    assert "rust + role do" not in lines(await plan_of(room))
    await applied(room)
    assert made.roles["bo"] == set() and lines(await plan_of(room)) == ["rust - group show"]


async def test_who_is_named_as_leader_in_a_file_and_gave_it_back_is_shown_and_made_to_lead_by_nobody(
    stage: StageFactory,
) -> None:
    room = await stage(works())
    await applied(room)

    async def shown() -> list[str]:
        found = differences(*await surveyor(room).look())
        return lines([one for one in found if one.subject == "ana leader"])

    assert await shown() == []
    await room.say("ana", "!relieve python @ana")
    assert await shown() == ["python + role show"]
    await applied(room)
    assert await shown() == ["python + role show"]
