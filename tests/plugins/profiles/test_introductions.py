"""Introductions: both agreed before either is named, nobody is asked who did not allow it, and a no is heard by nobody."""

from __future__ import annotations

import pytest

from coterie.core.api import (
    AccountsLinked,
    Context,
    Facet,
    Group,
    GroupRef,
    GroupState,
    PersonRef,
    Plugin,
    RoomRef,
    Visibility,
)
from coterie.core.engine import bindings
from coterie.core.scenario.driver import InRoom
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins import coffee, quiet
from coterie.plugins.profiles import monthly, plugin
from coterie.plugins.profiles.pairing import Pair
from coterie.plugins.profiles.profile import Shared

ASKED = "would like to meet somebody"


def asked(room: StageRoom, who: str) -> int:
    """How often somebody was asked whether they would like to meet somebody."""
    return sum(ASKED in one or "Would you like to meet?" in one for one in room.told(who))


async def allowed(room: StageRoom, *people: str, topic: str = "bees", what: str = "asked") -> None:
    """These people say something of themselves, and may be asked."""
    for who in people:
        await room.say(who, f"!profile topics {topic}; {what} yes")


async def test_who_says_yes_and_who_looked_read_each_others_names_and_are_asked_whether_they_met(
    stage: StageFactory,
) -> None:
    room = await stage(plugin, coffee.plugin)
    await allowed(room, "cy")
    told = await room.say("bo", "!introduce-me Bees")
    assert told.text.startswith("👀 I look for somebody with Bees in their profile. Up to Dec 7, 2026")
    card = room.alone("cy")[-1]
    assert "somebody who knows or cares about bees, as you say of yourself" in card.text and "@" not in card.text
    assert room.told("bo")[-1] == told.text
    await room.press("cy", card, "Yes, introduce us")
    assert (
        room.told("cy")[-1]
        == "🤝 This is @bo. They were looking for somebody who knows or cares about bees. Who writes first?"
    )
    assert room.told("bo")[-1].startswith(
        "🤝 This is @cy, who knows or cares about bees. They would like to meet you, too."
    )
    await room.wait("8d")
    question = room.alone("bo")[-1]
    assert question.text == "🤝 I introduced you to @cy a week ago. Did you meet, or write to each other?"
    await room.press("bo", question, "We met")
    assert room.told("bo")[-1].startswith("Thank you! It is counted")
    await room.wait("20d")
    assert not any("found nobody" in one for one in room.told("bo"))
    assert room.said == ()


async def test_whoever_looks_can_not_tell_a_no_from_nobody(stage: StageFactory) -> None:
    heard = []
    for people in ((), ("cy",), ("ana", "cy")):
        room = await stage(plugin)
        await allowed(room, *people)
        await room.say("bo", "!introduce-me bees")
        for _ in range(3):
            for who in people:
                card = room.alone(who)[-1]
                if ASKED in card.text and card.offers:
                    await room.press(who, card, "Rather not")
            await room.wait("2h")
        await room.wait("15d")
        heard.append(room.told("bo"))
        assert all(asked(room, who) == 0 and "Nobody hears of it." in room.told(who)[-1] for who in people)
    assert heard[0] == heard[1] == heard[2] and heard[0][-1].startswith(
        "👀 I found nobody with bees in their profile this time."
    )


async def test_nobody_is_asked_who_did_not_allow_it_or_is_not_there(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin, crowd=2)
    await room.say("ana", "!profile topics bees; monthly yes; counted yes")
    await allowed(room, "cy", "p1", "p2")
    await room.say("dee", "profile topics bees; asked yes", dm=True)
    await room.say("cy", "!leave-me-alone")
    await room.say("p1", "!snooze 9d")
    await room.leave("p2")
    await room.say("bo", "!introduce-me bees")
    await room.wait("1d")
    assert [asked(room, who) for who in ("ana", "cy", "dee", "p1", "p2")] == [0, 0, 0, 0, 0]
    await room.wait("16d")
    assert asked(room, "p1") == 1  # when the snooze was over
    assert room.told("bo")[-1].startswith("👀 I found nobody with bees")


async def test_who_says_nothing_in_time_is_not_waited_for_and_may_press_no_more(stage: StageFactory) -> None:
    room = await stage(plugin)
    await allowed(room, "ana", "cy")
    await room.say("bo", "!introduce-me bees")
    (first,) = [who for who in ("ana", "cy") if asked(room, who)]
    card = room.alone(first)[-1]
    await room.wait("4d")
    await room.wait("1h")
    assert (asked(room, "ana"), asked(room, "cy")) == (1, 1)
    await room.press(first, card, "Yes, introduce us")
    assert room.told(first)[-1].startswith("That is over")
    assert not any("🤝" in one for one in room.told("bo"))


