"""From a wish to a group, as people in a room see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from attrs import evolve

from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.core.api import Context, Plugin
from coterie.core.engine.register import moves, put
from coterie.core.model.community import GroupState, JoinMode
from coterie.core.model.content import Capability
from coterie.core.refs import PersonRef
from coterie.core.scenario.driver import InRoom, Said
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.founding import Setting, plugin, with_setting
from coterie.plugins.founding.proposal import Settings
from coterie.plugins.lifecycle import plugin as lifecycle

RUST: Mapping[str, str | tuple[str, ...]] = {
    "name": "Rust Workshop",
    "purpose": "Build small tools in Rust and review them every second Thursday.",
    "basis": "interest",
    "about": "rust, tools",
    "for": "Programmers who are new to Rust",
    "not_for": "Recruiters",
    "from": "3",
    "to": "20",
}


async def drafted(room: StageRoom, **changes: str | tuple[str, ...]) -> None:
    """bo writes a draft."""
    await room.say("bo", "!propose")
    await room.open_form("bo", room.alone("bo")[-1])
    assert await room.fill("bo", {**RUST, **changes}) == {}


async def proposed(room: StageRoom, **changes: str | tuple[str, ...]) -> None:
    """bo writes a draft and proposes it."""
    await drafted(room, **changes)
    await room.press("bo", room.alone("bo")[-1], "propose")


def told(room: StageRoom, who: str) -> str:
    """What somebody was told last."""
    return room.told(who)[-1]


def last(room: StageRoom) -> str:
    """What was said in the room last."""
    assert room.last is not None
    return room.last


async def state(room: StageRoom, group: str = "rust-workshop") -> str:
    """The state of a group as the register has it."""
    async with room.house.app.store.unit() as unit:
        found = (await room.house.app.register.definitions(unit)).group(group)
    assert found is not None
    return found.state.value


async def test_a_group_opens_when_enough_people_are_in(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room)
    assert "Proposed. You lead it" in told(room, "bo")
    assert "1 of 3 is in" in last(room)
    await room.press("cy", room.cards[-1], "I'm in")
    assert "2 of 3 are in" in last(room)
    assert "You are in." in told(room, "cy")
    await room.press("ana", room.cards[-1], "I'm in")
    assert "3 were in: Rust Workshop is open" in last(room)
    assert await state(room) == "pilot"


async def test_who_is_in_twice_counts_once_and_may_leave_again(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room)
    for _ in range(2):
        await room.press("cy", room.cards[-1], "I'm in")
    assert "2 of 3 are in" in last(room)
    await room.press("cy", room.cards[-1], "Not after all")
    assert "1 of 3 is in" in last(room)


async def test_what_does_not_come_about_folds_with_thanks_and_names_the_nearest_groups(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, name="Python Reading", purpose="Learn Python by reading the code of others each Friday.")
    await room.wait(timedelta(days=25, hours=1))
    assert "1 of 3 is in for Python Reading" in told(room, "bo")
    await room.wait(timedelta(days=4))
    assert "does not come about this time: 1 of 3" in told(room, "bo")
    assert "It did not come about" in last(room)
    assert await state(room, "python-reading") == "archived"


async def test_the_author_is_told_once_how_it_stands_though_another_leads(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    await room.press("cy", room.alone("cy")[-1], "I'll lead it")
    await room.wait(timedelta(days=29))
    assert sum("Do you want two weeks more?" in one for one in room.told("bo")) == 1
    assert "does not come about this time" in told(room, "bo")


async def test_the_author_may_ask_for_two_weeks_more_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room)
    await room.wait(timedelta(days=25, hours=1))
    await room.press("bo", room.alone("bo")[-1], "Two weeks more")
    assert "Until January 4, 2027 then." in told(room, "bo")
    await room.wait(timedelta(days=10))
    assert await state(room) == "gathering"
    await room.wait(timedelta(days=10))
    assert await state(room) == "archived"


async def test_nobody_gathers_people_before_somebody_agreed_to_lead(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    assert room.said == ()
    assert "I have asked @cy to lead" in told(room, "bo")
    await room.press("cy", room.alone("cy")[-1], "Rather not")
    assert "@cy can't lead Rust Workshop. Nobody leads it now" in told(room, "bo")
    await room.press("bo", room.alone("bo")[-1], "I'll lead it")
    assert "1 of 3 is in" in last(room)


async def test_whom_the_author_named_and_who_says_nothing_does_not_stop_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    before = len(room.told("bo"))
    await room.wait(timedelta(days=6))
    assert len(room.told("bo")) == before
    await room.wait(timedelta(days=1, hours=1))
    card = room.alone("bo")[-1]
    assert "@cy did not say yet whether they would lead Rust Workshop" in card.text
    await room.wait(timedelta(days=7))
    assert len(room.told("bo")) == before + 1, "it is said once"
    await room.press("bo", card, "I'll lead it")
    assert "1 of 3 is in" in last(room)


async def test_who_asks_somebody_else_to_lead_is_told_that_they_are_asked(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    await room.press("cy", room.alone("cy")[-1], "Rather not")
    card = room.alone("bo")[-1]
    for answer in (
        "I ask @ana, and tell you what they say.",
        "I have asked @ana already, and tell you when they answer.",
    ):
        await room.press("bo", card, "Ask somebody")
        await room.fill("bo", {"who": ("ana",)})
        assert told(room, "bo") == answer


async def test_who_was_only_asked_is_not_said_to_lead(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy", "ana"))
    await room.press("cy", room.alone("cy")[-1], "Rather not")
    assert told(room, "bo") == "@cy can't lead Rust Workshop. I asked @ana too, and wait for an answer."
    await room.press("ana", room.alone("ana")[-1], "I'll lead it")
    assert told(room, "bo") == "@ana will lead Rust Workshop."


async def test_what_nobody_leads_until_the_deadline_is_not_said_to_have_lacked_people(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=1)
    await proposed(room, leaders=("cy",))
    await room.press("cy", room.alone("cy")[-1], "I'll lead it")
    await room.press("cy", room.cards[-1], "Not after all")
    await room.press("ana", room.cards[-1], "I'm in")
    await room.press("p1", room.cards[-1], "I'm in")
    await room.wait(timedelta(days=29))
    assert "nobody was found who leads it" in told(room, "ana") and "of 3" not in told(room, "ana")
    await drafted(room)
    assert "ended on Dec 21, 2026: Nobody was found who leads it" in told(room, "bo")


async def test_a_leader_who_leaves_in_the_middle_leaves_it_waiting_for_another(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    await room.press("cy", room.alone("cy")[-1], "I'll lead it")
    await room.press("cy", room.cards[-1], "Not after all")
    assert "Nobody leads it at the moment" in last(room)
    await room.press("ana", room.cards[-1], "I'm in")
    assert await state(room) == "gathering"
    card = next(one for one in reversed(room.alone("bo")) if "Nobody leads it now" in one.text)
    await room.press("bo", card, "I'll lead it")
    assert "2 of 3 are in" in last(room)


async def test_only_who_was_asked_can_agree_to_lead(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    assert room.told("dee") == ()
    assert room.told("ana") == ()


async def test_what_stops_a_charter_is_put_right_before_it_is_proposed(stage: StageFactory) -> None:
    room = await stage(plugin)
    await drafted(room, name="Python", until="2026-11-01")
    draft = room.alone("bo")[-1]
    assert "There is a group Python already" in draft.text
    assert "It ends on Nov 1, 2026, and that is over" in draft.text
    assert [offer.id for offer in draft.offers] == ["change", "drop"]
    await room.press("bo", draft, "Change it")
    assert await room.fill("bo", {"name": "Rust Workshop", "until": "2027-06-30"}) == {}
    assert "Ends on Jun 30, 2027" in told(room, "bo")
    await room.press("bo", room.alone("bo")[-1], "Propose it so")
    assert "1 of 3 is in" in last(room)


async def test_a_size_that_is_turned_is_put_right_at_either_end(stage: StageFactory) -> None:
    room = await stage(plugin)
    await drafted(room, **{"from": "5", "to": "2"})
    draft = room.alone("bo")[-1]
    assert "It goes from 5 to 2 people" in draft.text
    await room.press("bo", draft, "Change it")
    assert await room.fill("bo", {"to": "20"}) == {}
    assert "5 to 20 people" in told(room, "bo")


async def test_a_proposal_that_repeats_an_archived_group_names_it_and_how_it_ended(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room)
    await room.press("bo", room.alone("bo")[-1], "Withdraw it")
    await drafted(room)
    assert "Rust Workshop was much like this and ended on Nov 23, 2026: Withdrawn by Bo" in told(room, "bo")
    await room.press("bo", room.alone("bo")[-1], "Propose it so")
    assert await state(room, "rust-workshop-2") == "gathering"


async def test_a_manager_has_the_last_word_where_the_community_wants_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!founding approval yes")
    assert "manager" in told(room, "bo")
    await room.say("ana", "!founding approval yes")
    await proposed(room, **{"from": "2"})
    await room.press("cy", room.cards[-1], "I'm in")
    assert "A manager has a last look" in last(room)
    card = room.alone("ana")[-1]
    assert "2 people want the group Rust Workshop" in card.text
    await room.press("ana", card, "Not now")
    assert await room.fill("ana", {"why": "Please wait for the *new* room."}) == {}
    word = told(room, "cy")
    assert "Rust Workshop does not come about. Thank you" in word  # thanks and reason in one message
    assert "@ana decided against it: Please wait for the *new* room." in word
    assert await state(room) == "archived"


async def test_a_manager_opens_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!founding approval yes")
    await proposed(room, **{"from": "2"})
    await room.press("cy", room.cards[-1], "I'm in")
    await room.press("ana", room.alone("ana")[-1], "Open it")
    assert await state(room) == "pilot"


async def test_nothing_opens_without_somebody_who_leads_it_though_a_manager_agreed(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!founding approval yes")
    await proposed(room, leaders=("cy",), **{"from": "2"})
    await room.press("cy", room.alone("cy")[-1], "I'll lead it")
    card = room.alone("ana")[-1]
    await room.press("cy", room.cards[-1], "Not after all")
    await room.press("ana", card, "Open it")
    assert "Nobody leads it at the moment." in told(room, "ana")
    assert await state(room) == "gathering"


async def test_who_changes_their_mind_while_a_manager_is_asked_is_not_counted(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!founding approval yes")
    await proposed(room, **{"from": "2"})
    await room.press("cy", room.cards[-1], "I'm in")
    card = room.alone("ana")[-1]
    await room.press("cy", room.cards[-1], "Not after all")
    assert "1 of 2 is in" in last(room)
    await room.press("ana", card, "Open it")
    assert "Somebody changed their mind: 1 of 2 is in" in told(room, "ana")
    await room.press("cy", room.cards[-1], "I'm in")
    await room.press("ana", room.alone("ana")[-1], "Open it")
    assert await state(room) == "pilot"


async def test_who_is_not_in_after_a_manager_was_asked_leaves_time_to_gather(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!founding approval yes")
    await proposed(room, **{"from": "2"})
    await room.press("cy", room.cards[-1], "I'm in")
    await room.wait(timedelta(days=30))
    await room.press("cy", room.cards[-1], "Not after all")
    await room.wait(timedelta(days=10))
    assert await state(room) == "gathering"
    await room.wait(timedelta(days=5))
    assert await state(room) == "archived"


async def test_a_manager_who_says_nothing_is_asked_again_at_the_deadline_and_every_week(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!founding approval yes")
    await proposed(room, **{"from": "2"})
    await room.press("cy", room.cards[-1], "I'm in")

    def asked() -> int:
        return sum("2 people want the group" in one for one in room.told("ana"))

    assert asked() == 1
    await room.wait(timedelta(days=28, hours=1))
    assert asked() == 2
    await room.wait(timedelta(days=7))
    assert asked() == 3
    await room.press("ana", room.alone("ana")[-1], "Open it")
    await room.wait(timedelta(days=15))
    assert asked() == 2


async def test_who_proposed_and_is_not_in_any_more_hosts_nothing(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    await room.press("cy", room.alone("cy")[-1], "I'll lead it")
    await room.press("bo", room.cards[-1], "Not after all")
    await room.press("ana", room.cards[-1], "I'm in")
    await room.join("dee")
    await room.press("dee", room.cards[-1], "I'm in")
    async with room.house.app.store.unit() as unit:
        found = (await room.house.app.register.definitions(unit)).group("rust-workshop")
    assert found is not None
    assert [(term.person, term.role) for term in found.terms] == [("cy", "host")]


async def test_it_opens_because_of_whoever_proposed_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, **{"from": "2"})
    await room.press("cy", room.cards[-1], "I'm in")
    async with room.house.app.store.unit() as unit:
        life = await moves(unit, "rust-workshop")
    assert [(one.state.value, one.by) for one in life][-1] == ("pilot", PersonRef("bo"))


async def test_a_private_group_is_no_name_that_others_hear(stage: StageFactory) -> None:
    room = await stage(plugin, lifecycle)
    await room.say("ana", "!group visibility private We speak about our work.")
    await room.wait(timedelta(days=8))
    asked = {"name": "Python", "purpose": "Learn Python together by reading each other's code on Fridays."}
    await room.say("dee", "propose", dm=True)
    await room.open_form("dee", room.alone("dee")[-1])
    assert await room.fill("dee", {**RUST, **asked}) == {}
    assert "This is your proposal" in told(room, "dee")
    assert "already" not in told(room, "dee")
    assert "overlaps" not in told(room, "dee")
    await drafted(room, **asked)
    assert "There is a group Python already" in told(room, "bo")


async def test_a_group_of_a_region_is_spoken_to_in_its_founders_language_and_the_rest_in_theirs(
    stage: StageFactory,
) -> None:
    tongue = Plugin("tongue")

    @tongue.command("german")
    async def german(ctx: Context) -> None:
        """Read German from now on."""
        await ctx.people.prefer(locale="de")

    room = await stage(plugin, tongue)
    await room.say("bo", "!german")
    await proposed(room, basis="region", **{"from": "2"})
    assert "1 of 2 is in" in last(room)
    await room.press("cy", room.cards[-1], "I'm in")
    assert "2 were in: Rust Workshop is open." in last(room)
    assert isinstance(room.driver, SimulatorDriver)
    world = room.driver.world
    opened = world.find_room("rust-workshop")
    assert opened is not None
    said = [one for one in world.messages.values() if one.room == opened.id]
    assert any("Da sind wir: Rust Workshop" in one.text for one in said)
    assert [one.label for one in said[-1].choices] == ["Diese Woche", "Nächste Woche", "Später"]


async def test_a_draft_that_turns_out_to_be_of_a_region_is_spoken_to_as_such(stage: StageFactory) -> None:
    tongue = Plugin("tongue")

    @tongue.command("german")
    async def german(ctx: Context) -> None:
        """Read German from now on, in Vienna."""
        await ctx.people.prefer(locale="de", zone="Europe/Vienna")

    room = await stage(plugin, tongue)
    await room.say("bo", "!german")
    await drafted(room)
    await room.press("bo", room.alone("bo")[-1], "change")
    await room.fill("bo", {"basis": "region"})
    await room.press("bo", room.alone("bo")[-1], "propose")
    async with room.house.app.store.unit() as unit:
        found = (await room.house.app.register.definitions(unit)).group("rust-workshop")
    assert found is not None and (found.zone, found.locale) == ("Europe/Vienna", "de")


async def amended(room: StageRoom, **changes: Any) -> None:
    """The group of the stage with something changed, as if it had been so."""
    register = room.house.app.register
    async with room.house.app.store.unit() as unit:
        found = (await register.definitions(unit)).group("python")
        assert found is not None
        await put(unit, register.files, register.files.community_of("python").id, evolve(found, **changes), "amended")


async def folded(room: StageRoom) -> Said:
    """What dee is told when her group, near to that of the stage, does not come about."""
    await room.say("dee", "propose", dm=True)
    await room.open_form("dee", room.alone("dee")[-1])
    await room.fill("dee", {**RUST, "name": "Python Reading", "purpose": "Learn Python by reading code each Friday."})
    await room.press("dee", room.alone("dee")[-1], "propose")
    await room.wait(timedelta(days=29))
    card = room.alone("dee")[-1]
    assert [offer.label for offer in card.offers] == ["Join Python"]
    return card


async def test_who_asks_into_a_group_that_nobody_leads_is_heard_by_a_manager(stage: StageFactory) -> None:
    room = await stage(plugin)
    await amended(room, leaders=(), join=JoinMode.KNOCK)
    await room.press("dee", await folded(room), "Join Python")
    assert "@dee would like to join Python" in told(room, "ana")


async def test_an_offer_of_a_group_that_has_ended_since_is_over(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await folded(room)
    await amended(room, state=GroupState.ARCHIVED)
    await room.press("dee", card, "Join Python")
    assert "Python can't be joined any more." in told(room, "dee")


async def test_a_name_too_long_for_a_room_is_not_taken(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!propose {'long ' * 20}")
    assert "A name has room for 60 characters." in told(room, "bo")
    await drafted(room, name="Evil \u202eemaN", purpose="Read\u200b code together on each second Thursday evening.")
    assert "Evil emaN: Read code together" in told(room, "bo")


async def test_without_forms_and_buttons_a_group_is_founded_by_typing_alone(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS, Capability.BUTTONS, Capability.QUIET))
    await room.say("bo", "!propose Rust Workshop")
    answers = [
        "Build small tools in Rust and review them every second Thursday.",
        "1",
        "rust",
        "Beginners in Rust",
        "skip",
        "skip",
        "2",
        "skip",
        "skip",
        "skip",
        "skip",
    ]
    for answer in answers:
        await room.say("bo", answer, dm=True)
    assert "This is your proposal" in told(room, "bo")
    await room.say("bo", "propose it so", dm=True)
    assert "1 of 2 is in" in last(room)
    await room.react("cy", room.cards[-1], "1️⃣")
    assert await state(room) == "pilot"


async def test_a_name_in_arabic_is_a_name(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, name="قرّاء الشعر", **{"from": "2"})
    assert "قرّاء الشعر" in last(room)
    await room.press("cy", room.cards[-1], "I'm in")
    assert "قرّاء الشعر is open" in last(room)


async def test_what_was_typed_mentions_nobody_and_marks_up_nothing(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, purpose="Ping <@ana> and **everybody** in the evenings about new crates.")
    assert "**everybody**" in last(room)
    assert room.cards[-1].pings == frozenset({"bo"})


async def test_too_many_groups_are_said_in_figures_and_stop_nobody(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!portfolio")
    assert "One group, 3 people in at least one" in told(room, "ana")
    await drafted(room)
    assert [offer.id for offer in room.alone("bo")[-1].offers] == ["propose", "change", "drop"]


async def test_a_draft_that_was_dropped_is_over(stage: StageFactory) -> None:
    room = await stage(plugin)
    await drafted(room)
    draft = room.alone("bo")[-1]
    await room.press("bo", draft, "Drop it")
    assert "Dropped." in told(room, "bo")
    assert room.said == ()


async def test_proposals_are_found_again(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!proposals")
    assert "No group is looking for people" in told(room, "cy")
    await proposed(room)
    await room.say("cy", "proposals", dm=True)
    await room.press("cy", room.alone("cy")[-1], "I'm in")
    assert "2 of 3 are in" in last(room)


def test_settings_take_only_what_can_be() -> None:
    assert with_setting(Settings(), Setting.APPROVAL, "yes") == Settings(approval=True)
    assert with_setting(Settings(), Setting.DAYS, "14") == Settings(days=14)
    assert with_setting(Settings(quorum=5), Setting.QUORUM, "0") == Settings()
    for setting, value in ((Setting.DAYS, "0"), (Setting.DAYS, "ten"), (Setting.QUORUM, "1"), (Setting.APPROVAL, "5")):
        assert with_setting(Settings(), setting, value) is None


async def test_a_proposal_that_nobody_leads_ends_on_its_deadline_too(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    await room.wait(timedelta(days=29))
    assert await state(room) == "archived"
    assert "does not come about this time" in told(room, "bo")


async def test_who_agrees_late_has_the_whole_time_to_gather(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room, leaders=("cy",))
    await room.wait(timedelta(days=20))
    await room.press("cy", room.alone("cy")[-1], "I'll lead it")
    await room.wait(timedelta(days=20))
    assert await state(room) == "gathering"


async def test_groups_are_also_told_of_by_what_is_written_and_of_few_writers_nothing(stage: StageFactory) -> None:
    room = await stage(plugin, lifecycle, crowd=8)
    await room.say("ana", "!portfolio")
    assert "By what is written" not in told(room, "ana")
    for who in ("ana", "bo", "cy"):
        await room.say(who, "Look what I made")
    await room.say("ana", "!portfolio")
    assert "who wrote this week" not in told(room, "ana")
    for person in [f"p{number}" for number in range(1, 9)]:
        await room.say(person, "Me too")
    await room.say("ana", "!portfolio")
    assert "people who wrote this week are in one group each" in told(room, "ana")
    await room.wait("8d")
    await room.say("ana", "!portfolio")
    assert "By what is written in them, they are like one group." in told(room, "ana")


async def test_a_group_that_is_not_open_to_everybody_says_why(stage: StageFactory) -> None:
    room = await stage(plugin, lifecycle)
    await drafted(room, open="closed")
    assert "Not everybody may come in, and it does not say why." in told(room, "bo")
    assert [offer.id for offer in room.alone("bo")[-1].offers or ()] == ["change", "drop"]
    await room.press("bo", room.alone("bo")[-1], "change")
    await room.fill("bo", {"why_closed": "We talk about our work."})
    assert "Once it is there only its members see it, and they invite others: We talk about our work." in told(
        room, "bo"
    )
    await room.press("bo", room.alone("bo")[-1], "propose")
    async with room.house.app.store.unit() as unit:
        group = (await room.house.app.register.definitions(unit)).group("rust-workshop")
        (first, *_) = await moves(unit, "rust-workshop")
    assert group is not None and (group.visibility.value, group.join) == ("private", JoinMode.INVITE)
    assert first.why == "Proposed by Bo; not open to everybody: We talk about our work."
    for who in ("cy", "ana"):
        await room.press(who, room.cards[-1], "I'm in")
    assert "3 were in: Rust Workshop is open" in room.cards[-1].text


async def opened(room: StageRoom) -> Said:
    """bo's group is open, and asks when to meet first: the card that does."""
    await proposed(room)
    for who in ("cy", "ana"):
        await room.press(who, room.cards[-1], "I'm in")
    room.driver.know("rust-workshop", (await room.house.homes("simulator"))["rust-workshop"])
    return [one for one in await room.driver.heard(InRoom("rust-workshop")) if one.offers][-1]


