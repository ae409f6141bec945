"""A potluck, planned in a group on the simulator."""

from coterie_potluck import plugin

from coterie.core.api import Capability
from coterie.core.testing import StageFactory


async def test_what_people_bring_stands_on_the_card(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!potluck Dinner on Friday")
    await room.say("bo", "!bring *lentil* soup")
    await room.say("cy", "!bring bread")
    await room.say("bo", "!bring hummus")
    assert room.said == ("🍲 Dinner on Friday: who brings what?\n\n- @bo brings hummus\n- @cy brings bread",)


async def test_a_press_asks_what_one_brings(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("ana", "!potluck Brunch")
    await room.press("bo", card, "I bring something")
    await room.fill("bo", {"dish": "pancakes"})
    assert "@bo brings pancakes" in (room.last or "")


async def test_without_modals_the_question_comes_as_a_direct_message(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    card = await room.say("ana", "!potluck Brunch")
    await room.press("bo", card, "I bring something")
    await room.say("bo", "pancakes", dm=True)
    assert "@bo brings pancakes" in (room.last or "")


async def test_on_sunday_evening_the_table_is_cleared(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de")
    await room.say("ana", "!potluck Essen")
    await room.say("bo", "!bring Brot")
    await room.wait("sunday 20:00")
    assert room.last == "🍲 Essen: Danke, @bo!"
    await room.say("bo", "!bring Salat")
    assert room.told("bo")[-1].startswith("Es ist kein Mitbringessen geplant.")
