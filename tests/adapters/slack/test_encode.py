"""Cards and forms become what Slack takes: by Block Kit's schema, by the limits, and without a word that pings by accident."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.adapters.slack.encode import headed, home, modal, pieces
from coterie.adapters.slack.richtext import blocks, fallback
from coterie.adapters.slack.testing.limits import blocks_problem, text_length, view_problem
from coterie.core.errors import Refused
from coterie.core.model.content import Card, Choice, Field, FieldKind, Form, Urgency, escape, mention
from coterie.core.refs import PersonRef

BO = PersonRef("slack/U2")

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60)
marks = st.sampled_from(
    ["# ", "- ", "1. ", "7. ", "> ", "```\n", "    ", "**", "*", "`", "[a](https://x.example)", "\n", "\n\n"]
)
marks |= st.sampled_from(
    ["<@slack/U2>", "<@ana>", "<!channel>", "---\n", "![alt](https://x.example/i.png)", "&amp;", "\\\n"]
)
texts = st.lists(words | marks, max_size=25).map("".join) | st.integers(1, 40).map(
    lambda times: "long words and more\n\n" * times * 20
)
labels = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200)


@st.composite
def choices(draw: st.DrawFn) -> tuple[Choice, ...]:
    size = draw(st.integers(0, 12) | st.sampled_from([26, 101]))
    label = draw(labels)
    urgency = draw(st.sampled_from(Urgency))
    links = draw(st.integers(0, 2))
    picks = tuple(Choice(f"c{number}", f"{label}{number}", urgency=urgency) for number in range(size))
    return picks + tuple(Choice(f"l{number}", "Open", url="https://x.example") for number in range(links))


forms = st.builds(
    Form,
    labels,
    st.lists(
        st.builds(
            Field,
            st.uuids().map(str),
            st.sampled_from(FieldKind),
            labels,
            st.booleans(),
            st.none() | st.just("2"),
            st.none() | st.just("4"),
            st.integers(1, 120).map(lambda size: tuple(Choice(f"c{number}", f"C {number}") for number in range(size))),
            st.sampled_from(["", "x" * 4000, "3", "2026-01-01", "18:00", "c0", "c0, c1"]),
        ),
        min_size=1,
        max_size=8,
    ).map(tuple),
    labels,
)
cards = st.builds(Card, texts, choices(), st.booleans(), st.none() | forms)


@pytest.fixture(scope="session")
def accepts(reference: Callable[[str], Any]) -> Callable[[str, Any], None]:
    """Raises where Block Kit's own schema refuses: `MessageBlocks`, `ModalView` or `HomeView`."""
    schema = reference("blockkit/blockkit.schema.json")

    def check(kind: str, value: Any) -> None:
        jsonschema.Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": schema["definitions"]}).validate(
            value
        )

    return check


@settings(max_examples=80, deadline=None)
@given(card=cards)
def test_every_message_passes_the_schema_and_the_limits(card: Card, accepts: Callable[[str, Any], None]) -> None:
    for number, piece in enumerate(pieces(card)):
        shown = list(headed(piece, "1767326125.870439").blocks if number else piece.blocks)
        assert blocks_problem(shown) is None
        assert text_length(shown) <= 13_200 or len(card.choices) > 100
        assert 1 <= len(piece.text) <= 4000
        accepts("MessageBlocks", {"blocks": shown})


@settings(max_examples=25, deadline=None)
@given(form=forms)
def test_every_form_passes_the_schema_and_the_limits(form: Form, accepts: Callable[[str, Any], None]) -> None:
    view = modal(form, "run:1:form")
    assert view_problem(view) is None
    accepts("ModalView", view)


@settings(max_examples=15, deadline=None)
@given(page=st.lists(cards, max_size=4))
def test_every_home_passes_the_schema_and_the_limits(page: list[Card], accepts: Callable[[str, Any], None]) -> None:
    view = home(page)
    assert view_problem(view) is None
    accepts("HomeView", view)


def kinds(value: object) -> set[str]:
    if isinstance(value, list):
        return {kind for each in value for kind in kinds(each)}
    if isinstance(value, dict):
        return {str(value.get("type"))} | {kind for each in value.values() for kind in kinds(each)}
    return set()


@given(st.text() | st.lists(marks, max_size=8).map("".join))
def test_what_a_member_typed_can_neither_ping_nor_link_nor_mark_up(typed: str) -> None:
    made = blocks(escape(typed))
    assert not kinds(made) & {"user", "broadcast", "link", "usergroup", "channel", "rich_text_list", "rich_text_quote"}
    assert "<" not in fallback(escape(typed))


def test_a_mention_of_somebody_on_slack_is_a_real_one() -> None:
    (piece,) = pieces(Card(f"Welcome **{mention(BO)}**, {mention(PersonRef('ana'))}!"))
    (block,) = piece.blocks
    user = {"type": "user", "user_id": "U2", "style": {"bold": True}}
    text = [{"type": "text", "text": "Welcome "}, user, {"type": "text", "text": ", @ana!"}]
    assert block["elements"] == [{"type": "rich_text_section", "elements": text}]
    assert piece.text == "Welcome <@U2>, @ana!"


