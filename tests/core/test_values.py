"""Our `frozen` does what attrs' own does; only that the methods are shared is different."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.values import evolved, frozen


def kinds(decorator: Any, **options: bool) -> Any:
    """A class with fields that are left out of comparing or of printing, or printed in their own way, and one below it."""

    @decorator(**options)
    class Song:
        title: str
        length: int = 0
        _source: str = attrs.field(default="", eq=False)
        words: str = attrs.field(default="", repr=False)
        key: str = attrs.field(default="", repr=lambda key: "…")
        band: str = attrs.field(default="", eq=str.casefold)
        heard: int = attrs.field(default=0, hash=False)

    @decorator(**options)
    class Hymn(Song):
        number: int = 0

    return Song, Hymn


Song, Hymn = kinds(frozen)
ours, theirs = kinds(frozen), kinds(attrs.frozen)
fields = st.fixed_dictionaries(
    {
        "title": st.sampled_from("ab"),
        "length": st.integers(0, 1),
        "source": st.sampled_from("ab"),
        "words": st.sampled_from("ab"),
        "key": st.sampled_from("ab"),
        "band": st.sampled_from("aA"),
        "heard": st.integers(0, 1),
    }
)


@given(st.integers(0, 1), fields, st.integers(0, 1), fields)
def test_values_are_equal_where_those_of_attrs_are(first: int, one: Any, second: int, other: Any) -> None:
    mine, yours = ours[first](**one), ours[second](**other)
    assert (mine == yours) is (theirs[first](**one) == theirs[second](**other))
    assert (mine != yours) is not (mine == yours)
    assert mine != yours or hash(mine) == hash(yours)


@given(st.integers(0, 1), fields)
def test_a_value_is_printed_as_attrs_prints_it(which: int, one: Any) -> None:
    assert repr(ours[which](**one)) == repr(theirs[which](**one))


def test_a_method_that_the_class_has_itself_stays() -> None:
    @frozen
    class Secret:
        word: str

        def __repr__(self) -> str:
            return "…"

        def __eq__(self, other: object) -> bool:
            return self is other

        def __hash__(self) -> int:
            return 7

    assert repr(Secret("a")) == "…"
    assert Secret("a") != Secret("a")
    assert hash(Secret("a")) == 7


def test_a_value_without_fields_is_equal_to_another() -> None:
    @frozen
    class Nothing: ...

    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


def test_a_value_can_not_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Song("a").title = "b"


def test_what_is_said_with_names_alone_is_only_made_with_names() -> None:
    song, _ = kinds(frozen, kw_only=True)
    with pytest.raises(TypeError):
        song("a")
    assert song(title="a") == song(title="a")


def test_a_value_may_have_an_order() -> None:
    @frozen(order=True)
    class Seat:
        row: int

    assert Seat(1) < Seat(2)


def test_an_error_is_equal_to_itself_alone() -> None:
    @frozen
    class Late(Exception):
        days: int

    error = Late(1)
    assert error == error
    assert error != Late(1)
    assert repr(error) == "Late(days=1)"


@given(title=st.text(), source=st.text(), number=st.integers())
def test_a_value_with_fields_changed_is_the_one_that_attrs_gives(title: str, source: str, number: int) -> None:
    _, hymn = kinds(frozen)
    before = hymn("Now", 3, "a book", number=7)
    changes = {"title": title, "source": source, "number": number}
    after = evolved(before, changes)
    assert attrs.astuple(after) == attrs.astuple(attrs.evolve(before, **changes))
    assert attrs.astuple(evolved(before, {})) == attrs.astuple(before)


def test_a_value_of_one_field_can_be_changed_too() -> None:
    @frozen
    class Name:
        id: str

    assert evolved(Name("a"), {"id": "b"}) == Name("b")


def test_a_value_is_copied_without_its_constructor_where_that_only_puts_fields_in_their_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @frozen
    class Name:
        id: str
        more: int = 0

    def refuse(self: Name, **fields: object) -> None:
        raise AssertionError("the constructor was called")

    name = Name("a")
    monkeypatch.setattr(Name, "__init__", refuse)
    after = evolved(name, {"id": "b"})
    assert (after.id, after.more, name.id) == ("b", 0, "a")


def test_what_is_made_by_more_than_its_fields_is_made_by_it_again() -> None:
    @frozen
    class Own:
        id: str
        more: int = 0

        def __init__(self, id: str, more: int = 0) -> None:
            self.__attrs_init__(id.casefold(), more)  # type: ignore[attr-defined]  # written by attrs

    @attrs.frozen(slots=False)
    class Open:
        id: str

    @attrs.frozen(cache_hash=True)
    class Hashed:
        id: str
        more: int = 0

    def folded(text: str) -> str:
        return text.casefold()

    @attrs.frozen
    class Converted:
        id: str = attrs.field(converter=folded)
        more: int = 0

    before = Hashed("a")
    assert hash(before) != hash(evolved(before, {"id": "b"})) == hash(Hashed("b"))
    assert evolved(Converted("A"), {"id": "B"}) == Converted("b")
    assert evolved(Own("A"), {"id": "B"}) == Own("b")
    assert evolved(Open("a"), {"id": "b"}) == Open("b")
    for value in (Song("a"), Open("a")):
        with pytest.raises(TypeError):
            evolved(value, {"nothing": 1})
