"""The codes by which accounts are linked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.link.codes import AT_MOST, GOOD_FOR, LETTERS, WITHIN, Codes, Pending, Tries, digest, new_code

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PEOPLE = st.sampled_from([PersonRef(f"slack/U{number}") for number in range(4)])
TIMES = st.integers(0, 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))


def test_no_two_codes_are_alike_and_all_can_be_typed() -> None:
    codes = [new_code() for _ in range(1000)]
    assert len(set(codes)) == 1000
    assert all(len(code) == 9 and code[4] == "-" and set(code) <= set(LETTERS) | {"-"} for code in codes)


@given(st.text(LETTERS, min_size=8, max_size=8))
def test_a_code_is_the_same_however_it_is_typed(letters: str) -> None:
    assert digest(letters) == digest(f" {letters[:4].lower()}-{letters[4:].lower()}. ")


def test_nothing_that_is_kept_says_the_code() -> None:
    code = new_code()
    kept = Codes().given(code, Pending(PersonRef("slack/U1"), PersonRef("ana"), NOW + GOOD_FOR), NOW)
    assert code not in repr(kept) and code.replace("-", "") not in repr(kept)


@given(st.lists(st.tuples(PEOPLE, TIMES), min_size=1, max_size=20), st.integers(0, 3600))
def test_a_code_is_good_for_whom_it_was_given_last_while_it_lives_and_once(
    asked: list[tuple[PersonRef, datetime]], later: int
) -> None:
    codes, last = Codes(), dict[PersonRef, tuple[str, datetime]]()
    for person, at in sorted(asked, key=lambda one: one[1]):
        code = new_code()
        codes = codes.given(code, Pending(person, person, at + GOOD_FOR), at)
        last[person] = (code, at)
    now = max(at for _, at in asked) + timedelta(seconds=later)
    assert len(codes.pending) <= len(last)
    for person, (code, at) in last.items():
        found = codes.good(code, now)
        assert (found is not None) == (now < at + GOOD_FOR)
        assert found is None or found.person == person
        assert codes.used(code).good(code, now) is None


@given(st.lists(TIMES, max_size=30))
def test_nobody_guesses_more_often_than_they_may_within_any_hour(times: list[datetime]) -> None:
    tries, taken = Tries(), list[datetime]()
    for now in sorted(times):
        tries = tries.at(now)
        if tries.may_guess():
            tries = tries.guessed_wrong(now)
            taken.append(now)
    for start in taken:
        assert sum(start <= one < start + WITHIN for one in taken) <= AT_MOST