def test_who_is_known_by_an_address_alone_is_named_by_it_and_not_mentioned() -> None:
    (piece,) = pieces(Card(f"Hello {mention(PersonRef('slack/kim@partner.example'))}"))
    assert "user" not in kinds(list(piece.blocks)) and "kim@partner.example" in str(piece.blocks)
    assert "<@" not in piece.text


def test_a_text_keeps_its_lists_code_and_quotations() -> None:
    (block,) = blocks("# Title\n\nPara\n\n- one\n- two\n  1. deep\n\n> said\n\n```\ncode <b>\n```")
    assert [element["type"] for element in block["elements"]] == [
        "rich_text_section",
        "rich_text_list",
        "rich_text_list",
        "rich_text_quote",
        "rich_text_preformatted",
    ]
    assert block["elements"][0]["elements"][0] == {"type": "text", "text": "Title", "style": {"bold": True}}
    assert block["elements"][2]["indent"] == 1


def test_a_list_that_begins_at_seven_says_so() -> None:
    (block,) = blocks("7. seven\n8. eight")
    assert block["elements"][0]["elements"] == [{"type": "text", "text": "7. seven\n8. eight"}]


def test_an_address_that_is_no_web_address_stands_as_text() -> None:
    (block,) = blocks("[here](ftp://x.example)")
    assert block["elements"][0]["elements"] == [{"type": "text", "text": "here (ftp://x.example)"}]


@pytest.mark.parametrize(
    ("count", "several", "kind"),
    [
        (2, False, "button"),
        (5, False, "button"),
        (6, False, "static_select"),
        (3, True, "checkboxes"),
        (11, True, "multi_static_select"),
    ],
)
def test_few_choices_are_buttons_and_many_a_select(count: int, several: bool, kind: str) -> None:
    made = [Choice(f"c{number}", f"Choice {number}") for number in range(count)]
    assert kind in kinds(list(pieces(Card("Which?", made, several))[0].blocks))


def test_a_long_label_is_cut_on_its_button_and_written_out_above() -> None:
    label = "a very long label " * 10
    (piece,) = pieces(Card("Which?", [Choice("a", label)]))
    assert piece.blocks[-1]["elements"][0]["text"]["text"] == label[:74] + "…"
    assert label.strip() in piece.blocks[0]["elements"][-1]["elements"][0]["elements"][0]["text"]


def test_a_very_long_text_becomes_several_messages_with_the_choices_under_the_last() -> None:
    made = pieces(Card("word " * 5000, [Choice("a", "A")]))
    assert len(made) > 2
    assert ["actions" in kinds(list(piece.blocks)) for piece in made] == [False] * (len(made) - 1) + [True]


def test_a_command_that_is_named_reads_as_it_is_typed_on_slack_but_for_a_thread_where_slack_takes_none() -> None:
    named = Card("Say `!coterie help`, not \\!coterie help, `` !coterie keep `x` `` or `!coteries`.")
    (piece,) = pieces(named)
    assert "Say /coterie help, not !coterie help, !coterie keep" in piece.text and piece.text.endswith("!coteries.")
    (threaded,) = pieces(named, in_thread=True)
    assert "Say !coterie help" in threaded.text
    view = modal(Form("Mood?", (Field("mood", FieldKind.TEXT, "Mood"),), text=str(named.text)), "k")
    assert "Say /coterie help" in str(view["blocks"])


def test_a_choice_with_an_overlong_id_is_refused() -> None:
    with pytest.raises(Refused, match="75 characters"):
        pieces(Card("?", [Choice("x" * 76, "X")]))


def test_a_page_of_nothing_has_a_block_all_the_same() -> None:
    assert view_problem(home(())) is None and home(())["blocks"]


def test_a_list_of_three_hundred_members_names_each_of_them_once_in_messages_that_slack_takes() -> None:
    members = [f"U{number:08}" for number in range(300)]
    typed = escape("<!channel> *Zoë* 👩🏽 بسمة")
    rows = [f"- {mention(PersonRef(f'slack/{one}'))} {typed} since 2026" for one in members]
    parts = pieces(Card("\n".join(["# Who is in", "", *rows]), choices=[Choice("next", "Next")]))
    assert [problem for part in parts if (problem := blocks_problem(list(part.blocks))) is not None] == []
    named = [one for part in parts for one in _people_in(part.blocks)]
    assert named == members


def _people_in(value: Any) -> list[str]:
    """Who is mentioned in blocks, in order."""
    if isinstance(value, dict):
        return [value["user_id"]] if value.get("type") == "user" else [p for v in value.values() for p in _people_in(v)]
    return [one for part in value for one in _people_in(part)] if isinstance(value, (list, tuple)) else []
