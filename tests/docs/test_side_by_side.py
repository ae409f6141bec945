"""docs/platforms.md says what the adapters declare."""

from __future__ import annotations

import pytest

from coterie.core.model.content import Capability
from coterie.core.model.effect import EFFECTS
from coterie.core.model.event import EVENTS
from coterie.core.model.means import INSTEAD, NEEDS, POSTS

from .side_by_side import BEGIN, END, OURS, PAGE, PLATFORMS, TIMERS, Platform, table


def test_the_page_is_current() -> None:
    """`python -m tests.docs.side_by_side --write` makes it so."""
    assert PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip() == table()


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda one: one.name)
def test_words_are_said_of_what_is_declared_and_of_nothing_else(platform: Platform) -> None:
    declared = {kind for kind in EFFECTS if kind not in TIMERS and NEEDS.get(kind) in {None, *platform.capabilities}}
    assert set(platform.words.EFFECTS) == declared
    assert set(platform.words.POSTS) == {how for how, needed in POSTS.items() if needed in platform.capabilities}
    assert set(platform.words.EVENTS) <= set(EVENTS) - set(OURS)


def test_something_stands_in_for_everything() -> None:
    assert set(INSTEAD) == set(Capability)
