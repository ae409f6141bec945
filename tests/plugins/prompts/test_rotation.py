"""Which card comes next."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from coterie.core.api import Deck, DeckCard, GroupRef, MessageRef, evolve
from coterie.core.model.playbook import LocalText
from coterie.plugins.prompts.rotation import Rotation, next_card, ordered

TODAY = date(2026, 11, 23)
ids = some.lists(some.text("abcdef", min_size=1, max_size=3), min_size=1, max_size=8, unique=True)
groups = some.builds(GroupRef, some.sampled_from(["python", "running", "parents"]))


def deck(names: list[str], between: tuple[str, str] | None = None) -> Deck:
    return Deck(
        "d", LocalText.plain("D"), tuple(DeckCard(name, LocalText.plain(name), between=between) for name in names)
    )


def asked(of: Deck, group: GroupRef, times: int, answered: bool) -> tuple[list[str], list[str], Rotation]:
    rotation, found, aside = Rotation(), list[str](), list[str]()
    for number in range(times):
        rotation, unwanted = rotation.with_last_round_closed()
        aside += [unwanted] if unwanted else []
        card, rotation = next_card(of, rotation, group, TODAY)
        if card is None:
            break
        found.append(card.id)
        rotation = evolve(rotation.with_asked(card.id, MessageRef(str(number))), answered=answered)
    return found, aside, rotation


@given(ids, groups)
def test_every_card_comes_once_before_any_comes_again(names: list[str], group: GroupRef) -> None:
    found, _, _ = asked(deck(names), group, 3 * len(names), answered=True)
    rounds = [found[start : start + len(names)] for start in range(0, len(found), len(names))]
    assert all(sorted(one) == sorted(names) for one in rounds)
    assert rounds[0] == rounds[1] == rounds[2]


@given(ids, groups)
def test_the_order_does_not_depend_on_that_of_the_file(names: list[str], group: GroupRef) -> None:
    assert ordered(deck(names), group) == ordered(deck(names[::-1]), group)


@given(ids, groups)
def test_what_nobody_answers_two_rounds_running_is_set_aside_and_nothing_else(
    names: list[str], group: GroupRef
) -> None:
    found, aside, _ = asked(deck(names), group, 5 * len(names), answered=False)
    assert len(found) == 2 * len(names)
    assert sorted(aside) == sorted(names)


def test_an_answer_in_between_counts_anew() -> None:
    rotation = Rotation(silent={"a": 1}, last="a", answered=True)
    assert rotation.with_last_round_closed()[0].silent["a"] == 0


def test_a_card_out_of_season_is_passed_over_and_comes_when_it_is_time() -> None:
    cards = (*deck(["a"], ("12-01", "12-31")).cards, *deck(["b"]).cards)
    both = Deck("d", LocalText.plain("D"), cards)
    chosen, _ = next_card(both, Rotation(asked=("b",)), GroupRef("python"), TODAY)
    assert chosen is not None and chosen.id == "b"
    chosen, _ = next_card(both, Rotation(asked=("b",)), GroupRef("python"), date(2026, 12, 2))
    assert chosen is not None and chosen.id == "a"
