"""What is worth telling of a week."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from coterie.plugins.brief.facts import Numbers, Past, Week, facts

weeks = some.builds(Numbers, some.integers(0, 99), some.integers(0, 30), some.integers(0, 5), some.integers(0, 5))


def past(*people: int) -> Past:
    return Past(tuple(Numbers(people=one) for one in people))


@given(weeks, some.lists(weeks, max_size=10), some.integers(0, 40), some.integers(2, 6))
def test_no_number_of_people_below_k_is_told(week: Numbers, before: list[Numbers], members: int, k: int) -> None:
    found = facts(week, Past(tuple(before)), members, k)
    if members < k:
        assert found == ()
    for fact in found:
        if fact.kind == "moved":
            assert all(count == 0 or count >= k for count in (fact.count, fact.went))
        elif fact.kind != "some_moved":
            assert fact.count >= k and (fact.usual == 0 or fact.usual >= k)


def test_a_week_is_quiet_by_the_groups_own_measure() -> None:
    assert past(20, 20, 20).is_quiet(Numbers(people=9)) and not past(20, 20, 20).is_quiet(Numbers(people=10))
    assert not past(4, 4, 4).is_quiet(Numbers(people=3))
    assert not past(20, 20).is_quiet(Numbers(people=0)), "after two weeks nothing is usual yet"
    assert not past(0, 0, 0).is_quiet(Numbers(people=0)), "who was always silent is not quieter than usual"


@given(some.lists(weeks, max_size=30))
def test_quiet_weeks_are_counted_in_a_row_and_eight_are_remembered(ended: list[Numbers]) -> None:
    found = Past()
    for week in ended:
        before, found = found, found.with_(week)
        assert found.quiet == (before.quiet + 1 if before.is_quiet(week) else 0)
    assert len(found.weeks) == min(8, len(ended))


def test_what_is_left_of_a_week_names_nobody() -> None:
    from coterie.core.api import PersonRef

    week = Week().with_message(PersonRef("ana")).with_message(PersonRef("ana")).with_message(PersonRef("bo"))
    assert week.numbers == Numbers(messages=3, people=2)
