"""Whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.refs import PersonRef
from coterie.plugins.leaders.rota import Rota

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = [PersonRef(name) for name in ("ana", "bo", "cy", "dee")]


def listed(*people: PersonRef) -> Rota:
    rota = Rota()
    for number, person in enumerate(people):
        rota = rota.joined_by(person, MONDAY + timedelta(minutes=number))
    return rota


@given(st.permutations(PEOPLE), st.integers(4, 40))
def test_everybody_has_it_as_often_as_everybody_else(people: list[PersonRef], weeks: int) -> None:
    rota, served = listed(*people), list[PersonRef]()
    for week in range(weeks):
        person = rota.next(PEOPLE)
        assert person is not None
        served.append(person)
        rota = rota.served_by(person, MONDAY + timedelta(weeks=week + 1))
    counts = [served.count(person) for person in PEOPLE]
    assert max(counts) - min(counts) <= 1
    assert all(a != b for a, b in zip(served, served[1:], strict=False))


def test_who_can_not_this_week_is_asked_next_week() -> None:
    rota = listed(*PEOPLE[:2])
    assert rota.next(PEOPLE) == PEOPLE[0]
    rota = rota.declined_by(PEOPLE[0])
    assert rota.next(PEOPLE) == PEOPLE[1]
    assert rota.declined_by(PEOPLE[1]).next(PEOPLE) is None
    assert rota.begun().next(PEOPLE) == PEOPLE[0]


def test_only_who_is_here_and_agreed_is_asked() -> None:
    rota = listed(*PEOPLE[:2])
    assert rota.next([PEOPLE[1], PEOPLE[3]]) == PEOPLE[1]
    assert rota.left_by(PEOPLE[0]).left_by(PEOPLE[1]).next(PEOPLE) is None
    assert rota.joined_by(PEOPLE[0], MONDAY) == rota
