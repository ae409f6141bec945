"""Figures about profiles: nothing about a few, neither by itself nor by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from coterie.core.api import Facet
from coterie.plugins.profiles.figures import (
    Count,
    Week,
    basis,
    counts,
    diversity,
    elephants,
    may_be_told,
)
from coterie.plugins.profiles.profile import Profile

K = 5


def test_only_what_enough_people_say_is_counted_however_they_spell_it() -> None:
    people = [Profile(industry=one) for one in ["Health care"] * 3 + ["healthcare", "HEALTH-CARE", "Bees", "Bees"]]
    assert counts(people, K) == (Count(Facet.INDUSTRY, "Health care", 5),)
    assert counts(people[1:], K) == ()


@given(some.lists(some.lists(some.sampled_from(["a", "b", "c", "d"]), unique=True), max_size=30), some.integers(1, 7))
def test_no_count_is_about_fewer_than_k(topics: list[list[str]], k: int) -> None:
    assert all(one.people >= k for one in counts([Profile(topics=tuple(one)) for one in topics], k))


def test_a_figure_is_news_only_where_enough_people_changed_or_nobody_did() -> None:
    before = basis([(f"p{number}", ["bees"]) for number in range(8)], "town")
    one_more = basis([(f"p{number}", ["bees"]) for number in range(9)], "town")
    five_more = basis([(f"p{number}", ["bees"]) for number in range(13)], "town")
    others = basis([(f"p{number}", ["bees"] if number < 3 else ["wood"]) for number in range(8)], "town")
    assert before.is_news(before, K) and before.is_news(five_more, K) and before.is_news(others, K)
    assert not before.is_news(one_more, K)
    assert not any("p1" in one or "bees" in one for pair in before.said.items() for one in pair)


def test_elephants_are_the_fewest_that_did_half() -> None:
    assert elephants({"a": 50, "b": 30, "c": 20}) == ("a",)
    assert elephants({"a": 40, "b": 35, "c": 25}) == ("a", "b")
    assert elephants({"a": 1, "b": 1, "c": 1, "d": 1}) == ("a", "b")
    assert elephants({}) == ()


@given(some.dictionaries(some.text(max_size=3), some.integers(1, 99), max_size=9))
def test_elephants_did_half_and_one_fewer_did_not(activity: dict[str, int]) -> None:
    found = elephants(activity)
    done = [activity[one] for one in found]
    assert 2 * sum(done) >= sum(activity.values())
    assert not done or 2 * sum(done[:-1]) < sum(activity.values())


def test_an_elephant_of_few_people_is_not_told_of_nor_one_beside_few() -> None:
    many = Week(20, {"a": 7, "b": 5, "c": 2})
    told = diversity([many], K)
    assert told is not None and (told.share, told.organisations, told.elephant) == (7, 3, 1)
    few_behind = diversity([Week(20, {"a": 3, "b": 2, "c": 1})], K)
    assert few_behind is not None and few_behind.elephant is None and few_behind.organisations == 3
    few_beside = diversity([Week(20, {"a": 9, "b": 1})], K)
    assert few_beside is not None and few_beside.elephant is None
    alone = diversity([Week(9, {"a": 9})], K)
    assert alone is not None and (alone.share, alone.elephant) == (10, 1)


def test_nothing_is_told_of_a_group_in_which_few_said_where_they_work() -> None:
    assert diversity([Week(20, {"a": 4})], K) is None
    assert diversity([], K) is None


def test_the_whole_is_told_only_if_taking_the_parts_away_leaves_nobody_or_enough() -> None:
    whole = {f"p{number}" for number in range(12)}
    six, ten = {f"p{number}" for number in range(6)}, {f"p{number}" for number in range(10)}
    rest = {f"p{number}" for number in range(6, 12)}
    assert may_be_told(whole, [], K) and may_be_told(whole, [six], K) and may_be_told(whole, [six, rest], K)
    assert may_be_told(whole, [whole], K)
    assert not may_be_told(whole, [ten], K)
    assert not may_be_told(whole, [six, {f"p{number}" for number in range(5, 10)}], K)
