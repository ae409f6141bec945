"""Wins, and who agrees that they are told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from coterie.core.api import PersonRef, escape
from coterie.core.testing import StageFactory
from coterie.plugins import quiet
from coterie.plugins.wins import plugin
from coterie.plugins.wins.stories import Story, called_in, named_in, shown


async def test_a_win_is_told_when_all_who_are_named_agreed(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!win @bo and @cy finished the *bench*")
    assert not room.said
    await room.press("bo", room.alone("bo")[-1], "Yes, tell it")
    assert not room.said
    await room.press("cy", room.alone("cy")[-1], "Yes, tell it")
    assert room.said == ("🏆 Python: @bo and @cy finished the *bench*",)
    assert room.told("ana")[-1] == "🏆 Everybody who is named agreed: your win is told."
    await room.wait("8d")
    assert len(room.said) == 1 and len(room.told("ana")) == 2


async def test_who_is_named_behind_an_at_in_a_form_is_asked_too(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.react("bo", await room.say("ana", "It stands!"), "🏆")
    await room.press("ana", room.alone("ana")[-1], "Yes, let me tell it")
    await room.fill("ana", {"story": "I finished the bench with @bo, and with @CY.", "people": ()})
    assert not room.said
    await room.press("bo", room.alone("bo")[-1], "Yes, tell it")
    assert not room.said
    await room.press("cy", room.alone("cy")[-1], "Yes, tell it")
    assert len(room.said) == 1


async def test_one_refusal_and_it_stays_and_nobody_learns_whose_it_was(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!win @bo and @cy finished the bench")
    await room.press("bo", room.alone("bo")[-1], "Rather not")
    assert len(room.told("ana")) == 1
    await room.press("cy", room.alone("cy")[0], "Yes, tell it")
    assert room.told("cy")[-1] == "Your answer is noted."
    await room.wait("8d")
    assert not room.said
    assert room.told("ana")[-1] == "🏆 Not everybody who is named agreed in time, so your win stays here."


async def test_who_says_nothing_has_not_agreed(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!win @bo finished the bench")
    card = room.alone("bo")[-1]
    await room.wait("8d")
    await room.press("bo", card, "Yes, tell it")
    assert not room.said and room.told("bo")[-1] == "That is over."


async def test_where_nobody_else_is_named_it_is_told_at_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!win My first decorator! <!channel>")
    assert room.said == ("🏆 Python: My first decorator! <!channel>",)


async def test_a_trophy_asks_the_author_once_and_they_tell_it_in_their_own_words(stage: StageFactory) -> None:
    room = await stage(plugin)
    posted = await room.say("bo", "It runs!")
    await room.react("cy", posted, "🏆")
    await room.react("ana", posted, "🏆")
    assert len(room.alone("bo")) == 1 and not room.said
    await room.press("bo", room.alone("bo")[0], "Yes, let me tell it")
    await room.fill("bo", {"story": "The tests run.", "people": ()})
    assert room.said == ("🏆 Python: The tests run. (@bo)",)


async def test_who_does_not_want_to_tell_is_left_alone(stage: StageFactory) -> None:
    room = await stage(plugin)
    posted = await room.say("bo", "It runs!")
    await room.react("cy", posted, "🎉")
    assert not room.told("bo")
    await room.react("cy", posted, "🏆")
    await room.press("bo", room.alone("bo")[0], "No, thanks")
    assert room.told("bo") == ("🏆 As you like. It stays where it is.",)


def test_a_refused_story_has_no_words_and_no_names_left() -> None:
    story = Story("<@bo> won", PersonRef("ana"), (PersonRef("bo"),)).without_words()
    assert story.text == "" and story.waiting == ()


@given(some.text("ab*_ <@>!", max_size=20))
def test_what_is_typed_reads_as_it_was_typed(typed: str) -> None:
    if not named_in(typed):
        assert shown(typed).strip() == (escape(typed) if typed.strip() else "")
    assert all(one.id in shown(typed) for one in named_in(typed))


async def test_whoever_presses_in_a_direct_message_is_answered_in_their_own_language(stage: StageFactory) -> None:
    room = await stage(plugin, quiet.plugin)
    await room.say("bo", "my-settings", dm=True)
    await room.press("bo", room.alone("bo")[-1], "Change")
    assert await room.fill("bo", {"locale": "de"}) == {}
    await room.say("ana", "!win @bo and @cy finished the bench")
    await room.press("bo", room.alone("bo")[-1], "Ja, erzählt es")
    assert room.told("bo")[-1] == "🏆 Danke! Ist notiert."


def test_two_who_were_asked_and_are_one_agree_once() -> None:
    ana, bo, other = (PersonRef(name) for name in ("ana", "bo", "other"))
    story = Story("?", ana, (bo, other)).as_one(bo, other)
    assert story.waiting == (bo,) and story.teller == ana
    assert story.agreed(bo).waiting == ()
    assert Story("?", other).as_one(bo, other).teller == bo


async def test_who_is_called_by_their_name_is_asked_like_who_is_mentioned(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!win Bo and Cy finished the bench, Boris did not")
    assert room.said == ()
    assert all("May it be told?" in room.told(who)[-1] for who in ("bo", "cy"))
    await room.say("ana", "!win The bot and the bicycle are ready")
    assert room.last == "🏆 Python: The bot and the bicycle are ready"


def test_whoever_is_called_by_name_is_found_in_every_script() -> None:
    people = {PersonRef(str(number)): name for number, name in enumerate(("Hedi Wolf", "دينا", "Cy 🌱", "🌱", "Bo"))}
    assert called_in("Hedi and دينا, with Cy's help", people) == tuple(PersonRef(one) for one in "012")
    assert called_in("hedi, CY and 🌱: nobody", people) == ()


async def test_it_can_be_said_otherwise_and_then_everybody_is_asked_anew(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!win @bo and @cy finished the bench")
    first = room.alone("bo")[-1]
    await room.press("cy", room.alone("cy")[-1], "Yes, tell it")
    await room.press("ana", room.alone("ana")[-1], "Change the words")
    assert await room.fill("ana", {"story": "Bo and Cy finished the long bench"}) == {}
    await room.press("bo", first, "Yes, tell it")
    assert room.told("bo")[-1] == "That is over."
    for who in ("bo", "cy"):
        card = next(one for one in reversed(room.alone(who)) if "long bench" in one.text)
        await room.press(who, card, "Yes, tell it")
    assert room.said == ("🏆 Python: Bo and Cy finished the long bench",)
