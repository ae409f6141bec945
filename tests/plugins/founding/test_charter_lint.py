"""What is said about a charter before a group is founded on it."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import Basis, BasisKind, Group, PersonRef, SizeBand
from coterie.plugins.founding.charter_lint import Ended, Remark, Surrounding, lint

TODAY = date(2026, 11, 23)
PYTHON = Group("python", "Python Evenings", "Learn Python together, one evening a week.", Basis(about=("python",)))
GOOD = Group(
    "rust",
    "Rust Workshop",
    "Build small tools in Rust and review them every second Thursday.",
    Basis(about=("rust",)),
    for_="Programmers who are new to Rust",
    not_for="Recruiters",
    goal="meet",
    leaders=("ana",),
    review_every="3mo",
)
AROUND = Surrounding(TODAY, (PYTHON,), (), {"meet": "Everybody knows three people."})
ANA = PersonRef("ana")


def ids(charter: Group, around: Surrounding = AROUND) -> list[str]:
    return [remark.id for remark in lint(charter, around, (ANA,))]


def test_a_good_charter_leaves_nothing_to_say() -> None:
    assert ids(GOOD) == []


def test_what_is_too_vague_is_said() -> None:
    assert ids(evolve(GOOD, purpose="Rust workshop things")) == ["purpose-anything"]
    assert ids(evolve(GOOD, purpose="A Rust workshop.")) == ["purpose-short"]
    assert ids(evolve(GOOD, for_="Everybody!")) == ["for-anybody"]
    assert ids(evolve(GOOD, for_="", not_for=" ")) == ["no-for", "no-not-for"]


def test_what_is_missing_for_good_stops_it() -> None:
    stopped = lint(evolve(GOOD, purpose=" ", review_every=None), AROUND, (ANA,))
    assert [(remark.id, remark.stops) for remark in stopped] == [("no-purpose", True), ("no-end", True)]


def test_a_need_is_asked_for_its_end() -> None:
    need = evolve(GOOD, basis=Basis(BasisKind.NEED, ("visa",)))
    assert ids(need) == ["need-without-end"]
    assert ids(evolve(need, until=TODAY + timedelta(days=90))) == []
    assert ids(evolve(need, until=TODAY)) == ["end-over"]


def test_an_overlap_names_the_group_and_the_words() -> None:
    near = evolve(GOOD, name="Pythonistas", purpose="Learn Python by reading code in the evening.", basis=Basis())
    (remark,) = lint(near, AROUND, (ANA,))
    assert remark.id == "overlaps" and not remark.stops
    assert remark.arguments["group"] == "Python Evenings"
    assert "python" in str(remark.arguments["words"])


def test_a_name_that_is_taken_stops_it_however_it_is_written() -> None:
    assert ids(evolve(GOOD, name="python  EVENINGS"))[0] == "name-taken"


def test_what_repeats_a_group_that_ended_names_it_and_how_it_ended() -> None:
    over = Ended(evolve(GOOD, id="rust-2024", name="Rust Club"), date(2025, 6, 1), "Nobody had time to lead it.")
    (remark,) = lint(GOOD, evolve(AROUND, ended=(over,)), (ANA,))
    assert remark.id == "repeats"
    assert remark.arguments == {"group": "Rust Club", "day": over.on, "why": over.why}


def test_leaders_must_have_agreed() -> None:
    (remark,) = lint(GOOD, AROUND, ())
    assert remark == Remark("no-leader-agreed", "leaders", arguments={"people": (ANA,), "count": 1})
    assert [one.id for one in lint(evolve(GOOD, leaders=()), AROUND)] == ["no-leader"]


def test_goals_are_those_of_the_community() -> None:
    assert ids(evolve(GOOD, goal=None)) == ["no-goal"]
    assert ids(evolve(GOOD, goal="profit")) == ["goal-unknown"]
    assert ids(evolve(GOOD, goal=None), evolve(AROUND, goals={})) == []


def test_a_size_that_makes_no_group_is_said() -> None:
    assert ids(evolve(GOOD, size=SizeBand(30, 20))) == ["size-turned"]
    assert ids(evolve(GOOD, size=SizeBand(2, 20))) == ["size-small"]
    assert ids(evolve(GOOD, size=SizeBand(10, 500))) == ["size-large"]


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.integers(-5, 400), st.integers(-5, 400))
def test_whatever_is_typed_is_judged_and_what_stops_it_comes_first(
    name: str, purpose: str, for_: str, least: int, most: int
) -> None:
    charter = evolve(GOOD, name=name, purpose=purpose, for_=for_, size=SizeBand(least, most))
    stops = [remark.stops for remark in lint(charter, AROUND)]
    assert stops == sorted(stops, reverse=True)
