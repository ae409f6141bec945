"""Every way in which somebody chooses, and what a platform with buttons and modals brings."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.core.api import Answer, Capability, Card, Choice, Context, Field, FieldKind, Form, Plugin, evolve
from coterie.core.model.event import ChoiceMade, CommandGiven, Event
from coterie.core.refs import MessageRef, PersonRef, RoomRef
from coterie.core.testing import BEGINS, StageFactory, StageRoom

HUES = ("red", "green", "blue")


def picking() -> Plugin:
    plugin = Plugin("picking")

    @plugin.command("pick")
    async def pick(ctx: Context) -> None:
        """Let people pick several."""
        ctx.reply(Card("Which?", choices=[Choice(hue, hue.capitalize()) for hue in HUES], several=True))

    for hue in HUES:

        @plugin.choice(hue)
        async def picked(ctx: Context, hue: str = hue) -> None:
            ctx.reply(f"{ctx.person.id} {ctx.message and 'picked'}")

    @plugin.command("ask")
    async def ask(ctx: Context) -> None:
        """Ask in a form."""
        ctx.ask(Form("Age", (Field("age", FieldKind.NUMBER, "How old?"),)), then="age")

    @plugin.form("age")
    async def age(ctx: Context, answers: Mapping[str, Answer]) -> None:
        ctx.reply(f"{answers['age']} years")

    @plugin.command("whisper")
    async def whisper(ctx: Context) -> None:
        """Send a card to whoever asks."""
        ctx.post(ctx.person, Card("Psst?", choices=[Choice("red", "Tell me")]))

    return plugin


async def happens(room: StageRoom, event: Event) -> None:
    await room.house.app.inbox.take([event])
    await room.settled()


def command(text: str, trigger: str | None = None) -> CommandGiven:
    person, place = PersonRef("simulator/bo"), RoomRef("simulator/r1")
    return CommandGiven(
        id=f"c:{text}", at=BEGINS, platform="simulator", person=person, room=place, text=text, trigger=trigger
    )


async def test_of_a_card_that_takes_several_only_what_is_new_is_handled(stage: StageFactory) -> None:
    room = await stage(picking(), lacks=(Capability.BUTTONS,))
    card = await room.say("bo", "!pick")
    await room.react("cy", card, "1️⃣")
    await room.react("cy", card, "3️⃣")
    await room.say("cy", "green", to=card)
    assert room.said[1:] == ("cy picked",) * 3
    await room.say("cy", "2", to=card)
    assert len(room.said) == 4


async def test_a_card_in_a_direct_message_is_answered_there_by_its_number(stage: StageFactory) -> None:
    room = await stage(picking(), lacks=(Capability.BUTTONS, Capability.REACTIONS))
    await room.say("bo", "!whisper")
    assert "Psst?" in room.told("bo")[-1]
    await room.say("bo", "1", dm=True)
    assert room.told("bo")[-1] == "bo picked"


async def test_a_slash_command_is_a_command(stage: StageFactory) -> None:
    room = await stage(picking())
    await happens(room, command("whisper"))
    assert "Psst?" in room.told("bo")[-1]
    await happens(room, command("wisper"))
    assert "Did you mean !coterie whisper?" in room.told("bo")[-1]


async def test_a_slash_command_opens_a_modal_at_once(stage: StageFactory) -> None:
    room = await stage(picking())
    assert isinstance(room.driver, SimulatorDriver)
    room.driver.world.command("bo", "r1", "ask")
    await room.settled()
    assert await room.driver.modal("bo") is not None
    assert await room.fill("bo", {"age": "41"}) == {}
    assert room.last == "41 years"


async def test_a_modal_that_came_too_late_is_offered_on_a_card(stage: StageFactory) -> None:
    room = await stage(picking())
    await happens(room, command("ask", trigger="long gone"))
    assert await room.driver.modal("bo") is None
    (card,) = [one for one in room.alone("bo") if one.form]
    await room.open_form("bo", card)
    assert await room.fill("bo", {"age": "41"}) == {}
    assert room.last == "41 years"


async def test_a_choice_that_is_not_on_the_card_or_of_a_card_nobody_posted_does_nothing(stage: StageFactory) -> None:
    room = await stage(picking())
    await room.say("bo", "!pick")
    async with room.house.app.store.unit() as unit:
        ((key, _),) = await unit.scan("card")
    for number, (message, choice) in enumerate([(key, "gold"), ("nobody", "red")]):
        made = ChoiceMade(
            id=f"m{number}",
            at=BEGINS,
            platform="simulator",
            person=PersonRef("simulator/bo"),
            room=RoomRef("simulator/r1"),
            message=MessageRef(message),
            choices=(choice,),
        )
        await happens(room, made)
    assert room.said == ("Which?",)


async def test_what_a_bot_says_or_chooses_is_never_meant(stage: StageFactory) -> None:
    room = await stage(picking())
    await happens(room, evolve(command("whisper"), bot=True))
    assert room.told("bo") == ()
