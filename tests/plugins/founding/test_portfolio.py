"""Too many groups for the people there are: the figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import Group, SizeBand
from coterie.plugins.founding.portfolio import (
    Portfolio,
    equal_groups,
    estimate,
    goals_without_group,
    groups_without_goal,
    portfolio,
)

sizes = st.lists(st.integers(0, 200), max_size=20)


def group(id: str, goal: str | None = None) -> Group:
    return Group(id, id.title(), "Meet.", goal=goal, size=SizeBand(10, 50))


@given(sizes)
def test_there_are_never_more_equal_groups_than_groups_with_people(sizes: list[int]) -> None:
    some = sum(size > 0 for size in sizes)
    assert (1 - 1e-9 <= equal_groups(sizes) <= some + 1e-9) if some else equal_groups(sizes) == 0


@given(st.integers(1, 30), st.integers(1, 100))
def test_equal_groups_count_as_themselves(count: int, size: int) -> None:
    assert abs(equal_groups([size] * count) - count) < 1e-9


def test_the_figures_of_three_groups() -> None:
    found = portfolio([(group("a"), range(20)), (group("b"), range(15, 20)), (group("c"), range(4))])
    assert found == Portfolio(3, 2, 20, 29, equal_groups([20, 5, 4]))
    assert found.percent_below == 67 and round(found.per_person, 2) == 1.45
    assert found.is_thin(10)


def test_full_groups_leave_room_for_one_more() -> None:
    found = portfolio([(group("a"), range(40)), (group("b"), range(30, 70))])
    assert not found.is_thin(10)
    assert found.is_thin(40)


def test_the_first_group_of_a_community_is_never_one_too_many() -> None:
    assert not portfolio([]).is_thin(10)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=20))
def test_an_estimate_from_all_groups_is_the_figure(sizes: list[int]) -> None:
    groups = [(group(f"g{number}"), size) for number, size in enumerate(sizes)]
    people = [(one, [f"{one.id} {number}" for number in range(size)]) for one, size in groups]
    exact = portfolio(people)
    found = estimate(len(sizes), groups, [1] * exact.people)
    assert (found.below, found.people, found.memberships) == (exact.below, exact.people, exact.memberships)
    assert abs(found.equal - exact.equal) < 1e-9


def test_an_estimate_counts_who_is_in_two_groups_once() -> None:
    found = estimate(2000, [(group(f"g{number}"), 20) for number in range(200)], [2] * 100)
    assert found == Portfolio(2000, 0, 20_000, 40_000, 2000.0, 200)
    assert found.per_person == 2.0


def test_goals_that_nobody_pursues_and_groups_without_one_are_named() -> None:
    goals = {"stay": "Newcomers stay.", "meet": "People meet."}
    groups = [group("a", "stay"), group("b"), group("c", "gone")]
    assert goals_without_group(goals, groups) == ("People meet.",)
    assert groups_without_goal(goals, groups) == ("B", "C")
