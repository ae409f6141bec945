"""Addresses in what people wrote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.links import links_in


def test_an_address_ends_where_the_sentence_goes_on() -> None:
    text = "See https://example.org/a_(b), (https://example.org/c) and **https://example.org/d**; or http://x.org/?q=1!"
    assert links_in(text) == (
        "https://example.org/a_(b)",
        "https://example.org/c",
        "https://example.org/d",
        "http://x.org/?q=1",
    )


def test_each_is_found_once_and_no_other_scheme() -> None:
    assert links_in("https://a.org https://a.org javascript:alert(1) https:// http://") == ("https://a.org",)


@given(st.text())
def test_any_text_gives_parts_of_itself(text: str) -> None:
    assert all(one in text for one in links_in(text))
