"""Newcomers are greeted by name."""

from __future__ import annotations

from coterie.core.testing import StageFactory
from coterie.plugins.welcome import plugin


async def test_a_leader_greets_by_hand_with_the_purpose_of_the_group(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.join("dee")
    await room.say("ana", "!welcome @dee")
    assert room.last == "👋 Welcome @dee to Python! Learn. If anything is unclear, ask @ana."


async def test_only_leaders_greet_by_hand(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!welcome @cy")
    assert room.said == ()
    assert room.told("bo") == ("That takes a leader of this group.",)


async def test_a_join_alone_is_greeted_by_no_plugin_but_by_the_playbook(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.join("dee")
    assert room.said == ()
