"""The weekly brief of those who lead."""

from __future__ import annotations

import pytest

from coterie.core.api import Context, Line, Plugin
from coterie.core.model.community import Use
from coterie.core.testing import StageFactory
from coterie.plugins import prompts
from coterie.plugins.brief import plugin


@pytest.fixture
def offers() -> Plugin:
    """A plugin that tells something and offers a tap."""
    found = Plugin("bells", about="Rings.")

    @found.contribute("brief")
    async def tell(ctx: Context) -> tuple[Line, ...]:
        return (Line("The bell is silent", 0.9, "Ring it", "bells.ring"),)

    @found.action("ring")
    async def ring(ctx: Context) -> None:
        ctx.post(ctx.groups.room(ctx.group), "Ding")

    return found


async def test_leaders_alone_read_it_and_a_tap_does_what_it_says(stage: StageFactory, offers: Plugin) -> None:
    room = await stage(plugin, offers)
    await room.wait("monday 08:30")
    (card,) = room.alone("ana")
    assert card.text.startswith("📋 Python, last week") and "The bell is silent" in card.text
    assert room.told("bo") == () and room.said == ()
    await room.press("ana", card, "Ring it")
    assert room.last == "Ding"
    assert room.told("ana")[-1] == "📋 Done."


async def test_a_group_smaller_than_k_has_no_facts_of_its_own_and_no_brief(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "Hello")
    await room.wait("15d")
    assert room.told("ana") == ()


async def test_the_playbooks_of_the_group_and_the_next_question_are_one_tap_away(stage: StageFactory) -> None:
    room = await stage(plugin, prompts.plugin, playbooks=[Use("heartbeat", {"at": "tuesday 09:00"})])
    await room.wait("tuesday 09:00")
    await room.wait("monday 08:30")
    card = room.alone("ana")[-1]
    assert [offer.label for offer in card.offers or ()] == ["Ask the next question", "Start: Weekly heartbeat"]
    await room.press("ana", card, "Ask the next question")
    assert len(room.said) == 2
    await room.press("ana", card, "Start: Weekly heartbeat")
    assert len(room.said) == 3


async def test_what_the_last_one_said_is_not_said_again_for_four_weeks(stage: StageFactory, offers: Plugin) -> None:
    room = await stage(plugin, offers)
    await room.wait("22d")
    assert len(room.told("ana")) == 1
    await room.say("bo", "Hello")
    await room.wait("14d")
    assert len(room.told("ana")) == 2


async def test_leaders_may_do_without(stage: StageFactory, offers: Plugin) -> None:
    room = await stage(plugin, offers)
    await room.say("bo", "!brief off")
    assert "leader" in room.told("bo")[-1]
    await room.say("ana", "!brief off")
    await room.wait("15d")
    assert room.told("ana") == ("📋 Noted: no weekly brief.",)


async def test_a_leader_who_left_everything_but_is_still_named_in_the_file_gets_none(
    stage: StageFactory, offers: Plugin
) -> None:
    room = await stage(plugin, offers)
    await room.leave("ana")
    await room.wait("8d")
    assert room.told("ana") == ()
