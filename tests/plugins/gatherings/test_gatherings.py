"""Gatherings, from the plan to what stays of them."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime

import vobject

from coterie.core.api import AccountsLinked, Context, GroupState, MessageRef, PersonRef, Plugin, Rest, RoomRef
from coterie.core.model.event import ChoiceMade
from coterie.core.model.preferences import Hours, Quiet, Recurring
from coterie.core.scenario.driver import Said
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import me
from coterie.plugins.gatherings import plugin

TALK = {"title": "Async in practice", "day": "2026-12-01", "time": "18:00", "minutes": "90", "capacity": "2"}


async def planned(
    stage: StageFactory, others: tuple[Plugin, ...] = (), crowd: int = 0, common: Quiet | None = None, **answers: str
) -> StageRoom:
    """A room in which ana planned a talk: 1 December at six."""
    room = await stage(plugin, *others, zone="Europe/Berlin", crowd=crowd, quiet=common)
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", TALK | answers) == {}
    return room


def plain(text: str | None) -> str:
    """The text with the narrow spaces of times as common ones."""
    return (text or "").replace("\u202f", " ")


async def test_outside_of_groups_one_reads_what_comes_in_all_of_ones_own(stage: StageFactory) -> None:
    room = await planned(stage)
    said = plain((await room.say("bo", "gatherings", dm=True)).text)
    assert "One gathering comes:" in said
    assert "- no. 1 Async in practice, Dec 1, 2026, 6:00 PM: 0 of 2 seats taken, 0 waiting · Python" in said
    assert "You have not said whether you come." in said
    await room.press("bo", room.cards[-1], "I'm coming")
    assert "You come." in (await room.say("bo", "events", dm=True)).text
    assert (await room.say("dee", "gatherings", dm=True)).text == "Nothing comes in your groups at the moment."


async def test_a_gathering_is_announced_with_when_and_who(stage: StageFactory) -> None:
    room = await planned(stage, where="Library, 2nd floor", about="Bring a laptop.")
    for part in (
        "Async in practice · Meet-up no. 1",
        "Tuesday, December 1, 2026, 6:00 PM–7:30 PM (Berlin)",
        "📍 Library, 2nd floor",
        "Bring a laptop.",
        "Hosted by Ana Ruiz",
        "0 of 2 seats taken",
    ):
        assert part in plain(room.last)


async def test_the_last_seat_has_one_taker_and_the_next_waits(stage: StageFactory) -> None:
    room = await planned(stage)
    for who in ("bo", "cy", "ana"):
        await room.press(who, room.cards[0], "I'm coming")
    assert "You're coming" in room.told("cy")[-1]
    assert "no. 1 in the line" in room.told("ana")[-1]
    await room.wait("1m")
    assert "2 of 2 seats taken: Bo and Cy 🌱" in room.cards[0].text
    assert "1 waiting" in room.cards[0].text
    await room.press("bo", room.cards[0], "Can't come")
    assert "A seat is free" in room.told("ana")[-1]
    await room.press("bo", room.cards[0], "Can't come")
    assert sum("A seat is free" in one for one in room.told("ana")) == 1


async def test_racing_replies_give_the_last_seat_to_one(stage: StageFactory) -> None:
    room = await planned(stage, capacity="1")
    card, place = room.cards[0], room._place
    offers = card.offers or ()
    async with asyncio.TaskGroup() as tasks:
        for who in ("bo", "cy", "ana"):
            tasks.create_task(room.driver.press(who, place, card.id, offers[0], 1))
    await room.settled()
    told = {who: room.told(who)[-1] for who in ("ana", "bo", "cy")}
    assert sum("You're coming" in one for one in told.values()) == 1
    assert sorted(
        one[-1] for one in (text.partition(" in the line")[0] for text in told.values()) if one[-1].isdigit()
    ) == ["1", "2"]


async def test_three_hundred_replies_are_few_edits(stage: StageFactory) -> None:
    room = await planned(stage)
    for _ in range(10):
        for choice in ("I'm coming", "Maybe"):
            await room.press("bo", room.cards[0], choice)
    assert "1 of 2 seats taken: Bo" in room.cards[0].text
    await room.wait("5s")
    assert "1 may come" in room.cards[0].text


async def test_a_time_that_can_not_be_is_asked_for_again_alone(stage: StageFactory) -> None:
    room = await stage(plugin, zone="Europe/Berlin")
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", TALK | {"time": "teatime"}) == {"time": "That is not a time like 09:30."}
    assert await room.fill("ana", TALK | {"day": "2020-12-01"}) == {}
    assert room.said == ()
    form = await room.driver.modal("ana")
    assert form is not None and form.fields == ("day", "time")  # it stands open at once, with what was said before
    assert await room.fill("ana", {"day": "2026-12-02", "time": "18.30"}) == {}
    assert "December 2, 2026, 6:30 PM" in plain(room.last)


async def test_a_local_time_that_does_not_exist_is_the_first_after_the_gap(stage: StageFactory) -> None:
    room = await planned(stage, day="2027-03-28", time="02:30")
    assert "March 28, 2027, 3:00 AM" in plain(room.last)


async def test_the_twenty_ninth_of_february_is_a_day_when_it_is_one(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert "day" in await room.fill("ana", TALK | {"day": "2027-02-29"})
    assert await room.fill("ana", TALK | {"day": "2028-02-29"}) == {}
    assert "February 29, 2028" in plain(room.last)


async def test_who_comes_is_reminded_alone_by_their_own_clocks(stage: StageFactory) -> None:
    room = await planned(stage, where="https://meet.example.org/x")
    await room.press("bo", room.cards[0], "Maybe")
    await room.wait("7d")
    before = room.told("bo")
    await room.wait("1d")
    assert len(room.told("bo")) == len(before) + 1
    assert "Soon: Async in practice (Python), Tuesday, December 1, 2026, 5:00 PM your time (UTC). 🔗" in plain(
        room.told("bo")[-1]
    )
    await room.press("bo", room.alone("bo")[-1], "I can't come")
    assert "You're not coming" in room.told("bo")[-1]
    await room.wait("2d")
    assert room.told("cy") == ()
    assert not any("begins now" in one for one in room.said)


async def test_it_begins_ends_and_is_told_of_from_k_answers_on(stage: StageFactory) -> None:
    room = await planned(stage, where="jitsi", capacity="5")
    for who in ("bo", "cy"):
        await room.press(who, room.cards[0], "I'm coming")
    await room.wait("8d")
    await room.wait("10h")
    begun = room.cards[-1]
    assert "Async in practice begins now." in begun.text and "meet.jit.si" in begun.text
    await room.press("cy", begun, "I'm here")
    await room.wait("90m")
    assert "2 said they'd come, 1 said they were there" in room.told("ana")[-1]
    await room.press("ana", room.alone("ana")[-1], "All who said yes")
    assert room.told("ana")[-1] == "Noted: 2 people were there."
    for who in ("bo", "cy"):
        assert "How was Async in practice?" in room.told(who)[-1]
        await room.press(who, room.alone(who)[-1], "Very much")
        await room.press(who, room.alone(who)[-1], "Yes, again")
        assert room.told(who)[-1] == "Thank you! That helps."
    await room.wait("3d")
    assert "Fewer than 5 people said how" in room.said[-1]
    assert (await room.say("ana", "!gatherings")).text.startswith("Nothing comes here")


async def test_nobody_answers_twice(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.press("bo", room.cards[0], "I'm coming")
    await room.wait("8d")
    await room.wait("12h")
    question = room.alone("bo")[-1]
    await room.press("bo", question, "Very much")
    await room.press("bo", question, "Not at all")
    assert "You answered that already" in room.told("bo")[-1]


async def test_called_off_while_full_everybody_is_told_and_nobody_moves_up(stage: StageFactory) -> None:
    room = await planned(stage, capacity="1")
    for who in ("bo", "cy"):
        await room.press(who, room.cards[0], "I'm coming")
    await room.say("ana", "!gathering cancel 1")
    for who in ("bo", "cy"):
        assert "is called off" in room.told(who)[-1]
    await room.wait("30d")
    assert room.cards[0].text.startswith("❌ Called off")
    assert not any("begins" in one for one in room.said)
    assert not any("A seat is free" in one for one in room.told("cy"))


async def test_moved_it_is_told_in_each_zone_and_reminded_of_anew(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.press("bo", room.cards[0], "I'm coming")
    await room.say("ana", "!gathering move 1 2026-12-03 20:00")
    assert "is at another time: Thursday, December 3, 2026, 7:00 PM your time (UTC)" in plain(room.told("bo")[-1])
    await room.wait("9d")
    assert "Soon" not in room.told("bo")[-1]
    await room.wait("1d")
    assert "Soon" in room.told("bo")[-1]


async def test_who_comes_hears_of_another_time_however_often_they_were_addressed_this_week(stage: StageFactory) -> None:
    room = await planned(stage, common=Quiet(most_per_week=1), capacity="1")
    await room.press("bo", room.cards[0], "I'm coming")
    await room.press("cy", room.cards[0], "I'm coming")
    await room.say("ana", "!gathering move 1 2026-12-03 20:00")
    await room.say("ana", "!gathering move 1 2026-12-02 20:00")
    assert all("Wednesday, December 2" in plain(room.told(who)[-1]) for who in ("bo", "cy"))
    await room.press("bo", room.cards[0], "Can't come")
    assert "A seat is free" in room.told("cy")[-1]


async def test_only_the_host_and_leaders_change_it(stage: StageFactory) -> None:
    room = await planned(stage)
    for command in ("cancel 1", "move 1 friday 18:00", "seats 1 9", "place 1 here", "host 1", "repeat 1 weekly"):
        assert "Only the host (Ana Ruiz) or a leader" in (await room.say("bo", f"!gathering {command}")).text
    await room.say("ana", "!gathering host 1 @bo")
    assert "you host it now" in room.told("bo")[-1]
    await room.say("bo", "!gathering seats 1 none")
    await room.wait("1m")
    assert "Hosted by Bo" in room.cards[0].text and "0 coming" in room.cards[0].text


async def test_who_hosts_one_of_a_series_reads_that_it_is_that_one_alone(stage: StageFactory) -> None:
    room = await planned(stage, repeats="weekly")
    told = await room.say("ana", "!gathering host 1 @bo")
    assert told.text.endswith("is hosted by Bo now. This one alone: those that come after it have the host they had.")
    assert room.told("bo")[-1].endswith("you host it now. This one alone, of the series.")
    await room.say("ana", "!gathering stop 1")
    told = await room.say("ana", "!gathering host 1 @cy")
    assert told.text.endswith("now.") and room.told("cy")[-1].endswith("you host it now.")


async def test_a_host_who_leaves_hands_it_to_a_leader_and_their_seat_to_who_waits(stage: StageFactory) -> None:
    room = await planned(stage, capacity="1")
    await room.say("ana", "!gathering host 1 @bo")
    for who in ("bo", "cy"):
        await room.press(who, room.cards[0], "I'm coming")
    await room.leave("bo")
    assert "A seat is free" in room.told("cy")[-1]
    assert "Bo left Python and hosted Async in practice" in room.told("ana")[-1]
    await room.wait("1m")
    assert "Hosted by Ana Ruiz" in room.cards[0].text and "1 of 1 seats taken: Cy" in room.cards[0].text


async def test_fewer_seats_than_takers_are_refused_and_more_let_people_move_up(stage: StageFactory) -> None:
    room = await planned(stage)
    for who in ("bo", "cy", "ana"):
        await room.press(who, room.cards[0], "I'm coming")
    assert "2 people have a seat already" in (await room.say("ana", "!gathering seats 1 1")).text
    assert "One person moves up" in (await room.say("ana", "!gathering seats 1 3")).text
    assert (
        await room.say("bo", "!gathering who 1")
    ).text == "Async in practice\n\n✅ 3 coming: Bo, Cy 🌱, and Ana Ruiz"


# --- series ---------------------------------------------------------------------------------------------------------


async def test_a_series_keeps_its_local_time_and_announces_one_at_a_time(stage: StageFactory) -> None:
    room = await planned(stage, day="2027-03-23", repeats="weekly", minutes="60")
    await room.wait("119d")
    await room.wait("8d")
    assert [plain(card.text.splitlines()[1]) for card in room.cards if "no. " in card.text][:2] == [
        "🗓 Tuesday, March 23, 2027, 6:00 PM–7:00 PM (Berlin)",
        "🗓 Tuesday, March 30, 2027, 6:00 PM–7:00 PM (Berlin)",
    ]


async def test_one_of_a_series_is_left_out_and_one_is_moved(stage: StageFactory) -> None:
    room = await planned(stage, repeats="weekly", minutes="60")
    assert "is left out" in (await room.say("ana", "!gathering skip 1 2026-12-08")).text
    assert "Dec 16, 2026" in plain((await room.say("ana", "!gathering move 1 2026-12-15 to 2026-12-16 19:00")).text)
    assert "nothing on Dec 9, 2026" in (await room.say("ana", "!gathering skip 1 2026-12-09")).text
    await room.wait("10d")
    assert "Wednesday, December 16, 2026, 7:00 PM" in plain(room.last)
    await room.say("ana", "!gathering skip 2")
    await room.wait("7d")
    assert "Tuesday, December 22, 2026, 6:00 PM" in plain(room.last)


async def test_a_series_can_be_stopped_and_a_rule_that_never_comes_is_refused(stage: StageFactory) -> None:
    room = await planned(stage)
    assert "That is no rule I can use" in (await room.say("ana", "!gathering repeat 1 FREQ=SECONDLY")).text
    assert "comes again: Dec 1, 2026" in (await room.say("ana", "!gathering repeat 1 FREQ=WEEKLY;BYDAY=TU")).text
    assert "does not come again" in (await room.say("ana", "!gathering stop 1")).text
    await room.wait("30d")
    assert (await room.say("ana", "!gatherings")).text.startswith("Nothing comes here")


async def test_a_series_ends_with_its_group(stage: StageFactory) -> None:
    ending = Plugin("ending")

    @ending.command("sunset")
    async def sunset(ctx: Context) -> None:
        """End the group."""
        await ctx.groups.move(ctx.group, GroupState.SUNSETTING, "It was good.", by=ctx.person)

    room = await planned(stage, others=(ending,), repeats="weekly")
    await room.say("ana", "!sunset")
    await room.wait("30d")
    assert sum("🗓" in one for one in room.said) == 1


# --- calendars ------------------------------------------------------------------------------------------------------


async def address_of(room: StageRoom, who: str, command: str = "!calendar") -> str:
    await room.say(who, command)
    told = next(one for one in reversed(room.told(who)) if "https://" in one)
    return str(re.findall(r"https://\S+?\.ics", told)[0])


async def test_a_calendar_is_read_by_its_secret_address_until_it_is_void(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.press("bo", room.cards[0], "I'm coming")
    address = await address_of(room, "bo")
    content = await room.read(address)
    assert content is not None
    event = vobject.readOne(content.decode()).vevent
    assert (event.summary.value, event.dtstart.value) == ("Async in practice", datetime(2026, 12, 1, 17, tzinfo=UTC))
    assert await room.read(address) == content
    await room.say("ana", "!gathering move 1 2026-12-03 20:00")
    moved = await room.read(address)
    assert moved is not None
    event = vobject.readOne(moved.decode()).vevent
    assert (event.sequence.value, event.dtstart.value.hour) == ("1", 19)
    await room.say("bo", "!calendar")
    await room.press("bo", room.alone("bo")[-1], "Make it void")
    assert await room.read(address) is None
    assert await room.read("https://coterie.example/feeds/gatherings/calendar/guessed.ics") is None


async def test_what_somebody_said_no_to_is_not_in_their_calendar(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.press("bo", room.cards[0], "Can't come")
    content = await room.read(await address_of(room, "bo"))
    assert content is not None and b"VEVENT" not in content


async def test_a_groups_calendar_is_opened_by_its_leaders(stage: StageFactory) -> None:
    room = await planned(stage, repeats="same_weekday")
    assert "leader" in (await room.say("bo", "!calendar group")).text
    content = await room.read(await address_of(room, "ana", "!calendar group"))
    assert content is not None
    event = vobject.readOne(content.decode()).vevent_list[0]
    assert sorted(event.rrule.value.split(";")) == ["BYDAY=1TU", "FREQ=MONTHLY"]


async def test_who_took_the_file_gets_its_changes(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.press("bo", room.cards[0], "I'm coming")
    await room.press("bo", room.alone("bo")[-1], "Send me the calendar file")
    assert "for your calendar" in room.told("bo")[-1]
    await room.say("ana", "!gathering cancel 1")
    assert any("for your calendar" in one for one in room.told("bo")[-2:])


# --- polls ----------------------------------------------------------------------------------------------------------


async def polled(stage: StageFactory) -> StageRoom:
    room = await stage(plugin, zone="Europe/Berlin")
    await room.say("ana", "!gathering poll")
    await room.open_form("ana", room.alone("ana")[-1])
    await room.fill("ana", {"title": "Retro", "first": "2026-12-01", "days": "2"})
    return room


async def test_three_fair_times_are_proposed_and_the_one_that_most_can_becomes_the_gathering(
    stage: StageFactory,
) -> None:
    room = await polled(stage)
    card = room.cards[0]
    assert len(card.offers or ()) == 4
    await room.press("bo", card, "slot:2")
    await room.press("cy", card, "slot:2")
    await room.press("cy", card, "slot:1")
    assert "2 can" in room.cards[0].text
    await room.press("cy", card, "None of these")
    assert "can at none" in room.told("cy")[-1]
    await room.wait("2d")
    assert "Retro: it's Wednesday, December 2, 2026, 6:00 PM" in plain(room.cards[0].text)
    assert "Retro · Meet-up no. 2" in room.cards[1].text


async def test_a_poll_edited_after_votes_keeps_those_for_what_stays_and_tells_the_others(stage: StageFactory) -> None:
    room = await polled(stage)
    await room.press("bo", room.cards[0], "slot:1")
    await room.press("cy", room.cards[0], "slot:2")
    answer = await room.say("ana", "!gathering slots 1 2026-12-05 18:00, 2026-12-02 18:00")
    assert "One person is told" in answer.text
    assert "Dec 1, 2026, 5:00 PM (your time) is no longer proposed" in plain(room.told("bo")[-1])
    # Bo has no vote left, of which one could say that it stands.
    assert "Have a look whether another time suits you" in room.told("bo")[-1]
    assert "no longer proposed" not in "".join(room.told("cy"))
    await room.say("ana", "!gathering pick 1")
    assert "Wednesday, December 2" in plain(room.cards[0].text)


async def test_a_poll_without_votes_is_told_to_who_asked(stage: StageFactory) -> None:
    room = await polled(stage)
    await room.wait("3d")
    assert "Nobody voted" in room.told("ana")[-1]


# --- by playbooks and other plugins ---------------------------------------------------------------------------------


def asking(**fields: str) -> Plugin:
    """A plugin that plans as a playbook does, with a provider of links and a library beside it."""
    other = Plugin("other")

    @other.command("plan")
    async def plan(ctx: Context, *, at: Rest) -> None:
        """Plan something."""
        number = await ctx.call("gatherings.plan", title="Demo", at=str(at), kind="project", **fields)
        ctx.reply(f"planned {number}")

    @other.action("meet")
    async def meet(ctx: Context, title: str, at: str, minutes: int) -> str:
        """Make a link."""
        return f"https://other.example.org/{minutes}"

    return other


def library() -> Plugin:
    other = Plugin("library")

    @other.action("keep")
    async def keep(ctx: Context, title: str, link: str = "", message: str = "", tags: tuple[str, ...] = ()) -> None:
        """Keep it."""
        ctx.reply(f"kept {title} {link} {tags} {bool(message)}")

    return other


async def test_another_plugin_plans_and_another_makes_the_link(stage: StageFactory) -> None:
    room = await stage(plugin, asking(where="other"))
    await room.say("ana", "!plan 2026-12-01 18:00")
    assert "Demo · Project no. 1" in room.said[-2] and "🔗 https://other.example.org/60" in room.said[-2]
    assert room.last == "planned 1"
    assert "past already" in (await room.say("ana", "!plan 2020-12-01 18:00")).text
    assert "is no time that I can read" in (await room.say("ana", "!plan some day")).text
    await room.say("ana", "!plan 2026-12-01T18:00:00+01:00")
    assert "5:00 PM" in plain(room.said[-2])


async def test_a_place_that_names_no_provider_is_a_place(stage: StageFactory) -> None:
    room = await planned(stage, where="cellar")
    assert "📍 cellar" in plain(room.last)


async def test_recording_and_recap_are_said_and_kept_in_the_library(stage: StageFactory) -> None:
    room = await stage(plugin, asking(), library())
    await room.say("ana", "!plan 2026-12-01 18:00")
    assert "has not taken place" in (await room.say("ana", "!gathering recording 1 https://videos.example.org/1")).text
    await room.press("bo", room.cards[0], "I'm coming")
    await room.wait("9d")
    assert "Give the link" in (await room.say("ana", "!gathering recording 1 javascript:alert(1)")).text
    await room.say("ana", "!gathering recording 1 https://videos.example.org/1")
    assert room.last == "kept Recording: Demo https://videos.example.org/1 ('gatherings',) False"
    await room.wait("5d")
    await room.say("ana", "!gathering recap 1 We saw *much*.")
    assert room.said[-2:] == ("📝 Demo: We saw *much*.", "kept Recap: Demo  ('gatherings',) True")


# --- size -----------------------------------------------------------------------------------------------------------


async def test_a_reply_writes_its_own_gathering_and_a_year_of_them_leaves_little(stage: StageFactory) -> None:
    room = await stage(plugin, asking())
    store = room.house.app.store
    for _ in range(1, 31):
        await room.say("ana", "!plan tomorrow 18:00")
        await room.press("bo", room.cards[-2], "I'm coming")
        await room.wait("5d")
    async with store.unit() as unit:
        kept = dict(await unit.scan("state", "gatherings "))
        timers = await unit.scan("plugin-timer", "")
    assert sum(name.startswith("gatherings Gathering ") for name in kept) <= 1
    assert sum(name.startswith("gatherings Held ") for name in kept) >= 29
    assert not any(name.startswith("gatherings Feedback ") for name in kept)
    assert len(timers) <= 2
    assert len(str(kept)) < 30 * 700


async def test_at_night_only_what_can_not_wait_wakes_people(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=Quiet(Hours.parse("21-8")))
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", TALK | {"day": "2026-11-25", "time": "07:00"}) == {}
    await room.press("bo", room.cards[0], "I'm coming")
    before = len(room.told("bo"))
    await room.wait("day 22:00")
    await room.say("ana", "!gathering move 1 2026-11-25 07:15")
    assert len(room.told("bo")) == before  # waits for the morning, as the reminder of a day before did
    await room.wait("day 08:00")
    assert len(room.told("bo")) > before
    before = len(room.told("bo"))
    await room.wait("day 06:45")
    assert len(room.told("bo")) == before + 1  # it begins in half an hour
    await room.say("ana", "!gathering cancel 1")
    assert "is called off" in room.told("bo")[-1]


# --- people ---------------------------------------------------------------------------------------------------------


def settling() -> Plugin:
    """A plugin by which people say where they live."""
    other = Plugin("settling")

    @other.command("live")
    async def live(ctx: Context, zone: str) -> None:
        """Say in which zone you are."""
        await ctx.people.prefer(zone=zone)

    return other


async def test_two_accounts_of_one_person_have_one_seat(stage: StageFactory) -> None:
    room = await planned(stage, crowd=1)
    for who in ("p1", "bo", "cy"):
        await room.press(who, room.cards[0], "I'm coming")
    assert "no. 1 in the line" in room.told("cy")[-1]
    linked = AccountsLinked(
        id="linked", at=room.clock.now(), platform="core", person=PersonRef("bo"), other=PersonRef("p1")
    )
    await room.house.app.inbox.take([linked])
    await room.settled()
    assert "A seat is free" in room.told("cy")[-1]
    assert "2 coming: Bo and Cy 🌱" in (await room.say("ana", "!gathering who 1")).text


async def test_who_is_now_in_another_zone_reads_its_clocks_from_then_on(stage: StageFactory) -> None:
    room = await planned(stage, others=(settling(),))
    await room.press("bo", room.cards[0], "I'm coming")
    assert "5:00 PM–6:30 PM your time (UTC)" in plain(room.told("bo")[-1])
    await room.say("bo", "!live Asia/Tokyo")
    await room.wait("8d")
    assert "Wednesday, December 2, 2026, 2:00 AM your time (Tokyo)" in plain(room.told("bo")[-1])
    await room.press("cy", room.cards[0], "Maybe")
    assert "2:00 AM Tokyo" in plain(room.cards[0].text)


async def test_how_it_was_is_told_from_k_answers_on_and_kept_beside_nobody(stage: StageFactory) -> None:
    room = await planned(stage, capacity="9", crowd=5)
    people = [f"p{number}" for number in range(1, 6)]
    for who in people:
        await room.press(who, room.cards[0], "I'm coming")
    await room.wait("8d")
    await room.wait("12h")
    for who, answer in zip(people, ["Very much", "Very much", "So-so", "Yes", "Not at all"], strict=True):
        await room.press(who, room.alone(who)[-1], answer)
    await room.press("p1", room.alone("p1")[-1], "Perhaps")
    async with room.house.app.store.unit() as unit:
        kept = dict(await unit.scan("state", "gatherings Feedback "))
    assert [value["value"] for value in kept.values()] == [
        {
            "counts": {"1:1": 1, "1:3": 1, "1:4": 1, "1:5": 2, "2:perhaps": 1},
            "first": people,
            "second": ["p1"],
        }
    ]
    await room.wait("3d")
    # One answer to the second question would be somebody's: it is not told of.
    assert room.last == "How Async in practice was: 5 of 5 answered (100 %). Worth the time: 3.6 of 5."


async def test_what_is_wrong_about_a_rule_is_said_in_german_too(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de", zone="Europe/Berlin")
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", TALK) == {}
    said = await room.say("ana", "!gathering repeat 1 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert said.text == "Mit dieser Regel kann ich nichts anfangen: Nach ihr kommt nie etwas."


# --- what came late, and who is gone --------------------------------------------------------------------------------


async def after_being_down(room: StageRoom, until: datetime) -> None:
    """coterie was down until then: what came due meanwhile happens only now."""
    room.clock.jump(until)
    await room.settled()
    await room.wait("1m")


async def test_after_a_weekend_down_nobody_is_reminded_of_what_is_over(stage: StageFactory) -> None:
    room = await planned(stage)
    for who in ("bo", "cy"):
        await room.press(who, room.cards[0], "I'm coming")
    before = room.told("bo")
    await after_being_down(room, datetime(2026, 12, 3, 8, tzinfo=UTC))
    assert not any("begins now" in one for one in room.said)
    assert [one for one in room.told("bo") if one not in before] == [
        "How was Async in practice? Was it worth your time? Nobody learns who answered what."
    ]


async def test_two_reminders_that_come_late_together_are_one(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.press("bo", room.cards[0], "I'm coming")
    before = len(room.told("bo"))
    await after_being_down(room, datetime(2026, 12, 1, 16, 40, tzinfo=UTC))
    assert len(room.told("bo")) == before + 1


async def test_who_hears_late_that_it_began_reads_that_it_is_under_way(stage: StageFactory) -> None:
    room = await planned(stage, where="Library")
    await room.press("bo", room.cards[0], "I'm coming")
    await after_being_down(room, datetime(2026, 12, 1, 17, 40, tzinfo=UTC))
    assert room.last == "Async in practice is under way. Library"
    assert not any("Soon" in one for one in room.told("bo"))


async def test_after_weeks_down_a_gathering_is_closed_and_nobody_is_asked_about_it(stage: StageFactory) -> None:
    room = await planned(stage)
    await room.press("bo", room.cards[0], "I'm coming")
    before = room.told("bo")
    await after_being_down(room, datetime(2026, 12, 20, 8, tzinfo=UTC))
    await room.wait("4d")
    assert room.told("bo") == before
    assert "There is no gathering no. 1" in (await room.say("ana", "!gathering show 1")).text


async def test_a_reminder_that_waits_is_not_said_behind_its_gathering_nor_when_that_was_moved(
    stage: StageFactory,
) -> None:
    room = await stage(plugin, quiet=Quiet(Hours.parse("12-11")))
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", TALK | {"day": "2026-11-26", "time": "10:00"}) == {}
    await room.press("bo", room.cards[0], "I'm coming")
    await room.wait("day 10:30")
    await room.wait("1d")  # the reminder waits since ten, for eleven
    await room.say("ana", "!gathering move 1 2026-11-27 10:00")
    await room.wait("day 11:01")
    assert "is at another time" in room.told("bo")[-1]
    assert not any("Soon" in one for one in room.told("bo"))


async def test_a_call_off_weeks_ahead_wakes_nobody(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=Quiet(Hours.parse("21-7")))
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", TALK) == {}
    await room.press("bo", room.cards[0], "I'm coming")
    before = room.told("bo")
    await room.wait("day 22:00")
    await room.say("ana", "!gathering cancel 1")
    assert room.told("bo") == before
    await room.wait("day 07:01")
    assert "is called off" in room.told("bo")[-1]


async def test_what_an_archived_group_planned_is_called_off_and_told(stage: StageFactory) -> None:
    other = Plugin("ending")

    @other.command("archive")
    async def archive(ctx: Context) -> None:
        """Archive the group."""
        await ctx.groups.move(ctx.group, GroupState.SUNSETTING, "It is done.")
        await ctx.groups.move(ctx.group, GroupState.ARCHIVED, "It is done.")

    room = await planned(stage, (other,))
    await room.press("bo", room.cards[0], "I'm coming")
    await room.say("ana", "!archive")
    assert "is called off" in room.told("bo")[-1]
    before = room.told("bo")
    await room.wait("10d")
    assert room.told("bo") == before


async def test_seats_are_at_least_one_and_nothing_changes_once_it_is_over(stage: StageFactory) -> None:
    room = await planned(stage)
    assert "Seats are a number from 1" in (await room.say("ana", "!gathering seats 1 0")).text
    assert "Say when: 2026-12-01 18:00" in (await room.say("ana", "!gathering move 1")).text
    await room.press("bo", room.cards[0], "I'm coming")
    await room.wait("9d")
    for words in ("seats 1 9", "host 1", "repeat 1 weekly", "move 1 2027-01-01 18:00", "cancel 1", "place 1 There"):
        assert (await room.say("ana", f"!gathering {words}")).text == "That is over."


async def test_a_poll_whose_winner_is_past_takes_a_time_ahead_or_says_so(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!gathering poll")
    await room.open_form("bo", room.alone("bo")[-1])
    assert await room.fill("bo", {"title": "Walk", "first": "2026-11-27", "days": "1"}) == {}
    first = (room.cards[-1].offers or ())[0].label
    await room.press("cy", room.cards[-1], first)
    await after_being_down(room, datetime(2026, 12, 5, 8, tzinfo=UTC))
    assert room.last == "The times for Walk that somebody chose are past. !coterie gathering poll asks again."


async def test_who_asked_for_a_poll_and_left_hosts_nothing(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!gathering poll")
    await room.open_form("bo", room.alone("bo")[-1])
    assert await room.fill("bo", {"title": "Walk", "first": "2026-12-01", "days": "2"}) == {}
    await room.press("cy", room.cards[-1], (room.cards[-1].offers or ())[0].label)
    await room.leave("bo")
    await room.wait("3d")
    assert "Hosted by Ana Ruiz" in (room.last or "")


async def test_who_can_see_the_card_and_is_not_in_the_group_takes_nobodys_seat(stage: StageFactory) -> None:
    room = await planned(stage)
    message = MessageRef.native_to("simulator", room.cards[0].id)
    pressed = ChoiceMade(
        id="pressed",
        at=room.clock.now(),
        platform="simulator",
        room=RoomRef.native_to("simulator", "r1"),
        person=PersonRef("dee"),
        message=message,
        choices=("yes",),
    )
    await room.house.app.inbox.take([pressed])
    await room.settled()
    assert room.told("dee") == ("Async in practice is for members of Python.",)
    assert "0 of 2 seats taken" in room.cards[0].text


async def test_an_address_of_who_left_everything_holds_nothing(stage: StageFactory) -> None:
    room = await planned(stage)
    address = await address_of(room, "bo")
    await room.leave("bo")
    assert await room.read(address) is None


async def test_a_playbook_that_opens_it_where_there_is_no_room_is_told_so(stage: StageFactory) -> None:
    planner = Plugin("planner")

    @planner.command("open")
    async def open_(ctx: Context) -> None:
        """Plan it for everybody."""
        await ctx.call("gatherings.plan", title="Talk", at="2026-12-01 18:00", scope="public")

    room = await stage(plugin, planner)
    said = await room.say("ana", "!open")
    assert said.text == "The community has no room of its own in which it could be announced."
    assert room.said == ()


async def test_days_of_a_series_are_understood_as_people_write_them(stage: StageFactory) -> None:
    room = await planned(stage, repeats="weekly")
    assert "Dec 8, 2026 is left out" in (await room.say("ana", "!gathering skip 1 8.12.2026")).text
    moved = await room.say("ana", "!gathering move 1 15.12.2026 auf 16.12.2026 19:00")
    assert "of Dec 15, 2026 is on Dec 16, 2026" in moved.text
    for words in ("skip 1 2026-13-45", "move 1 2026-13-45 to 2026-12-23 19:00"):
        assert "The series has nothing on 2026-13-45" in (await room.say("ana", f"!gathering {words}")).text


async def test_a_series_rests_on_the_holidays_of_its_own_group(stage: StageFactory) -> None:
    other = Plugin("resting")

    @other.command("rest-in-saxony")
    async def rest(ctx: Context) -> None:
        """Rest on the holidays of Saxony."""
        await ctx.groups.amend(ctx.group, quiet=Quiet(holidays="DE-SN", recurring=Recurring.MOVE))

    room = await stage(plugin, other, zone="Europe/Berlin")
    await room.say("ana", "!rest-in-saxony")
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    given = {"title": "Choir", "day": "2026-12-18", "time": "18:00", "repeats": "weekly"}
    assert await room.fill("ana", given) == {}
    await room.wait("26d")
    moved = next(one for one in room.told("ana") if "public holiday" in one)
    assert "would come on Dec 25, 2026, a public holiday: it comes on Monday, December 28, 2026" in moved
    assert any("December 28, 2026, 6:00" in plain(one) for one in room.said)


async def test_a_group_that_rests_hears_of_no_series_until_it_wakes(stage: StageFactory) -> None:
    states = Plugin("states")

    @states.command("be")
    async def be(ctx: Context, state: GroupState) -> None:
        """Move the group."""
        await ctx.groups.move(ctx.group, state, "It is summer.")

    room = await planned(stage, (states,), repeats="weekly")
    await room.say("ana", "!be dormant")
    await room.wait("30d")
    assert sum("🗓" in one for one in room.said) == 1
    await room.say("ana", "!be active")
    await room.wait("1d")
    assert sum("🗓" in one for one in room.said) == 2


async def test_what_comes_stands_on_everybodys_page_with_their_reply(stage: StageFactory) -> None:
    room = await planned(stage, (me.plugin,), capacity="1")
    page = await room.look("bo")
    assert page is not None and "You have not said whether you come" in page.text
    await room.press("bo", page, "I'm coming")
    assert "You're coming to" in room.told("bo")[-1]
    await room.wait("3s")
    assert "✅ You come." in (await room.page("bo")).text
    await room.press("cy", await look(room, "cy"), "I'm coming")
    await room.wait("3s")
    assert "⏳ You wait for a seat." in (await room.page("cy")).text
    await room.press("bo", await room.page("bo"), "Can't come")
    await room.wait("10s")
    assert "✅ You come." in (await room.page("cy")).text


async def look(room: StageRoom, who: str) -> Said:
    page = await room.look(who)
    assert page is not None
    return page


async def test_where_nobody_leads_a_manager_hosts_what_a_playbook_plans(stage: StageFactory) -> None:
    planner = Plugin("planner")

    @planner.every("tuesday 09:00")
    async def plan(ctx: Context) -> None:
        await ctx.call("gatherings.plan", title="Open evening", at="2026-12-01 18:00")

    @planner.command("vacate")
    async def vacate(ctx: Context) -> None:
        await ctx.groups.amend(ctx.group, leaders=())

    room = await stage(plugin, planner)
    await room.say("bo", "!vacate")
    await room.wait("2d")
    assert "Hosted by Ana" in (room.last or "")


# --- again ----------------------------------------------------------------------------------------------------------


async def test_what_took_place_is_planned_again_with_its_new_time_alone(stage: StageFactory) -> None:
    room = await planned(stage)
    assert "Nothing has taken place" in (await room.say("bo", "!gathering again")).text
    for who in ("bo", "cy"):
        await room.press(who, room.cards[0], "I'm coming")
    await room.wait("30d")
    shown = await room.say("bo", "!gathering again")
    assert "Async in practice, last on Dec 1, 2026" in shown.text
    await room.press("bo", shown, "Async in practice again")
    assert await room.fill("bo", {"day": "2027-01-12", "time": "19:00", "where": "Library", "capacity": "4"}) == {}
    assert "📍 Library" in plain(room.last) and "0 of 4 seats" in plain(room.last)
    assert "Tuesday, January 12, 2027, 7:00 PM–8:30 PM (Berlin)" in plain(room.last)
    assert "Hosted by Bo" in (room.last or "")


async def test_what_is_still_to_come_can_be_had_once_more_as_it_is(stage: StageFactory) -> None:
    room = await planned(stage, where="Library", about="Bring a laptop.")
    await room.say("cy", "!gathering again 1")
    await room.open_form("cy", room.alone("cy")[-1])
    assert await room.fill("cy", {"day": "2026-12-08", "time": "19:00"}) == {}
    for part in ("December 8, 2026, 7:00 PM–8:30 PM", "📍 Library", "Bring a laptop.", "of 2 seats"):
        assert part in plain(room.last)
    assert "no gathering no. 7" in (await room.say("cy", "!gathering again 7")).text
