"""Texts near Slack's limits: emoji count as two, and no sign is torn from what belongs to it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.slack.encode import TEXT, pieces
from coterie.adapters.slack.sizes import cut, head, size
from coterie.core.model.content import Card, Choice, escape

FAMILY = "👨\u200d👩\u200d👧"
TEXTS = st.text(st.sampled_from("ab שמ💥👩\u200d\ufe0f🏽é\u0301") | st.characters(codec="utf-8"), max_size=200)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(1, 120))
def test_what_is_cut_is_never_too_long_and_begins_as_it_did(text: str, most: int) -> None:
    shown = cut(text, most)
    assert size(text) == units(text) and units(shown) <= most
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@pytest.mark.parametrize(("text", "most", "reads"), [
    (f"ab{FAMILY}", 8, "ab"),
    ("ab👍🏽", 4, "ab"),
    ("abe\u0301", 3, "ab"),
    ("1\ufe0f\u20e3x", 2, "1\ufe0f"),
    ("💥💥", 3, "💥"),
    ("שלום", 2, "של"),
])  # fmt: skip
def test_a_sign_is_whole_or_not_there(text: str, most: int, reads: str) -> None:
    assert head(text, most) == reads


def test_buttons_and_texts_of_emoji_alone_are_within_the_limits() -> None:
    made = pieces(Card(escape("💥" * 20_000), [Choice(f"c{n}", "💥" * 75) for n in range(3)]))
    for piece in made:
        assert units(piece.text) <= 4000
        assert sum(units(text) for text in texts(piece.blocks)) <= TEXT + 3000
    labels = [
        element["text"]["text"] for block in made[-1].blocks for element in block["elements"] if "text" in element
    ]
    assert [units(label) <= 75 for label in labels if label.startswith("💥")]


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            each
            for key, inner in value.items()
            for each in ([inner] if key == "text" and isinstance(inner, str) else texts(inner))
        ]
    return [each for inner in value for each in texts(inner)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("seed", range(2))
def test_a_long_paragraph_is_cut_in_no_mention_link_code_or_emphasis(seed: int) -> None:
    chance, words, users, links = Random(seed), list[str](), 0, 0
    for number in range(1800):
        match chance.randrange(12):
            case 0:
                words.append(f"<@slack/U{number:05}>")
                users += 1
            case 1:
                words.append(f"[label {number}](<https://example.org/{'x' * chance.randrange(400)}/{number}>)")
                links += 1
            case 2:
                words.append(f"**bold {number} words <@slack/UB{number:04}>**")
                users += 1
            case 3:
                words.append(f"`code {number} <@slack/U1> * _`")
            case _:
                words.append(
                    escape(chance.choice(["word", "💥💥", "שלום", "a<b", "<!channel>", "*x*", "<!subteam^S1|x>"]))
                )
    made = pieces(Card(" ".join(words)))
    kinds = [
        element["type"] for piece in made for block in piece.blocks for element in block["elements"][0]["elements"]
    ]
    assert len(made) > 1 and (kinds.count("user"), kinds.count("link")) == (users, links)
    assert not any("<!" in piece.text for piece in made)
