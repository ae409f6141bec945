"""A group on its way elsewhere: who leaves meanwhile, who presses late or twice, what is called off and what can't be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from attrs import evolve

from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.core.api import Context, Group, GroupState, JoinMode, Plugin
from coterie.core.engine.register import put
from coterie.core.model.content import Capability
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.lifecycle import plugin

founder = Plugin("founder")


@founder.command("found")
async def found(ctx: Context, id: str, leader: str) -> None:
    """Found a group into which nobody comes uninvited, but into `rust` whoever asks."""
    join = JoinMode.KNOCK if id == "rust" else JoinMode.INVITE
    await ctx.groups.found(Group(id, id.title(), "Learn.", leaders=(leader,), join=join), why="for a test")


def told(room: StageRoom, who: str) -> str:
    """What somebody was told last."""
    return room.told(who)[-1] if room.told(who) else ""


async def state(room: StageRoom) -> str:
    """The state of the group as the register has it."""
    async with room.house.app.store.unit() as unit:
        group = (await room.house.app.register.definitions(unit)).group("python")
    assert group is not None
    return group.state.value


async def amended(room: StageRoom, **changes: Any) -> None:
    """The group with something changed, as if it had been so."""
    register = room.house.app.register
    async with room.house.app.store.unit() as unit:
        group = (await register.definitions(unit)).group("python")
        assert group is not None
        await put(unit, register.files, "town", evolve(group, **changes), f"amended {changes}")


def people_of(room: StageRoom, name: str) -> set[str]:
    """Who is in the room of another group."""
    assert isinstance(room.driver, SimulatorDriver)
    there = room.driver.world.find_room(name)
    assert there is not None
    return set(there.members)


# --- dividing --------------------------------------------------------------------------------------------------------


async def test_who_left_meanwhile_is_in_no_part_and_is_not_invited_into_it(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=2)
    await room.say("ana", "!group split Web, Data")
    for who in ("bo", "cy", "p1"):
        await room.press(who, room.cards[-1], "Data")
    for who in ("p1", "p2"):
        await room.press(who, room.cards[-1], "Web" if who == "p2" else "Data")
    await room.leave("p2")
    await room.leave("cy")
    await room.wait(timedelta(days=8))
    counts = room.alone("ana")[-1]
    await room.press("ana", counts, "Found Web")
    assert "Fewer than 2 people would go with Web" in told(room, "ana")
    await room.press("ana", counts, "Found Data")
    invited = people_of(room, "python-data")
    assert "bo" in invited and "cy" not in invited


async def test_on_slack_a_refusal_in_a_direct_message_is_heard_once(stage: StageFactory) -> None:
    room = await stage(plugin, platform="slack")
    await room.say("ana", "!group split Web, Data")
    await room.wait(timedelta(days=8))
    await room.press("ana", room.alone("ana")[-1], "Found Web")
    assert sum("Fewer than 2 people" in said for said in room.told("ana")) == 1


# --- going into another group ----------------------------------------------------------------------------------------


async def merging(stage: StageFactory, lacks: tuple[Capability, ...] = ()) -> StageRoom:
    """A group that goes into a closed one, as who leads both decided."""
    room = await stage(plugin, founder, lacks=lacks)
    await room.say("ana", "!found closed ana")
    await room.say("ana", "!group merge Closed: we are the same people.")
    assert await state(room) == "merging"
    return room


async def test_who_comes_along_is_in_also_where_nobody_comes_in_uninvited(stage: StageFactory) -> None:
    room = await merging(stage)
    await room.press("bo", room.cards[-1], "Come along to Closed")
    assert told(room, "bo") == "I have invited you into Closed."
    assert "bo" in people_of(room, "closed")


async def test_a_button_of_what_was_called_off_lets_nobody_into_a_closed_group(stage: StageFactory) -> None:
    room = await merging(stage)
    card = room.cards[-1]
    await room.say("ana", "!group keep We are not.")
    await room.press("bo", card, "Come along to Closed")
    assert told(room, "bo") == "Python does not go into Closed any more."
    assert "bo" not in people_of(room, "closed")


async def test_who_was_asked_on_the_last_day_may_take_their_time(stage: StageFactory) -> None:
    room = await merging(stage)
    await room.wait(timedelta(days=15))
    assert await state(room) == "archived"
    offered = room.alone("bo")[-1]
    assert "Python goes on in Closed. You are welcome there." in offered.text
    await room.wait(timedelta(days=15))
    await room.press("bo", offered, "Come along to Closed")
    assert "bo" in people_of(room, "closed")


async def test_who_is_not_in_the_group_does_not_come_along_with_it(stage: StageFactory) -> None:
    room = await merging(stage, (Capability.QUIET,))
    await room.join("dee")
    await room.wait(timedelta(days=13))
    await room.press("dee", room.cards[-1], "Where to go on?")
    card = room.alone("dee")[-1]
    await room.leave("dee")
    await room.press("dee", card, "Come along to Closed")
    assert told(room, "dee") == "Only who is in Python comes along that way."
    assert "dee" not in people_of(room, "closed")


async def test_what_another_group_was_asked_can_be_taken_back_until_it_has_answered(stage: StageFactory) -> None:
    room = await stage(plugin, founder)
    await room.say("ana", "!found rust cy")
    await room.say("ana", "!group merge Rust: we are the same people.")
    asked = room.alone("cy")[-1]
    assert "would like Python to go into Rust" in asked.text
    await room.say("ana", "!group keep")
    assert told(room, "ana") == "Taken back: Python does not ask that any more."
    assert told(room, "cy") == "Taken back: Python does not ask that any more."
    assert not room.alone("cy")[-1].offers
    assert await state(room) == "active" and room.said == ()


async def test_another_group_may_answer_by_yes_and_no(stage: StageFactory) -> None:
    room = await stage(plugin, founder, lacks=(Capability.BUTTONS, Capability.QUIET))
    await room.say("ana", "!found rust cy")
    await room.say("ana", "!group merge Rust: we are the same people.")
    await room.say("cy", "no", dm=True)
    assert "@cy would rather not take the group into Rust." in told(room, "ana")
    await room.say("ana", "!group merge Rust: please.")
    await room.say("cy", "ja", dm=True)
    assert await state(room) == "merging"


async def test_who_asked_and_leads_no_more_does_not_move_the_group_by_an_old_wish(stage: StageFactory) -> None:
    room = await stage(plugin, founder)
    await room.say("ana", "!found rust cy")
    await amended(room, leaders=("bo",))
    await room.say("bo", "!group merge Rust: we are the same people.")
    await amended(room, leaders=("ana",))
    await room.press("cy", room.alone("cy")[-1], "They are welcome")
    assert told(room, "cy").startswith("@bo asked for it, and does not lead Python any more.")
    assert await state(room) == "active" and room.said == ()


# --- called off ------------------------------------------------------------------------------------------------------


async def test_a_group_that_says_goodbye_is_not_woken_and_its_end_stands(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.press("ana", await room.say("ana", "!group sunset It is done."), "Yes, it ends")
    said = room.said
    answer = await room.say("ana", "!group wake")
    assert answer.text == "Python is saying goodbye. !coterie group keep calls that off."
    assert await state(room) == "sunsetting" and room.said == said
    await room.wait(timedelta(days=15))
    assert await state(room) == "archived"


async def test_who_wants_more_of_a_group_on_its_way_elsewhere_reads_what_to_do_first(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group split Web, Data")
    said = room.said
    for typed in ("pause", "sunset It is done.", "split A, B", "wake"):
        answer = await room.say("ana", f"!group {typed}")
        assert answer.text == "Python is dividing. !coterie group keep calls that off." and not answer.offers
    assert room.said == said


async def test_a_look_at_a_group_that_ends_lets_it_go_on_or_end_and_nothing_between(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.press("ana", await room.say("ana", "!group sunset It is done."), "Yes, it ends")
    await room.press("ana", await room.say("ana", "!group review"), "Decide")
    for decision in ("pause", "merge", "split", "sunset"):
        assert "decision" in await room.fill("ana", {"decision": decision, "why": "New people came."})
    assert await room.fill("ana", {"decision": "go-on", "why": "New people came."}) == {}
    assert "@ana called it off; this group goes on. New people came." in (room.last or "")
    assert await state(room) == "active"
    await room.wait(timedelta(days=30))
    assert await state(room) == "active"


async def test_a_group_on_trial_is_not_offered_a_pause_that_it_can_not_have(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, state=GroupState.PILOT)
    for _ in range(6):
        for who in ("ana", "bo", "cy", "bo"):
            await room.say(who, "Look what I made")
        await room.wait(timedelta(weeks=1))
    await room.wait(timedelta(days=15))
    hint = room.alone("ana")[-1]
    assert "has gone quiet" in hint.text and [offer.label for offer in hint.offers] == ["Not for six weeks"]
    answer = await room.say("ana", "!group pause")
    assert answer.text == (
        "Python is on trial, and rests only once it is decided that it goes on: !coterie group review."
    )


async def test_who_decides_what_is_told_in_the_words_that_one_types(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de")
    answer = await room.say("ana", "!autonomy beenden community-management")
    assert "trifft das Community-Management: beenden." in answer.text and "Ana Ruiz: beenden trifft" in answer.text


async def test_topics_are_told_apart_by_more_than_the_size_of_their_letters(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group split Web, Data, web")
    assert [offer.label for offer in room.cards[-1].offers] == ["Web", "Data", "Stay as we are"]


async def test_where_nothing_was_begun_nothing_is_called_off(stage: StageFactory) -> None:
    room = await stage(plugin)
    answer = await room.say("ana", "!group keep")
    assert answer.text == "Nothing was begun in Python that could be called off: it is active."
    assert room.said == ()


async def test_a_pause_that_is_called_off_is_over_with_its_day(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause 2027-01-10 Holidays")
    await room.say("ana", "!group keep We are back.")
    assert "wakes this group up" in (room.last or "")
    assert "It pauses until" not in (await room.say("bo", "!group")).text


async def test_a_group_that_rests_may_rest_until_another_day(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause 2026-12-10 Holidays")
    await room.say("ana", "!group pause 2026-12-20 Still away.")
    assert "@ana lets this group rest until Dec 20, 2026: Still away." in (room.last or "")
    assert (await room.say("ana", "!group pause 2026-12-20")).text == "Python is resting already."
    assert "it rests until Dec 20, 2026, by @ana. Still away." in (await room.say("bo", "!group moves")).text
    await room.wait(timedelta(days=20))
    assert await state(room) == "dormant"
    await room.wait(timedelta(days=10))
    assert await state(room) == "active" and "as planned" in (room.last or "")


async def test_who_rests_until_a_day_and_divides_meanwhile_does_not_read_of_that_day(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause 2027-01-10 Holidays")
    assert "It pauses until Jan 10, 2027." in (await room.say("bo", "!group")).text
    await room.say("ana", "!group split Web, Data")
    assert "It pauses until" not in (await room.say("bo", "!group")).text
    await room.say("ana", "!group keep")
    assert "It pauses until" not in (await room.say("bo", "!group")).text


async def test_who_goes_on_elsewhere_is_announced_there_once_however_often_they_press(stage: StageFactory) -> None:
    room = await stage(plugin, founder)
    await room.say("ana", "!found rust cy")
    await room.press("ana", await room.say("ana", "!group sunset It is done."), "Yes, it ends")
    card = room.alone("bo")[-1]
    before = len(room.told("cy"))
    for _ in range(3):
        await room.press("bo", card, "Rust")
        assert told(room, "bo") == "I have told those who lead Rust that you would like to join."
    assert len(room.told("cy")) == before + 1
    assert "@bo would like to come to Rust from Python" in told(room, "cy")


# --- how open --------------------------------------------------------------------------------------------------------


async def test_who_votes_reads_that_others_see_it_where_there_are_no_buttons(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group join invite We are enough.")
    await room.wait(timedelta(days=8))
    await room.say("ana", "!group join open Let them come.")
    promised = (
        "I tell nobody who voted how; where there are no buttons, everybody here sees how somebody reacts or replies."
    )
    assert promised in (room.last or "")


async def test_who_voted_on_what_is_asked_otherwise_now_reads_that_they_vote_once_more(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=3)
    await room.say("ana", "!group join invite We are enough.")
    await room.say("ana", "!group visibility private We talk about our work.")
    assert "stands in for" not in (room.last or "")
    await room.wait(timedelta(days=8))
    await room.say("ana", "!group visibility public Let us be seen.")
    first = room.cards[-1]
    await room.press("bo", first, "Yes")
    await room.say("ana", "!group join open Let them come.")
    assert "This stands in for what was asked before: who voted on that votes once more." in (room.last or "")
    assert "What was asked here is not voted on any more" in room.said[-2]
    for who in ("bo", "cy"):
        await room.press(who, room.cards[-1], "Yes")
    await room.wait(timedelta(days=8))
    assert "this group is seen by everybody now, and anybody may come in" in (room.last or "")
