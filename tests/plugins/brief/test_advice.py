"""What leaders are advised in a group that has gone quiet: once, by the brief or beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import brief, lifecycle, quiet

QUIET = "gone quiet"


async def gone_quiet(room: StageRoom) -> None:
    """Four weeks in which people talk, and the two quiet ones up to the Monday on which their leaders hear of it."""
    for _ in range(4):
        for who in ("ana", "bo", "cy", "p1", "bo"):
            await room.say(who, "Look what I made")
        await room.wait("7d")
    await room.wait("15d")


def advised(room: StageRoom) -> list[str]:
    """What ana was told about the group being quiet."""
    return [one for one in room.told("ana") if QUIET in one or "quiet week" in one]


async def test_with_both_the_leaders_read_it_once_and_in_the_brief(stage: StageFactory) -> None:
    room = await stage(brief.plugin, lifecycle.plugin, crowd=3)
    await gone_quiet(room)
    (told,) = advised(room)
    assert told.startswith("📋 Python, last week")
    assert "It has gone quiet: 0 messages a week, where 5 are usual. Nothing is wrong with that." in told
    assert "quiet weeks:" not in told, "the brief has no advice of its own beside it"
    (card,) = [one for one in room.alone("ana") if QUIET in one.text]
    assert [one.label for one in card.offers or ()] == ["It is meant to be quiet", "Not for six weeks"]


async def test_the_next_rung_stands_in_a_later_brief_with_its_button(stage: StageFactory) -> None:
    room = await stage(brief.plugin, lifecycle.plugin, crowd=3)
    await gone_quiet(room)
    await room.wait("14d")
    assert len(advised(room)) == 2 and "Shall I ask the group" in advised(room)[-1]
    card = [one for one in room.alone("ana") if QUIET in one.text][-1]
    await room.press("ana", card, "Ask them")
    assert "What are you working on" in (room.last or "")
    assert room.told("ana")[-1] == "📋 Done."


async def test_not_for_six_weeks_is_kept_when_it_was_said_in_the_brief(stage: StageFactory) -> None:
    room = await stage(brief.plugin, lifecycle.plugin, crowd=3)
    await gone_quiet(room)
    card = [one for one in room.alone("ana") if QUIET in one.text][-1]
    await room.press("ana", card, "Not for six weeks")
    await room.wait(timedelta(days=35))
    assert len(advised(room)) == 1


async def test_it_is_meant_to_be_quiet_lets_the_group_rest(stage: StageFactory) -> None:
    room = await stage(brief.plugin, lifecycle.plugin, crowd=3)
    await gone_quiet(room)
    await room.press("ana", [one for one in room.alone("ana") if QUIET in one.text][-1], "It is meant to be quiet")
    assert "lets this group rest" in (room.last or "")


@pytest.mark.parametrize("off", [True, False])
async def test_without_a_brief_it_comes_by_itself(stage: StageFactory, off: bool) -> None:
    room = await stage(*([brief.plugin] if off else []), lifecycle.plugin, crowd=3)
    if off:
        await room.say("ana", "!brief off")
    await gone_quiet(room)
    (told,) = advised(room)
    assert told.startswith("Python has gone quiet")


async def test_without_lifecycle_the_brief_advises_by_itself(stage: StageFactory) -> None:
    room = await stage(brief.plugin, crowd=3)
    await gone_quiet(room)
    assert any("Two quiet weeks: a prompt wakes many groups." in one for one in room.told("ana"))


async def test_whoever_leads_and_is_left_alone_is_told_by_neither(stage: StageFactory) -> None:
    room = await stage(brief.plugin, lifecycle.plugin, quiet.plugin, crowd=3)
    await room.say("ana", "!leave-me-alone")
    await gone_quiet(room)
    assert advised(room) == []
