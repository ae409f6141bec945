"""Forms: a modal where there are such, else questions one by one."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import Answer, Capability, Choice, Context, Field, FieldKind, Form, PersonRef, Plugin
from coterie.core.scenario.driver import Direct
from coterie.core.testing import StageFactory

plugin = Plugin("asking")

MOODS = (Choice("good", "Quite good"), Choice("bad", "Bad"))
FORM = Form(
    "About you",
    (
        Field("age", FieldKind.NUMBER, "How old are you?", required=True, minimum="1", maximum="120"),
        Field("mood", FieldKind.SELECT, "How are you?", choices=MOODS),
        Field("since", FieldKind.DATE, "Since when?"),
        Field("friends", FieldKind.PEOPLE, "Who knows you?", maximum="2"),
    ),
)


@plugin.command("about")
async def about(ctx: Context, person: PersonRef | None = None) -> None:
    """Ask somebody about themselves."""
    ctx.ask(FORM, then="about", value="kept", person=person)


@plugin.form("about")
async def answered(ctx: Context, answers: Mapping[str, Answer], value: str) -> None:
    ctx.reply(f"{ctx.person.id} {value}: {answers['age']} {answers['mood']} {answers['since']} {answers['friends']}")


async def test_without_modals_the_questions_come_one_by_one(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    asked = await room.say("bo", "!about")
    assert "About you" in asked.text and "1/4 How old are you?" in asked.text
    assert "2/4 How are you?" in (await room.say("bo", "41", dm=True)).text
    assert "1 Quite good" in room.told("bo")[-1]
    await room.say("bo", "quite GOOD", dm=True)
    await room.say("bo", "24.12.2026", dm=True)
    thanks = await room.say("bo", '@ana, "Cy 🌱"', dm=True)
    assert room.told("bo")[-1] == "Thank you, that was all of About you."
    assert thanks.by == "coterie"
    assert room.last == "bo kept: 41 good 2026-12-24 (PersonRef(id='ana'), PersonRef(id='cy'))"


async def test_an_answer_that_does_not_fit_is_refused_with_the_reason_and_asked_again(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    await room.say("bo", "!about")
    for typed, reason in (
        ("old", "That is not a number."),
        ("0", "It must be at least 1."),
        ("skip", "That is not a number."),
    ):
        told = (await room.say("bo", typed, dm=True)).text
        assert told.startswith(reason) and "1/4 How old are you?" in told
    await room.say("bo", "41", dm=True)
    assert (await room.say("bo", "3", dm=True)).text.startswith("That is none of the choices.")


async def test_what_is_optional_can_be_skipped_and_zero_is_an_answer_like_any_other(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    await room.say("bo", "!about")
    for typed in ("41", "skip", "skip", "skip"):
        await room.say("bo", typed, dm=True)
    assert room.last == "bo kept: 41 None None None"


async def test_cancel_keeps_nothing(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    await room.say("bo", "!about")
    await room.say("bo", "41", dm=True)
    assert (await room.say("bo", "Cancel", dm=True)).text == "About you is cancelled; nothing was kept."
    assert (await room.say("bo", "42", dm=True)).text.startswith("I don't know 42.")
    assert room.said == ()


async def test_questions_and_the_words_around_them_are_in_the_language_of_the_person(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,), locale="de")
    assert "„abbrechen“ hört auf" in (await room.say("bo", "!about")).text
    await room.say("bo", "41", dm=True)
    await room.say("bo", "überspringen", dm=True)
    assert (await room.say("bo", "abbrechen", dm=True)).text.startswith("About you ist abgebrochen")


async def test_a_second_form_waits_until_the_first_is_done(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    await room.say("bo", "!about")
    await room.say("ana", "!about @bo")
    assert len([text for text in room.told("bo") if "1/4" in text]) == 1
    for typed in ("41", "skip", "skip", "skip"):
        await room.say("bo", typed, dm=True)
    assert "1/4 How old are you?" in room.told("bo")[-1]
    for typed in ("7", "skip", "skip", "skip"):
        await room.say("bo", typed, dm=True)
    assert room.last == "bo kept: 7 None None None"


async def test_commands_are_understood_while_a_question_is_open(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    await room.say("bo", "!about")
    assert (await room.say("bo", "!coterie nothing", dm=True)).text.startswith("I don't know nothing.")
    assert "2/4" in (await room.say("bo", "41", dm=True)).text


async def test_with_modals_a_command_that_can_open_one_does(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("bo", "!about")
    await room.open_form("bo", card)
    refused = await room.fill("bo", {"age": "old"})
    assert set(refused) == {"age"}
    assert await room.fill("bo", {"age": "41", "mood": "Quite good"}) == {}
    assert room.last == "bo kept: 41 good None None"


async def test_people_picked_in_a_modal_are_called_as_they_are_called_everywhere(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!about")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"age": "41", "friends": ("ana", "cy")})
    assert room.last == "bo kept: 41 None None (PersonRef(id='ana'), PersonRef(id='cy'))"


async def test_back_puts_the_question_before_again_and_stop_ends_it(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    await room.say("bo", "!about")
    assert "1/4" in (await room.say("bo", "back", dm=True)).text
    await room.say("bo", "41", dm=True)
    await room.say("bo", "bad", dm=True)
    assert "2/4 How are you?" in (await room.say("bo", "BACK", dm=True)).text
    assert "1/4 How old are you?" in (await room.say("bo", "back", dm=True)).text
    for typed in ("42", "1", "skip", "skip"):
        await room.say("bo", typed, dm=True)
    assert room.last == "bo kept: 42 good None None"
    await room.say("bo", "!about")
    assert "is cancelled" in (await room.say("bo", "stop", dm=True)).text


async def test_a_word_that_is_a_choice_is_an_answer(stage: StageFactory) -> None:
    moving = Plugin("moving")

    @moving.command("move")
    async def move(ctx: Context) -> None:
        """Ask which way."""
        ctx.ask(
            Form(
                "Way", (Field("way", FieldKind.SELECT, "Which?", choices=(Choice("b", "Back"), Choice("s", "Stop"))),)
            ),
            then="way",
        )

    @moving.form("way")
    async def moved(ctx: Context, answers: Mapping[str, Answer]) -> None:
        ctx.reply(str(answers["way"]))

    room = await stage(moving, lacks=(Capability.MODALS,))
    for word, id in (("back", "b"), ("stop", "s")):
        await room.say("bo", "!move")
        await room.say("bo", word, dm=True)
        assert room.last == id


async def test_an_answer_may_be_edited_and_taken_back_while_the_form_is_under_way(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS,))
    await room.say("bo", "!about")
    await room.say("bo", "41", dm=True)
    await room.say("bo", "1", dm=True)
    typed = {one.text: one.id for one in await room.driver.heard(Direct("bo")) if one.by == "bo"}
    await room.driver.edit("bo", Direct("bo"), typed["41"], "old")
    await room.settled()
    assert room.told("bo")[-1] == "That is not a number."
    await room.driver.edit("bo", Direct("bo"), typed["41"], "43")
    await room.settled()
    assert room.told("bo")[-1] == "How old are you? now reads: 43"
    await room.driver.remove("bo", Direct("bo"), typed["1"])
    await room.settled()
    assert "is taken back" in room.told("bo")[-1] and "2/4 How are you?" in room.told("bo")[-1]
    for answer in ("2", "skip", "skip"):
        await room.say("bo", answer, dm=True)
    assert room.last == "bo kept: 43 bad None None"


PARTY = Form(
    "The party",
    (
        Field("comes", FieldKind.SELECT, "Do you come?", choices=(Choice("y", "✅ Yes, gladly"), Choice("n", "No"))),
        Field(
            "brings", FieldKind.MANY, "What do you bring?", choices=(Choice("c", "🍰 Cake"), Choice("t", "Tea, hot"))
        ),
        Field("guests", FieldKind.NUMBER, "How many are you?"),
    ),
)
party = Plugin("party")


@party.command("party")
async def invited(ctx: Context) -> None:
    """Ask who comes."""
    ctx.ask(PARTY, then="party")


@party.form("party")
async def said(ctx: Context, answers: Mapping[str, Answer]) -> None:
    ctx.reply(f"{answers['comes']} {answers['brings']} {answers['guests']}")


async def test_choices_are_answered_as_people_type_them(stage: StageFactory) -> None:
    for typed, meant in (
        (("2.", "1, 2", "3"), "n ('c', 't') 3"),
        (("ja", "🍰", "\u200f٣"), "y ('c',) 3"),
        (("yes, gladly", "tea, hot", "３"), "y ('t',) 3"),
        (("2️⃣", "cake, tea"), None),
    ):
        room = await stage(party, lacks=(Capability.MODALS,))
        await room.say("bo", "!party")
        for one in typed:
            told = await room.say("bo", one, dm=True)
        assert room.last == meant if meant else told.text.startswith("That is none of the choices.")
