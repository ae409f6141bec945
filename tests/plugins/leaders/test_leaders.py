"""From host of the week to leader and back, as people see it."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Capability, Context, Group, PersonRef, Plugin
from coterie.core.testing import StageFactory
from coterie.plugins import quiet
from coterie.plugins.leaders import plugin
from tests.plugins.leaders.seen import on_trial, question, rights, roles, times


async def test_who_is_on_the_list_is_not_asked_whether_they_want_to_be(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "Would you like to be asked" in (await room.say("bo", "!host")).text
    await room.say("bo", "!volunteer host")
    told = await room.say("bo", "!host")
    assert told.text.endswith("On the list: Bo. I ask you when it is your turn.")
    await room.press("bo", told, "Take me off the list")
    assert "Nobody is on the list yet" in (await room.say("bo", "!host")).text


async def test_the_host_goes_round_among_those_who_agreed(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!volunteer host")
    await room.press("cy", await room.say("cy", "!host"), "on")
    await room.wait("monday 10:00")
    assert room.told("cy")[-1].startswith("You are on the list")
    await room.press("bo", question(room, "bo", "Would you be host of the week"), "Yes, gladly")
    assert room.last == "🎈 @bo is host of the week. Thank you!"
    assert "This week Bo is host" in (await room.say("ana", "!host")).text
    await room.wait("7d")
    assert "💐 Thank you, @bo, for having been host of the week!" in room.said
    await room.press("cy", question(room, "cy", "Would you be host of the week"), "Not this week")
    await room.press("bo", question(room, "bo", "Would you be host of the week"), "take")
    assert room.last == "🎈 @bo is host of the week. Thank you!"


async def test_nobody_is_asked_to_host_while_somebody_does_for_longer(stage: StageFactory) -> None:
    founder = Plugin("founder")

    @founder.command("hosting")
    async def hosting(ctx: Context, person: PersonRef) -> None:
        """Let somebody host for four weeks, as in a group that has just begun."""
        await ctx.groups.appoint(person, "host", until=ctx.now + timedelta(weeks=4))

    room = await stage(plugin, founder)
    await room.say("bo", "!volunteer host")
    await room.say("ana", "!hosting @cy")
    await room.wait("20d")
    assert times(room, "bo", "Would you be host") == 0
    await room.wait("14d")
    assert times(room, "bo", "Would you be host") > 0


async def test_who_does_not_answer_is_passed_over_and_a_leader_is_told_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!volunteer scribe")
    await room.wait("monday 10:00")
    await room.wait("2d")
    assert times(room, "ana", "Nobody on the list can be scribe") > 0
    await room.press("bo", question(room, "bo", "Would you be scribe"), "off")
    await room.wait("14d")
    assert times(room, "bo", "Would you be scribe") == 1


async def test_a_nominated_person_is_asked_tried_and_confirmed(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!nominate @bo deputy")
    assert room.told("cy") == ("I ask Bo alone whether they would be deputy.",)
    assert not room.said
    await room.press("bo", question(room, "bo", "Cy 🌱 would like you to be deputy"), "accept")
    await room.press("ana", question(room, "ana", "Shall they begin"), "yes")
    assert await roles(room, "bo") == {"deputy"}
    assert rights(room, "bo") == {"moderator"}
    assert "🌱 @bo is deputy on trial until" in room.said[-1] and "with @ana at their side" in room.said[-1]
    assert "on trial" in (await room.say("cy", "!leaders")).text
    await room.wait("22d")
    await room.press("ana", question(room, "ana", "for half a year?"), "yes")
    assert "🌳 @bo is deputy until" in room.said[-1]
    await room.wait("20d")
    assert await roles(room, "bo") == {"deputy"}


async def test_a_trial_that_nobody_confirms_ends_with_thanks(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!volunteer moderator")
    await room.press("ana", question(room, "ana", "offered it themselves"), "yes")
    assert rights(room, "bo") == {"moderator"}
    await room.wait("29d")
    assert await roles(room, "bo") == set() == rights(room, "bo")
    assert room.last == "💐 Thank you, @bo, for having been moderator!"
    assert "With thanks to Bo" in (await room.say("cy", "!leaders")).text


async def test_against_an_objection_it_takes_a_manager_who_does_not_hear_whose_it_is(stage: StageFactory) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "deputy")
    await room.press("cy", room.cards[-1], "I object")
    told = question(room, "ana", "objects to Bo").text
    assert "Cy" not in told
    await room.press("ana", question(room, "ana", "Shall they begin"), "no")
    assert room.told("ana")[-1] == "That is settled already."
    await room.wait("22d")
    assert "One member objected" in question(room, "ana", "for half a year?").text


async def test_two_nominations_at_once_are_one(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!nominate @bo leader")
    told = await room.say("ana", "!nominate @bo leader")
    assert told.text == "It is being asked already whether Bo becomes leader."
    await room.say("ana", "!nominate @cy leader")
    assert "would like you to be leader" in room.told("cy")[-1]


async def test_who_says_no_or_nothing_is_left_alone(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!nominate @bo leader")
    await room.press("bo", question(room, "bo", "would like you"), "decline")
    assert room.told("cy")[-1].startswith("Bo would rather not be leader now")
    await room.say("cy", "!nominate @bo leader")
    await room.wait("8d")
    assert room.told("cy")[-1].startswith("Bo has not answered")
    assert await roles(room, "bo") == set() and room.said == ()


async def test_those_who_lead_may_say_no(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!volunteer leader")
    await room.press("ana", question(room, "ana", "Shall they begin"), "no")
    assert "would rather not have you as leader now" in room.told("bo")[-1]
    assert await roles(room, "bo") == set() and room.said == ()


async def test_nobody_decides_about_themselves_nor_in_the_place_of_those_who_lead(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.BUTTONS,))
    await room.say("bo", "!volunteer leader")
    assert times(room, "bo", "Shall they begin") == 0
    assert times(room, "cy", "Shall they begin") == 0


async def test_where_the_only_leader_leaves_the_deputy_acts_and_the_managers_are_told_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "deputy")
    await room.leave("ana")
    assert await roles(room, "ana") == set()
    assert await roles(room, "bo") == {"leader", "deputy"}
    assert any("@bo acts as leader until" in one for one in room.said)
    assert times(room, "ana", "Nobody leads Python any more") == 1
    await room.press("cy", room.cards[-1], "I would")
    assert "cy would be leader" in question(room, "bo", "Shall they begin").text.casefold().replace(" 🌱", "")
    await room.wait("14d")
    assert times(room, "ana", "Nobody leads Python any more") == 1


async def test_a_leader_who_leaves_in_the_middle_of_a_trial_is_no_leader(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!nominate @bo leader")
    await room.press("bo", question(room, "bo", "would like you"), "accept")
    await room.press("ana", question(room, "ana", "Shall they begin"), "yes")
    assert await roles(room, "bo") == {"leader"}
    await room.leave("bo")
    assert await roles(room, "bo") == set()
    assert "Bo left the group" in room.told("cy")[-1]
    await room.wait("40d")
    assert await roles(room, "bo") == set() and not any("confirm" in one for one in room.told("ana"))


async def test_who_leaves_after_they_were_named_can_not_accept(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("cy", "!nominate @bo leader")
    await room.leave("bo")
    await room.press("bo", question(room, "bo", "would like you"), "accept")
    assert room.told("bo")[-1] == "That is settled already."


async def test_a_leader_named_in_a_file_who_never_came_is_noticed_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.leave("ana")
    assert times(room, "ana", "Nobody leads Python") == 1
    assert "Nobody leads this group just now" in room.said[-1]
    await room.wait("21d")
    assert times(room, "ana", "Nobody leads Python") == 1


async def test_the_end_of_a_term_is_asked_about_in_time(stage: StageFactory) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "leader")
    await room.wait("22d")
    await room.press("ana", question(room, "ana", "for half a year?"), "yes")
    await room.wait("169d")
    await room.press("bo", question(room, "bo", "Your time as leader"), "go-on")
    await room.press("ana", question(room, "ana", "for half a year?"), "yes")
    await room.wait("169d")
    await room.press("bo", question(room, "bo", "Your time as leader"), "hand-over")
    assert "Who would like to be next?" in room.said[-1]
    await room.wait("15d")
    assert await roles(room, "bo") == set()
    assert room.last == "💐 Thank you, @bo, for having been leader!"


async def test_who_does_not_say_whether_they_go_on_is_told_to_those_who_decide(stage: StageFactory) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "moderator")
    await room.wait("22d")
    await room.press("ana", question(room, "ana", "for half a year?"), "yes")
    await room.wait("176d")
    assert "has not told me whether they go on as moderator" in room.told("ana")[-1]


async def test_while_a_leader_is_away_the_deputy_is_on_duty(stage: StageFactory) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "deputy")
    await room.say("ana", "!away until 2026-12-24")
    assert "Somebody stands in for you in Python" in room.told("ana")[-1]
    assert "you stand in for them in Python" in room.told("bo")[-1]
    assert await roles(room, "bo") == {"deputy", "duty-leader"}
    await room.say("ana", "!away back")
    assert await roles(room, "bo") == {"deputy"}
    await room.say("ana", "!away bis 2026-12-03")
    await room.wait("12d")
    assert await roles(room, "bo") == {"deputy"}
    assert "Until when?" in (await room.say("ana", "!away until 2020-01-01")).text


async def test_a_leader_alone_is_told_that_nobody_can_stand_in(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!away until 2026-12-24")
    assert "Nobody can stand in for you in Python" in room.told("ana")[-1]
    await room.wait("180d")
    assert times(room, "ana", "You lead Python alone") == 1
    await room.wait("10d")
    assert times(room, "ana", "You lead Python alone") == 2


async def test_a_role_is_given_back_and_taken_back(stage: StageFactory) -> None:
    room = await stage(plugin)
    await on_trial(room, "bo", "deputy")
    assert "community manager" in (await room.say("cy", "!relieve @bo deputy")).text
    assert await roles(room, "bo") == {"deputy"}
    await room.say("bo", "!step-down deputy")
    assert await roles(room, "bo") == set()
    assert "is not deputy here" in (await room.say("bo", "!step-down deputy")).text


async def test_who_is_not_in_the_group_can_neither_volunteer_nor_be_named(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert (await room.say("cy", "!nominate @dee leader")).text == "Dee is not in Python."
    await room.say("dee", "volunteer leader", dm=True)
    assert await roles(room, "dee") == set()


async def test_in_german_too(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de")
    await room.say("bo", "!volunteer deputy")
    await room.press("ana", question(room, "ana", "Soll es losgehen"), "Ja")
    assert "🌱 @bo übernimmt auf Probe bis" in room.said[-1]


async def test_who_reads_german_reads_who_leads_in_german(stage: StageFactory) -> None:
    tongue = Plugin("tongue")

    @tongue.command("german")
    async def german(ctx: Context) -> None:
        """Read German from now on."""
        await ctx.people.prefer(locale="de")

    room = await stage(plugin, tongue)
    await room.say("bo", "!german")
    await on_trial(room, "bo", "deputy")
    told = (await room.say("bo", "!leaders")).text
    assert "Leitung: Ana Ruiz" in told
    assert "Stellvertretung: Bo (auf Probe, bis " in told
    assert "leader: Ana Ruiz" in (await room.say("cy", "!leaders")).text


async def test_rights_that_are_left_are_no_more_than_the_roles_that_are_left(stage: StageFactory) -> None:
    room = await stage(plugin)
    for role in ("deputy", "leader"):
        await room.say("bo", f"!volunteer {role}")
        await room.press("ana", question(room, "ana", f"would be {role}"), "yes")
    assert "leader" in rights(room, "bo")
    await room.say("bo", "!step-down leader")
    assert rights(room, "bo") == {"moderator"}
    await room.say("bo", "!step-down deputy")
    assert rights(room, "bo") == set()


def founding() -> Plugin:
    """Makes somebody lead more groups than anybody can."""
    founder = Plugin("founding-for-tests")

    @founder.command("found")
    async def found(ctx: Context, person: PersonRef, count: int) -> None:
        """Found so many groups."""
        for number in range(count):
            group = Group(f"more-{number}", f"More {number}", "Learn.", leaders=(person.id,))
            await ctx.groups.found(group, why="for a test", open_room=False)

    return founder


async def test_who_leads_too_many_groups_is_told_privately_and_so_are_the_managers(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    await room.say("ana", "!found @bo 3")
    await room.say("bo", "!volunteer deputy")
    await room.press("ana", question(room, "ana", "would be deputy"), "yes")
    assert "You lead or help to lead" in room.told("bo")[-1] and "More 2" in room.told("bo")[-1]
    assert "Bo leads or helps to lead" in room.told("ana")[-1] and "4 roles in all" in room.told("ana")[-1]
    assert room.told("cy") == () and not any("help to lead" in one for one in room.said)
    await room.say("bo", "!volunteer moderator")
    await room.press("ana", question(room, "ana", "would be moderator"), "yes")
    assert times(room, "bo", "help to lead") == 1


async def test_a_leader_of_the_file_who_was_never_there_is_noticed_on_monday(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    await room.say("ana", "!found @dee 1")
    await room.wait("8d")
    assert room.told("dee") == (), "a group in which nobody is needs nobody yet"


async def test_who_is_on_holiday_is_not_asked_and_stands_in_for_nobody(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await room.say("bo", "!volunteer host")
    await on_trial(room, "bo", "deputy")
    await room.say("bo", "!holiday 2026-11-23 2026-12-02")
    await room.wait("monday 10:00")
    assert times(room, "bo", "Would you be host") == 0
    await room.say("ana", "!away until 2026-12-24")
    assert "Nobody can stand in for you" in room.told("ana")[-1]
