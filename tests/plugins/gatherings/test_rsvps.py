"""Who has a seat: never over capacity, first come first served, promotion in order, each promoted told once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.gatherings.rsvps import Full, Reply, Rsvps

Acts = list[tuple[object, object]]
PEOPLE = [PersonRef(f"p{number}") for number in range(8)]
ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from([*Reply, "leaves"])),
        st.tuples(st.just("seats"), st.one_of(st.none(), st.integers(0, 6))),
    ),
    max_size=40,
)


def played(acts: Acts, capacity: int | None) -> list[tuple[Rsvps, Rsvps, tuple[PersonRef, ...]]]:
    """Before, after and who moved up, of each act that was possible."""
    rsvps, steps = Rsvps(capacity), []
    for who, what in acts:
        before = rsvps
        try:
            if who == "seats":
                rsvps, up = rsvps.with_capacity(what)  # type: ignore[arg-type]
            elif what == "leaves":
                rsvps, up = rsvps.without(who)  # type: ignore[arg-type]
            else:
                rsvps, up = rsvps.with_reply(who, what)  # type: ignore[arg-type]
        except Full:
            continue
        steps.append((before, rsvps, up))
    return steps


@given(ACTS, st.one_of(st.none(), st.integers(0, 5)))
def test_there_are_never_more_people_than_seats_and_nobody_waits_beside_a_free_one(
    acts: Acts, capacity: int | None
) -> None:
    for _, after, _ in played(acts, capacity):
        assert after.capacity is None or len(after.going) <= after.capacity
        assert not after.waiting or after.is_full
        everybody = [*after.going, *after.waiting, *after.maybe, *after.declined]
        assert len(everybody) == len(set(everybody))


@given(ACTS, st.one_of(st.none(), st.integers(0, 5)))
def test_whoever_moves_up_waited_longest_and_is_told_at_that_moment_alone(acts: Acts, capacity: int | None) -> None:
    for before, after, up in played(acts, capacity):
        line = [one for one in before.waiting if one in after.going or one in after.waiting]
        assert list(up) == line[: len(up)]
        assert set(up) == set(before.waiting) & set(after.going)


@given(ACTS, st.one_of(st.none(), st.integers(0, 5)))
def test_a_seat_is_lost_by_nobody_but_who_gives_it_up(acts: Acts, capacity: int | None) -> None:
    for before, after, _ in played(acts, capacity):
        gone = set(before.going) - set(after.going)
        assert len(gone) <= 1
        kept = [one for one in before.going if one not in gone]
        assert list(after.going[: len(kept)]) == kept


@given(st.permutations(PEOPLE), st.integers(0, 8))
def test_seats_go_to_who_came_first(order: list[PersonRef], capacity: int) -> None:
    rsvps = Rsvps(capacity)
    for person in order:
        rsvps, _ = rsvps.with_reply(person, Reply.YES)
    assert rsvps.going == tuple(order[:capacity])
    assert rsvps.waiting == tuple(order[capacity:])


def test_saying_yes_twice_keeps_the_place_in_the_line() -> None:
    rsvps = Rsvps(0, waiting=(PEOPLE[0], PEOPLE[1]))
    assert rsvps.with_reply(PEOPLE[0], Reply.YES) == (rsvps, ())


def test_fewer_seats_than_people_who_have_one_are_refused() -> None:
    with pytest.raises(Full) as full:
        Rsvps(3, going=tuple(PEOPLE[:3])).with_capacity(2)
    assert full.value.going == 3


@given(ACTS, st.one_of(st.none(), st.integers(0, 5)), st.sampled_from(PEOPLE[1:]))
def test_two_who_are_one_keep_their_better_place_and_nobody_else_loses_theirs(
    acts: Acts, capacity: int | None, other: PersonRef
) -> None:
    before = steps[-1][1] if (steps := played(acts, capacity)) else Rsvps(capacity)
    after, up = before.as_one(PEOPLE[0], other)
    everybody = [*after.going, *after.waiting, *after.maybe, *after.declined]
    assert len(everybody) == len(set(everybody)) and other not in everybody
    assert after.capacity is None or len(after.going) <= after.capacity
    assert not after.waiting or after.is_full
    replies = [before.reply_of(PEOPLE[0]), before.reply_of(other)]
    assert after.reply_of(PEOPLE[0]) is next((reply for reply in Reply if reply in replies), None)
    others = [one for one in before.going if one not in (PEOPLE[0], other)]
    assert [one for one in after.going if one not in (PEOPLE[0], *up)] == others
