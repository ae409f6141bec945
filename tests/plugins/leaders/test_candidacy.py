"""What follows from what those who lead say."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.refs import PersonRef
from coterie.plugins.leaders.candidacy import Candidacy, Rung, Stage, Verdict

ANA, BO, CY, MIRA = (PersonRef(name) for name in ("ana", "bo", "cy", "mira"))
LEADERS, MANAGERS = (ANA, BO), (MIRA,)
BEGUN = Candidacy(CY, Rung.LEADER, Stage.WILLING, datetime(2026, 11, 23, tzinfo=UTC))


def verdict(candidacy: Candidacy) -> Verdict:
    return candidacy.verdict(LEADERS, MANAGERS)


def test_one_yes_is_enough_and_one_no_is_too_much() -> None:
    assert verdict(BEGUN) is Verdict.OPEN
    assert verdict(BEGUN.said(ANA, True)) is Verdict.YES
    assert verdict(BEGUN.said(ANA, True).said(BO, False)) is Verdict.NO
    assert verdict(BEGUN.said(ANA, False).said(ANA, True)) is Verdict.YES


def test_against_an_objection_it_takes_a_manager() -> None:
    objected = BEGUN.objected_by(PersonRef("dee")).said(ANA, True)
    assert verdict(objected) is Verdict.OPEN
    assert verdict(objected.said(MIRA, True)) is Verdict.YES


def test_nobody_decides_about_themselves() -> None:
    assert BEGUN.said(CY, True).verdict((ANA, CY), (CY,)) is Verdict.OPEN


@given(st.lists(st.tuples(st.sampled_from([ANA, BO, CY, MIRA, PersonRef("dee")]), st.booleans())))
def test_the_last_word_of_each_counts_and_strangers_do_not(said: list[tuple[PersonRef, bool]]) -> None:
    candidacy = BEGUN
    for person, yes in said:
        candidacy = candidacy.said(person, yes)
    last = {person: yes for person, yes in said if person in (ANA, BO, MIRA)}
    expected = Verdict.OPEN if not last else Verdict.YES if all(last.values()) else Verdict.NO
    assert verdict(candidacy) is expected
