"""Joint projects, from the call to what came of them."""

from __future__ import annotations

from datetime import UTC, datetime

from coterie.core.api import Plugin
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.gatherings import plugin as gatherings
from coterie.plugins.projects import plugin


async def begun(stage: StageFactory, others: tuple[Plugin, ...] = (), **answers: str) -> StageRoom:
    room = await stage(plugin, gatherings, *others)
    await room.say("ana", "!project new")
    await room.open_form("ana", room.alone("ana")[-1])
    given = {"title": "A board for the wall", "wanted": "painter, 2 carpenters"}
    assert await room.fill("ana", given | answers) == {}
    return room


async def test_roles_are_taken_until_everybody_is_found(stage: StageFactory) -> None:
    room = await begun(stage)
    assert "▫️ painter: 1 wanted" in room.cards[0].text
    await room.press("bo", room.cards[0], "Count me in: painter")
    assert room.told("bo")[-1] == "You're in A board for the wall as painter. Ana Ruiz hosts it."
    assert room.told("ana")[-1] == "Bo is in A board for the wall as painter."
    assert "▪️ painter: Bo (1 of 1)" in room.cards[0].text
    assert [offer.label for offer in room.cards[0].offers or ()] == ["Count me in: carpenters"]
    await room.press("bo", room.cards[0], "Count me in: carpenters")
    assert "▫️ painter: 1 wanted" in room.cards[0].text
    assert (await room.say("cy", "!projects")).text == "- no. 1 A board for the wall: 2 more wanted"


async def test_a_task_has_an_owner_and_a_day_and_is_done_with_one_tap(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.say("ana", "!project task 1 @bo 2026-11-26 Buy the wood")
    assert "A task for you in A board for the wall (no. 1): Buy the wood by Nov 26, 2026" in room.told("bo")[-1]
    await room.say("ana", "!project task 1 Paint it")
    await room.wait("75h")
    assert "Today is the day: Buy the wood" in room.told("bo")[-1]
    await room.press("bo", room.alone("bo")[-1], "Done ✅")
    assert room.told("bo")[-1] == "Well done: Buy the wood. One is left."
    listed = (await room.say("cy", "!project tasks")).text
    assert "▫️ 2 Paint it · nobody yet" in listed and "✅ 1 Buy the wood" in listed
    assert (await room.say("cy", "!project take 1 2")).text == "It's yours: Paint it"
    assert "Somebody has that task" in (await room.say("bo", "!project take 1 2")).text


async def test_a_role_that_can_not_be_read_and_a_day_that_there_is_not_are_said_and_nothing_is_begun(
    stage: StageFactory,
) -> None:
    room = await begun(stage, wanted="0 painters, coder")
    assert room.told("ana")[-1].startswith("I can't read “0 painters” as a role: at most 5 roles, each for 1 to 99")
    assert not room.cards
    room = await begun(stage)
    await room.say("ana", "!project task 1 2027-02-30 Buy the wood")
    assert room.told("ana")[-1] == "2027-02-30 is no day that there is."
    await room.say("ana", "!project task 1 3. Buy the wood")
    assert "Task 1" in room.told("ana")[-1]
    await room.say("ana", "!project close 1")
    assert room.last == "🏁 A board for the wall is finished, 0 of 1 tasks done. Thank you, Ana Ruiz!"


async def test_who_can_not_do_a_task_gives_it_back_and_the_host_hears_of_it(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.say("ana", "!project task 1 @bo 2026-11-26 Buy the wood")
    await room.press("bo", room.alone("bo")[-1], "I can't do it")
    assert "Bo can't do it: Buy the wood" in room.told("ana")[-1]
    told = room.told("bo")
    await room.wait("4d")
    assert room.told("bo") == told


async def test_a_demo_day_is_a_gathering(stage: StageFactory) -> None:
    room = await begun(stage, demo="2026-12-10")
    assert any("Demo: A board for the wall · Project no. 1" in one for one in room.said)


async def test_closing_it_says_what_came_of_it_and_thanks_everybody(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.press("bo", room.cards[0], "Count me in: painter")
    assert "Only the host" in (await room.say("bo", "!project close 1 All done")).text
    await room.say("ana", "!project close 1 It hangs.")
    assert room.last == "🏁 A board for the wall is finished, 0 of 0 tasks done. It hangs. Thank you, Ana Ruiz and Bo!"
    assert room.cards[0].text == "🛠 A board for the wall is closed. Thank you!"
    assert "There is no project here" in (await room.say("ana", "!projects")).text


async def test_who_leaves_the_group_gives_role_and_tasks_back(stage: StageFactory) -> None:
    room = await begun(stage)
    assert (await room.say("bo", "!project leave 1")).text == "You have no role in A board for the wall."
    await room.press("bo", room.cards[0], "Count me in: painter")
    await room.say("ana", "!project task 1 @bo 2026-11-26 Buy the wood")
    await room.leave("bo")
    assert "▫️ painter: 1 wanted" in room.cards[0].text
    assert "▫️ 1 Buy the wood · nobody yet" in (await room.say("ana", "!project tasks 1")).text


async def test_a_task_for_a_stranger_or_for_yesterday_is_refused(stage: StageFactory) -> None:
    room = await begun(stage)
    assert "I know nobody" in (await room.say("ana", "!project task 1 @zoe Buy the wood")).text
    assert "past already" in (await room.say("ana", "!project task 1 @bo 2026-11-01 Buy the wood")).text
    assert "Say what is to be done" in (await room.say("ana", "!project task 1 @bo")).text


async def test_a_task_whose_day_passed_while_coterie_was_down_is_told_as_what_it_is(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.say("ana", "!project task 1 @bo 2026-11-28 Draw the board")
    room.clock.jump(datetime(2026, 12, 2, 8, tzinfo=UTC))
    await room.settled()
    assert room.told("bo")[-1].startswith("Its day is past: Draw the board")
    await room.wait("5d")
    assert sum("Draw the board" in one for one in room.told("bo")) == 2


async def test_a_task_may_have_its_day_in_german_and_begin_with_a_number(stage: StageFactory) -> None:
    room = await begun(stage)
    await room.say("ana", "!project task 1 @bo 5.12.2026 Draw the board")
    await room.say("ana", "!project task 1 @bo 3 nails")
    assert [one.partition(": ")[2] for one in room.told("bo")] == ["Draw the board by Dec 5, 2026", "3 nails"]
