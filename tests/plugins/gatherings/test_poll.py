"""A poll that is edited after votes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.gatherings.fairness import Slot
from coterie.plugins.gatherings.poll import Poll

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SLOTS = [Slot(NOON + timedelta(hours=3 * number), number % 3, 5, 5) for number in range(6)]
ANA, BO, CY = (PersonRef(name) for name in ("ana", "bo", "cy"))


def poll(*slots: Slot) -> Poll:
    return Poll(1, "Talk", "meetup", timedelta(hours=1), ANA, NOON, slots)


def test_votes_for_times_that_stay_are_kept_and_who_voted_for_another_is_told() -> None:
    first, second, third = SLOTS[:3]
    asked = poll(first, second).with_vote(ANA, first.at).with_vote(BO, second.at).with_vote(BO, first.at)
    edited, told = asked.with_slots([third, first])
    assert edited.votes == {ANA: (first.at,), BO: (first.at,)}
    assert told == {BO: (second.at,)}
    assert edited.voters(third.at) == ()


@given(
    st.lists(st.sampled_from(SLOTS), unique=True),
    st.lists(st.tuples(st.sampled_from([ANA, BO, CY]), st.sampled_from(SLOTS))),
    st.lists(st.sampled_from(SLOTS), unique=True),
)
def test_no_vote_is_lost_unsaid_and_none_appears(
    before: list[Slot], votes: list[tuple[PersonRef, Slot]], after: list[Slot]
) -> None:
    asked = poll(*before)
    for person, slot in votes:
        asked = asked.with_vote(person, slot.at)
    edited, told = asked.with_slots(after)
    for person in (ANA, BO, CY):
        had, has, lost = asked.votes.get(person, ()), edited.votes.get(person, ()), told.get(person, ())
        assert sorted(had) == sorted((*has, *lost))
        assert set(has) <= {slot.at for slot in after}


def test_most_votes_win_and_of_equals_the_fairer_time() -> None:
    first, second, third = SLOTS[2], SLOTS[1], SLOTS[0]
    asked = poll(first, second, third)
    assert asked.winner(NOON - timedelta(days=1)) == third
    assert asked.with_vote(ANA, first.at).winner(NOON) == first
    assert asked.with_vote(ANA, first.at).with_vote(BO, second.at).winner(NOON) == second


def test_a_time_that_is_past_wins_nothing() -> None:
    first, second = SLOTS[:2]
    asked = poll(first, second).with_vote(ANA, first.at)
    assert asked.winner(first.at) == second
    assert asked.winner(second.at) is None


def test_a_vote_for_what_is_not_to_choose_from_counts_for_nothing() -> None:
    assert poll(SLOTS[0]).with_vote(ANA, SLOTS[1].at).votes == {}
    assert poll().winner(NOON) is None
