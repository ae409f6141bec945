"""Packed tables hold what a dict would, in less room."""

from __future__ import annotations

import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.adapters.stores.packed import PAGE, TURN, PackedTable


def filled(count: int) -> PackedTable:
    table = PackedTable()
    for number in range(count):
        table.put(f"key {number}", f'{{"number": {number}}}'.encode())
    return table


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), keys=st.integers(1, 4 * TURN))
def test_whatever_is_done_to_it_it_holds_what_a_dict_would(seed: int, keys: int) -> None:
    chance, table, expected = Random(seed), PackedTable(), dict[str, bytes]()
    for number in range(6 * TURN):
        key = f"key {chance.randrange(keys)} \n\tü"
        act = chance.random()
        if act < 0.6:
            expected[key] = b"%d" % number
            table.put(key, expected[key])
        elif act < 0.8:
            assert (table.lately.get(key) or table.get(key)) == expected.get(key)
        else:
            expected.pop(key, None)
            table.drop(key)
        if number % TURN == 0:
            assert len(table) == len(expected)
            assert sorted(table) == sorted(expected)
    assert {key: table.get(key) for key in list(table)} == expected
    assert all(key in table for key in expected) and "another" not in table


def test_the_order_in_which_they_came_is_kept_of_what_nobody_read() -> None:
    assert list(filled(3 * TURN)) == [f"key {number}" for number in range(3 * TURN)]


def test_items_are_gone_through_without_one_being_taken_up_and_keep_their_order() -> None:
    table = filled(4 * TURN)
    lately = dict(table.lately)
    assert [key for key, _ in table.items()] == [f"key {number}" for number in range(4 * TURN)]
    assert dict(table.items())["key 9"] == b'{"number": 9}'
    assert table.lately == lately


def test_going_through_all_of_it_reads_each_once_and_leaves_nearly_all_packed() -> None:
    table = filled(10 * TURN)
    found = {key: table.get(key) for key in table}
    assert len(found) == 10 * TURN and None not in found.values()
    assert len(table.lately) < 3 * TURN


def test_what_is_read_stands_by_itself_and_is_found_again() -> None:
    table = filled(4 * TURN)
    assert "key 5" not in table.lately
    assert table.get("key 5") == b'{"number": 5}'
    assert "key 5" in table.lately
    assert table.get("key 5") == b'{"number": 5}'
    assert len(table) == 4 * TURN


def test_a_copy_stays_as_it_was() -> None:
    table = filled(4 * TURN)
    copy = table.copy()
    for number in range(4 * TURN):
        table.drop(f"key {number}")
    assert len(table) == 0 and list(table) == []
    assert len(copy) == 4 * TURN and len(list(copy)) == 4 * TURN
    assert copy.get("key 7") == b'{"number": 7}'


@pytest.mark.parametrize("first_gone", [range(0, 3 * TURN), range(0, 3 * TURN, 2)])
def test_pages_of_which_little_is_left_are_given_up(first_gone: range) -> None:
    table = filled(6 * TURN)
    for number in first_gone:
        table.drop(f"key {number}")
    left = [number for number in range(6 * TURN) if number not in first_gone]
    assert sorted(table) == sorted(f"key {number}" for number in left)
    assert all(table.get(f"key {number}") for number in left)
    assert sum(page is not None for page in table._pages) <= len(left) / PAGE * 2 + 1


def test_many_documents_that_nobody_reads_take_a_fraction_of_their_room() -> None:
    table, plain = filled(20_000), {f"key {number}": b'{"number": %d}' % number for number in range(20_000)}
    packed = sum(sys.getsizeof(one) for one in table._pages) + sum(sys.getsizeof(one) for one in table._index._buckets)
    assert packed * 4 < sum(sys.getsizeof(key) + sys.getsizeof(text) for key, text in plain.items())
