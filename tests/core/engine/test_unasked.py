"""The gate: what nobody asked for waits, is folded, or is not said; what somebody asked for is answered at any hour."""

from __future__ import annotations

from datetime import time, timedelta

from coterie.core.api import Card, Choice, Context, Field, FieldKind, Form, MessageRef, PersonRef, Plugin, Text
from coterie.core.model.content import Capability
from coterie.core.model.preferences import Hours, Quiet
from coterie.core.testing import StageFactory, StageRoom

NIGHT = Quiet(Hours(time(21), time(8)))
ANA, BO, CY = PersonRef("ana"), PersonRef("bo"), PersonRef("cy")

plugin = Plugin("town-crier", urgent=("flood",))


@plugin.command("tell")
async def tell(ctx: Context, person: PersonRef, *, text: str) -> None:
    ctx.post(person, Text(text))


@plugin.command("ask")
async def ask(ctx: Context, person: PersonRef, *, text: str) -> None:
    ctx.post(person, Card(Text(text), choices=[Choice("yes", "Yes")]))


@plugin.choice("yes")
async def yes(ctx: Context) -> None:
    ctx.reply(Text("Thanks"))


@plugin.command("name")
async def name(ctx: Context, person: PersonRef) -> None:
    ctx.reply(Text(f"Look, <@{person.id}>!"))


@plugin.command("flood")
async def flood(ctx: Context, person: PersonRef) -> None:
    ctx.post(person, Text("The water is rising"), urgent="flood")


@plugin.command("change")
async def change(ctx: Context, person: PersonRef) -> None:
    message = ctx.post(person, Text("wrong"))
    ctx.edit(message, Text("right"))


@plugin.command("slip")
async def slip(ctx: Context, person: PersonRef) -> None:
    ctx.remove(ctx.post(person, Text("a slip of the tongue")))


@plugin.command("question")
async def question(ctx: Context, person: PersonRef) -> None:
    ctx.ask(Form("Mood", (Field("mood", FieldKind.TEXT, "How are you?"),)), then="mood", person=person)


@plugin.form("mood")
async def mood(ctx: Context, answers: dict[str, object]) -> None:
    ctx.post(ctx.person, Text("Noted"))


@plugin.command("later")
async def later(ctx: Context) -> None:
    ctx.timer(timedelta(hours=1), then="ring")


@plugin.timer("ring")
async def ring(ctx: Context) -> None:
    ctx.reply(Text("It rang"))


@plugin.command("prefer")
async def prefer(ctx: Context, what: str, value: str) -> None:
    values: dict[str, object] = {"hours": Hours.parse(value)} if what == "hours" else {what: eval(value)}
    await ctx.people.prefer(**values)


async def at_night(stage: StageFactory, quiet: Quiet | None = NIGHT, **options: object) -> StageRoom:
    room = await stage(plugin, quiet=quiet, **options)  # type: ignore[arg-type]  # passed on as it is
    await room.wait("day 22:00")
    return room


