"""Gatherings of several groups: asked first, counted together, and nobody learns the name of a private one."""

from __future__ import annotations

import pytest
import vobject

from coterie.core.api import (
    AccountsLinked,
    Context,
    Group,
    GroupRef,
    GroupState,
    PersonRef,
    Plugin,
    Rest,
    RoomRef,
    Visibility,
)
from coterie.core.engine import bindings
from coterie.core.scenario.driver import BOT, InRoom, Said
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import brief, me, quiet
from coterie.plugins.gatherings import plugin

TALK = {"title": "Open doors", "day": "2026-12-01", "time": "18:00", "capacity": "2"}
LEIPZIG = InRoom("leipzig")


def towns() -> Plugin:
    """A plugin by which groups are founded and come to rest, as by any other."""
    other = Plugin("towns")

    @other.command("found")
    async def found(ctx: Context, id: str, leader: PersonRef, *, words: Rest | None = None) -> None:
        """Found a group: in another language and zone; `private` or not."""
        private = "private" in str(words)
        group = Group(
            id,
            id.title(),
            "Meet.",
            leaders=(leader.id,),
            locale="de",
            zone="America/New_York",
            visibility=Visibility.PRIVATE if private else Visibility.PUBLIC,
            state=GroupState.ACTIVE,
        )
        await ctx.groups.found(group, why="for a test", invite=(leader, ctx.person, PersonRef("dee")))

    @other.command("become")
    async def become(ctx: Context, id: str, state: str) -> None:
        """Let a group go on to another state."""
        await ctx.groups.move(GroupRef(id), GroupState(state), "for a test")

    @other.command("hide")
    async def hide(ctx: Context) -> None:
        """Make the group here a private one."""
        await ctx.groups.amend(ctx.group, visibility=Visibility.PRIVATE)

    return other


async def found(room: StageRoom, id: str, leader: str, *words: str) -> None:
    """Let there be a group with a room, led by somebody."""
    await room.say("ana", f"!found {id} @{leader} {' '.join(words)}")
    async with room.house.app.store.unit() as unit:
        (native,) = await bindings.natives(unit, RoomRef(f"room:{id}"))
    room.driver.know(id, native.id.partition("/")[2] or native.id)


async def town(stage: StageFactory, *words: str, crowd: int = 0) -> StageRoom:
    """Two groups: Python, of which ana leads, and Leipzig, in which bo leads and dee is too."""
    room = await stage(plugin, towns(), me.plugin, quiet.plugin, zone="Europe/Berlin", crowd=crowd)
    await found(room, "leipzig", "bo", *words)
    for who in ("bo", "dee"):
        await room.driver.join(who, LEIPZIG)
    await room.settled()
    return room


async def planned(room: StageRoom, with_groups: str = "Leipzig", **answers: str) -> None:
    """ana plans a gathering with others: 1 December at six."""
    await room.say("ana", "!gathering new")
    await room.open_form("ana", room.alone("ana")[-1])
    assert await room.fill("ana", TALK | {"with_groups": with_groups} | answers) == {}


async def agreed(stage: StageFactory, *words: str, crowd: int = 0) -> StageRoom:
    """The two groups hold one together."""
    room = await town(stage, *words, crowd=crowd)
    await planned(room)
    await room.press("bo", room.alone("bo")[-1], "Yes, together")
    return room


async def there(room: StageRoom) -> list[Said]:
    """What coterie said in Leipzig, but for the charter."""
    heard = await room.driver.heard(LEIPZIG)
    return [one for one in heard if one.by == BOT and "Open doors" in one.text]


async def press_there(room: StageRoom, who: str, choice: str) -> None:
    """Choose on the newest card in Leipzig."""
    card = [one for one in await there(room) if one.offers][-1]
    offers = card.offers or ()
    number = [one.id for one in offers].index(choice)
    await room.driver.press(who, LEIPZIG, card.id, offers[number], number + 1)
    await room.settled()


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


# --- asking ------------------------------------------------------------------------------------------------------------


async def test_nothing_is_said_in_a_room_before_one_who_leads_it_agrees(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room)
    assert await there(room) == []
    asked = plain(room.told("bo")[-1])
    assert "Ana Ruiz of Python asks whether Leipzig would hold a gathering with them: Open doors" in asked
    assert "5:00 PM–6:00 PM your time (UTC)" in asked
    assert "Whoever leads Leipzig is asked whether they hold Open doors with you" in room.told("ana")[-1]
    await room.press("bo", room.alone("bo")[-1], "Yes, together")
    (card,) = await there(room)
    assert "Open doors · Treffen Nr. 1" in card.text
    assert "Dienstag, 1. Dezember 2026, 12:00–13:00 Uhr (New York)" in card.text  # by the clocks and in the words there
    assert "Zusammen mit Python" in card.text
    await room.wait("1m")
    assert "Together with Leipzig" in room.cards[0].text
    assert "Open doors is held together with Leipzig" in room.told("ana")[-1]


