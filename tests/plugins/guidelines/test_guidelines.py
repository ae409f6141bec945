"""Guidelines, as the people of a group see them."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from coterie.core.codec import converter
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.register import put
from coterie.core.model.community import Group
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.guidelines import plugin
from coterie.plugins.guidelines.rules import Book
from coterie.plugins.lifecycle import plugin as lifecycle


def told(room: StageRoom, who: str) -> str:
    """What somebody was told last."""
    return room.told(who)[-1] if room.told(who) else ""


async def say_in_file(room: StageRoom, text: str) -> None:
    """The community's file says something else. It is read again with the next change of a group; so one is made."""
    register = room.house.app.register
    communities = tuple(evolve(one, guidelines_text=text) for one in register.files.communities)
    register.files = Definitions(communities)
    await room.say("ana", "!group pause")
    await room.say("ana", "!group wake")


async def test_without_rules_nobody_is_asked_anything(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.join("dee")
    assert room.told("dee") == () and room.said == ()
    await room.say("bo", "!guidelines")
    assert "There are no guidelines here." in told(room, "bo")


async def test_a_rule_of_the_group_is_told_and_acknowledged_with_one_tap(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!guidelines add No *photos* without asking.")
    assert "@ana has changed the guidelines of this group (version 1)" in (room.last or "")
    assert "New: No *photos* without asking." in (room.last or "")
    await room.press("bo", room.cards[-1], "I have read them")
    await room.say("bo", "!guidelines")
    assert "acknowledged" not in told(room, "bo")
    assert room.alone("bo")[-1].offers == ()


async def test_leaders_see_how_many_have_read_them_and_of_few_only_that_they_are_few(stage: StageFactory) -> None:
    small, large = await stage(plugin), await stage(plugin, crowd=6)
    for room in (small, large):
        await room.say("ana", "!guidelines add No photos without asking.")
    await small.press("bo", small.cards[-1], "I have read them")
    await small.say("ana", "!guidelines")
    assert "acknowledged" not in told(small, "ana")
    for who in ("bo", "cy", "p1", "p2"):
        await large.press(who, large.cards[-1], "I have read them")
    await large.say("ana", "!guidelines")
    assert "Fewer than 5 of 9 have acknowledged this version." in told(large, "ana")
    await large.press("p3", large.cards[-1], "I have read them")
    await large.say("ana", "!guidelines")
    assert "5 of 9 have acknowledged this version." in told(large, "ana")


async def test_a_newcomer_sees_them_once_and_quietly(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!guidelines add No photos without asking.")
    said = len(room.said)
    await room.join("dee")
    assert "only you see it" in told(room, "dee") and "No photos without asking." in told(room, "dee")
    assert len(room.said) == said
    await room.press("dee", room.alone("dee")[-1], "I have read them")
    assert told(room, "dee") == "Thank you."


async def test_only_leaders_add_and_what_is_there_is_not_added_twice(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!guidelines add Everybody brings cake.")
    assert "leader" in told(room, "bo")
    await room.say("ana", "!guidelines add")
    assert "What shall be added?" in told(room, "ana")
    await room.say("ana", "!guidelines add Be on time.")
    await room.say("ana", "!guidelines add Be on time.")
    assert "That is one of them already." in told(room, "ana")
    assert len(room.said) == 1


async def test_a_change_of_the_community_is_told_with_the_difference(stage: StageFactory) -> None:
    room = await stage(plugin, lifecycle)
    await say_in_file(room, "# Rules\n\n- Ask before you advise.\n- No photos.\n")
    await room.wait(timedelta(days=1))
    assert not any("guidelines" in one for one in room.said), "the first version is nothing new"
    await room.say("ana", "!guidelines add No photos.")
    assert "already" in told(room, "ana")
    await room.say("ana", "!guidelines add Be on time.")
    await say_in_file(room, "- Ask twice before you advise.\n- Wash the cups.\n")
    await room.wait(timedelta(days=1))
    changed = next(one for one in reversed(room.said) if "The guidelines of the community have changed" in one)
    assert "Now: Ask twice before you advise. (before: Ask before you advise.)" in changed
    assert "New: Wash the cups." in changed
    assert "No longer: No photos." in changed
    await room.say("bo", "!guidelines")
    assert "Be on time. (this group)" in told(room, "bo")


async def test_what_the_community_asks_cannot_be_taken_back_and_what_the_group_added_can_by_a_manager(
    stage: StageFactory,
) -> None:
    room = await stage(plugin, lifecycle)
    await say_in_file(room, "- Ask before you advise.\n")
    await room.say("ana", "!guidelines add Be on time.")
    await room.say("ana", "!guidelines withdraw 1")
    assert "can't be taken away here" in told(room, "ana")
    await room.say("ana", "!guidelines withdraw 2")
    assert "No longer: Be on time." in (room.last or "")
    await room.say("bo", "!guidelines history")
    assert "Version 3" in told(room, "bo")


async def test_what_a_group_added_holds_for_those_that_grew_out_of_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    register = room.house.app.register
    async with room.house.app.store.unit() as unit:
        owner = register.files.community_of("python").id
        above = Group("code", "Code", "Write code.", leaders=("ana",), parent="python")
        await put(unit, register.files, owner, above, "above")
        python = (await register.definitions(unit)).group("python")
        assert python is not None
        # A circle of two parents is no reason to stand still.
        await put(unit, register.files, owner, evolve(python, parent="code"), "below")
        book, _ = Book().with_version((), ("No photos without asking.",), room.clock.now())
        unit.put("state", "guidelines Book group code", {"version": 1, "value": converter.unstructure(book)})
    await room.say("ana", "!guidelines add Say hello to whoever is new.")
    shown = (await room.say("bo", "!guidelines")).text
    assert "1: No photos without asking." in shown and "(this group)" not in shown.splitlines()[2]
    await room.say("ana", "!guidelines withdraw 1")
    assert "can't be taken away here" in room.told("ana")[-1]
    async with room.house.app.store.unit() as unit:
        book, _ = book.with_version((), ("No photos at all.",), room.clock.now())
        unit.put("state", "guidelines Book group code", {"version": 1, "value": converter.unstructure(book)})
    await room.wait(timedelta(days=1))
    assert "The guidelines that hold here from above have changed" in (room.last or "")
    assert "No photos at all." in (room.last or "")


async def test_who_left_and_comes_back_sees_them_again(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!guidelines add Say hello to whoever is new.")
    for _ in range(2):
        await room.join("dee")
        card = room.alone("dee")[-1]
        assert "Say hello to whoever is new." in card.text
        await room.press("dee", card, "I have read them")
        await room.leave("dee")
    assert sum("Say hello" in one for one in room.told("dee")) == 2


async def test_outside_of_groups_the_communitys_are_shown(stage: StageFactory) -> None:
    room = await stage(plugin, lifecycle)
    await say_in_file(room, "- Ask before you advise.\n")
    await room.say("bo", "guidelines", dm=True)
    assert "How we treat each other in Town" in told(room, "bo")


async def test_in_a_direct_message_the_history_is_that_of_the_community(stage: StageFactory) -> None:
    room = await stage(plugin, lifecycle)
    await room.say("bo", "guidelines history", dm=True)
    assert "There are no guidelines here." in told(room, "bo")
    await say_in_file(room, "- Ask before you advise.\n- No photos.\n")
    await room.wait(timedelta(days=1))
    await say_in_file(room, "- Ask before you advise.\n")
    await room.wait(timedelta(days=2))
    await room.say("bo", "guidelines history", dm=True)
    first, second = told(room, "bo").splitlines()[-2:]
    assert "Version 1, since Nov 23, 2026: 2 rules, by the community" in first
    assert "Version 2, since Nov 24, 2026: one rule, by the community" in second
    await room.say("bo", "guidelines", dm=True)
    assert "1: Ask before you advise." in told(room, "bo") and "photos" not in told(room, "bo")


async def test_what_is_about_a_group_is_said_in_its_room(stage: StageFactory) -> None:
    room = await stage(plugin)
    for act in ("add", "withdraw"):
        await room.say("ana", f"guidelines {act} 1", dm=True)
        assert f"Say guidelines {act} in the room of the group that you mean." in told(room, "ana")
