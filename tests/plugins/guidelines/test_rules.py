"""Rules in layers, and what changed."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from coterie.plugins.guidelines.rules import Book, Difference, difference, rules_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
rules = st.lists(st.text("abc def", min_size=1, max_size=12).map(str.strip).filter(bool), max_size=6, unique=True)


def test_items_and_paragraphs_are_rules_and_headings_are_none() -> None:
    text = (
        "# How we are\n\nBe kind\nto each other.\n\n- Ask before you advise.\n  Always.\n* No photos.\n3. Be on time.\n"
    )
    assert rules_of(text) == (
        "Be kind to each other.",
        "Ask before you advise. Always.",
        "No photos.",
        "Be on time.",
    )


def test_a_reworded_rule_is_told_as_before_and_after() -> None:
    found = difference(["Ask before you advise.", "No photos."], ["Ask twice before you advise.", "Be on time."])
    assert found == Difference(
        ("Be on time.",), ("No photos.",), (("Ask before you advise.", "Ask twice before you advise."),)
    )


@given(rules, rules)
def test_the_difference_leads_from_one_to_the_other(before: list[str], after: list[str]) -> None:
    found = difference(before, after)
    gone = {*found.removed, *(old for old, _ in found.changed)}
    new = {*found.added, *(now for _, now in found.changed)}
    assert set(before) - gone | new == set(after)
    assert not gone & set(after) and not new & set(before)


@given(st.permutations(["a b", "c d", "e f"]))
def test_what_only_moved_did_not_change(moved: list[str]) -> None:
    assert not difference(["a b", "c d", "e f"], moved)


@given(rules, rules, rules)
def test_a_group_only_ever_adds_to_what_the_community_has(common: list[str], own: list[str], later: list[str]) -> None:
    book, _ = Book().with_version(common, own, NOW)
    book, _ = book.with_version(later, book.own, NOW)
    assert book.current is not None
    assert set(later) <= set(book.current.rules)
    assert set(own) <= set(book.current.rules)  # nothing that the group added is lost when the community's file changes


def test_a_version_is_made_only_where_something_changed() -> None:
    book, _ = Book().with_version(["Be kind."], [], NOW)
    same, changes = book.with_version(["Be kind."], [], NOW)
    assert same is book and not changes
    more, changes = book.with_version(["Be kind."], ["No photos."], NOW)
    assert [version.number for version in more.versions] == [1, 2]
    assert changes.added == ("No photos.",)
