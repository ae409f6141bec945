"""What coterie says: locales, mentions, escapes, and no crash whatever is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_time
from hypothesis import given, settings
from hypothesis import strategies as some

from coterie.core.errors import ConfigError
from coterie.core.markdown import mentions
from coterie.core.refs import PersonRef
from coterie.core.texts import Reader, Text, Texts, code, core_texts, in_words_of, read_texts

ENGLISH = """
greet = Hello { $who }!
count = { $n ->
    [one] one thing
   *[other] { $n } things
}
when = At { $at }.
day = On { DATETIME($at, dateStyle: "long") }.
hour = At { DATETIME($at, timeStyle: "short") } on { DATETIME($at, dateStyle: "medium") }.
state = { $state ->
    [in-order] fine
   *[other] not { $state }
}
only = Only English { $n }.
nested = ({ greet })
"""
Said = tuple[str, dict[str, object]]
VALUES: dict[str, tuple[str, Sequence[object]]] = {
    "greet": ("who", ("Bo", "*Cy*", ("Bo",), ("Bo", "Cy", "Dee"), PersonRef("ana"), Text("_Ed_"))),
    "nested": ("who", ("Bo", ("Bo", "Cy"))),
    "count": ("n", (0, 1, 1.0, 2, "1")),
    "state": ("state", ("in-order", "broken")),
    "when": ("at", (datetime(2026, 11, 24, 8, tzinfo=UTC),)),
    "day": ("at", (date(2026, 11, 24),)),
}
SAID: list[Said] = [(id, {name: value}) for id, (name, values) in VALUES.items() for value in values]
GERMAN = """
greet = Hallo { $who }!
count = { $n ->
    [one] ein Ding
   *[other] { $n } Dinge
}
when = Am { $at }.
day = Am { DATETIME($at, dateStyle: "long") }.
hour = Um { DATETIME($at, timeStyle: "short") } am { DATETIME($at, dateStyle: "medium") }.
state = { $state ->
    [in-order] gut
   *[other] nicht { $state }
}
nested = ({ greet })
"""
BERLIN = Reader("de", ZoneInfo("Europe/Berlin"))


def texts(folder: Path, **files: str) -> Texts:
    for locale, text in files.items():
        (folder / f"it.{locale}.ftl").write_text(text, "utf-8")
    return read_texts(folder / "it.ftl")


@pytest.fixture
def both(tmp_path: Path) -> Texts:
    return texts(tmp_path, en=ENGLISH, de=GERMAN)


def test_a_person_is_a_mention_and_typed_text_is_escaped(both: Texts) -> None:
    assert both.text("greet", Reader(), who=PersonRef("ana")) == "Hello <@ana>!"
    assert both.text("greet", Reader(), who="*all* <@bo>") == r"Hello \*all\* \<\@bo\>!"
    assert both.text("greet", Reader(), who=Text("*all*")) == "Hello *all*!"


def test_labels_are_plain(both: Texts) -> None:
    assert both.plain("greet", Reader(), who="*all*") == "Hello *all*!"


@pytest.mark.parametrize(
    ("wrote", "reads"),
    [
        ("we are too few", "we are too few. Come along!"),
        ("we are too few.", "we are too few. Come along!"),
        ("Enough?", "Enough? Come along!"),
        ("It is over 🎉", "It is over 🎉 Come along!"),
        ("(nobody had time)", "(nobody had time). Come along!"),
        ("انتهى الشتاء", "انتهى الشتاء. Come along!"),
        ("see https://example.org/why", "see https://example.org/why Come along!"),
        ("", " Come along!"),
    ],
)
def test_what_somebody_wrote_ends_before_the_next_sentence_begins(tmp_path: Path, wrote: str, reads: str) -> None:
    it = texts(tmp_path, en="why = { SENTENCE($why) } Come along!")
    for _ in range(2):  # and so when it is known how the text turns out
        assert it.plain("why", Reader(), why=wrote) == reads
    assert it.text("why", Reader(), why=Text(f"**{wrote}**" if wrote else "")).endswith("Come along!")


@given(some.text(max_size=4000))
def test_nothing_typed_can_mention_anybody(typed: str) -> None:
    said = core_texts().text("unknown-command", Reader(), name=typed, help="x")
    assert mentions(said) == ()
    assert "???" not in said


def test_a_locale_falls_back_to_its_language_and_that_to_english(both: Texts) -> None:
    assert both.text("greet", Reader("de-AT"), who="x") == "Hallo x!"
    assert both.text("greet", Reader("de_CH"), who="x") == "Hallo x!"
    assert both.text("greet", Reader("fr"), who="x") == "Hello x!"
    assert both.text("greet", Reader("no such locale"), who="x") == "Hello x!"
    assert both.text("only", BERLIN, n=1) == "Only English 1."


def test_numbers_dates_and_lengths_read_as_the_locale_writes_them(both: Texts) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert both.text("count", BERLIN, n=12345) == "12.345 Dinge"
    assert both.text("count", Reader(), n=1) == "one thing"
    assert both.text("when", BERLIN, at=noon) == "Am 23.11.2026, 13:00."
    assert both.text("day", BERLIN, at=noon) == "Am 23. November 2026."
    assert both.text("day", Reader(), at=date(2026, 11, 23)) == "On November 23, 2026."
    assert both.text("greet", BERLIN, who=timedelta(days=1, hours=2)) == "Hallo 1 Tag 2 Stunden!"
    assert (
        both.text("greet", Reader(), who=[PersonRef("ana"), PersonRef("bo"), "c*y"])
        == r"Hello <@ana>, <@bo>, and c\*y!"
    )


@settings(max_examples=25)
@given(
    some.lists(some.integers(0, 48), min_size=2, max_size=6),
    some.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York"]),
    some.sampled_from(["en", "de"]),
)
def test_one_instant_reads_by_everybody_s_own_clock_whoever_read_it_before(
    hours: list[int], zone: str, locale: str
) -> None:
    with TemporaryDirectory() as folder:
        for name, written in (("en", ENGLISH), ("de", GERMAN)):
            (Path(folder) / f"all.{name}.ftl").write_text(written, "utf-8")
        said = read_texts(Path(folder) / "all.ftl")
        at, on = {"en": ("At", "on"), "de": ("Um", "am")}[locale]
        for hour in hours:
            instant = datetime(2026, 10, 24, tzinfo=UTC) + timedelta(hours=hour)  # in Berlin the clocks change
            for place in ("UTC", zone):
                local = instant.astimezone(ZoneInfo(place))
                clock, day = format_time(local, "short", locale=locale), format_date(local, "medium", locale=locale)
                reader = Reader(locale, ZoneInfo(place))
                assert said.text("hour", reader, at=instant) == f"{at} {clock} {on} {day}."
                assert said.text("hour", reader, at=local.replace(tzinfo=None)) == f"{at} {clock} {on} {day}."


def test_the_hour_of_a_mere_date_is_no_crash(both: Texts) -> None:
    assert both.text("hour", Reader(), at=date(2026, 11, 24)).endswith("on Nov 24, 2026.")
    assert both.text("hour", Reader(), at=datetime(2026, 11, 24, 8)) == "At 8:00\u202fAM on Nov 24, 2026."


def test_texts_and_enums_can_be_selected_by(both: Texts) -> None:
    class State(Enum):
        GOOD = "in-order"

    assert both.text("state", Reader(), state="in-order") == "fine"
    assert both.text("state", Reader(), state=State.GOOD) == "fine"
    assert both.text("state", Reader(), state="a-b") == r"not a\-b"


def test_a_text_is_said_again_in_the_language_of_who_reads_it(both: Texts) -> None:
    inner = both.text("count", Reader(), n=2)
    said = both.text("greet", Reader(), who=inner)
    assert said == "Hello 2 things!"
    assert in_words_of(said, BERLIN) == "Hallo 2 Dinge!"
    assert type(in_words_of(said, BERLIN)) is str


def test_what_is_missing_is_no_crash(both: Texts) -> None:
    assert both.text("nothing", BERLIN) == "nothing"
    assert both.text("greet", BERLIN) == "Hallo who!"


def test_long_arguments_stay_whole(both: Texts) -> None:
    assert both.text("greet", Reader(), who="x" * 5000) == f"Hello {'x' * 5000}!"


@settings(max_examples=25)
@given(some.lists(some.tuples(some.sampled_from(SAID), some.sampled_from(["en", "de"])), max_size=12))
def test_who_has_said_much_says_the_same_as_who_says_it_for_the_first_time(said: list[tuple[Said, str]]) -> None:
    with TemporaryDirectory() as folder:
        for locale, written in (("en", ENGLISH), ("de", GERMAN)):
            (Path(folder) / f"all.{locale}.ftl").write_text(written, "utf-8")
        long = read_texts(Path(folder) / "all.ftl")
        for (id, arguments), locale in said:
            reader = Reader(locale)
            fresh = read_texts(Path(folder) / "all.ftl")
            assert long.text(id, reader, **arguments) == fresh.text(id, reader, **arguments)
            assert long.plain(id, reader, **arguments) == fresh.plain(id, reader, **arguments)


def test_a_text_shared_by_many_reads_to_each_as_if_it_were_theirs(both: Texts) -> None:
    said = both.text("when", Reader("en"), at=datetime(2026, 11, 24, 8, tzinfo=UTC))
    readers = [Reader(locale, ZoneInfo(zone)) for zone in ("Asia/Tokyo", "Europe/Berlin") for locale in ("de", "en")]
    once = [in_words_of(said, reader) for reader in readers]
    assert len(set(once)) == 4
    assert [in_words_of(said, reader) for reader in readers] == once


def test_locales_that_differ_are_found(tmp_path: Path) -> None:
    found = texts(tmp_path, en="a = { $n }\nb = B\nc = { a }\n", de="a = { $m }\nx = X\nc = { a }\n").problems()
    assert [finding.message for finding in found if finding.line] == [
        "text 'a' names $m where the English one names $n",
        "text 'x' is not in it.en.ftl",
        "text 'c' names $m where the English one names $n",
    ]
    assert "text 'b' is in it.en.ftl and missing here" in [finding.message for finding in found]


def test_english_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the English texts are missing"):
        texts(tmp_path, de="a = A\n")


def test_a_file_that_is_no_fluent_names_its_line_and_says_what_is_sound(tmp_path: Path) -> None:
    broken = texts(tmp_path, en="a = A\nb = { $\n", de="b = B\n")
    assert str(broken.problems()[0]).startswith(f"{tmp_path / 'it.en.ftl'}:2:")
    assert "not Fluent" in broken.problems()[0].message
    assert broken.text("a", Reader()) == "A"
    assert broken.text("b", Reader()) == "b"


def test_a_file_that_is_no_utf_8_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    broken = texts(tmp_path, en="a = A\n", de="a = A\n")
    (tmp_path / "it.de.ftl").write_bytes(b"a = \xff\n")
    assert broken.text("a", BERLIN) == "A"
    assert "can't be read" in broken.problems()[0].message


def test_the_core_says_the_same_in_every_locale() -> None:
    assert set(core_texts().entries) == {"en", "de"}
    assert core_texts().problems() == ()


def test_code_reads_exactly_so() -> None:
    assert code("!a `b`") == "`` !a `b` ``"
    assert code("x") == "`x`"
