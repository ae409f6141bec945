"""Who decides about a group: who asked and left, who may not, nobody at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from attrs import evolve

from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.core.api import Context, Plugin
from coterie.core.engine.register import moves, put
from coterie.core.model.community import Group
from coterie.core.model.roles import Term
from coterie.core.refs import PersonRef
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.library import plugin as library
from coterie.plugins.lifecycle import plugin

WEEK = timedelta(weeks=1)


def told(room: StageRoom, who: str) -> str:
    """What somebody was told last."""
    return room.told(who)[-1] if room.told(who) else ""


async def group(room: StageRoom) -> Group:
    """The group as the register has it."""
    async with room.house.app.store.unit() as unit:
        found = (await room.house.app.register.definitions(unit)).group("python")
    assert found is not None
    return found


async def amended(room: StageRoom, **changes: Any) -> None:
    """The group with something changed, as if it had been so."""
    register, found = room.house.app.register, await group(room)
    async with room.house.app.store.unit() as unit:
        owner = register.files.community_of("python").id
        await put(unit, register.files, owner, evolve(found, **changes), f"amended {changes}")


async def test_who_asked_to_divide_and_left_leaves_it_to_those_who_may(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, leaders=("ana", "bo"))
    await room.say("bo", "!group split Web, Data")
    for who in ("ana", "cy"):
        await room.press(who, room.cards[-1], "Data")
    await room.leave("bo")
    await room.wait(timedelta(days=8))
    assert room.told("bo") == ()
    counts = room.alone("ana")[-1]
    assert "Data: fewer than 5" in counts.text
    await room.press("ana", counts, "That is all")
    assert (await group(room)).state.value == "active"


async def test_a_question_that_nobody_closes_is_shown_again_and_an_old_one_never(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group split Web, Data")
    await room.say("ana", "!group keep")
    await room.wait(timedelta(days=3))
    await room.say("ana", "!group split Mornings, Evenings")
    await room.wait(timedelta(days=5))
    assert "With which part" not in told(room, "ana")
    await room.wait(timedelta(days=3))
    assert "Mornings: fewer than 5" in told(room, "ana")
    before = len(room.told("ana"))
    await room.wait(timedelta(days=14))
    assert "Mornings: fewer than 5" in told(room, "ana") and len(room.told("ana")) > before


async def test_a_group_without_a_leader_thanks_all_and_no_blank(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, leaders=())
    await room.press("ana", await room.say("ana", "!group sunset It is done."), "Yes, it ends")
    assert room.last is not None
    assert "Thank you all!" in room.last


async def test_a_planned_end_of_a_pause_is_on_record_with_who_planned_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group pause 2026-12-20 Everybody is away.")
    await room.wait(timedelta(days=28))
    async with room.house.app.store.unit() as unit:
        life = await moves(unit, "python")
    assert [(one.state.value, one.by) for one in life] == [("dormant", PersonRef("ana")), ("active", PersonRef("ana"))]


async def test_a_group_that_its_file_lets_rest_is_woken(stage: StageFactory) -> None:
    room = await stage(plugin)
    state = type((await group(room)).state)
    await amended(room, state=state.DORMANT)
    await room.say("ana", "!group wake")
    assert (await group(room)).state is state.ACTIVE


async def test_who_leaves_holds_no_role_any_more_whichever_it_was(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, terms=(Term("bo", "host"), Term("bo", "moderator"), Term("cy", "host")))
    await room.leave("bo")
    assert [term.person for term in (await group(room)).terms] == ["cy"]


async def test_a_decision_that_takes_a_manager_is_put_to_a_manager(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, leaders=("bo",), until=date(2027, 1, 10))
    for act in ("sunset", "review", "pause"):
        await room.say("ana", f"!autonomy {act} manager")
    before = len(room.told("bo"))
    await room.wait(timedelta(days=30))
    assert "Python is meant to end on Jan 10, 2027" in told(room, "ana")
    assert len(room.told("bo")) == before


async def test_a_review_is_no_way_round_who_may_pause(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, leaders=("bo",))
    await room.say("ana", "!autonomy pause manager")
    await room.press("bo", await room.say("bo", "!group review"), "Decide")
    await room.fill("bo", {"decision": "pause", "why": "Too much else."})
    assert "manager" in told(room, "bo")
    assert (await group(room)).state.value == "active"


# --- a day on which it ends --------------------------------------------------------------------------------------------


async def day_came(stage: StageFactory, crowd: int = 0) -> StageRoom:
    """The day on which the group was meant to end is here, and its leader has said nothing."""
    room = await stage(plugin, crowd=crowd)
    await amended(room, leaders=("bo",), until=date(2027, 1, 10))
    await room.wait(timedelta(days=49))
    assert room.last is not None and "the day on which this group was meant to end" in room.last
    return room


async def test_where_nobody_decides_it_ends_as_its_charter_says(stage: StageFactory) -> None:
    room = await day_came(stage)
    assert "Python was meant to end on Jan 10, 2027" in told(room, "ana")
    await room.wait(2 * WEEK)
    assert (await group(room)).state.value == "sunsetting"
    assert "nobody decided otherwise; the members were asked, and not more of them would have gone on" in (
        room.last or ""
    )
    await room.wait(timedelta(days=15))
    assert (await group(room)).state.value == "archived"
    assert "That was Python." in (room.last or "")


async def test_what_ends_by_its_charter_can_be_called_off(stage: StageFactory) -> None:
    room = await day_came(stage)
    await room.wait(2 * WEEK)
    await room.say("bo", "!group keep We have just begun.")
    await room.wait(4 * WEEK)
    assert (await group(room)).state.value == "active"


async def test_no_group_ends_over_its_members_heads(stage: StageFactory) -> None:
    room = await day_came(stage)
    card = room.cards[-1]
    await room.press("bo", card, "Go on")
    await room.press("cy", card, "Go on")
    await room.press("ana", card, "Let it end")
    before = len(room.told("ana"))
    await room.wait(2 * WEEK)
    assert (await group(room)).state.value == "active"
    assert "More of the members who answered would go on" in told(room, "ana") and len(room.told("ana")) > before
    assert "(fewer than 5 and fewer than 5)" in told(room, "ana")
    await room.press("ana", room.alone("ana")[-1], "A quarter more")
    await room.say("ana", "!group moves")
    assert "of the members who were asked, fewer than 5 would have gone on" in told(room, "ana").casefold()
    await room.wait(6 * WEEK)
    assert (await group(room)).state.value == "active"


async def test_who_left_meanwhile_has_no_say_in_whether_it_goes_on(stage: StageFactory) -> None:
    room = await day_came(stage)
    card = room.cards[-1]
    for who, what in (("bo", "Go on"), ("cy", "Go on"), ("ana", "Let it end")):
        await room.press(who, card, what)
    await room.leave("cy")
    await room.wait(2 * WEEK)
    assert (await group(room)).state.value == "sunsetting"


async def test_managers_see_what_members_would_like_by_steps_in_which_no_answer_is_seen(stage: StageFactory) -> None:
    room = await day_came(stage, crowd=12)
    card, seen = room.cards[-1], list[str]()
    for number in range(1, 12):
        await room.press(f"p{number}", card, "Go on")
        seen.append(told(room, "ana"))
    assert all("fewer than 5 would go on" in one for one in seen[:4])
    assert all("at least 5 would go on, fewer than 5 would let it end" in one for one in seen[4:9])
    assert all("at least 10 would go on" in one for one in seen[9:])


async def test_what_ends_by_its_charter_says_why_without_who_wanted_what(stage: StageFactory) -> None:
    room = await day_came(stage)
    await room.press("bo", room.cards[-1], "Let it end")
    await room.wait(2 * WEEK)
    assert (await group(room)).state.value == "sunsetting"
    assert any("not more of them would have gone on than would let it end" in one for one in room.said)


async def test_who_decided_in_time_is_not_overruled(stage: StageFactory) -> None:
    room = await day_came(stage)
    await room.press("ana", room.alone("ana")[-1], "A quarter more")
    await room.wait(3 * WEEK)
    assert (await group(room)).state.value == "active"


async def test_who_leads_no_more_does_not_decide_about_its_day(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, leaders=("bo",), until=date(2027, 1, 10))
    await room.wait(timedelta(days=30))
    asked = room.alone("bo")[-1]
    await amended(room, leaders=("ana",))
    for label in ("It ends as planned", "A quarter more"):
        await room.press("bo", asked, label)
        assert "leader" in told(room, "bo")
    found = await group(room)
    assert found.state.value == "active" and found.until == date(2027, 1, 10)


async def test_who_leads_no_more_founds_no_part_of_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, leaders=("bo",))
    await room.say("bo", "!group split Web, Data")
    for who in ("ana", "cy"):
        await room.press(who, room.cards[-1], "Data")
    await room.wait(timedelta(days=8))
    counts = room.alone("bo")[-1]
    await amended(room, leaders=("ana",))
    for label in ("Found Data", "That is all"):
        await room.press("bo", counts, label)
        assert "leader" in told(room, "bo")
    assert (await group(room)).state.value == "splitting"
    assert not any("group of its own" in said for said in room.said)


# --- with whom to go together ------------------------------------------------------------------------------------------


async def test_a_group_that_says_goodbye_asks_nobody_to_take_it_in(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.press("ana", await room.say("ana", "!group sunset It is done."), "Yes, it ends")
    await room.say("ana", "!group merge Python")
    assert "With which group?" in told(room, "ana")


async def test_a_charter_is_changed_within_its_bounds_and_on_one_line(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!group change")
    await room.open_form("ana", room.alone("ana")[-1])
    assert "purpose" in await room.fill("ana", {"purpose": "long " * 200})
    assert await room.fill("ana", {"purpose": "Read \u202ecode\ntogether."}) == {}
    assert (await group(room)).purpose == "Read code together."


# --- odd words ---------------------------------------------------------------------------------------------------------


async def test_a_day_that_no_calendar_has_is_no_reason(stage: StageFactory) -> None:
    room = await stage(plugin)
    for typed in ("pause 2027-02-29 Away.", "sunset 30.2.2027 Away."):
        await room.say("ana", f"!group {typed}")
        assert "in any calendar" in told(room, "ana")
    assert (await group(room)).state.value == "active"
    await room.say("ana", "!group pause 1.12.2026 Away.")
    assert room.last is not None and "until Dec 1, 2026: Away." in room.last
    await room.say("ana", "!group pause")
    assert "Python is resting already." in told(room, "ana")


async def test_a_mistyped_word_is_asked_back(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!group susnet now")
    assert "susnet now? I know: status, moves, pause" in told(room, "bo")


async def test_what_shall_outlive_a_group_needs_no_address(stage: StageFactory) -> None:
    room = await stage(plugin, library)
    await room.press("ana", await room.say("ana", "!group sunset It is done."), "Yes, it ends")
    card = room.cards[-1]
    for link in ("in the drawer", "https://", "https://example.org/plans"):
        await room.press("bo", card, "Keep something")
        assert await room.fill("bo", {"what": "The plans", "link": link}) == {}
        assert told(room, "bo") == "Kept. Thank you!"
    assert "One entry" in (await room.say("bo", "!library plans")).text


async def test_who_was_to_take_a_group_in_hears_that_it_goes_on_by_itself(stage: StageFactory) -> None:
    founder = Plugin("founder")

    @founder.command("found")
    async def found(ctx: Context, id: str) -> None:
        """Found a group."""
        await ctx.groups.found(Group(id, id.title(), "Learn.", leaders=(ctx.person.id,)), why="for a test")

    room = await stage(plugin, founder)
    await room.say("ana", "!found rust")
    await room.say("ana", "!group merge Rust: we are the same people.")
    assert (await group(room)).state.value == "merging"
    await room.say("ana", "!group keep We are not.")
    assert isinstance(room.driver, SimulatorDriver)
    world = room.driver.world
    there = world.find_room("rust")
    assert there is not None
    said = [one.text for one in world.messages.values() if one.room == there.id]
    assert "called it off: Python goes on by itself. We are not." in said[-1]


async def test_who_wants_a_new_group_and_says_it_of_this_one_reads_how(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "A new group you propose with !coterie propose." in (await room.say("bo", "!coterie group new")).text


async def test_what_was_said_to_a_leader_alone_they_may_do_there_while_the_group_ends(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "group end", dm=True)
    await room.press("ana", room.alone("ana")[-1], "Yes, it ends")
    await room.say("ana", "group keep", dm=True)
    assert "goes on" in (room.last or "")
