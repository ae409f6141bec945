"""How a format is read: every mistake of a file at once."""

from __future__ import annotations

from enum import Enum

from coterie.core.model.playbook import LocalText
from coterie.core.playbook.parsers import (
    boolean,
    integer,
    list_of,
    local_text,
    map_of,
    name,
    number,
    one_of,
    one_or_more,
    text,
)
from coterie.core.playbook.reader import (
    Reader,
)
from coterie.core.playbook.yaml import Source, parse


class Join(Enum):
    OPEN = "open"
    INVITE = "invite"


def reader_of(content: str) -> Reader:
    return Reader(parse(Source.of(content, "f.yaml")))


def read(content: str) -> tuple[dict[str, object], list[str]]:
    reader = reader_of(content)
    with reader.map(reader.root, "a thing") as fields:
        values: dict[str, object] = {
            "id": fields.need("id", name, ""),
            "title": fields.get("title", local_text),
            "size": fields.get("size", integer, 3),
            "share": fields.get("share", number),
            "open": fields.get("open", boolean, False),
            "join": fields.get("join", one_of(Join), Join.OPEN),
            "tags": fields.get("tags", list_of(text), ()),
            "homes": fields.get("homes", map_of(text), {}),
            "community": fields.get("community", one_or_more(text), ()),
        }
    return values, [
        f"{finding.line}:{finding.column}: {finding.message} [{finding.nearest}]" for finding in reader.findings
    ]


def test_fields_get_their_types() -> None:
    content = (
        "id: a-b\ntitle: {en: Hi, de: Hallo}\nsize: 1_000\nshare: .5\nopen: Yes\njoin: invite\n"
        "tags: [a, 1]\nhomes: {slack: x}\ncommunity: one\n"
    )
    assert read(content) == (
        {
            "id": "a-b",
            "title": LocalText({"en": "Hi", "de": "Hallo"}),
            "size": 1000,
            "share": 0.5,
            "open": True,
            "join": Join.INVITE,
            "tags": ("a", "1"),
            "homes": {"slack": "x"},
            "community": ("one",),
        },
        [],
    )


def test_all_mistakes_are_found_in_the_order_of_the_file() -> None:
    content = "jion: open\nsize: many\njoin: opne\nopen: [a]\ntags: [a, {b: c}, ]\nhomes: {slack: }\nshare:\n"
    values, found = read(content)
    assert found == [
        "1:1: 'id' is missing in a thing [None]",
        "1:1: unknown key 'jion' in a thing [join]",
        "2:7: 'size' must be a whole number, not 'many' [None]",
        "3:7: 'join' must be open or invite, not 'opne' [open]",
        "4:7: 'open' must be a text, not a list [None]",
        "5:11: an item must be a text, not a map [None]",
        "6:9: 'slack' has no value [None]",
        "7:1: 'share' has no value [None]",
    ]
    assert (values["size"], values["tags"]) == (3, ("a",))


def test_what_was_refused_already_is_not_complained_of_again() -> None:
    _, found = read("id: &x a\nsize: *x\ntags: {{ a }}\n")
    assert [complaint.split(";")[0] for complaint in found] == [
        "1:5: an anchor (&) is not allowed",
        "2:7: an alias (*) is not allowed",
        '3:7: a text with {{ … }} in it must stand in quotes: "{{ … }}" [None]',
    ]


def test_a_warning_is_no_error() -> None:
    reader = reader_of("title: {xx: Hi}")
    with reader.map(reader.root, "a thing") as fields:
        fields.get("title", local_text)
    assert [(finding.severity, finding.message) for finding in reader.findings] == [
        ("warning", "no language is known by the locale 'xx'")
    ]
    assert not reader.has_errors
