"""Who leads because a file says so: asked on their own page whether it is fine with them, and nowhere else."""

from __future__ import annotations

import pytest

from coterie.core.scenario.driver import Said
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import founding, me
from coterie.plugins.leaders import plugin
from tests.plugins.leaders.seen import question, rights, roles

ASKED = "The community's file says that you lead Python. Is that fine with you?"


async def looked(room: StageRoom, who: str) -> Said:
    page = await room.look(who)
    assert page is not None
    return page


@pytest.mark.parametrize("platform", ["simulator", "slack"])
async def test_who_leads_by_the_file_is_asked_on_their_page_and_not_again_after_a_yes(
    stage: StageFactory, platform: str
) -> None:
    room = await stage(plugin, me.plugin, platform=platform)
    assert ASKED not in (await looked(room, "bo")).text
    assert ASKED in (page := await looked(room, "ana")).text
    assert not room.told("ana")
    await room.press("ana", page, "Yes, gladly")
    assert ASKED not in (await looked(room, "ana")).text
    assert await roles(room, "ana") == {"leader"}


async def test_who_would_rather_not_leads_no_more(stage: StageFactory) -> None:
    room = await stage(plugin, me.plugin)
    await room.press("ana", await looked(room, "ana"), "No, thank you")
    assert await roles(room, "ana") == set() and rights(room, "ana") == set()
    assert ASKED not in (await looked(room, "ana")).text


async def test_managers_read_in_the_portfolio_where_nobody_has_said_yes(stage: StageFactory) -> None:
    room = await stage(plugin, me.plugin, founding.plugin)
    assert "In Python nobody who leads has said yes to it" in (await room.say("ana", "!portfolio")).text
    await room.press("ana", await looked(room, "ana"), "Yes, gladly")
    assert "has said yes" not in (await room.say("ana", "!portfolio")).text


async def test_who_said_in_chat_that_they_lead_again_is_not_asked(stage: StageFactory) -> None:
    room = await stage(plugin, me.plugin)
    await room.leave("ana")
    await room.join("ana")
    await room.press("ana", question(room, "ana", "Welcome back to Python"), "Yes, I'd like to")
    assert await roles(room, "ana") == {"leader"}
    assert ASKED not in (await looked(room, "ana")).text