async def wished(room: StageRoom, who: str, card: Said, wish: str) -> None:
    """Somebody says when they would like to meet first."""
    offer = next(one for one in card.offers if one.id == f"meet:{wish}")
    await room.driver.press(who, InRoom("rust-workshop"), card.id, offer, 1)
    await room.settled()


async def test_of_a_few_the_host_hears_what_is_liked_most_when_all_had_the_time_to_say(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await opened(room)
    await wished(room, "cy", card, "next")
    assert "fewer than 5 have said yet when" in told(room, "bo") and "next week" not in told(room, "bo")
    await wished(room, "ana", card, "this")
    await wished(room, "bo", card, "next")
    await room.wait(timedelta(days=2))
    assert "First gathering of Rust Workshop, liked most: next week." in told(room, "bo")
    before = room.told("bo")
    await wished(room, "cy", card, "this")
    assert room.told("bo") == before
    await wished(room, "bo", card, "later")


async def test_of_many_the_host_sees_at_once_what_is_liked_most(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=6)
    card = await opened(room)
    for number in range(1, 7):
        await room.driver.join(f"p{number}", InRoom("rust-workshop"))
        await wished(room, f"p{number}", card, "this" if number > 3 else "later")
        if number == 4:
            assert "fewer than 5" in told(room, "bo")
    assert "liked most: this week and a later week." in told(room, "bo")


async def test_nobody_said_when_and_the_host_hears_nothing(stage: StageFactory) -> None:
    room = await stage(plugin)
    await opened(room)
    before = room.told("bo")
    await room.wait(timedelta(days=3))
    assert not any("First gathering" in one for one in room.told("bo")[len(before) :])


async def test_who_says_nothing_of_how_open_it_is_proposes_an_open_group(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room)
    async with room.house.app.store.unit() as unit:
        group = (await room.house.app.register.definitions(unit)).group("rust-workshop")
    assert group is not None and (group.visibility.value, group.join) == ("public", JoinMode.OPEN)