async def test_without_a_yes_in_three_days_it_goes_on_alone_and_who_asked_is_told_once(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room)
    await room.wait("4d")
    assert await there(room) == []
    told = [one for one in room.told("ana") if "Nobody said yes for Leipzig in time" in one]
    assert len(told) == 1
    assert "the time to answer is over" in room.told("bo")[-1] and not room.alone("bo")[-1].offers
    assert "Together" not in room.cards[0].text
    await room.say("ana", "!gathering repeat 1 weekly")
    assert "can't be held with other groups" not in room.told("ana")[-1]


async def test_the_time_to_answer_ends_half_way_to_what_begins_soon(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room, day="2026-11-23", time="13:00")  # in four hours
    await room.wait("1h")
    assert room.alone("bo")[-1].offers
    await room.wait("61m")
    assert not room.alone("bo")[-1].offers


async def test_a_no_counts_when_nobody_is_left_to_say_yes(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room)
    await room.press("bo", room.alone("bo")[-1], "Not this time")
    assert "Open doors can't be held with Leipzig this time" in room.told("ana")[-1]
    assert await there(room) == []
    # It may be asked again, and be taken back.
    await room.say("ana", "!gathering with 1 leipzig")
    await room.press("bo", room.alone("bo")[-1], "Yes, together")
    assert len(await there(room)) == 1
    await room.press("bo", room.alone("bo")[-1], "Not with us after all")
    assert [one.text for one in await there(room)] == ["Open doors findet nicht mehr mit dieser Gruppe statt."]
    assert "Open doors goes on without Leipzig" in room.told("ana")[-1]


async def test_a_group_is_asked_twice_at_most_however_often_it_is_let_go(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room)
    for _ in range(3):
        await room.say("ana", "!gathering without 1 Leipzig")
        await room.say("ana", "!gathering with 1 Leipzig")
    assert "Leipzig was asked already; a group is asked twice at most." in room.told("ana")[-1]
    assert len([one for one in room.told("bo") if "Open doors" in one]) == 2


async def test_who_leads_both_groups_is_not_asked(stage: StageFactory) -> None:
    room = await stage(plugin, towns())
    await found(room, "leipzig", "ana")
    await planned(room)
    assert len(await there(room)) == 1
    assert "You lead Leipzig too" in room.told("ana")[-1]


async def test_a_group_that_is_not_known_is_asked_for_again_alone(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room, with_groups="Leipzg")
    assert room.said == ()
    form = await room.driver.modal("ana")
    assert form is not None and form.fields == ("with_groups",)
    assert await room.fill("ana", {"with_groups": "Leipzig"}) == {}
    assert "Open doors · Meet-up no. 1" in room.cards[0].text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("gathering with 1", "Name the other groups"),
        ("gathering with 1 Leipzg", "Did you mean “Leipzig”?"),
        ("gathering with 1 Python", "That is this group itself"),
        ("gathering with 1 Leipzig", "Leipzig was asked already"),
        ("gathering without 1 Halle", "not held with a group “Halle”"),
        ("gathering repeat 1 weekly", "What comes again can't be held with other groups"),
    ],
)
async def test_what_can_not_be_is_said_in_a_sentence(stage: StageFactory, said: str, answer: str) -> None:
    room = await town(stage)
    await planned(room)
    assert answer in (await room.say("ana", f"!{said}")).text


async def test_what_comes_again_is_not_held_with_others(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room, repeats="weekly")
    assert "What comes again can't be held with other groups" in room.told("ana")[-1]
    assert room.said == ()


async def test_only_who_leads_the_group_asks_others(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room)
    await room.say("cy", "!gathering new")
    await room.open_form("cy", room.alone("cy")[-1])
    form = await room.driver.modal("cy")
    assert form is not None and "with_groups" not in form.fields
    assert "leader" in (await room.say("cy", "!gathering with 1 Leipzig")).text


async def test_who_is_asked_reads_what_changed_meanwhile_and_that_it_is_off(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room)
    before = len(room.told("bo"))
    await room.say("ana", "!gathering move 1 2026-12-02 18:00")
    assert "Wednesday, December 2" in room.told("bo")[-1] and room.alone("bo")[-1].offers
    await room.say("ana", "!gathering cancel 1")
    assert "is called off; there is nothing to answer any more" in room.told("bo")[-1]
    assert len(room.told("bo")) == before


