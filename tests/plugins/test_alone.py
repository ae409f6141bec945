"""Commands that are typed alone show how things stand and what can be said, instead of an error."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from coterie.core.api import Plugin
from coterie.core.testing import StageFactory
from coterie.plugins import challenges, coffee, digest, escort, gatherings, leaders, projects, prompts, quiet, runs

CASES: Sequence[tuple[Plugin, str, Sequence[str], str]] = (
    (gatherings.plugin, "gathering", ("Nothing comes here", "!coterie gathering new|again|show|"), "ana"),
    (projects.plugin, "project", ("There is no project here", "!coterie project new|show|"), "bo"),
    (challenges.plugin, "challenge", ("There is no challenge here", "!coterie challenge new|status|leave|stop"), "bo"),
    (digest.plugin, "digest-default", ("to those alone who ask", "!coterie digest-default weekly monday 08:00"), "ana"),
    (quiet.plugin, "snooze", ("You are not snoozed.", "!coterie snooze 3d"), "bo"),
    (escort.plugin, "ask-after", ("nobody has answered it for 4 hours", "!coterie ask-after 6h"), "ana"),
    (leaders.plugin, "away", ("You are not away.", "!coterie away until 2026-12-24"), "bo"),
    (leaders.plugin, "volunteer", ("leader: Ana Ruiz", "!coterie volunteer host|scribe|moderator"), "bo"),
    (leaders.plugin, "step-down", ("You have no role here.",), "bo"),
    (coffee.plugin, "coffee", ("You get a partner when there is coffee.", "!coterie coffee on|off"), "bo"),
    (prompts.plugin, "prompt", ("!coterie prompt everyday",), "ana"),
    (runs.plugin, "run", ("This group uses no playbook.",), "ana"),
    (runs.plugin, "cancel", ("Nothing runs in this group now.",), "ana"),
)


@pytest.mark.parametrize(("plugin", "command", "told", "who"), CASES, ids=[command for _, command, _, _ in CASES])
async def test_a_command_alone_shows_how_things_stand(
    stage: StageFactory, plugin: Plugin, command: str, told: Sequence[str], who: str
) -> None:
    room = await stage(plugin)
    before = room.said
    answer = (await room.say(who, f"!{command}")).text
    for one in told:
        assert one in answer
    assert room.said == before, "nobody else reads it"


async def test_the_role_that_a_command_takes_is_asked_for_also_when_it_stands_alone(stage: StageFactory) -> None:
    room = await stage(escort.plugin, digest.plugin)
    assert "leader" in (await room.say("bo", "!ask-after")).text
    assert "manager" in (await room.say("bo", "!digest-default")).text


@pytest.mark.parametrize(("plugin", "command"), [(gatherings.plugin, "gathering"), (projects.plugin, "project")])
async def test_a_mistyped_word_is_no_wish_to_see_how_things_stand(
    stage: StageFactory, plugin: Plugin, command: str
) -> None:
    room = await stage(plugin)
    told = (await room.say("ana", f"!{command} nwe 3")).text
    assert told.startswith("I don't know what to do with nwe 3. Usage: !coterie") and f"{command} new|" in told


async def test_a_mistyped_word_is_answered_with_all_that_might_stand_there(stage: StageFactory) -> None:
    room = await stage(coffee.plugin, leaders.plugin)
    told = (await room.say("bo", "!coffee nver")).text
    assert "nver is not what I can use as off|on|" in told and "; or a length of time" in told
    told = (await room.say("bo", "!away soon")).text
    assert "expected one of until, back; or a date like" in told
    assert "or" not in (await room.say("bo", "!coffee off 4w never")).text.partition("Usage")[0].split()


async def test_what_is_on_is_shown_with_the_way_out_of_it(stage: StageFactory) -> None:
    room = await stage(quiet.plugin, leaders.plugin, digest.plugin)
    await room.say("bo", "!snooze 3d")
    told = await room.say("bo", "!snooze")
    assert "Until Nov 26, 2026" in told.text
    await room.press("bo", told, "End it now")
    assert "You are not snoozed." in (await room.say("bo", "!snooze")).text
    await room.say("ana", "!away until 2026-12-24")
    told = await room.say("ana", "!away")
    assert "You are away until Dec 24, 2026." in told.text and "away back" in told.text
    await room.say("ana", "!digest-default weekly")
    assert "Monday" in (await room.say("ana", "!digest-default")).text


async def test_a_number_alone_shows_what_has_it(stage: StageFactory) -> None:
    room = await stage(gatherings.plugin, challenges.plugin, projects.plugin)
    for command in ("gathering", "challenge", "project"):
        told = (await room.say("bo", f"!{command} 3")).text
        assert "not what I can use" not in told and "don't know what to do" not in told


async def test_the_playbooks_that_a_leader_may_start_are_named(stage: StageFactory) -> None:
    room = await stage(runs.plugin, coffee.plugin, playbooks=["random-coffee"])
    assert "run random-coffee: Random coffee" in (await room.say("ana", "!run")).text
