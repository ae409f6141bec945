"""Who is here, and of how many organisations: numbers alone, and none about a few."""

from __future__ import annotations

import pytest

from coterie.core.api import Context, Group, GroupState, Plugin
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import brief, founding
from coterie.plugins.profiles import organisations, plugin

LEADS = "of those who took part within four weeks"


async def say_where(room: StageRoom, employers: str) -> None:
    """Each of the crowd says for whom they work, by one letter each; `.` says nothing."""
    for number, employer in enumerate(employers, 1):
        if employer != ".":
            await room.say(f"p{number}", f"!profile organisation Company {employer}; counted yes")


async def weeks(room: StageRoom, count: int, talking: int) -> None:
    """So many weeks in which so many of the crowd say something."""
    await room.wait("tuesday 09:00")
    for _ in range(count):
        for number in range(1, talking + 1):
            await room.say(f"p{number}", "Good morning")
        await room.wait("7d")


def briefs(room: StageRoom) -> list[str]:
    return [one for one in room.told("ana") if LEADS in one]


async def test_a_number_is_told_from_five_people_on_and_anew_when_five_changed_something(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=12)

    async def told(words: str = "who-is-here") -> str:
        await room.wait("1h")
        return (await room.say("bo", f"!{words}")).text

    for number in range(1, 5):
        await room.say(f"p{number}", "!profile industry Health care; counted yes")
    await room.say("p5", "!profile industry Health care")  # is not to be counted
    assert "I tell numbers only from 5 people on" in await told()
    for number in range(6, 9):
        await room.say(f"p{number}", "!profile industry healthcare; counted yes")
    assert "nothing to tell yet" in await told()  # of three more one could tell who they are
    for number in (9, 10):
        await room.say(f"p{number}", "!profile industry bees; counted yes")
    industry = await told("who-is-here industry")
    assert "Industry: Health care (7)" in industry and "p1" not in industry
    assert "bees" not in industry
    await room.say("p11", "!profile industry healthcare; counted yes")
    assert "Health care (7)" in await told()
    await room.say("p1", "!profile forget")
    assert "Health care (7)" in await told()
    for number in (9, 10, 12):
        await room.say(f"p{number}", "!profile industry healthcare; counted yes")
    assert "Industry: healthcare (10)" in await told()


async def test_everybody_is_counted_once_an_hour_however_often_somebody_asks(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=6)
    assert "nothing to tell yet" in (await room.say("bo", "!who-is-here")).text
    for number in range(1, 6):
        await room.say(f"p{number}", "!profile industry bees; counted yes")
    async with room.house.app.store.unit() as unit:  # nobody can read this one: whoever goes through all of them fails
        unit.put("state", "profiles Profile community town x", {"version": 1, "value": None})
    for _ in range(2):
        assert "nothing to tell yet" in (await room.say("bo", "!who-is-here")).text
    async with room.house.app.store.unit() as unit:
        unit.delete("state", "profiles Profile community town x")
    await room.wait("61m")
    assert "bees (5)" in (await room.say("bo", "!who-is-here")).text


async def test_a_facet_that_there_is_not_is_refused_with_the_one_that_was_meant(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "did you mean industry?" in (await room.say("bo", "!who-is-here industri")).text


async def test_leaders_read_of_how_many_organisations_their_group_is_and_nobody_else_does(stage: StageFactory) -> None:
    room = await stage(plugin, brief.plugin, founding.plugin, crowd=10)
    await say_where(room, "AAAAABBB..")
    await weeks(room, 9, talking=10)
    assert briefs(room)
    assert (
        "About 80 % of those who took part within four weeks said where they work: 2 organisations." in briefs(room)[-1]
    )
    # Three people stand beside the largest, too few to tell of by the rest.
    assert "elephant" not in briefs(room)[-1] and "Company" not in briefs(room)[-1]
    for who in ("bo", "cy", "p1"):
        assert not any(LEADS in one for one in room.told(who))
    told = await room.say("ana", "!portfolio")
    assert "About 80 % of those who took part within four weeks said where they work: 2 organisations." in told.text
    assert not any(LEADS in one for one in room.said)


async def test_many_groups_are_taken_note_of_one_page_after_another(
    stage: StageFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisations, "PAGE", 1)
    towns = Plugin("towns", about="Founds a group.")

    @towns.command("found")
    async def found(ctx: Context, id: str) -> None:
        group = Group(id, id.title(), "Meet.", leaders=("ana",), state=GroupState.ACTIVE, plugins=("brief", "profiles"))
        await ctx.groups.found(group, why="for a test")

    room = await stage(plugin, brief.plugin, founding.plugin, towns, crowd=10)
    for id in ("berlin", "zeven"):
        await room.say("ana", f"!found {id}")
    await say_where(room, "AAAAABBBBB")
    await weeks(room, 5, talking=10)
    told = "About 100 % of those who took part within four weeks said where they work: 2 organisations."
    assert told in briefs(room)[-1] and told in (await room.say("ana", "!portfolio")).text
    async with room.house.app.store.unit() as unit:
        assert not await unit.scan("state", "profiles Noted ")


async def test_an_elephant_that_is_large_enough_is_told_of(stage: StageFactory) -> None:
    room = await stage(plugin, brief.plugin, crowd=10)
    await say_where(room, "AAAAABBBBB")
    await weeks(room, 5, talking=10)
    assert "2 organisations. One of them made up at least half of that (elephant factor 1)." in briefs(room)[-1]


async def test_of_four_who_said_where_they_work_nothing_is_told(stage: StageFactory) -> None:
    room = await stage(plugin, brief.plugin, founding.plugin, crowd=10)
    await say_where(room, "ABCD......")
    await weeks(room, 9, talking=10)
    assert not briefs(room) and LEADS not in (await room.say("ana", "!portfolio")).text


async def test_one_who_comes_changes_no_figure_by_themselves(stage: StageFactory) -> None:
    room = await stage(plugin, brief.plugin, founding.plugin, crowd=10)
    await say_where(room, "AAABBBCC..")
    await weeks(room, 5, talking=10)
    before = (await room.say("ana", "!portfolio")).text
    assert "3 organisations" in before
    await say_where(room, "........D.")
    await weeks(room, 5, talking=10)
    assert (await room.say("ana", "!portfolio")).text == before
    await weeks(room, 14, talking=10)
    assert LEADS not in (await room.say("ana", "!portfolio")).text  # it is told no more, and no other one beside it


async def test_who_wrote_nothing_counts_for_nothing(stage: StageFactory) -> None:
    room = await stage(plugin, brief.plugin, crowd=10)
    await say_where(room, "AAAAAAAAAA")
    await weeks(room, 5, talking=4)
    assert not briefs(room)