async def test_a_yes_that_comes_twice_counts_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await allowed(room, "cy")
    await room.say("bo", "!introduce-me bees")
    card = room.alone("cy")[-1]
    await room.press("cy", card, "Yes, introduce us")
    await room.press("cy", card, "Yes, introduce us")
    assert sum("🤝" in one for one in room.told("bo")) == 1


async def test_who_takes_their_word_back_is_told_to_nobody_by_an_old_card(stage: StageFactory) -> None:
    for words in ("!profile asked no", "!profile forget", "!profile topics wax"):
        room = await stage(plugin)
        await allowed(room, "cy")
        await room.say("bo", "!introduce-me bees")
        card = room.alone("cy")[-1]
        await room.say("cy", words)
        await room.press("cy", card, "Yes, introduce us")
        assert room.told("cy")[-1].startswith("That is over")
        assert not any("🤝" in one for one in (*room.told("bo"), *room.told("cy")))


async def test_who_looked_and_looks_no_more_is_told_of_to_nobody(stage: StageFactory) -> None:
    room = await stage(plugin)
    await allowed(room, "cy")
    told = await room.say("bo", "!introduce-me bees")
    card = room.alone("cy")[-1]
    again = await room.say("bo", "!introduce-me wax")
    assert again.text.startswith("👀 I am still looking for somebody with bees in their profile for you")
    await room.press("bo", told, "Stop looking")
    assert "👀 I look for nobody any more." in room.told("bo")
    await room.press("cy", card, "Yes, introduce us")
    assert room.told("cy")[-1].startswith("That is over")
    assert (await room.say("bo", "!introduce-me stop")).text == "I am looking for nobody for you."


async def test_who_leaves_while_it_waits_is_named_to_nobody_and_the_next_one_is_asked(stage: StageFactory) -> None:
    room = await stage(plugin)
    await allowed(room, "ana", "cy")
    await room.say("bo", "!introduce-me bees")
    (first,) = [who for who in ("ana", "cy") if asked(room, who)]
    (second,) = {"ana", "cy"} - {first}
    await room.leave(first)
    await room.wait("2m")
    card = room.alone(second)[-1]
    assert ASKED in card.text
    await room.leave("bo")
    await room.press(second, card, "Yes, introduce us")
    assert room.told(second)[-1].startswith("That is over")


async def test_whoever_leaves_looks_or_changes_something_reads_nothing_of_what_others_are_asked(
    stage: StageFactory,
) -> None:
    room = await stage(plugin)
    await allowed(room, "ana", "cy")
    async with room.house.app.store.unit() as unit:  # nobody can read this one: whoever goes through all of them fails
        unit.put("state", "profiles Proposal community town x y", {"version": 1, "value": None})
    await room.say("bo", "!introduce-me bees")
    (first,) = [who for who in ("ana", "cy") if asked(room, who)]
    (second,) = {"ana", "cy"} - {first}
    await room.say(first, "!profile topics wax")
    await room.wait("2m")
    await room.leave(second)
    await room.say("bo", "!introduce-me stop")
    async with room.house.app.store.unit() as unit:
        kept = [key for key, _ in await unit.scan("state", "profiles Proposal ")]
        assert kept == ["profiles Proposal community town x y"]
        assert not await unit.scan("state", f"profiles Profile community town {second}")


async def test_who_leaves_the_last_of_their_groups_that_lives_is_forgotten(stage: StageFactory) -> None:
    towns = Plugin("towns", about="Founds and ends groups.")

    @towns.command("found")
    async def found(ctx: Context, leader: PersonRef) -> None:
        group = Group("old", "Old", "Meet.", leaders=(leader.id,), state=GroupState.ACTIVE)
        await ctx.groups.found(group, why="for a test", invite=(leader,))

    @towns.command("end")
    async def end(ctx: Context) -> None:
        for state in (GroupState.SUNSETTING, GroupState.ARCHIVED):
            await ctx.groups.move(GroupRef("old"), state, "It is over")

    room = await stage(plugin, towns)
    await room.say("ana", "!found @bo")
    async with room.house.app.store.unit() as unit:
        (native,) = await bindings.natives(unit, RoomRef("room:old"))
    room.driver.know("old", native.id.partition("/")[2] or native.id)
    await room.driver.join("bo", InRoom("old"))
    await room.settled()
    await allowed(room, "bo")
    await room.say("ana", "!end")
    await room.leave("bo")
    async with room.house.app.store.unit() as unit:
        assert not await unit.scan("state", "profiles Profile ")