# --- one gathering -----------------------------------------------------------------------------------------------------


async def test_seats_are_counted_together_and_who_is_in_both_is_told_once(stage: StageFactory) -> None:
    room = await agreed(stage)
    await press_there(room, "dee", "yes")
    await room.press("bo", room.cards[0], "I'm coming")
    await press_there(room, "bo", "yes")
    await room.press("cy", room.cards[0], "I'm coming")
    assert "no. 1 in the line" in room.told("cy")[-1]
    await room.wait("1m")
    assert "2 of 2 seats taken: Dee and Bo" in room.cards[0].text
    assert "2 von 2 Plätzen vergeben" in (await there(room))[0].text
    await room.wait("8d")
    await room.wait("10h")
    for who, group in (("bo", "Python"), ("dee", "Leipzig")):
        reminded = [one for one in room.told(who) if one.startswith("Soon: ")]
        assert len(reminded) == 2 and all(f"Open doors ({group})" in one for one in reminded)
    assert "Open doors begins now" in (room.last or "")
    assert "beginnt jetzt" in (await there(room))[-1].text


async def test_who_leaves_one_of_the_groups_keeps_the_seat_while_they_are_in_another(stage: StageFactory) -> None:
    room = await agreed(stage)
    await press_there(room, "bo", "yes")
    await press_there(room, "dee", "yes")
    await room.driver.leave("bo", LEIPZIG)
    await room.driver.leave("dee", LEIPZIG)
    await room.settled()
    who = await room.say("ana", "!gathering who 1")
    assert "1 coming: Bo" in who.text


async def test_who_is_in_none_of_the_groups_any_more_gets_nothing_of_it(stage: StageFactory) -> None:
    room = await agreed(stage)
    await room.say("dee", "me", dm=True)
    page = room.alone("dee")[-1]
    await room.driver.leave("dee", LEIPZIG)
    await room.settled()
    await room.press("dee", page, "I'm coming (Open doors)")
    assert room.told("dee")[-1] == "Open doors is for members of the groups that hold it."


async def test_a_move_and_the_end_of_it_reach_both(stage: StageFactory) -> None:
    room = await agreed(stage)
    await press_there(room, "dee", "yes")
    await room.say("ana", "!gathering move 1 2026-12-02 19:00")
    assert "Open doors (Leipzig) is at another time" in room.told("dee")[-1]
    await room.wait("1m")
    assert "2. Dezember 2026, 13:00–14:00 Uhr (New York)" in (await there(room))[0].text
    await room.say("ana", "!gathering cancel 1")
    assert "Open doors (Leipzig) is called off" in room.told("dee")[-1]
    await room.wait("1m")
    assert "Abgesagt: Open doors" in (await there(room))[0].text


async def test_how_it_was_and_what_was_said_is_told_in_both(stage: StageFactory) -> None:
    room = await agreed(stage, crowd=5)
    people = [f"p{number}" for number in range(1, 6)]
    await room.say("ana", "!gathering seats 1 none")
    for who in people[:3]:
        await room.press(who, room.cards[0], "I'm coming")
    for who in people[3:]:
        await room.driver.join(who, LEIPZIG)
        await room.driver.leave(who, InRoom("python"))
        await room.settled()
        await press_there(room, who, "yes")
    await room.wait("8d")
    await room.wait("12h")
    for who in people:
        await room.press(who, room.alone(who)[-1], "Yes")
    await room.say("ana", "!gathering recap 1 Everybody stayed late.")
    assert "Everybody stayed late." in (await there(room))[-1].text
    await room.wait("3d")
    assert "5 of 5 answered" in (room.last or "")
    assert "5 von 5" in (await there(room))[-1].text


async def test_two_accounts_in_two_groups_have_one_seat(stage: StageFactory) -> None:
    room = await agreed(stage)
    await press_there(room, "dee", "yes")
    await room.press("cy", room.cards[0], "I'm coming")
    linked = AccountsLinked(
        id="linked", at=room.clock.now(), platform="core", person=PersonRef("cy"), other=PersonRef("dee")
    )
    await room.house.app.inbox.take([linked])
    await room.settled()
    assert "1 coming: Cy" in (await room.say("ana", "!gathering who 1")).text


