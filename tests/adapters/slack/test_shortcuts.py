"""Slack's menus: what is chosen in that of a message is about it, by the real Bolt against a Slack on loopback."""

from __future__ import annotations

from coterie.adapters.slack.testing.driver import SlackDriver
from coterie.core.scenario.driver import InRoom
from coterie.core.testing import GROUP, StageFactory, StageRoom
from coterie.plugins import flag, library, me, prompts


async def chosen(room: StageRoom, who: str, callback_id: str, text: str = "") -> None:
    """Somebody chooses a shortcut; where there is a text, in the menu of the message that says it."""
    assert isinstance(room.driver, SlackDriver)
    person = room.driver.slack.person(who)
    messages = [seen for seen in person.sees(room.driver.rooms[GROUP]) if text and text in seen.text]
    await person.choose_in_menu(callback_id, messages[-1] if messages else None)
    await room.settled()


async def test_a_message_becomes_a_prompt(stage: StageFactory) -> None:
    room = await stage(prompts.plugin, platform="slack")
    await room.driver.say("cy", InRoom(GROUP), "What was your first *bug*?")
    await room.settled()
    await chosen(room, "bo", "prompts suggest", "first")
    form = await room.driver.modal("bo")
    assert form is not None
    assert isinstance(room.driver, SlackDriver)
    view = room.driver.slack.person("bo").view
    assert view is not None
    assert view.definition["blocks"][-1]["element"]["initial_value"] == "What was your first *bug*?"
    assert await room.fill("bo", {}) == {}
    assert "What was your first" in room.told("ana")[-1]


async def test_a_message_is_added_to_the_library(stage: StageFactory) -> None:
    room = await stage(library.plugin, platform="slack")
    await room.driver.say("cy", InRoom(GROUP), "Read https://example.org/async")
    await room.settled()
    await chosen(room, "bo", "library keep", "async")
    await room.open_form("bo", room.alone("bo")[-1])
    assert await room.fill("bo", {"what": "message", "title": "On async"}) == {}
    assert "On async" in room.told("bo")[-1]


async def test_a_moderator_is_told_of_a_message_with_its_address(stage: StageFactory) -> None:
    room = await stage(flag.plugin, platform="slack")
    await room.driver.say("cy", InRoom(GROUP), "Buy my thing!")
    await room.settled()
    await chosen(room, "bo", "flag flag", "Buy")
    assert await room.fill("bo", {"why": "spam"}) == {}
    told = room.told("ana")[-1]
    assert "Bo asks you to look at a message in Python by Cy" in told and "https://" in told and "spam" in told
    assert room.said == () and room.told("cy") == ()


async def test_a_shortcut_of_no_message_is_said_to_coterie_alone(stage: StageFactory) -> None:
    room = await stage(me.plugin, platform="slack")
    await chosen(room, "dee", "me me")
    assert "Your groups" in room.told("dee")[-1]


async def test_what_somebody_may_not_is_refused_though_it_stands_in_the_menu(stage: StageFactory) -> None:
    room = await stage(library.plugin, platform="slack")
    await room.driver.say("cy", InRoom(GROUP), "Read https://example.org/async")
    await room.settled()
    await room.leave("bo")
    await chosen(room, "bo", "library keep")
    assert "group" in room.told("bo")[-1]