async def test_two_who_look_for_each_other_are_brought_together_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await allowed(room, "bo", topic="wax")
    await allowed(room, "cy", topic="bees")
    await room.say("bo", "!introduce-me bees")
    await room.say("cy", "!introduce-me wax")
    assert (asked(room, "bo"), asked(room, "cy")) == (0, 1)
    (card,) = [one for one in room.alone("cy") if ASKED in one.text]
    await room.press("cy", card, "Yes, introduce us")
    await room.wait("20d")
    for who in ("bo", "cy"):
        assert sum("🤝" in one for one in room.told(who)) == 1
        assert not any("found nobody" in one for one in room.told(who))


async def test_nobody_is_introduced_twice_to_the_same_one_while_there_are_others_nor_asked_twice_a_week(
    stage: StageFactory,
) -> None:
    room = await stage(plugin)
    await allowed(room, "ana", "cy")
    met = []
    for _ in range(3):
        await room.say("bo", "!introduce-me bees")
        for who in ("ana", "cy"):
            if room.alone(who)[-1].offers and ASKED in room.alone(who)[-1].text:
                await room.press(who, room.alone(who)[-1], "Yes, introduce us")
                met.append(who)
        await room.wait("15d")
    assert sorted(met) == ["ana", "cy"] and room.told("bo")[-1].startswith("👀 I found nobody with bees")
    await room.wait("200d")
    await room.say("bo", "!introduce-me bees")
    assert asked(room, "ana") + asked(room, "cy") == 1


