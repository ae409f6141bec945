"""Values of playbooks and decks: which cards come on a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.model.playbook import DeckCard, LocalText


def card(between: tuple[str, str] | None) -> DeckCard:
    return DeckCard("a", LocalText.plain("a"), between=between)


@given(st.dates())
def test_a_card_without_a_season_comes_on_every_day(day: date) -> None:
    assert card(None).comes_on(day)


@pytest.mark.parametrize(
    ("between", "day", "expected"),
    [
        (("12-01", "01-06"), date(2026, 12, 1), True),
        (("12-01", "01-06"), date(2027, 1, 6), True),
        (("12-01", "01-06"), date(2027, 1, 7), False),
        (("12-01", "01-06"), date(2026, 11, 30), False),
        (("02-29", "03-02"), date(2027, 3, 1), True),
        (("02-29", "03-02"), date(2027, 2, 28), False),
        (("05-05", "05-05"), date(2027, 5, 5), True),
    ],
)
def test_both_days_belong_to_the_span_also_over_new_year(between: tuple[str, str], day: date, expected: bool) -> None:
    assert card(between).comes_on(day) is expected


@given(st.dates(), st.dates(), st.dates())
def test_every_day_is_in_a_span_or_in_the_rest_of_the_year(first: date, last: date, day: date) -> None:
    span = (f"{first:%m-%d}", f"{last:%m-%d}")
    if span[0] != span[1]:
        rest = card((span[1], span[0])).comes_on(day)
        assert card(span).comes_on(day) or rest
        assert (card(span).comes_on(day) and rest) == (f"{day:%m-%d}" in span)
