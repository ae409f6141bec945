"""Roles that are wanted, and who takes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.projects.project import MOST_ROLES, Project, Wanted, roles_of

PEOPLE = [PersonRef(f"p{number}") for number in range(5)]


def test_roles_are_read_as_people_write_them() -> None:
    assert roles_of("2 designers, coder; 3x testers\nwriter") == (
        Wanted("designers", 2),
        Wanted("coder"),
        Wanted("testers", 3),
        Wanted("writer"),
    )
    assert roles_of("coder, Coder") == (Wanted("coder", 2),)
    assert roles_of(" , ;") == ()


@pytest.mark.parametrize("part", ["0 painters", "100 painters", "9999999 painters", "f", "w" * 41])
def test_what_can_be_no_role_is_named_instead_of_left_out(part: str) -> None:
    with pytest.raises(ValueError, match=part):
        roles_of(f"a, b, c, d, {part}" if len(part) > 1 else f"a, b, c, d, e, {part}")


@given(st.text(max_size=200))
def test_whatever_is_written_gives_a_few_roles_each_once_or_is_refused(written: str) -> None:
    try:
        roles = roles_of(written)
    except ValueError as error:
        assert str(error) in [" ".join(part.split()) for part in re.split(r"[,;\n]", written)]
        return
    assert len(roles) <= MOST_ROLES
    assert len({role.name.casefold() for role in roles}) == len(roles)
    assert all(role.name and role.count >= 1 for role in roles)


@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(-1, 3))))
def test_nobody_has_two_roles_and_no_role_too_many_people(acts: list[tuple[PersonRef, int]]) -> None:
    project = Project(1, "Board", PEOPLE[0], (Wanted("a", 1), Wanted("b", 2), Wanted("c", 3)))
    for person, place in acts:
        project = project.with_taken(place, person) if place >= 0 else project.without(person)
        taken = [one for role in project.wanted for one in role.people]
        assert len(taken) == len(set(taken))
        assert all(len(role.people) <= role.count for role in project.wanted)
