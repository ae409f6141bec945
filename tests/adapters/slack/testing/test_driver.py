"""What people of a scenario give in a modal."""

import pytest

from coterie.adapters.slack.testing.driver import given


@pytest.mark.parametrize(
    "written",
    [("@bo @cy",), ("bo, cy",), ("@bo,@cy",), ("bo", "cy"), ("@bo", "@cy")],
    ids=lambda written: "|".join(written),
)
def test_people_are_given_one_by_one_or_in_one_text_as_they_are_typed_elsewhere(written: tuple[str, ...]) -> None:
    people = given("multi_users_select", written)
    assert isinstance(people, tuple) and [name.removeprefix("@") for name in people] == ["bo", "cy"]


def test_several_are_given_where_several_may_be_and_else_one() -> None:
    assert given("checkboxes", ("a b", "c, d")) == ("a b", "c, d")
    assert given("plain_text_input", ("@bo, @cy",)) == "@bo, @cy"
    assert given("plain_text_input", ()) == ""
