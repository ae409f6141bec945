"""Who may see a group: what is wider is voted on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import JoinMode, PersonRef, Visibility
from coterie.plugins.lifecycle.votes import Opening, Vote, needed

openings = st.builds(Opening, st.sampled_from(Visibility), st.sampled_from(JoinMode))
people = st.sampled_from([PersonRef(f"p{number}") for number in range(9)])


def test_public_is_wider_than_private_and_open_than_asking() -> None:
    closed = Opening(Visibility.PRIVATE, JoinMode.INVITE)
    assert Opening(Visibility.PUBLIC, JoinMode.INVITE).is_wider_than(closed)
    assert Opening(Visibility.PRIVATE, JoinMode.KNOCK).is_wider_than(closed)
    assert not closed.is_wider_than(Opening())


def test_seen_by_more_and_entered_by_fewer_is_wider() -> None:
    assert Opening(Visibility.PUBLIC, JoinMode.INVITE).is_wider_than(Opening(Visibility.PRIVATE, JoinMode.OPEN))


@given(openings)
def test_nothing_is_wider_than_itself(opening: Opening) -> None:
    assert not opening.is_wider_than(opening)


@given(st.lists(st.tuples(people, st.booleans()), max_size=40))
def test_everybody_counts_once_with_their_last_word(votes: list[tuple[PersonRef, bool]]) -> None:
    vote = Vote()
    for person, agrees in votes:
        vote = vote.cast(person, agrees)
    last = dict(votes)
    assert set(vote.yes) == {person for person, agrees in last.items() if agrees}
    assert set(vote.no) == {person for person, agrees in last.items() if not agrees}
    assert len(vote.yes) + len(vote.no) == len(last)


@given(st.integers(0, 500))
def test_never_more_votes_are_needed_than_there_are_members(members: int) -> None:
    assert needed(members) <= members
    assert needed(members) >= min(members, 2)


def test_a_vote_passes_with_more_for_it_and_enough_of_them() -> None:
    vote = Vote().cast(PersonRef("a"), True).cast(PersonRef("b"), True).cast(PersonRef("c"), False)
    assert vote.passes(12) and not vote.passes(13)
    assert not vote.cast(PersonRef("b"), False).passes(12)
    assert not Vote().passes(0)


def test_who_left_does_not_count() -> None:
    vote = Vote().cast(PersonRef("a"), True).cast(PersonRef("b"), False)
    assert vote.of((PersonRef("b"),)) == Vote(no=(PersonRef("b"),))
