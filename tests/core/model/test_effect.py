"""Values at the door out: the names that are tried for a room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.model.effect import MOST_NAMES, OpenRoom, OpenSpace, names_for


@given(st.text(min_size=1))
def test_a_room_that_may_be_taken_has_one_name_as_it_was_given(name: str) -> None:
    assert names_for(OpenRoom(key="k", name=name)) == (name,)
    assert names_for(OpenSpace(key="k", name=name)) == (name,)


@given(st.text(min_size=1))
def test_a_room_of_its_own_has_many_names_and_the_one_asked_for_comes_first(name: str) -> None:
    names = names_for(OpenRoom(key="k", name=name, adopt=False))
    assert names[0] == name
    assert len(set(names)) == len(names) == MOST_NAMES


@pytest.mark.parametrize(
    ("name", "second"), [("python", "python-2"), ("#python:example.org", "#python-2:example.org"), ("#talk", "#talk-2")]
)
def test_the_number_stands_behind_the_name_and_before_the_server(name: str, second: str) -> None:
    assert names_for(OpenRoom(key="k", name=name, adopt=False))[1] == second
