"""What the plugins that come along put on somebody's page."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Context, GroupRef, PersonRef, Plugin
from coterie.core.scenario.driver import Said
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import founding, gatherings, leaders, lifecycle, me, projects, quiet
from tests.plugins.founding.test_founding import proposed
from tests.plugins.projects.test_projects import begun


async def look(room: StageRoom, who: str) -> Said:
    page = await room.look(who)
    assert page is not None
    return page


async def test_a_task_is_done_on_the_page(stage: StageFactory) -> None:
    room = await begun(stage, others=(me.plugin,))
    await room.say("ana", "!project task 1 @bo 2026-11-26 Buy the wood")
    page = await look(room, "bo")
    assert "Buy the wood (A board for the wall) by Nov 26, 2026" in page.text
    await room.press("bo", page, "Done ✅")
    assert "Well done" in room.told("bo")[-1]
    await room.wait("3s")
    assert "Buy the wood" not in (await room.page("bo")).text


async def test_a_role_for_a_term_stands_on_the_page(stage: StageFactory) -> None:
    founder = Plugin("founder")

    @founder.command("hosting")
    async def hosting(ctx: Context, person: PersonRef) -> None:
        """Let somebody host for four weeks."""
        await ctx.groups.appoint(person, "host", until=ctx.now + timedelta(weeks=4))

    room = await stage(me.plugin, leaders.plugin, founder)
    assert "host" not in (await look(room, "cy")).text
    await room.say("ana", "!hosting @cy")
    await room.wait("3s")
    assert "host of the week in Python, until" in (await room.page("cy")).text


async def test_a_group_that_looks_for_people_is_joined_on_the_page_and_a_manager_sees_what_waits(
    stage: StageFactory,
) -> None:
    room = await stage(me.plugin, founding.plugin)
    await proposed(room)
    assert "Rust Workshop" not in (await look(room, "bo")).text.partition("could join")[2].partition("Your data")[0]
    page = await look(room, "cy")
    assert "Rust Workshop is looking for people" in page.text and "for you as a manager" not in page.text.casefold()
    await room.press("cy", page, "I'm in")
    assert "2 of 3 are in" in (room.last or "")
    manager = await look(room, "ana")
    assert "No proposal waits for you; 1 looking for people." in manager.text
    await room.press("ana", manager, "All groups together")
    assert "⚖️" in room.told("ana")[-1]


async def test_who_is_in_no_group_is_let_into_an_open_one_on_the_page(stage: StageFactory) -> None:
    room = await stage(me.plugin, founding.plugin)
    await room.press("dee", await look(room, "dee"), "Let me in")
    assert "dee" in await room.driver.members(room._place)
    await room.wait("3s")
    assert "Let me in" not in [offer.label for offer in (await room.page("dee")).offers or ()]


async def test_what_only_managers_may_is_asked_for_at_the_press(stage: StageFactory) -> None:
    asking = Plugin("asking")

    @asking.command("overview")
    async def all_groups(ctx: Context) -> None:
        """Ask for it another way."""
        await ctx.call("founding.portfolio")

    @asking.command("let-in")
    async def let_in(ctx: Context, group: str) -> None:
        """Ask to be let in."""
        await ctx.call("founding.join", group=GroupRef(group).id)

    room = await stage(me.plugin, founding.plugin, lifecycle.plugin, gatherings.plugin, asking)
    assert "takes the role" in (await room.say("bo", "!overview")).text or "manager" in room.told("bo")[-1]
    await room.say("ana", "!group visibility private We speak about our work.")
    await room.wait("8d")
    assert "can't be joined" in (await room.say("dee", "let-in python", dm=True)).text


async def test_the_page_stands_with_every_plugin(stage: StageFactory) -> None:
    everything = (me, founding, gatherings, leaders, lifecycle, projects)
    room = await stage(*(one.plugin for one in everything), locale="de")
    assert "Deine Gruppen" in (await look(room, "ana")).text


async def test_a_group_is_proposed_and_settings_are_changed_from_the_page(stage: StageFactory) -> None:
    room = await stage(me.plugin, founding.plugin, quiet.plugin)
    page = await look(room, "dee")
    await room.press("dee", page, "Propose a group")
    form = await room.driver.modal("dee")
    assert form is not None and "purpose" in form.fields
    await room.press("bo", await look(room, "bo"), "Change")
    assert await room.fill("bo", {"hours": "20:00-07:00"}) == {}
    await room.wait("3s")
    assert "20:00-07:00" in (await room.page("bo")).text


async def test_what_was_planned_in_a_group_stands_there_though_it_uses_no_plugin(stage: StageFactory) -> None:
    room = await stage(me.plugin, gatherings.plugin, used=False)
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", {"title": "Talk", "day": "2026-12-01", "time": "18:00"}) == {}
    assert "Talk" in (await look(room, "bo")).text
