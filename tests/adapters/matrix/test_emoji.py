"""Two clients' spellings of one picture are equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.matrix.emoji import neutral_emoji
from coterie.core.model.content import choice_emoji


@pytest.mark.parametrize(
    ("sent", "neutral"),
    [
        ("👍\ufe0f", "👍"),
        ("👍🏽", "👍"),
        ("❤", "❤\ufe0f"),
        ("1\u20e3", "1\ufe0f\u20e3"),
        ("🇩🇪", "🇩🇪"),
        ("🏳\u200d🌈", "🏳\ufe0f\u200d🌈"),
        ("🙋🏽\u200d♀", "🙋\u200d♀\ufe0f"),
        ("ℹ", "ℹ\ufe0f"),
        ("+1", "+1"),
    ],
)
def test_an_emoji_has_one_spelling(sent: str, neutral: str) -> None:
    assert neutral_emoji(sent) == neutral


@given(st.text(max_size=10))
def test_the_spelling_stays_what_it_is(text: str) -> None:
    assert neutral_emoji(neutral_emoji(text)) == neutral_emoji(text)


def test_the_marks_of_choices_are_spelled_so() -> None:
    marks = [choice_emoji(place) for place in range(10)]
    assert [neutral_emoji(mark) for mark in marks] == marks
