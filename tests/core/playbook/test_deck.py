"""Decks: what a file of conversation starters says."""

from __future__ import annotations

import pytest

from coterie.core.model.playbook import LocalText

from .reading import check_deck, load_deck

PYTHON = """\
deck: python
title: {en: Python talk, de: Python-Gespräche}
cards:
  - Which line of code are you proud of this month?
  - id: first_bug
    text: {en: What was your first bug?, de: Was war dein erster Fehler?}
    tags: [newcomers]
    between: [12-01, 01-06]        # every year
"""


def complaints(content: str) -> list[str]:
    return [
        f"{finding.line}:{finding.column}: {finding.message}" for finding in check_deck(content, "decks/python.yaml")
    ]


def test_the_deck_of_the_handbook_is_read() -> None:
    deck = load_deck(PYTHON, "decks/python.yaml")
    assert deck.id == "python"
    assert deck.title.in_("de-AT") == "Python-Gespräche"
    plain, seasonal = deck.cards
    assert plain.id == "which_line_of_code_are_you_proud_of_this"
    assert plain.text == LocalText.plain("Which line of code are you proud of this month?")
    assert (seasonal.id, seasonal.tags, seasonal.between) == ("first_bug", ("newcomers",), ("12-01", "01-06"))


def test_a_card_without_an_id_keeps_its_own_when_others_are_put_before_it() -> None:
    before = load_deck("deck: d\ncards: [One?, Two?]", "d.yaml")
    after = load_deck("deck: d\ncards: [Zero?, Two?, One?]", "d.yaml")
    assert {card.id for card in before.cards} < {card.id for card in after.cards}


def test_cards_that_would_have_one_id_are_told_apart() -> None:
    deck = load_deck("deck: d\ncards: [Hm, hm!, '?', '¿', {id: hm_2, text: x}]", "d.yaml")
    assert [card.id for card in deck.cards] == ["hm", "hm_3", "card_3", "card_4", "hm_2"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("deck: Python\ncards: [a]", ["1:7: 'deck' must be an id of small letters, digits and '-' that begins with a letter, not 'Python'"]),
        ("deck: d", ["1:1: 'cards' is missing in a deck"]),
        ("deck: d\ncards: []", ["2:8: 'cards' must have at least one card"]),
        ("deck: d\ncards: a", ["2:8: 'cards' must be a list, not a text"]),
        ("deck: d\ncards:\n  - {txt: a}", ["3:6: unknown key 'txt' in card 1"]),
        ("deck: d\ncards:\n  - {id: a, text: x}\n  - {id: a, text: y}", ["4:10: duplicate id 'a', first in line 3; each card needs its own"]),
        ("deck: d\ncards:\n  - {text: a, between: [02-30, 13-01]}", [
            "3:25: '02-30' is no day of a year: day is out of range for month",
            "3:32: '13-01' is no day of a year: month must be in 1..12",
        ]),
        ("deck: d\ncards:\n  - {text: a, between: [02-01]}", ["3:24: 'between' must have two days, the first and the last: [12-01, 01-06], not 1"]),
        ("deck: d\ncards:\n  - {text: a, between: 02-01}", ["3:24: 'between' must be a list, not a text"]),
        ("deck: d\ncards:\n  -\n  - b", ["3:4: card 1 is empty"]),
        ("- a", ["1:1: a deck must be a map, not a list"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_deck_is_said_where_it_stands(content: str, expected: list[str]) -> None:
    assert complaints(content) == expected
