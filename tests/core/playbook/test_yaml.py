"""Files as YAML: what is kept, and what is refused with which words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coterie.core.playbook.yaml import LARGEST, Mapping, Scalar, Sequence, Source, parse


def read(content: str | bytes) -> Mapping:
    document = parse(Source.of(content, "f.yaml"))
    assert document.findings == ()
    assert isinstance(document.root, Mapping)
    return document.root


def complaints(content: str | bytes) -> list[str]:
    found = parse(Source.of(content, "f.yaml")).findings
    return [f"{finding.line}:{finding.column}: {finding.message}" for finding in found]


@pytest.mark.parametrize("written", ["on", "no", "16:00", "1_000", "0x1F", "null", "~", "2027-03-01", "1e3", "010"])
def test_every_scalar_stays_the_text_that_was_written(written: str) -> None:
    value = read(f"{written}: {written}").entries[0]
    assert (value.key.text, value.value) == (written, value.value)
    assert isinstance(value.value, Scalar) and value.value.text == written


def test_nodes_know_where_they_stand_in_characters() -> None:
    root = read("é: 😀 x\nlist: [a, {b: c}]\n")
    first, second = root.entries
    assert (first.value.place.line, first.value.place.column, first.value.place.width) == (1, 4, 3)
    assert isinstance(second.value, Sequence)
    inner = second.value.items[1]
    assert isinstance(inner, Mapping)
    assert (inner.entries[0].key.place.line, inner.entries[0].key.place.column) == (2, 12)


def test_nothing_and_an_empty_text_are_told_apart() -> None:
    root = read("a:\nb: ''\nc: # nothing\n")
    assert [value.is_empty for entry in root if isinstance(value := entry.value, Scalar)] == [True, False, True]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    root = read(b"\xef\xbb\xbfa: b\r\nc: d\r\n")
    assert root.entries[0].key.place.column == 1
    assert root.entries[1].value.place.line == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: 1\nb: 2\na: 3", ["3:1: duplicate key 'a', first in line 1; only one may be there"]),
        ("a: {x: 1, x: 2}\nb: &q 1\nc: *q", [
            "1:11: duplicate key 'x', first in line 1; only one may be there",
            "2:4: an anchor (&) is not allowed; write the value where it is needed",
            "3:4: an alias (*) is not allowed; write the value out",
        ]),
        ("a: !!int 3", ["1:4: a tag (!) is not allowed"]),
        ("a: b\n---\nc: d", ["2:1: a second document begins here; a file holds one"]),
        ("", ["None:None: the file is empty"]),
        ("# nothing\n", ["None:None: the file is empty"]),
        ("---\n", ["None:None: the file is empty"]),
        ("a:\n\tb: c", ["2:1: a tab; YAML is indented with spaces"]),
        ("a: Hello: world", ["1:9: a text with ': ' in it must stand in quotes"]),
        ("a: b\n c: d", ["2:3: a key is not expected here: check the indentation of this line, or put the text into quotes"]),
        ("a: @cy", ["1:4: a text that begins with '@' must stand in quotes"]),
        ("a: `x`", ["1:4: a text that begins with '`' must stand in quotes"]),
        ("a: *bold*", ["1:4: a text that begins with '*' must stand in quotes"]),
        ("a: 'x", ["1:4: this quote is never closed"]),
        ('a: "\\q"', ["1:5: unknown escape '\\q' within double quotes; write '\\\\q', or use single quotes"]),
        ("a: [1,", ["1:4: this '[' is never closed"]),
        ("a: {b: c\n", ["1:4: this '{' is never closed"]),
        ("a: [b c: d e]: f", ["1:14: a text with ': ' in it must stand in quotes"]),
        ("a: - b", ["1:4: a list must begin on a line of its own, or stand in [ ]"]),
        ("a: 'x' y", ["1:8: found 'y' behind '''; put the whole text into quotes"]),
        ("a: {{ b }}", ['1:4: a text with {{ … }} in it must stand in quotes: "{{ … }}"']),
        ("a: b\x07c", ["1:5: control character U+0007; take it out, or write it as an escape within double quotes"]),
        (b"a: b\nc: \xff", ["2:4: byte 0xff is not UTF-8; save the file as UTF-8"]),
        ("a: b".encode("utf-16"), ["1:1: the file is not UTF-8 but UTF-16; save it as UTF-8"]),
        ("a: b\n<<: c", ["2:1: '<<' (merging of maps) is not allowed; write the keys out"]),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_where_it_stands(content: str | bytes, expected: list[str]) -> None:
    assert complaints(content) == expected


def test_files_too_large_or_nested_too_deeply_are_refused() -> None:
    assert complaints("a: " + "x" * LARGEST) == ["None:None: the file has more than 1,000,000 bytes; split it"]
    assert complaints("[" * 100 + "]" * 100) == []
    assert complaints("[" * 101 + "]" * 101) == ["1:101: nested deeper than 100 lists and maps"]
    assert complaints("[" * 900_000)[0].endswith("nested deeper than 100 lists and maps")
    assert complaints("\n".join(" " * depth + "a:" for depth in range(101))) == [
        "101:101: nested deeper than 100 lists and maps"
    ]


@pytest.mark.parametrize(
    ("content", "word", "expected"),
    [
        ("a: one two", "two", (1, 8)),
        ('a: "one \\u00e9 \\n two"', "two", (1, 19)),
        ("a: 'it''s two'", "two", (1, 11)),
        ("a: |\n  one\n  😀 two\n", "two", (3, 5)),
        ("a: >\n  one\n  two\n\n  three\n", "three", (5, 3)),
        ("a: one\n   two\n", "two", (2, 4)),
        ('a: "one\n   two"\n', "two", (2, 4)),
    ],
)
def test_a_place_within_a_text_is_found_in_the_file(content: str, word: str, expected: tuple[int, int]) -> None:
    source = Source.of(content, "f.yaml")
    root = parse(source).root
    assert isinstance(root, Mapping)
    value = root.entries[0].value
    assert isinstance(value, Scalar)
    before = value.text[: value.text.index(word)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    place = value.place_within(line, column)
    assert (place.line, place.column) == expected


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200), st.text("ab:-[]{}'\"&*!|> \n#%@", max_size=80)))
@example("%")
@example("? ")
def test_whatever_stands_in_a_file_it_is_read_or_refused(content: bytes | str) -> None:
    document = parse(Source.of(content, "f.yaml"))
    assert document.root is not None or document.findings
    for finding in document.findings:
        str(finding)


def test_an_escape_that_is_no_character_is_named_as_it_was_written() -> None:
    (said,) = complaints('a: "x \\ud800 y"')
    assert said == "1:7: the escape '\\ud800' is no character; write the character itself"
