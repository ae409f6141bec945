"""What a group sees of its runs, and what its leaders do with them."""

from __future__ import annotations

from coterie.core.api import Context, Plugin
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import help, kudos, runs, welcome

polyglot = Plugin("polyglot")


@polyglot.command("german")
async def german(ctx: Context) -> None:
    await ctx.people.prefer(locale="de")


async def with_runs(stage: StageFactory, locale: str = "en") -> StageRoom:
    """One live run of welcome, about dee."""
    room = await stage(
        runs.plugin, welcome.plugin, kudos.plugin, help.plugin, playbooks=["welcome", "kudos"], locale=locale
    )
    await room.join("dee")
    return room


async def live(room: StageRoom) -> str:
    (view,) = [one for one in await room.house.runs("python") if one.ended is None]
    return view.id


async def test_where_nothing_ran_that_is_said(stage: StageFactory) -> None:
    room = await stage(runs.plugin)
    assert (await room.say("bo", "!runs")).text == "Nothing has run in this group yet."


async def test_runs_are_listed_to_whoever_asks_alone(stage: StageFactory) -> None:
    room = await with_runs(stage)
    await room.say("ana", "!coterie thanks")
    before = room.said
    told = await room.say("bo", "!coterie runs")
    assert "▶️ Welcome" in told.text and "since Nov 23, 2026" in told.text
    assert "✅ Kudos" in told.text
    assert room.said == before


async def test_the_timeline_of_a_run_is_shown(stage: StageFactory) -> None:
    room = await with_runs(stage, "de")
    told = await room.say("bo", f"!runs {await live(room)}")
    assert told.text.startswith("Willkommen") and "läuft noch" in told.text
    assert len(told.text.splitlines()) > 2


async def test_who_asks_reads_runs_and_help_in_their_own_language(stage: StageFactory) -> None:
    room = await stage(runs.plugin, welcome.plugin, help.plugin, polyglot, playbooks=["welcome"])
    await room.join("dee")
    run = await live(room)
    await room.say("bo", "!german")
    assert ", seit " in (await room.say("bo", "!runs")).text
    assert "läuft noch" in (await room.say("bo", f"!runs {run}")).text
    assert "Einen Lauf vorzeitig beenden" in (await room.say("bo", "!help")).text


async def test_a_leader_ends_a_run_before_the_group(stage: StageFactory) -> None:
    room = await with_runs(stage)
    run = await live(room)
    assert (await room.say("bo", f"!cancel {run}")).text == "That takes a leader of this group."
    await room.say("ana", f"!cancel {run}")
    assert room.last == "⏹️ @ana cancelled Welcome."
    assert (await room.say("ana", f"!cancel {run}")).text == "Welcome had already ended."
    await room.wait("9d")
    assert not any("first week" in text for text in room.told("dee"))


async def test_a_run_that_is_not_there_is_told(stage: StageFactory) -> None:
    room = await with_runs(stage)
    assert (await room.say("ana", "!cancel nothing")).text.startswith("There is no run nothing in this group")


async def test_a_playbook_of_the_group_is_started_by_its_leader_alone(stage: StageFactory) -> None:
    room = await with_runs(stage)
    assert (await room.say("bo", "!run kudos")).text == "That takes a leader of this group."
    assert (await room.say("ana", "!run dance")).text.startswith("This group uses no playbook dance. It uses ")
    await room.say("ana", "!run kudos")
    assert room.last is not None and room.last.startswith("Whom do you want to thank this week?")


async def test_commands_of_playbooks_are_given_offered_and_restricted_like_others(stage: StageFactory) -> None:
    room = await with_runs(stage)
    assert (await room.say("bo", "!thanks")).text == "That takes a leader of this group."
    assert "thanks" in (await room.say("bo", "!help")).text
    assert "Did you mean !coterie thanks?" in (await room.say("bo", "!coterie thnks")).text
    await room.say("ana", "!coterie kudos thanks")
    assert room.last is not None and room.last.startswith("Whom do you want to thank this week?")
