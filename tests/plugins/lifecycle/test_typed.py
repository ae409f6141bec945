"""What leaders type about their group: days in the words that people use, and changes at a time at which they can't hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coterie.core.testing import StageFactory
from coterie.plugins.lifecycle import plugin
from coterie.plugins.lifecycle.pausing import split_day


@pytest.mark.parametrize(
    "typed",
    ["2027-01-10 Holidays", "10.1.2027 Holidays"],
)
def test_a_day_is_told_apart_from_the_reason_behind_it(typed: str) -> None:
    assert split_day(typed) == (date(2027, 1, 10), "Holidays")


@pytest.mark.parametrize("typed", ["until 2027-01-10 Holidays", "bis 10.01.2027 Holidays"])
async def test_a_day_may_have_until_before_it(stage: StageFactory, typed: str) -> None:
    room = await stage(plugin)
    await room.say("ana", f"!group pause {typed}")
    assert "rest until Jan 10, 2027: Holidays" in (room.last or "")


async def test_until_without_a_day_behind_it_is_a_reason(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause until we know more")
    assert "until we know more" in (room.last or "").casefold()


async def test_an_end_on_a_day_that_is_over_is_refused(stage: StageFactory) -> None:
    room = await stage(plugin)
    told = await room.say("ana", "!group sunset 2025-06-30 We have learnt it")
    assert told.text == "Jun 30, 2025 is over. Name a day to come, like 2027-01-10."


async def test_a_group_that_thinks_of_dividing_may_close_its_doors(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group split Beginners, Old hands")
    await room.say("ana", "!group visibility private We talk about our work.")
    await room.wait(timedelta(days=8))
    assert "As announced, this group is seen by its members alone now" in (room.last or "")


async def test_what_can_not_hold_any_more_is_not_announced(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.press("ana", await room.say("ana", "!group sunset We have learnt it"), "Yes, it ends")
    said = room.said
    told = await room.say("ana", "!group visibility private We talk about our work.")
    assert told.text.startswith("This group is ending, or going into another one")
    assert room.said == said
