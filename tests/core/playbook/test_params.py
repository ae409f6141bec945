"""Parameters: what was written, as a value of its type."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.model.playbook import Param, ParamType
from coterie.core.playbook.duration import Duration
from coterie.core.playbook.params import ParamError, parse_arguments, parse_param
from coterie.core.playbook.verbs import Known
from coterie.core.refs import GroupRef, PersonRef

KNOWN = Known(roles=("host",), people=("ana", "bo"), groups=("python",), decks=("python",), playbooks={"retro": {}})


@pytest.mark.parametrize(
    ("type", "written", "expected"),
    [
        (ParamType.TEXT, " as it is ", " as it is "),
        (ParamType.TEXT, "", ""),
        (ParamType.INT, "1_000", 1000),
        (ParamType.INT, " -3 ", -3),
        (ParamType.NUMBER, "2", 2.0),
        (ParamType.NUMBER, ".5", 0.5),
        (ParamType.NUMBER, "1_000", 1000),
        (ParamType.NUMBER, "-1_000.25", -1000.25),
        (ParamType.BOOL, "No", False),
        (ParamType.BOOL, "true", True),
        (ParamType.DURATION, "2d", Duration(2, "d")),
        (ParamType.SCHEDULE, "monday 09:00", "monday 09:00"),
        (ParamType.ZONE, "Europe/Berlin", ZoneInfo("Europe/Berlin")),
        (ParamType.PERSON, "ana", PersonRef("ana")),
        (ParamType.PERSON, "person:ana", PersonRef("ana")),
        (ParamType.PERSON, "slack/U123", PersonRef("slack/U123")),
        (ParamType.PEOPLE, ("ana", "bo"), (PersonRef("ana"), PersonRef("bo"))),
        (ParamType.PEOPLE, "ana", (PersonRef("ana"),)),
        (ParamType.PEOPLE, (), ()),
        (ParamType.GROUP, "python", GroupRef("python")),
        (ParamType.ROLE, "role:host", "host"),
        (ParamType.DECK, "python", "python"),
        (ParamType.PLAYBOOK, "retro", "retro"),
        (ParamType.CHOICE, "b", "b"),
    ],
)
def test_what_was_written_becomes_a_value_of_its_type(
    type: ParamType, written: str | tuple[str, ...], expected: object
) -> None:
    param = Param(type, choices=("a", "b") if type is ParamType.CHOICE else ())
    assert parse_param(param, written, KNOWN) == expected


def test_a_number_that_is_whole_prints_without_a_point() -> None:
    assert str(parse_param(Param(ParamType.NUMBER), "2")) == "2"
    assert str(parse_param(Param(ParamType.NUMBER), "2.5")) == "2.5"


@pytest.mark.parametrize(
    ("param", "written", "message", "nearest"),
    [
        (Param(ParamType.INT), "1.5", "must be a whole number, not '1.5'", None),
        (Param(ParamType.INT), "9" * 30, f"must be a whole number, not '{'9' * 30}'", None),
        (Param(ParamType.INT, min="2"), "1", "must be at least 2, not 1", None),
        (Param(ParamType.NUMBER, max="0.5"), "0.6", "must be at most 0.5, not 0.6", None),
        (Param(ParamType.INT, max="1_000_000"), "1_500_000", "must be at most 1_000_000, not 1500000", None),
        (Param(ParamType.NUMBER), "1e400", "must be a number, not '1e400'", None),
        (Param(ParamType.NUMBER), "nan", "must be a number, not 'nan'", None),
        (Param(ParamType.BOOL), "treu", "must be true or false, not 'treu'", "true"),
        (Param(ParamType.DURATION, max="1w"), "1mo", "must be at most 1w, not 1mo", None),
        (Param(ParamType.TEXT, max="3"), "long", "must be at most 3, not 4 characters", None),
        (Param(ParamType.PEOPLE, min="2"), "ana", "must be at least 2, not 1 people", None),
        (Param(ParamType.PERSON), "aan", "unknown person 'aan'", "ana"),
        (Param(ParamType.PERSON), "", "must be a person, not empty", None),
        (Param(ParamType.GROUP), "pyhton", "unknown group 'pyhton'", "python"),
        (Param(ParamType.CHOICE, choices=("good", "bad")), "god", "must be one of good, bad, not 'god'", "good"),
        (Param(ParamType.TEXT), ("a",), "must be a text, not a list", None),
    ],
)
def test_what_does_not_fit_is_refused_with_the_nearest_that_would(
    param: Param, written: str | tuple[str, ...], message: str, nearest: str | None
) -> None:
    with pytest.raises(ParamError) as caught:
        parse_param(param, written, KNOWN)
    assert (caught.value.message, caught.value.nearest) == (message, nearest)


def test_arguments_fall_back_on_the_defaults() -> None:
    params = {"deck": Param(ParamType.DECK), "quiet": Param(ParamType.INT, default="2")}
    assert parse_arguments(params, {"deck": "python"}) == {"deck": "python", "quiet": 2}
    with pytest.raises(ParamError, match="'deck' is missing: it has no default"):
        parse_arguments(params, {})
    with pytest.raises(ParamError, match="unknown parameter 'dekc'"):
        parse_arguments(params, {"dekc": "python"})
    with pytest.raises(ParamError, match="'quiet' must be a whole number, not 'few'"):
        parse_arguments(params, {"deck": "python", "quiet": "few"})


@given(st.sampled_from(ParamType), st.text(max_size=40))
def test_whatever_was_written_is_a_value_or_refused(type: ParamType, written: str) -> None:
    try:
        parse_param(Param(type, min="1" if type is ParamType.INT else None), written, KNOWN)
    except ParamError as error:
        assert error.message
