"""What is found in a library, and in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.refs import PersonRef
from coterie.plugins.library.entry import Entry, NotALink, link_of, tag_of, title_of, titled
from coterie.plugins.library.search import PAGE, found, page, query_of

AT = datetime(2026, 11, 23, tzinfo=UTC)


def entry(number: int, title: str, *tags: str, link: str = "https://example.org/") -> Entry:
    return Entry(number, title, "python", PersonRef("ana"), AT, date(2027, 5, 1), link, tags=tags)


def numbers(typed: str, *entries: Entry) -> list[int]:
    return [one.number for one in found(entries, query_of(typed))]


def test_a_tag_stands_before_a_word_and_a_word_before_a_part() -> None:
    entries = (entry(1, "Micropythons"), entry(2, "Python talks"), entry(3, "Evening", "python"), entry(4, "Rust"))
    assert numbers("python", *entries) == [3, 2, 1]


def test_case_and_diacritics_make_no_difference() -> None:
    assert numbers("mullers OEUVRE", entry(1, "Müllers œuvre")) == [1]
    assert numbers("strasse", entry(1, "Die Straße")) == [1]
    assert numbers("محمد", entry(1, "كتاب مُحَمَّد")) == [1]


def test_all_words_must_be_there_and_tags_exactly() -> None:
    entries = (entry(1, "Python talks", "talk"), entry(2, "Python", "talks"))
    assert sorted(numbers("python talks", *entries)) == [1, 2]
    assert numbers("python #talk", *entries) == [1]
    assert numbers("python rust", *entries) == []


def test_the_host_is_found_too() -> None:
    assert numbers("matrix", entry(1, "Spec", link="https://spec.matrix.org/")) == [1]


@given(st.integers(0, 23), st.integers(-2, 9))
def test_pages_hold_everything_once(total: int, number: int) -> None:
    entries = [entry(one, str(one)) for one in range(total)]
    pages = [page(entries, one) for one in range(total // PAGE + 1)]
    assert {one.number for found in pages for one in found.entries} == set(range(total))
    assert page(entries, number).entries or not entries


@given(st.text())
def test_what_is_kept_is_kept_the_same_again(typed: str) -> None:
    assert title_of(title_of(typed)) == title_of(typed)
    assert tag_of(tag_of(typed)) == tag_of(typed)


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "ftp://example.org", "https://", "https://a b", "x", "http://["]
)
def test_only_addresses_on_the_web_are_links(typed: str) -> None:
    with pytest.raises(NotALink):
        link_of(typed)


def test_tags_are_taken_out_of_a_title() -> None:
    assert titled("A talk #Python on tests #tests") == ("A talk on tests", ("python", "tests"))