async def test_lists_and_leavings_do_not_go_through_what_the_other_group_held(stage: StageFactory) -> None:
    room = await agreed(stage)
    await room.wait("14d")
    await planned(room, title="Open gates", day="2026-12-18")
    await room.press("bo", room.alone("bo")[-1], "Yes, together")
    await room.press("bo", room.cards[-1], "I'm coming")
    async with room.house.app.store.unit() as unit:
        ((key, _),) = await unit.scan("state", "gatherings Held group python ")
        unit.put("state", key, {"version": 1, "value": None})  # nobody can read this one: whoever tries fails
    await room.driver.say("dee", LEIPZIG, "!coterie gatherings")
    await room.settled()
    assert "Open gates" in room.told("dee")[-1]
    await room.leave("bo")
    await room.driver.leave("bo", LEIPZIG)
    await room.settled()
    assert "nobody" in (await room.say("ana", "!gathering who 2")).text.casefold()


# --- calendars, lists, pages -------------------------------------------------------------------------------------------


def titles(content: bytes | None) -> list[str]:
    assert content is not None
    return [one.summary.value for one in vobject.readOne(content.decode()).contents.get("vevent", [])]


def address_told(room: StageRoom, who: str) -> str:
    """The address of a calendar that somebody was told last."""
    return [word for one in room.told(who) for word in one.split() if word.startswith("https://")][-1]


async def test_it_stands_once_in_everybodys_calendar_and_in_that_of_each_group(stage: StageFactory) -> None:
    room = await agreed(stage)
    await room.say("bo", "!calendar")
    both = address_told(room, "bo")  # of somebody in both groups
    assert titles(await room.read(both)) == ["Open doors"]
    await room.driver.say("dee", LEIPZIG, "!coterie calendar")
    await room.driver.say("bo", LEIPZIG, "!coterie calendar group")
    await room.settled()
    for who in ("dee", "bo"):  # hers, and that of the group
        assert titles(await room.read(address_told(room, who))) == ["Open doors"]
    await room.wait("12d")  # it took place, and is a record
    assert titles(await room.read(both)) == ["Open doors"]


async def test_the_list_and_the_page_show_it_once(stage: StageFactory) -> None:
    room = await agreed(stage)
    await room.driver.say("dee", LEIPZIG, "!coterie gatherings")
    await room.settled()
    assert "Open doors with Python" in room.told("dee")[-1]
    for who in ("dee", "bo"):
        shown = await room.say(who, "me", dm=True)
        assert shown.text.count("Open doors") == 1, shown.text


# --- private groups ----------------------------------------------------------------------------------------------------


async def test_a_private_group_is_known_to_its_members_alone(stage: StageFactory) -> None:
    room = await stage(plugin, towns(), zone="Europe/Berlin", crowd=1)
    await found(room, "leipzig", "p1")
    await room.driver.join("p1", LEIPZIG)
    await room.driver.join("dee", LEIPZIG)
    await room.driver.leave("p1", InRoom("python"))
    await room.say("ana", "!hide")
    await planned(room)
    assert "of a private group asks whether Leipzig" in room.told("p1")[-1]
    await room.press("p1", room.alone("p1")[-1], "Yes, together")
    (card,) = await there(room)
    assert "Zusammen mit einer privaten Gruppe" in card.text
    await press_there(room, "dee", "yes")
    file = [one for one in room.alone("dee") if one.offers][-1]
    await room.press("dee", file, "Send me the calendar file")
    await room.driver.say("dee", LEIPZIG, "!coterie calendar")
    await room.driver.say("dee", LEIPZIG, "!coterie gatherings")
    await room.settled()
    assert "Open doors with a private group" in room.told("dee")[-1]
    content = await room.read(address_told(room, "dee"))
    assert titles(content) == ["Open doors"]
    assert content is not None and b"python" not in content.lower()
    await room.say("ana", "!gathering move 1 2026-12-02 19:00")
    await room.wait("14d")
    everything = [*room.told("dee"), *(one.text for one in await there(room))]
    assert not any("Python" in one for one in everything)


async def test_a_private_group_that_holds_it_too_is_not_named_where_others_read(stage: StageFactory) -> None:
    room = await town(stage, "private")
    await room.driver.join("ana", LEIPZIG)
    await room.settled()
    await planned(room)
    await room.press("bo", room.alone("bo")[-1], "Yes, together")
    await room.wait("1m")
    assert "Together with a private group" in room.cards[0].text
    assert "Zusammen mit Python" in (await there(room))[0].text
    assert not any("Leipzig" in one for one in (*room.said, *room.told("cy")))