async def test_what_nobody_asked_for_comes_in_the_morning_in_one_message(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!tell @bo first")
    await room.say("ana", "!tell @bo second")
    assert room.told("bo") == ()
    await room.wait("day 07:59")
    assert room.told("bo") == ()
    await room.wait("day 08:00")
    assert room.told("bo") == ("While it was quiet for you:\n\nfirst\n\nsecond",)


async def test_one_alone_comes_as_it_is(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!tell @bo only")
    await room.wait("day 08:00")
    assert room.told("bo") == ("only",)


async def test_an_answer_to_a_command_does_not_wait_behind_it(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!tell @bo later")
    await room.say("bo", "!tell @bo now", dm=True)
    assert room.told("bo") == ("now",)
    await room.wait("day 08:00")
    assert room.told("bo") == ("now", "later")


async def test_without_a_word_from_anybody_it_comes_at_once(stage: StageFactory) -> None:
    room = await at_night(stage, quiet=None)
    await room.say("ana", "!tell @bo now")
    assert room.told("bo") == ("now",)


async def test_in_a_room_who_is_asleep_is_called_by_name_and_told_in_the_morning(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!name @bo")
    await room.say("ana", "!name @bo")
    assert room.said == ("Look, Bo!", "Look, Bo!")
    await room.say("bo", "!name @bo")
    assert room.last == "Look, @bo!"
    await room.wait("day 08:00")
    assert room.told("bo") == ("You were named in Python.",)


async def test_questions_stay_apart_and_can_be_answered(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!tell @bo before")
    await room.say("ana", "!ask @bo really?")
    await room.say("ana", "!tell @bo after")
    await room.wait("day 08:00")
    assert room.told("bo") == ("before", "really?", "after")
    await room.press("bo", room.alone("bo")[1], "Yes")
    assert room.told("bo")[-1] == "Thanks"


async def test_an_urgent_matter_wakes_people(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!tell @bo later")
    await room.say("ana", "!flood @bo")
    assert room.told("bo") == ("The water is rising",)


async def test_who_is_left_alone_hears_nothing_not_even_that(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!prefer left_alone True")
    await room.say("ana", "!tell @bo hello")
    await room.say("ana", "!flood @bo")
    await room.say("ana", "!name @bo")
    assert room.told("bo") == ()
    assert room.last == "Look, Bo!"
    await room.say("bo", "!tell @bo myself")
    assert room.told("bo") == ("myself",)


async def test_what_waits_is_looked_at_anew_when_they_change_their_mind(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!tell @bo hello")
    await room.say("ana", "!tell @cy hello")
    await room.say("bo", "!prefer hours 0-0")
    assert room.told("bo") == ("hello",)
    await room.say("cy", "!prefer left_alone True")
    await room.wait("2d")
    assert room.told("cy") == ()


async def test_what_waits_is_changed_and_taken_back_where_it_waits(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("ana", "!change @bo")
    await room.say("ana", "!slip @bo")
    await room.wait("day 08:00")
    assert room.told("bo") == ("right",)


async def test_a_part_of_what_was_folded_can_still_be_changed(stage: StageFactory) -> None:
    messages: list[MessageRef] = []
    town = Plugin("town")

    @town.command("both")
    async def both(ctx: Context) -> None:
        messages.extend(ctx.post(BO, Text(text)) for text in ("one", "two"))

    @town.command("mend")
    async def mend(ctx: Context) -> None:
        ctx.edit(messages[1], Text("2"))

    @town.command("drop")
    async def drop(ctx: Context) -> None:
        ctx.remove(messages[0])

    room = await stage(town, quiet=NIGHT)
    await room.wait("day 22:00")
    await room.say("ana", "!both")
    await room.wait("day 08:00")
    await room.say("ana", "!mend")
    assert room.told("bo") == ("While it was quiet for you:\n\none\n\n2",)
    await room.say("ana", "!drop")
    assert room.told("bo") == ("While it was quiet for you:\n\n2",)


async def test_a_form_waits_as_a_whole(stage: StageFactory) -> None:
    room = await at_night(stage, lacks=(Capability.MODALS,))
    await room.say("ana", "!question @bo")
    await room.say("bo", "hm", dm=True)  # no answer to what was not asked yet
    assert not any("How are you?" in text for text in room.told("bo"))
    await room.wait("day 08:00")
    assert "How are you?" in room.told("bo")[-1]
    await room.say("bo", "fine", dm=True)
    assert room.told("bo")[-1] == "Noted"


async def test_a_timer_set_in_a_direct_message_rings_when_it_may(stage: StageFactory) -> None:
    room = await at_night(stage)
    await room.say("bo", "later", dm=True)
    await room.wait("2h")
    assert room.told("bo") == ()
    await room.wait("day 08:00")
    assert room.told("bo") == ("It rang",)


async def test_so_often_a_week_and_the_rest_together_when_there_is_room(stage: StageFactory) -> None:
    room = await stage(plugin, quiet=Quiet(most_per_week=2))
    for word in ("one", "two", "three", "four"):
        await room.say("ana", f"!tell @bo {word}")
    assert room.told("bo") == ("one", "two")
    await room.wait(timedelta(days=7))
    assert room.told("bo") == ("one", "two", "While it was quiet for you:\n\nthree\n\nfour")


async def test_the_number_a_week_is_ones_own_and_counts_mentions(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!prefer most_per_week 1")
    await room.say("ana", "!name @bo")
    await room.say("ana", "!name @bo")
    await room.say("ana", "!tell @bo hello")
    assert room.said == ("Look, @bo!", "Look, Bo!")
    assert room.told("bo") == ()


async def test_a_plugin_is_urgent_only_for_what_it_declared(stage: StageFactory) -> None:
    loud = Plugin("loud")

    @loud.command("shout")
    async def shout(ctx: Context) -> None:
        ctx.post(BO, Text("!"), urgent="boredom")

    room = await stage(loud)
    await room.say("ana", "!shout")
    assert room.told("bo") == ()
    assert room.told("ana")[-1].startswith("Sorry")
