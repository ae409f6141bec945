"""Prompts that members suggest."""

from __future__ import annotations

import time
from datetime import date

from coterie.core.api import Deck, DeckCard, GroupRef, LocalText, MessageRef
from coterie.core.testing import StageFactory
from coterie.plugins.prompts import plugin
from coterie.plugins.prompts.rotation import Rotation, next_card

ONE = Deck("bugs", LocalText.plain("Bugs"), (DeckCard("first", LocalText.plain("Your first bug?")),))
TAGGED = Deck(
    "two",
    LocalText.plain("Two"),
    (
        DeckCard("old", LocalText.plain("For the old ones?"), tags=("old",)),
        DeckCard("new", LocalText.plain("For the new ones?"), tags=("new",)),
    ),
)


async def test_a_suggestion_comes_next_once_a_leader_approved_it(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    await room.say("bo", "!suggest What did you *delete* lately, @cy?")
    assert not room.said and room.told("bo")[-1].startswith("💬 Thank you! @ana can approve it")
    card = room.alone("ana")[-1]
    await room.press("ana", card, "Ask it")
    assert room.told("bo")[-1] == "💬 Your prompt for Python was approved. It comes next."
    await room.press("ana", card, "Rather not")
    assert room.told("ana")[-1] == "That was decided already."
    await room.say("ana", "!prompt bugs")
    await room.say("ana", "!prompt bugs")
    assert room.said[0].startswith("What did you *delete* lately,") and room.said[1] == "Your first bug?"


async def test_what_is_declined_is_told_to_nobody(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    await room.say("bo", "!suggest What?")
    told = room.told("bo")
    await room.press("ana", room.alone("ana")[-1], "Rather not")
    await room.say("ana", "!prompt bugs")
    assert room.told("bo") == told and room.last == "Your first bug?"


async def test_a_leader_needs_nobody_else_and_without_words_a_form_asks_for_them(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    await room.say("ana", "!suggest What made you laugh?")
    assert room.told("ana")[-1] == "💬 Noted. It comes next."
    await room.say("bo", "!suggest")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"question": "Who helped you?"})
    assert "Who helped you?" in room.told("ana")[-1]


async def test_a_prompt_that_is_no_prompt_is_refused(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    await room.say("bo", "!suggest " + "x" * 501)
    assert room.told("bo")[-1] == "A prompt has between one and 500 characters."


async def test_with_a_tag_only_such_cards_come_and_the_others_keep_their_turn(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[TAGGED])
    for _ in range(2):
        await room.say("ana", "!prompt two new")
        await room.say("bo", "Hm", to=room.cards[-1])
    assert room.said == ("For the new ones?",) * 2
    await room.say("ana", "!prompt two")
    assert room.last == "For the old ones?"


def test_ten_thousand_cards_come_once_each_and_quickly() -> None:
    deck = Deck("d", LocalText.plain("D"), tuple(DeckCard(f"c{one}", LocalText.plain("?")) for one in range(10_000)))
    rotation = Rotation(asked=tuple(f"c{one}" for one in range(9_990)), silent={f"c{one}": 1 for one in range(9_990)})
    seen, begin = set[str](), time.perf_counter()
    for number in range(10):
        card, rotation = next_card(deck, rotation, GroupRef("g"), date(2026, 11, 23))
        assert card is not None
        seen.add(card.id)
        rotation = rotation.with_asked(card.id, MessageRef(str(number)))
    assert seen == {f"c{one}" for one in range(9_990, 10_000)}
    assert time.perf_counter() - begin < 2


async def test_where_no_leader_is_left_those_who_manage_the_community_approve(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    await room.leave("ana")
    await room.say("bo", "!suggest What did you learn?")
    assert room.told("bo")[-1].startswith("💬 Thank you! @ana can approve it")
    await room.press("ana", room.alone("ana")[-1], "Ask it")
    assert "was approved" in room.told("bo")[-1]
