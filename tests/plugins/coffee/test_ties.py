"""How closely coffee ties those in a group."""

from __future__ import annotations

import pytest

from coterie.core.testing import StageFactory
from coterie.plugins import brief, coffee
from coterie.plugins.coffee.ties import Ties, ties


def test_a_pair_counts_once_and_as_recurring_from_its_second_time_on() -> None:
    found = ties("abcd", [("a", "b"), ("b", "a"), ("c", "d"), ("a", "b", "c")])
    assert found == Ties(people=4, pairs=4, again=1)
    assert found.density == pytest.approx(4 / 6)
    assert found.recurring == pytest.approx(1 / 4)


def test_who_left_and_who_never_had_coffee_are_no_part_of_it() -> None:
    assert ties("abx", [("a", "b"), ("a", "z")]) == Ties(people=2, pairs=1, again=0)


def test_where_everybody_sat_with_everybody_it_is_one_and_with_nobody_nothing() -> None:
    assert ties("abc", [("a", "b", "c")]).density == 1
    assert ties("abc", []) == Ties(0, 0, 0)
    assert ties("a", [("a", "b")]).density == 0 == ties([], []).recurring


@pytest.mark.parametrize(("crowd", "told"), [(5, True), (0, False)], ids=["eight", "three"])
async def test_leaders_read_it_in_their_brief_where_enough_take_part(
    stage: StageFactory, crowd: int, told: bool
) -> None:
    room = await stage(coffee.plugin, brief.plugin, crowd=crowd)
    await room.say("ana", "!coffee now")
    await room.wait("8d")
    for person in room.people:
        for question in [one for one in room.alone(person) if "Did you meet" in one.text]:
            await room.press(person, question, "We met")
    await room.wait("8d")
    briefs = " ".join(room.told("ana"))
    assert (
        "met for coffee. Coffee has brought together 14 % of all pairs there are among the 8 people" in briefs
    ) is told
