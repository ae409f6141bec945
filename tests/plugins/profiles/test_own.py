"""Somebody's own profile: seen by them alone, changed and taken back."""

from __future__ import annotations

import pytest

from coterie.core.api import AccountsLinked, PersonRef
from coterie.core.model.content import Capability
from coterie.core.testing import StageFactory
from coterie.plugins import coffee, escort, me
from coterie.plugins.profiles import plugin


async def test_nothing_is_asked_of_anybody_and_nothing_is_kept_of_who_says_nothing(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.wait("8w")
    told = await room.say("bo", "!profile")
    assert told.text.startswith("👤 You have said nothing of yourself, and you need not.")
    assert "▫️ Count you" in told.text and "✅" not in told.text
    assert room.said == () and room.told("cy") == ()


async def test_what_was_typed_in_one_line_is_shown_to_them_alone_as_they_typed_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    told = await room.say("bo", "!profile industry *Health* <care>; topics [a](https://b.c), تعليم, 🌱")
    assert "Industry: *Health* <care>" in told.text and "[a](https://b.c), تعليم, and 🌱" in told.text
    assert room.said == () and room.told("ana") == room.told("cy") == ()
    assert room.told("bo")[-1] == told.text


async def test_a_form_asks_it_all_at_once_and_what_is_left_empty_stays(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("bo", "!profile", dm=True)
    await room.press("bo", card, "Say something of myself")
    first: dict[str, str | tuple[str, ...]] = {
        "industry": "Bees",
        "topics": "python, honey",
        "may": ("asked", "counted"),
    }
    assert await room.fill("bo", first) == {}
    told = room.alone("bo")[-1]
    assert "Topics: python and honey" in told.text and told.text.count("✅") == 2
    await room.press("bo", told, "Change")
    assert await room.fill("bo", {"industry": "", "job": "Beekeeper", "topics": "-"}) == {}
    text = room.told("bo")[-1]
    assert "Bees" in text and "Beekeeper" in text and "Topics: nothing" in text and text.count("✅") == 2


async def test_where_there_are_no_forms_it_is_asked_one_by_one(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,), locale="de")
    card = await room.say("bo", "!profile", dm=True)
    await room.press("bo", card, "Etwas von mir sagen")
    for answer in ("Bienen", "weiter", "Honig, Wachs", "weiter", "2"):
        await room.say("bo", answer, dm=True)
    text = room.told("bo")[-1]
    assert "Branche: Bienen" in text and "Themen: Honig und Wachs" in text
    assert "✅ Dich fragen" in text and text.count("✅") == 1


async def test_each_thing_is_allowed_and_forbidden_by_one_tap(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("bo", "!profile topics bees")
    for choice, allowed in (("Ask me", 1), ("Count me", 2), ("Don’t ask me", 1), ("Don’t count me", 0)):
        await room.press("bo", card, choice)
        card = room.alone("bo")[-1]
        assert card.text.count("✅") == allowed, choice


@pytest.mark.parametrize(
    "typed, answer",
    [
        (
            "topcis python",
            "I don’t know what “topcis” is; did you mean topics? Here one may say: Industry, Job, Topics",
        ),
        ("topics", "Say what, for example"),
        ("topics " + ", ".join(f"t{number}" for number in range(50)), "That is 50 topics. Choose the 10 that matter"),
        ("job " + "x" * 200, "That has 200 characters (Job). At most 60 fit"),
        ("asked maybe", "yes or no, please, not “maybe”: !profile asked yes"),
    ],
)
async def test_what_can_not_be_kept_gets_one_answer_and_changes_nothing(
    typed: str, answer: str, stage: StageFactory
) -> None:
    room = await stage(plugin)
    await room.say("bo", "!profile industry Bees")
    told = await room.say("bo", f"!profile job Nurse; {typed}")
    assert answer in told.text.replace("`", "").replace("!coterie ", "!")
    assert "Job: nothing" in (await room.say("bo", "!profile")).text


async def test_one_tap_forgets_all_of_it_and_so_does_leaving(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("bo", "!profile topics bees; asked yes")
    await room.press("bo", card, "Forget it all")
    assert room.told("bo")[-1].startswith("👤 Forgotten: all you said of yourself")
    assert (await room.say("bo", "!profile forget")).text.startswith("👤 There is nothing to forget")
    await room.say("bo", "!profile topics bees; asked yes")
    await room.leave("bo")
    await room.join("bo")
    assert "You have said nothing of yourself" in (await room.say("bo", "!profile")).text


async def test_the_page_shows_it_changes_it_and_takes_it_back(stage: StageFactory) -> None:
    room = await stage(plugin, me.plugin)
    page = await room.look("bo")
    assert page is not None and "you have said nothing of yourself" in page.text
    await room.press("bo", page, "Say something of myself")
    await room.fill("bo", {"topics": "bees", "may": ("asked",)})
    await room.wait("1m")
    page = await room.page("bo")
    assert "About you: bees. You allow: to be asked." in page.text
    await room.press("bo", page, "Forget it all")
    await room.wait("1m")
    assert "you have said nothing of yourself" in (await room.page("bo")).text
    other = await room.look("cy")
    assert other is not None and "bees" not in other.text


async def test_two_accounts_of_one_person_say_one_thing(stage: StageFactory) -> None:
    room = await stage(plugin, crowd=1)
    await room.say("p1", "!profile industry Bees; topics wax; asked yes; counted yes")
    await room.say("bo", "!profile topics honey; asked yes")
    linked = AccountsLinked(
        id="linked", at=room.clock.now(), platform="core", person=PersonRef("bo"), other=PersonRef("p1")
    )
    await room.house.app.inbox.take([linked])
    text = (await room.say("bo", "!profile")).text
    assert "Bees" in text and "honey and wax" in text and text.count("✅") == 1
    assert "said nothing" in (await room.say("p1", "!profile")).text


async def test_on_slack_it_is_a_form_in_a_window_and_stands_in_the_home_tab(stage: StageFactory) -> None:
    room = await stage(plugin, me.plugin, platform="slack")
    page = await room.look("bo")
    assert page is not None
    await room.press("bo", page, "Say something of myself")
    assert "topics" in await room.fill("bo", {"topics": "x" * 700})  # said in the window, which stays open
    assert (
        await room.fill("bo", {"industry": "Bees & Co", "topics": "<wax>, *honey*", "may": ("asked", "monthly")}) == {}
    )
    text = room.told("bo")[-1]
    assert "Bees & Co" in text and "<wax> and *honey*" in text and text.count("✅") == 2
    await room.wait("1m")
    page = await room.page("bo")
    assert "You allow: to be asked and a suggestion a month." in page.text
    await room.press("bo", page, "Forget it all")
    await room.wait("1m")
    assert "you have said nothing of yourself" in (await room.page("bo")).text


@pytest.mark.parametrize("word", ["mine", "Meine", "meins"])
async def test_topics_that_others_ask_for_are_those_of_the_profile_by_one_word(stage: StageFactory, word: str) -> None:
    room = await stage(plugin, coffee.plugin, escort.plugin)
    for command in ("coffee-about", "ask-me"):
        told = (await room.say("bo", f"!{command} {word}")).text
        assert told == "Your profile names no topics yet: !coterie profile topics python, testing"
    await room.say("bo", "!profile topics Bees, Wax")
    assert "bees and wax" in (await room.say("bo", f"!coffee-about {word}")).text
    assert "Bees and Wax" in (await room.say("bo", f"!ask-me {word}")).text


@pytest.mark.parametrize("there", [True, False])
async def test_topics_that_were_typed_are_read_with_and_without_profiles(stage: StageFactory, there: bool) -> None:
    room = await stage(*([plugin] if there else []), coffee.plugin, escort.plugin)
    assert "bees and wax" in (await room.say("bo", "!coffee-about Bees,  Wax , ")).text
    assert "Bees and Wax" in (await room.say("bo", "!ask-me Bees,  Wax , ")).text
    assert "anybody" in (await room.say("bo", "!coffee-about")).text