async def test_who_plans_it_reads_no_name_of_a_private_group_that_another_one_asked(stage: StageFactory) -> None:
    for answer in ("Yes, together", "Not this time", "", "!gathering without 1"):
        room = await town(stage, "private")
        await room.driver.join("ana", LEIPZIG)
        await room.settled()
        await room.say("cy", "!gathering new")
        await room.open_form("cy", room.alone("cy")[-1])
        assert await room.fill("cy", TALK) == {}
        await room.say("ana", "!gathering with 1 Leipzig")
        await room.leave("ana")
        if answer == "!gathering without 1":
            guessed = (await room.say("cy", "!gathering without 1 Leipzig")).text
            assert "is not held with a group “Leipzig”" in guessed
            assert "goes on without a private group" in (await room.say("cy", answer)).text
        elif answer:
            await room.press("bo", room.alone("bo")[-1], answer)
        else:
            await room.wait("4d")
        told = [one for one in room.told("cy") if "“Leipzig”" not in one]
        assert any("private group" in one for one in told) and not any("Leipzig" in one for one in told)


async def test_of_a_private_group_one_is_not_in_there_is_no_asking(stage: StageFactory) -> None:
    room = await stage(plugin, towns())
    await found(room, "leipzig", "bo", "private")
    await room.driver.join("bo", LEIPZIG)
    await room.settled()
    await found(room, "halle", "cy")
    await room.driver.say("cy", InRoom("halle"), "!coterie gathering new")
    await room.settled()
    await room.open_form("cy", room.alone("cy")[-1])
    await room.fill("cy", TALK | {"with_groups": "Leipzig"})
    form = await room.driver.modal("cy")
    assert form is not None and form.fields == ("with_groups",)
    assert not any("Open doors" in one for one in room.told("bo"))


# --- what becomes of the groups meanwhile ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["dormant", "merging", "sunsetting"])
async def test_a_group_that_rests_or_ends_is_let_go_without_a_word(stage: StageFactory, state: str) -> None:
    room = await agreed(stage)
    await press_there(room, "dee", "yes")
    before = {who: len(room.told(who)) for who in ("ana", "bo", "cy", "dee")}, len(await there(room))
    await room.say("ana", f"!become leipzig {state}")
    assert ({who: len(room.told(who)) for who in ("ana", "bo", "cy", "dee")}, len(await there(room))) == before
    assert (await there(room))[0].text == "Open doors findet nicht mehr mit dieser Gruppe statt."
    await room.wait("1m")
    assert "Together" not in room.cards[0].text
    assert "1 of 2 seats taken" in room.cards[0].text  # who has a seat keeps it
    await room.wait("8d")
    assert any(one.startswith("Soon: ") for one in room.told("dee"))
    assert len(await there(room)) == 1


async def test_what_a_group_planned_that_ends_is_called_off_for_all(stage: StageFactory) -> None:
    room = await agreed(stage)
    await press_there(room, "dee", "yes")
    for state in ("sunsetting", "archived"):
        await room.say("ana", f"!become python {state}")
    assert "is called off" in room.told("dee")[-1]


async def test_a_group_that_rests_can_not_agree(stage: StageFactory) -> None:
    room = await town(stage)
    await planned(room)
    await room.say("ana", "!become leipzig dormant")
    await room.press("bo", room.alone("bo")[-1], "Yes, together")
    assert await there(room) == []
    assert any("rests or has ended" in one for one in room.told("bo"))


async def test_nothing_is_asked_in_the_night(stage: StageFactory) -> None:
    """A question that waits for the morning is not put at all once it is settled."""
    room = await town(stage)
    await room.say("bo", "quiet 06:00-20:00", dm=True)
    await planned(room)
    assert not any("Open doors" in one for one in room.told("bo"))
    await room.say("ana", "!gathering without 1 Leipzig")
    await room.wait("2d")
    assert not any("Open doors" in one for one in room.told("bo"))


async def test_the_brief_proposes_one_with_a_group_in_which_many_are_too(stage: StageFactory) -> None:
    room = await stage(plugin, towns(), brief.plugin, crowd=5)
    await found(room, "leipzig", "bo")
    for who in ("p1", "p2"):  # beside ana and bo, whom it was founded with
        await room.driver.join(who, LEIPZIG)
    await room.settled()
    await room.wait("monday 09:00")
    assert "No gathering is planned." in room.told("ana")[-1]
    assert "Leipzig" not in room.told("ana")[-1]  # of four nothing is told
    for who in ("p3", "p4"):
        await room.driver.join(who, LEIPZIG)
    await room.settled()
    await room.wait("monday 09:00")
    told = room.alone("ana")[-1]
    assert "6 of you are in Leipzig too: one together?" in told.text
    await room.press("ana", told, "Plan one with Leipzig")
    form = await room.driver.modal("ana")
    assert form is not None and "with_groups" in form.fields
    await room.fill("ana", TALK | {"with_groups": "Leipzig"})
    assert "asks whether Leipzig would hold a gathering" in room.told("bo")[-1]
