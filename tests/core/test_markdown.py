import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.markdown import MENTION_TOKEN, mentions, parse, plain, split, walk
from coterie.core.model.content import escape
from coterie.core.refs import PersonRef


def read(text: str) -> str:
    return plain(text, lambda person: person.id)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Hi **<@ana>**, _welcome_!", "Hi @ana, welcome!"),
        ("one\ntwo\\\nthree", "one\ntwo\nthree"),
        ("# Head\n\nbody", "Head\n\nbody"),
        ("1. one\n2. two\n   - a\n   - b\n\nend", "1. one\n2. two\n   - a\n   - b\n\nend"),
        ("> a\n> b", "> a\n> b"),
        ("[site](https://a.example) <https://b.example>", "site (https://a.example) https://b.example"),
        ("```\ncode\n  <@x>\n```", "code\n  <@x>"),
        ("`<@ana>` \\<@ana>", "<@ana> <@ana>"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_markup_reads_as_plain_text(text: str, reads: str) -> None:
    assert read(text) == reads


def test_mentions_are_found_once_each_in_order_and_never_in_code() -> None:
    text = "<@matrix/@ana:example.org> `<@bo>` \\<@cy> <@slack/U1> <@matrix/@ana:example.org>"
    assert mentions(text) == (PersonRef("matrix/@ana:example.org"), PersonRef("slack/U1"))


def test_a_mention_is_a_token_of_its_own() -> None:
    assert [(token.type, token.content) for token in walk(parse("a <@bo>"))][1:3] == [
        ("text", "a "),
        (MENTION_TOKEN, "bo"),
    ]


@given(st.text(alphabet=st.one_of(st.sampled_from("<@>*_`#[]()!-+. \n\\&;~|1a:/"), st.characters(codec="utf-8"))))
def test_what_a_member_typed_mentions_nobody_and_reads_as_typed(typed: str) -> None:
    assert mentions(escape(typed)) == ()
    wanted = re.sub(r"\s+", " ", typed.replace("\x00", "\ufffd")).strip()
    assert re.sub(r"\s+", " ", read(escape(typed))).strip() == wanted


def test_a_text_that_fits_is_one_piece() -> None:
    assert split("short", lambda text: len(text) <= 5) == ("short",)


def test_a_text_is_cut_between_blocks_first_and_within_words_last() -> None:
    text = "word word word\n\n" + "x" * 30 + "<@ana>"
    assert split(text, lambda piece: len(piece) <= 20) == ("word word word", "x" * 20, "x" * 10 + "<@ana>")


def test_a_word_too_long_for_one_piece_begins_below_the_name_of_who_said_it() -> None:
    text = "**Bo** · Matrix\\\n" + "x" * 40
    pieces = split(text, lambda piece: len(piece) <= 30)
    assert pieces[0] == "**Bo** · Matrix\\\n" + "x" * 13 and "".join(pieces) == text
    assert split("> " + "y" * 40, lambda piece: len(piece) <= 30)[0] == "> " + "y" * 28


def test_a_link_that_fits_by_itself_is_not_begun_where_it_does_not() -> None:
    link = "[there](https://example.org/a)"
    pieces = split("**Bo** · Matrix\\\n" + f"{link} {'x' * 40}", lambda piece: len(piece) <= 32)
    assert pieces[0] == "**Bo** · Matrix\\" and pieces[1].startswith(link)


def test_code_stays_code_in_every_piece() -> None:
    pieces = split("```py\n" + "\n".join(f"line {n}" for n in range(20)) + "\n```", lambda piece: len(piece) <= 60)
    assert len(pieces) > 1
    assert all(piece.startswith("```py\n") and piece.endswith("\n```") and len(piece) <= 60 for piece in pieces)


words = st.lists(st.sampled_from(["a", "bcd", "\\*", "<@ana>", "\n", "\n\n", "- ", "> ", "longerword" * 4, "**b**"]))


@given(words, st.integers(min_value=6, max_value=50))
def test_every_piece_fits_and_no_character_is_lost(parts: list[str], limit: int) -> None:
    text = " ".join(parts)
    pieces = split(text, lambda piece: len(piece) <= limit)
    assert all(len(piece) <= limit for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)
    assert sum(piece.count("<@ana>") for piece in pieces) == text.count("<@ana>")
