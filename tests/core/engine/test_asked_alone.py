"""What one person is asked alone: others neither read it nor answer it."""

from __future__ import annotations

import pytest

from coterie.core.api import Card, Choice, Context, Plugin
from coterie.core.model.content import Capability
from coterie.core.testing import StageFactory

ALIKE = (Capability.BUTTONS,)
AS_ON_MATRIX = (Capability.BUTTONS, Capability.QUIET)


def coming() -> Plugin:
    """A question for all, and another one for whoever answered it."""
    plugin = Plugin("coming")

    @plugin.command("party")
    async def party(ctx: Context) -> None:
        """Ask everybody."""
        ctx.reply(Card("Who comes?", choices=[Choice("yes", "I do")]))

    @plugin.choice("yes")
    async def yes(ctx: Context) -> None:
        ctx.post(ctx.room, f"{await ctx.name(ctx.person)} comes")
        ctx.quietly(Card("What do you bring?", choices=[Choice("cake", "A cake")]))

    @plugin.choice("cake")
    async def cake(ctx: Context) -> None:
        ctx.quietly(f"{await ctx.name(ctx.person)} brings cake")

    return plugin


@pytest.mark.parametrize("lacks", [ALIKE, AS_ON_MATRIX], ids=["in the room", "in a direct message"])
async def test_who_answers_the_room_by_a_number_answers_nothing_that_another_was_asked_alone(
    stage: StageFactory, lacks: tuple[Capability, ...]
) -> None:
    room = await stage(coming(), lacks=lacks)
    await room.say("bo", "!party")
    await room.say("cy", "1")
    assert room.said[-1] == "Cy 🌱 comes"
    await room.say("bo", "1")
    assert room.said[-1] == "Bo comes"
    await room.say("cy", "1")
    assert room.said[-1] == "Cy 🌱 comes", "what is said in the room is about what stands there"
    await room.say("cy", "a cake", dm=True)
    assert room.told("cy")[-1] == "Cy 🌱 brings cake" and "Bo brings cake" not in room.told("bo")


async def test_who_answers_in_words_that_nothing_there_says_reads_how_to_answer(stage: StageFactory) -> None:
    room = await stage(coming())
    assert (await room.say("cy", "a friend", dm=True)).text == "I don't know a. help lists what I can do."
    await room.say("bo", "!party")
    await room.press("cy", room.cards[0], "yes")
    told = (await room.say("cy", "some bread", dm=True)).text
    assert told.startswith("I don't know some. If it was meant for what I asked: choose one of what stands there")
    await room.wait("2d")
    assert (await room.say("cy", "some bread", dm=True)).text == "I don't know some. help lists what I can do."