async def test_one_tap_and_somebody_is_asked_no_more(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await allowed(room, "cy")
    await room.say("bo", "!introduce-me bees")
    card = room.alone("cy")[-1]
    await room.press("cy", card, "Don’t ask me any more")
    assert "I ask you about nobody any more" in room.told("cy")[-1]
    text = (await room.say("cy", "!profile")).text
    assert "bees" in text and "✅" not in text


async def test_once_a_month_two_who_share_a_word_are_asked_and_named_when_both_said_yes(stage: StageFactory) -> None:
    room = await stage(plugin, coffee.plugin)
    await allowed(room, "bo", "cy", what="monthly")
    await allowed(room, "ana")
    await room.wait("first tuesday 10:00")
    cards = {who: room.alone(who)[-1] for who in ("bo", "cy")}
    assert all("There is somebody else in Town who knows or cares about bees" in card.text for card in cards.values())
    assert asked(room, "ana") == 0
    await room.press("bo", cards["bo"], "Yes, introduce us")
    assert room.told("bo")[-1] == "👋 Noted. If they would like to as well, I tell you both."
    assert not any("🤝" in one for one in (*room.told("bo"), *room.told("cy")))
    await room.press("cy", cards["cy"], "Yes, introduce us")
    assert room.told("cy")[-1].startswith("🤝 This is @bo, who knows or cares about bees, as you do")
    assert room.told("bo")[-1].startswith("🤝 This is @cy, who knows or cares about bees, as you do")
    await room.wait("60d")
    assert asked(room, "bo") == asked(room, "cy") == 0  # they met; there is nobody else


async def test_many_pairs_are_asked_one_page_after_another_and_nobody_who_took_it_back(
    stage: StageFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monthly, "PAGE", 1)
    room = await stage(plugin, crowd=6)
    for number in range(1, 7):
        await allowed(room, f"p{number}", topic=("bees", "wax", "rust")[number // 2 % 3], what="monthly")
    await room.wait("first tuesday 10:00")
    assert [asked(room, f"p{number}") for number in range(1, 7)] == [1] * 6
    async with room.house.app.store.unit() as unit:
        assert len(await unit.scan("state", "profiles Proposal ")) == 3
        assert not await unit.scan("state", "profiles Planned ")


async def test_who_says_something_else_between_pairing_and_asking_is_not_asked(
    stage: StageFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paired(*_: object, **__: object) -> tuple[Pair, ...]:
        return (Pair("bo", "cy", Shared(Facet.TOPICS, ("bees", "bees"))),)

    monkeypatch.setattr(monthly, "pairs", paired)
    for words, times in (("topics bees", 1), ("topics wax", 0), ("monthly no", 0)):
        room = await stage(plugin)
        await allowed(room, "bo", "cy", what="monthly")
        await room.say("cy", f"!profile {words}")
        await room.wait("first tuesday 10:00")
        assert asked(room, "bo") == asked(room, "cy") == times, words


async def test_where_one_of_two_does_not_want_to_the_other_hears_nothing(stage: StageFactory) -> None:
    room = await stage(plugin, coffee.plugin)
    await allowed(room, "bo", "cy", what="monthly")
    await room.wait("first tuesday 10:00")
    cards = {who: room.alone(who)[-1] for who in ("bo", "cy")}
    await room.press("bo", cards["bo"], "Yes, introduce us")
    before = room.told("bo")
    await room.press("cy", cards["cy"], "Rather not")
    await room.wait("20d")
    assert room.told("bo") == before


async def test_what_nobody_asked_for_waits_for_the_end_of_the_quiet_hours(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await allowed(room, "cy")
    await room.say("cy", "!quiet 07:00-12:00")
    await room.say("bo", "!introduce-me bees")
    assert asked(room, "cy") == 0
    await room.wait("4h")
    assert asked(room, "cy") == 1


async def test_who_is_in_no_group_is_told_so_and_words_that_are_none_are_refused(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert (await room.say("dee", "introduce-me bees", dm=True)).text.startswith("You are in no group")
    assert (await room.say("bo", "!introduce-me ...")).text.startswith("There is no word in that.")
    assert (await room.say("bo", "!introduce-me " + "x" * 61)).text.startswith("That has 61 characters.")
    assert (await room.say("bo", "!introduce-me")).text.startswith("To whom?")
    assert (await room.say("bo", "!introduce-me @cy")).text.startswith("I introduce people by what they say")


async def test_who_is_in_a_private_group_alone_is_told_of_there_alone(stage: StageFactory) -> None:
    doors = Plugin("doors", about="Closes the group.")

    @doors.command("close")
    async def close(ctx: Context) -> None:
        await ctx.groups.amend(ctx.group, visibility=Visibility.PRIVATE)

    room = await stage(plugin, doors)
    await allowed(room, "cy")
    await room.say("ana", "!close")
    await room.say("bo", "!introduce-me bees")
    assert asked(room, "cy") == 1 and "Python" not in room.told("cy")[-1]


async def test_who_is_forgotten_is_asked_about_no_more_nor_is_anybody_about_them(stage: StageFactory) -> None:
    room = await stage(plugin, coffee.plugin)
    await allowed(room, "cy")
    await room.say("bo", "!introduce-me bees")
    await room.press("cy", room.alone("cy")[-1], "Yes, introduce us")
    await room.say("cy", "!profile forget")
    before = room.told("bo"), room.told("cy")
    await room.wait("20d")
    assert (room.told("bo"), room.told("cy")) == before


async def test_where_the_group_of_both_ends_nobody_is_told_of_the_other(stage: StageFactory) -> None:
    ends = Plugin("ends", about="Ends the group.")

    @ends.command("end")
    async def end(ctx: Context) -> None:
        for state in (GroupState.SUNSETTING, GroupState.ARCHIVED):
            await ctx.groups.move(ctx.group, state, "It is over")

    room = await stage(plugin, ends)
    await allowed(room, "cy")
    await room.say("bo", "!introduce-me bees")
    card = room.alone("cy")[-1]
    await room.say("ana", "!end")
    await room.press("cy", card, "Yes, introduce us")
    assert room.told("cy")[-1].startswith("That is over")
    await room.wait("15d")
    assert room.told("bo")[-1].startswith("👀 I found nobody")


async def test_a_card_of_an_earlier_search_stops_no_later_one(stage: StageFactory) -> None:
    room = await stage(plugin)
    first = await room.say("bo", "!introduce-me bees")
    await room.say("bo", "!introduce-me stop")
    await room.wait("1h")
    await room.say("bo", "!introduce-me wax")
    await room.press("bo", first, "Stop looking")
    assert room.told("bo")[-1] == "That is over already."
    assert "I am still looking for somebody with wax" in (await room.say("bo", "!introduce-me")).text


async def test_who_stops_and_looks_anew_has_no_more_people_asked_than_who_waits(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=9)
    crowd = [f"p{number}" for number in range(1, 10)]
    await allowed(room, *crowd)

    async def looked(times: int) -> int:
        before = sum(asked(room, who) for who in crowd)
        for _ in range(times):
            await room.say("bo", "!introduce-me bees")
            await room.say("bo", "!introduce-me stop")
            await room.wait("1m")
        return sum(asked(room, who) for who in crowd) - before

    assert await looked(7) == 5
    assert await looked(2) == 0
    await room.wait("15d")
    assert await looked(2) == 2


async def test_two_accounts_of_one_person_go_on_looking_and_are_not_introduced_to_themselves(
    stage: StageFactory,
) -> None:
    room = await stage(plugin, crowd=1)
    await allowed(room, "bo")
    await room.say("p1", "!introduce-me bees")
    card = room.alone("bo")[-1]
    assert ASKED in card.text
    linked = AccountsLinked(
        id="linked", at=room.clock.now(), platform="core", person=PersonRef("bo"), other=PersonRef("p1")
    )
    await room.house.app.inbox.take([linked])
    await room.press("bo", card, "Yes, introduce us")
    assert room.told("bo")[-1].startswith("That is over")
    await allowed(room, "cy")
    await room.wait("3d")
    await room.press("cy", room.alone("cy")[-1], "Yes, introduce us")
    assert room.told("bo")[-1].startswith("🤝 This is @cy")
