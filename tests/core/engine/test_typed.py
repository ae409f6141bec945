"""Answers that are typed: in numbers, words, the languages coterie speaks; edited, and taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import Capability, Choice
from coterie.core.engine.typed import meant_by
from coterie.core.model.content import choice_emoji
from coterie.core.refs import PersonRef

from .playing import passes, playing, runs, written
from .town import Town, founded

CHOICES = (Choice("a", "✅ Yes, gladly"), Choice("b", "No"), Choice("c", "Perhaps later…"))


def meant(text: str, choices: tuple[Choice, ...] = CHOICES, *, addressed: bool = True) -> str | None:
    found = meant_by(choices, text, addressed=addressed)
    return found.id if found else None


@pytest.mark.parametrize(
    ("text", "choice"),
    [("2", "b"), (" 2. ", "b"), ("2)", "b"), ("#3", "c"), ("Nr. 3", "c"), ("2️⃣", "b"), ("1⃣", "a"), ("4", None), ("0", None),
     ("yes", "a"), ("Ja!", "a"), ("nein", "b"), ("no", "b"), ("✅ yes, gladly", "a"), ("Yes, gladly", "a"), ("perhaps LATER", "c"),
     ("yesterday", None), ("", None), ("…", None), ("2 of them", None), ("２", "b"), ("٢", "b"), ("\u200f2", "b"), ("\u20682\u2069", "b"),
     ("②", "b"), ("✅", "a"), ("✅\ufe0f", "a"), ("\u202bno\u202c", "b"), ("perhaps  later", "c"), ("Ｎｏ", "b"), ("🎉", None),
     ("👍", "a"), ("👍🏽", "a"), ("👎", "b")],
)  # fmt: skip
def test_a_choice_is_meant_by_its_number_its_words_and_by_yes_and_no(text: str, choice: str | None) -> None:
    assert meant(text) == choice


def test_yes_is_an_answer_only_where_it_is_said_to_the_card_and_one_choice_alone_says_so() -> None:
    assert meant("ja", addressed=False) is None and meant("2", addressed=False) == "b"
    twice = (Choice("a", "Yes, today"), Choice("b", "Yes, tomorrow"))
    assert meant("yes", twice) is None and meant("yes, today", twice) == "a"


def test_yes_and_no_mean_what_a_choice_says_they_do_though_its_label_begins_with_neither() -> None:
    asked = (Choice("met", "We met", agrees=True), Choice("not-yet", "Not yet", agrees=False))
    assert [meant(text, asked) for text in ("yes", "Ja!", "👍", "nein", "no", "👎")] == ["met"] * 3 + ["not-yet"] * 3
    assert meant("yes", asked, addressed=False) is None
    assert meant("yes", (*asked, Choice("c", "Yes, twice"))) is None


@pytest.mark.parametrize(
    ("label", "text"),
    [("Café", "cafe\u0301"), ("نعم", "\u200fنعم"), ("כן", "\u202bכן\u202c"), ("❤️", "❤"), ("👍", "👍🏽"), ("👩‍💻 Coders", "coders"),
     ("🎉 Party", "🎉"), ("Straße", "STRASSE"), ("Wed  nesday", "wed nesday")],
)  # fmt: skip
def test_a_label_is_known_however_it_is_composed_directed_and_coloured(label: str, text: str) -> None:
    assert meant(text, (Choice("a", "Other"), Choice("b", label)), addressed=False) == "b"


def test_an_emoji_that_two_labels_have_means_neither() -> None:
    assert meant("🎉", (Choice("a", "🎉 Party"), Choice("b", "🎉 Feast"))) is None


@given(st.text(max_size=12), st.lists(st.text(max_size=8), min_size=1, max_size=10))
def test_whatever_is_typed_means_one_of_the_choices_or_none(text: str, labels: list[str]) -> None:
    choices = tuple(Choice(str(place), label) for place, label in enumerate(labels))
    assert meant(text, choices) in {None, *(one.id for one in choices)}
    assert meant(choice_emoji(len(labels) - 1), choices) == str(len(labels) - 1)


ASK = """
    playbook: poll
    version: 1
    title: Poll
    about: Asks.
    starts: [{command: poll}]
    steps:
      - id: tea
        ask: {text: "Tea?", choices: {y: "Yes, please", n: "No", m: Maybe}, several: SEVERAL}
        within: 1d
      - post: {text: "{{ tea.counts.y }} {{ tea.counts.n }} {{ tea.counts.m }}"}
"""


async def answers(town: Town) -> dict[str, tuple[str, ...]]:
    (run,) = await runs(town)
    (state,) = (one for one in run.steps.values() if one.id == "tea")
    return {person.id: ids for person, ids in state.answers.items()}


async def test_an_answer_that_is_edited_reads_otherwise_and_one_that_is_removed_is_none() -> None:
    town = founded()
    async with playing(town, written(ASK.replace("SEVERAL", "false")), lacks=(Capability.BUTTONS,)) as house:
        await house.start_run("poll", "python", PersonRef("ana"))
        await town.settled()
        card = next(one.id for one in town.world.messages.values() if one.author == "coterie")
        said = town.world.say("bo", town.room, "ja", thread=card)
        await town.settled()
        assert await answers(town) == {"bo": ("y",)}
        town.world.edit(said.id, "3")
        await town.settled()
        assert await answers(town) == {"bo": ("m",)}
        town.world.edit(said.id, "3, I mean, or 2")
        await town.settled()
        assert await answers(town) == {}
        town.world.edit(said.id, "no")
        await town.settled()
        town.world.remove(said.id, by="bo")
        await town.settled()
        assert await answers(town) == {}
        await passes(town, days=2)
        async with town.store.unit() as unit:
            assert await unit.scan("typed") == []


async def test_who_takes_back_the_emoji_of_their_answer_answers_no_more() -> None:
    town = founded()
    async with playing(town, written(ASK.replace("SEVERAL", "false")), lacks=(Capability.BUTTONS,)) as house:
        await house.start_run("poll", "python", PersonRef("ana"))
        await town.settled()
        card = next(one.id for one in town.world.messages.values() if one.author == "coterie")
        for emoji in ("1️⃣", "2️⃣"):
            town.world.react("bo", card, emoji)
        await town.settled()
        town.world.unreact("bo", card, "1️⃣")
        await town.settled()
        assert await answers(town) == {"bo": ("n",)}
        town.world.unreact("bo", card, "2️⃣")
        await town.settled()
        assert await answers(town) == {}


async def test_of_several_an_edit_replaces_the_one_that_it_said() -> None:
    town = founded()
    async with playing(town, written(ASK.replace("SEVERAL", "true")), lacks=(Capability.BUTTONS,)) as house:
        await house.start_run("poll", "python", PersonRef("ana"))
        await town.settled()
        card = next(one.id for one in town.world.messages.values() if one.author == "coterie")
        first, second = (town.world.say("bo", town.room, typed, thread=card) for typed in ("1", "2"))
        await town.settled()
        town.world.edit(first.id, "3")
        await town.settled()
        assert {person: set(ids) for person, ids in (await answers(town)).items()} == {"bo": {"n", "m"}}
        town.world.remove(second.id, by="bo")
        await town.settled()
        assert await answers(town) == {"bo": ("m",)}
