"""Of which workspace a payload tells: any payload at all names some or none, and never one that does not stand in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.slack.whose import Whose, whose
from tests.adapters.slack.test_decode import payloads

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["authorizations", "team", "team_id", "view", "enterprise", "id"]), inner)
    ),
    max_leaves=12,
)


def test_every_payload_of_the_reference_data_names_workspaces_that_stand_in_it() -> None:
    for payload in payloads():
        found, written = whose(payload), json.dumps(payload)
        assert all(team in written for team in (*found.teams, found.enterprise, found.installation))


@given(JSON)
def test_anything_at_all_names_some_or_none(payload: object) -> None:
    assert isinstance(whose(payload), Whose)


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"team_id": "T1", "enterprise_id": "E1"}, Whose(("T1",), "E1", "T1")),
        ({"enterprise_id": "E1"}, Whose((), "E1", "E1")),
        (
            {"team_id": "T2", "authorizations": [{"team_id": "T1", "enterprise_id": None}]},
            Whose(("T1",), "", "T1"),
        ),
        (
            {
                "team_id": "T1",
                "authorizations": [{"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True}],
            },
            Whose(("T1",), "E1", "E1"),
        ),
        (
            {"team": {"id": "T9"}, "user": {"team_id": "T9"}, "view": {"app_installed_team_id": "T1"}},
            Whose(("T1",), "", "T1"),
        ),
        ({"team": None, "enterprise": {"id": "E1"}, "user": {"team_id": "T1"}}, Whose(("T1",), "E1", "T1")),
    ],
)
def test_an_event_concerns_whom_it_was_authorised_for_and_a_press_where_the_app_was_pressed(
    payload: object, found: Whose
) -> None:
    assert whose(payload) == found
