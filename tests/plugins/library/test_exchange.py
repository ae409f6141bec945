"""Files of a library: what is written can be read again, and what is damaged is named."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.library.bookmarks import as_opml, read_opml
from coterie.plugins.library.dates import as_ics, read_ics
from coterie.plugins.library.entry import Entry, Shelf, link_of, tags_of, title_of
from coterie.plugins.library.exchange import Draft, Wrong
from coterie.plugins.library.lists import as_markdown, read_markdown
from coterie.plugins.library.objects import as_json, read_json
from coterie.plugins.library.tables import as_csv, guarded, read_csv, unguarded

TITLES = st.text(min_size=1, max_size=40).map(title_of).filter(bool)
PATHS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Cn", "Co"]), max_size=20)
LINKS = PATHS.map(lambda path: f"https://example.org/{path.translate({ord(one): None for one in '<>' + chr(34)})}").map(
    link_of
)
DRAFTS = st.builds(
    Draft,
    title=TITLES,
    link=LINKS,
    tags=st.lists(st.text(max_size=12), max_size=4).map(lambda tags: tags_of(" ".join(tags))),
    owner=st.sampled_from(["", "ana", "slack/U0BO", "matrix/@bo:example.org"]),
    shelf=st.sampled_from(Shelf),
    review=st.none() | st.dates(date(2026, 1, 1), date(2040, 1, 1)),
)
MESSAGES = st.builds(Draft, title=TITLES, message=st.sampled_from(["slack/C1/170.1", "matrix/!a:b/$x_*y"]))
SEVERAL = st.lists(DRAFTS | MESSAGES, min_size=1, max_size=5).map(tuple)


@given(SEVERAL)
def test_a_table_reads_as_it_was_written(drafts: tuple[Draft, ...]) -> None:
    assert read_csv(as_csv(drafts)).drafts == drafts


@given(SEVERAL)
def test_objects_read_as_they_were_written(drafts: tuple[Draft, ...]) -> None:
    assert read_json(as_json(drafts)).drafts == drafts


@given(SEVERAL)
def test_bookmarks_read_as_they_were_written(drafts: tuple[Draft, ...]) -> None:
    assert read_opml(as_opml("Ours", drafts)).drafts == drafts


@given(SEVERAL)
def test_a_list_reads_as_it_was_written(drafts: tuple[Draft, ...]) -> None:
    assert read_markdown(as_markdown("Ours", drafts)).drafts == drafts


@given(st.text())
def test_no_cell_begins_as_a_formula_and_each_is_brought_back(cell: str) -> None:
    assert guarded(cell)[:1] not in tuple("=+-@\t\r")
    assert unguarded(guarded(cell)) == cell


@given(st.text())
@pytest.mark.parametrize("read", [read_csv, read_opml, read_markdown, read_json, read_ics])
def test_any_text_gives_drafts_or_mistakes(read, text: str) -> None:  # type: ignore[no-untyped-def]
    found = read(text)
    assert bool(found.drafts) != bool(found.mistakes)


def test_a_formula_is_text_in_a_spreadsheet() -> None:
    written = as_csv([Draft('=HYPERLINK("http://evil")', "https://example.org/")])
    assert list(csv.reader(io.StringIO(written)))[1][0] == '\'=HYPERLINK("http://evil")'


def test_all_mistakes_of_a_damaged_table_are_named_and_nothing_is_read() -> None:
    text = (
        "title;url;review;scope\n"
        "Good;https://example.org/;;\n"
        ";https://example.org/;;\n"
        "No link;javascript:alert(1);;\n"
        "Bad date;https://example.org/;31.02.2027;everybody\n"
        "Short;https://example.org/\n"
    )
    found = read_csv(text)
    assert found.drafts == ()
    assert [(one.line, one.wrong) for one in found.mistakes] == [
        (3, Wrong.TITLE),
        (4, Wrong.LINK),
        (5, Wrong.SCOPE),
        (5, Wrong.DATE),
        (6, Wrong.CELLS),
    ]


def test_all_mistakes_of_a_list_of_objects_are_named_with_their_lines() -> None:
    text = (
        '[{"title": "Good", "link": "https://example.org/", "stars": 5},\n'
        ' {"link": "https://example.org/"},\n\n'
        ' "https://example.org/", {"title": "No", "link": 7}]'
    )
    found = read_json(text)
    assert found.drafts == ()
    assert [(one.line, one.wrong) for one in found.mistakes] == [
        (2, Wrong.TITLE), (4, Wrong.UNREADABLE), (4, Wrong.NO_LINK)
    ]  # fmt: skip
    good = '[{"title": "Good", "link": "https://example.org/", "tags": "a, b"}]'
    assert [one.tags for one in read_json(good).drafts] == [("a", "b")]


@pytest.mark.parametrize(
    "text", ["{}", '[{"title": "A"} {}]', "[] []", "[" * 100_000, '{"title": "A"}', '[{"title": A}]']
)
def test_what_is_no_list_of_objects_can_not_be_read_and_shows_from_where_on(text: str) -> None:
    last = read_json(text).mistakes[-1]
    assert last.wrong is Wrong.UNREADABLE
    assert last.found.removesuffix("…") in text


@pytest.mark.parametrize("text", ["[", "[{}", "[\n{}, "])
def test_a_list_may_break_off(text: str) -> None:
    assert read_json(text).mistakes[-1].wrong is Wrong.BREAKS_OFF


def test_a_table_that_breaks_off_in_a_quotation_is_damaged() -> None:
    found = read_csv('title,link\nGood,https://example.org/\n"Broken,https://example.org/\n')
    assert [(one.line, one.wrong) for one in found.mistakes] == [(3, Wrong.BREAKS_OFF)]
    torn = read_csv('title,link\n"Good" ones,https://example.org/\nMore,https://example.org/more\n')
    assert [one.found for one in torn.mistakes] == ['"Good" ones,https://example.org/']


@pytest.mark.parametrize(
    ("text", "wrong", "found"),
    [
        ("", Wrong.EMPTY, ""),
        ("<opml><body>", Wrong.BREAKS_OFF, ""),
        ("hello", Wrong.UNREADABLE, "hello"),
        ('<opml>\n<outline text=x url="https://example.org"/></opml>', Wrong.UNREADABLE, "x url="),
    ],
)
def test_an_outline_that_can_not_be_read_shows_from_where_on(text: str, wrong: Wrong, found: str) -> None:
    (mistake,) = read_opml(text).mistakes
    assert mistake.wrong is wrong and mistake.found.startswith(found)


def test_a_table_without_its_columns_says_which() -> None:
    assert {one.found for one in read_csv("a,b\n1,2\n").mistakes} == {"title", "link"}


def test_the_folders_of_a_feed_reader_become_tags() -> None:
    text = (
        '<opml version="1.0"><body><outline text="Good news"><outline text="Planet" type="rss" '
        'xmlUrl="https://example.org/feed"/></outline></body></opml>'
    )
    assert read_opml(text).drafts == (Draft("Planet", "https://example.org/feed", tags=("good-news",)),)


def test_entities_that_grow_are_refused() -> None:
    text = (
        '<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml><body><outline text="&a;" url="https://example.org"/></body></opml>'
    )
    assert [one.wrong for one in read_opml(text).mistakes] == [Wrong.UNREADABLE]


def test_a_list_from_somewhere_else_is_read() -> None:
    text = "# Links\n\nWe like:\n\n1. [Fluent *guide*](https://projectfluent.org) #i18n\n2. <https://example.org/a_b>\n"
    assert read_markdown(text).drafts == (
        Draft("Fluent guide", "https://projectfluent.org", tags=("i18n",)),
        Draft("https://example.org/a_b", "https://example.org/a_b"),
    )


def test_items_without_a_link_are_passed_over_and_named() -> None:
    found = read_markdown(
        "- Wood\n  - [Planes](https://example.org/planes)\n- A note #wood\n- <https://example.org/saws>\n"
    )
    assert [one.link for one in found.drafts] == ["https://example.org/planes", "https://example.org/saws"]
    assert found.passed == (1, 3)
    assert [(one.line, one.wrong) for one in read_markdown("- A note\n").mistakes] == [(1, Wrong.NO_LINK)]


def test_an_address_that_stands_in_a_list_as_it_is_is_a_link() -> None:
    text = "- https://example.org/a\n- Good dovetails: https://example.org/b #joinery (review 2027-05-01)\n"
    assert read_markdown(text).drafts == (
        Draft("example.org/a", "https://example.org/a"),
        Draft("Good dovetails", "https://example.org/b", tags=("joinery",), review=date(2027, 5, 1)),
    )


def test_a_link_that_leads_to_no_address_is_a_mistake_all_the_same() -> None:
    found = read_markdown("- [Good](https://example.org/)\n- [Bad](javascript:alert)\n- A note\n")
    assert found.drafts == () and [(one.line, one.wrong) for one in found.mistakes] == [(2, Wrong.LINK)]


@given(st.lists(DRAFTS, min_size=1, max_size=5))
@example([Draft("0", "https://example.org/"), Draft("0", "https://example.org/\\N")])
def test_a_calendar_reads_as_it_was_written(drafts: list[Draft]) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    entries = [
        Entry(number, one.title, "books", PersonRef("ana"), now, one.review or now.date(), one.link, tags=one.tags)
        for number, one in enumerate(drafts, 1)
    ]
    read = read_ics(as_ics("Ours", entries, now)).drafts
    assert [(one.title, one.link, one.tags, one.review) for one in read] == [
        (one.title, one.link.replace("\\", "%5C"), one.tags, one.review) for one in entries
    ]


@pytest.mark.parametrize("url", ["mailto:ana@example.org", "message:%3C1@example.org%3E", "tel:+4940", "http://[half"])
def test_an_event_whose_url_is_none_of_the_web_keeps_no_other_out(url: str) -> None:
    events = [f"UID:1\nSUMMARY:Call\nURL:{url}", f"UID:2\nSUMMARY:Notes\nURL:{url}\nDESCRIPTION:https://notes.example"]
    events.append("UID:3\nSUMMARY:Docs\nURL:https://docs.example")
    body = "\n".join(f"BEGIN:VEVENT\n{one}\nEND:VEVENT" for one in events)
    read = read_ics(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}\nEND:VCALENDAR\n".replace("\n", "\r\n"))
    assert read.mistakes == () and read.passed == (4,)
    assert [one.link for one in read.drafts] == ["https://notes.example", "https://docs.example"]


def test_half_an_address_in_a_list_is_passed_over() -> None:
    read = read_markdown("- see http://[half\n- https://docs.example\n")
    assert [one.link for one in read.drafts] == ["https://docs.example"] and read.passed == (1,)


def test_a_calendar_from_somewhere_else_is_read_by_its_addresses() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Talk on planes\r\nDTSTART:20261201T180000Z\r\n"
        "DESCRIPTION:Slides: https://example.org/planes.\r\nCATEGORIES:Wood work,talk\r\nEND:VEVENT\r\n"
        "BEGIN:VTODO\r\nSUMMARY:Sharpen\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    found = read_ics(text)
    assert found.drafts == (Draft("Talk on planes", "https://example.org/planes", tags=("wood-work", "talk")),)
    assert found.passed == (9,)
