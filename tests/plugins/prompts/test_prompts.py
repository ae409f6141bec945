"""Prompts in a group."""

from __future__ import annotations

from coterie.core.api import Deck, DeckCard
from coterie.core.model.community import Use
from coterie.core.model.playbook import LocalText
from coterie.core.testing import StageFactory
from coterie.plugins.prompts import plugin

ONE = Deck(
    "bugs",
    LocalText.plain("Bugs"),
    (DeckCard("first", LocalText({"en": "Your *first* bug?", "de": "Dein erster Fehler?"})),),
)


async def test_a_card_is_asked_in_the_language_of_the_group(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE], locale="de")
    await room.say("ana", "!prompt bugs")
    assert room.last == "Dein erster Fehler?"


async def test_leaders_hear_what_is_set_aside_and_when_few_cards_are_left(stage: StageFactory) -> None:
    cards = tuple(DeckCard(f"c{number}", LocalText.plain(f"Question {number}?")) for number in range(5))
    room = await stage(plugin, decks=[Deck("five", LocalText.plain("Five"), cards)])
    for _ in range(9):
        await room.say("ana", "!prompt five")
    told = room.told("ana")
    assert all("does not come any more" in text for text in told)
    assert ["left" in text for text in told] == [False, True, True][: len(told)] and len(told) == 3
    assert "3 cards of Five are left. New ones come with suggest." in told[1]


async def test_a_card_that_nobody_answered_twice_is_not_asked_again(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    for _ in range(2):
        await room.say("ana", "!prompt bugs")
    told = await room.say("ana", "!prompt bugs")
    assert len(room.said) == 2
    assert told.text.startswith("No card of Bugs can come now")


async def test_a_card_that_was_answered_comes_again(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    for _ in range(4):
        card = await room.say("ana", "!prompt bugs")
        await room.say("bo", "A race, of course.", to=card)
    assert len(room.said) == 4
    assert room.told("ana") == ()


async def test_a_tag_that_no_card_has_is_told_as_such(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    told = await room.say("ana", "!prompt bugs newcomers")
    assert told.text == "No card of Bugs has the tag newcomers."


async def test_the_deck_that_comes_along_has_cards_for_newcomers(stage: StageFactory) -> None:
    room = await stage(plugin)
    asked = await room.say("ana", "!prompt everyday newcomers")
    assert asked.text.endswith("?")


async def test_a_deck_that_is_not_there_is_told_with_those_that_are(stage: StageFactory) -> None:
    room = await stage(plugin, decks=[ONE])
    told = await room.say("ana", "!prompt nothing")
    assert told.text == "There is no deck nothing. There are bugs and everyday: !coterie prompt DECK"


async def test_the_heartbeat_asks_every_monday_and_tells_the_leader_of_silence(stage: StageFactory) -> None:
    weekly = Use("heartbeat", {"deck": "bugs", "quiet": "0"})
    room = await stage(plugin, decks=[ONE], playbooks=[weekly])
    await room.wait("monday 09:00")
    (card,) = room.cards
    assert card.text == "Your first bug?"
    await room.say("bo", "A race, of course.", to=card)
    await room.wait("3d")
    assert room.told("ana") == ()
    await room.wait("monday 09:00")
    assert len(room.said) == 2
    await room.wait("3d")
    assert room.told("ana")[-1].startswith("0 replies in Python so far. Ask somebody by name?")


async def test_the_deck_that_comes_along_is_asked_unless_another_is_named(stage: StageFactory) -> None:
    room = await stage(plugin, playbooks=["heartbeat"])
    for _ in range(3):
        await room.wait("monday 09:00")
    assert len(set(room.said)) == 3
