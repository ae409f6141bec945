"""What people type of themselves: when two words are one, what can't be kept, what two people share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coterie.core.api import Facet
from coterie.plugins.profiles.circle import Whereabouts
from coterie.plugins.profiles.pairing import pairs
from coterie.plugins.profiles.profile import Fit, Profile, fit, folded, match, shared, tidy
from coterie.plugins.profiles.reading import Unfit, Wanted, changed, values, wanted

ALL = tuple(Facet)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Health care", "healthcare"),
        ("HEALTH-CARE", "health care"),
        ("helthcare", "Health Care"),
        ("Pflege ", "pflege"),
        ("café", "cafe\u0301"),
        ("تعليم", "تعليم"),
        ("🌱", "🌱"),
        ("C++", "c++"),
    ],
)
def test_these_are_the_same_word(one: str, other: str) -> None:
    assert fit(one, other) in (Fit.JUST, Fit.NEARLY)


@pytest.mark.parametrize(
    "one, other",
    [
        ("banking", "ranking"),
        ("rust", "rest"),
        ("testing", "tasting"),
        ("java", "javascript"),
        ("C", "C++"),
        ("🌱", "🔥"),
        ("C++ testing", "testing"),
    ],
)
def test_these_are_not(one: str, other: str) -> None:
    assert fit(one, other) is Fit.NOT


def test_a_word_is_found_among_others_and_not_the_other_way_round() -> None:
    assert fit("health", "public health") is Fit.PARTLY
    assert fit("health-care", "Public health care") is Fit.PARTLY
    assert fit("医疗", "公共医疗") is Fit.PARTLY
    assert fit("public health", "health") is Fit.NOT


def test_just_the_word_goes_before_a_part_of_it_and_a_facet_that_was_named_counts_alone() -> None:
    nurse = Profile(industry="Public health", job="Nurse", topics=("health", "bees"))
    found = match("health", None, nurse)
    assert found is not None and (found.facet, found.value) == (Facet.TOPICS, "health")
    assert match("health", Facet.JOB, nurse) is None


def test_a_line_says_several_things_or_none_of_them() -> None:
    said = changed(Profile(), "industry: Health care; Themen python,  testing , Python\nasked yes", ALL)
    assert said == Profile(industry="Health care", topics=("python", "testing"), asked=True)
    assert changed(said, "topics -; fragen nein", ALL) == Profile(industry="Health care")
    with pytest.raises(Unfit):
        changed(said, "job nurse; colour blue", ALL)


@pytest.mark.parametrize(
    "typed, text",
    [
        ("colour blue", "unknown-facet"),
        ("!!! x", "unknown-facet"),
        ("industry", "say-what"),
        ("industry " + "x" * 61, "long-value"),
        ("topics " + ",".join(f"t{n}" for n in range(50)), "many-topics"),
        ("job ...", "no-word"),
        ("asked perhaps", "yes-or-no"),
        ("organisation Acme", "not-asked-for"),
    ],
)
def test_what_can_not_be_kept_is_said_by_name(typed: str, text: str) -> None:
    with pytest.raises(Unfit) as found:
        changed(Profile(), typed, (Facet.INDUSTRY, Facet.JOB, Facet.TOPICS))
    assert found.value.text == text


def test_the_facet_that_was_meant_is_named() -> None:
    with pytest.raises(Unfit) as found:
        changed(Profile(), "topcis python", ALL)
    assert found.value.arguments["near"] == "topics"


def test_whom_somebody_looks_for_may_name_a_facet() -> None:
    assert wanted("industry health  care") == Wanted("health care", Facet.INDUSTRY)
    assert wanted("industry") == Wanted("industry")
    assert wanted("python") == Wanted("python")
    for typed in ("x" * 61, "..."):
        with pytest.raises(Unfit):
            wanted(typed)


@given(some.text(max_size=80))
def test_whatever_is_typed_is_one_line_that_is_the_same_when_typed_again(typed: str) -> None:
    once = tidy(typed)
    assert "\n" not in once and tidy(once) == once
    assert folded(once) == folded(f"  {once} ")
    try:
        kept = values(Facet.JOB, typed)
    except Unfit:
        return
    assert all(folded(one) for one in kept) and len(kept) <= 1


def test_two_share_a_word_and_the_more_speaks_for_them_the_more_they_differ_elsewhere() -> None:
    ana = Profile(topics=("Python",), organisation="Acme", job="Nurse")
    colleague = Profile(topics=("python",), organisation="ACME", job="nurse")
    stranger = Profile(topics=("python",), organisation="Beta", job="Pilot")
    for other in (colleague, stranger):
        both = shared(ana, other)
        assert both is not None and both.facet is Facet.TOPICS and both.values == ("Python", "python")
    assert shared(ana, Profile(organisation="Acme")) is None
    chosen = pairs(
        {"ana": ana, "bo": colleague, "cy": stranger},
        may_meet=lambda one, other: True,
        strangers=lambda one, other: False,
        seed="x",
    )
    assert [(one.one, one.other) for one in chosen] in ([("ana", "cy")], [("bo", "cy")])


def test_who_may_not_meet_is_in_no_pair_and_nobody_in_two() -> None:
    people = {f"p{number}": Profile(topics=("python", "go")) for number in range(60)}
    chosen = pairs(
        people, may_meet=lambda one, other: "p7" not in (one, other), strangers=lambda one, other: True, seed="x"
    )
    met = [id for pair in chosen for id in (pair.one, pair.other)]
    assert len(met) == len(set(met)) and "p7" not in met and len(chosen) >= 25


def test_two_may_meet_in_a_group_of_both_or_where_everybody_may_know_of_each() -> None:
    here = frozenset({"slack"})
    secret = Whereabouts(frozenset({"secret"}), here, False)
    also_there = Whereabouts(frozenset({"secret", "wood"}), here, True)
    public, elsewhere = Whereabouts(frozenset({"wood"}), here, True), Whereabouts(frozenset({"ink"}), here, True)
    assert secret.may_meet(also_there) and also_there.may_meet(public) and public.may_meet(elsewhere)
    assert not secret.may_meet(public) and not elsewhere.may_meet(secret)
    assert not public.may_meet(Whereabouts(frozenset({"wood"}), frozenset({"matrix"}), True))
    assert not Whereabouts(frozenset(), here, False).may_meet(public)


def test_two_accounts_of_one_person_allow_what_both_allow() -> None:
    one = Profile(industry="Bees", topics=("a", "b"), asked=True, counted=True)
    other = Profile(industry="Wood", job="Carver", topics=("B", "c"), asked=True)
    assert one.as_one(other) == Profile("Bees", "Carver", ("a", "b", "c"), asked=True)
    assert Profile().as_one(one) == one == one.as_one(Profile())
