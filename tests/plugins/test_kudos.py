"""Thanks and the weekly digest."""

from __future__ import annotations

import pytest

from coterie.core.model.content import Capability
from coterie.core.testing import StageFactory
from coterie.plugins.kudos import plugin


async def test_digest_names_the_most_thanked(stage: StageFactory) -> None:
    room = await stage(plugin)
    card = await room.say("ana", "!kudos @bo for the review")
    assert card.text == "🎉 Thank you, @bo: for the review"
    await room.press("cy", card, "Me too")
    await room.wait("friday 16:00")
    assert room.last == "Most thanked: @bo (2 thank-yous in all)"
    await room.wait("friday 16:00")
    assert len(room.said) == 2


async def test_nobody_thanks_themselves(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!kudos @ana")
    assert room.said == ()
    assert room.told("ana") == ("Nobody thanks themselves. Whom did you mean?",)


@pytest.mark.parametrize("said", ["thanks", "Thank you!", "thx", "danke", "Danke dir", "vielen Dank"])
async def test_thanks_in_passing_are_answered_with_how_one_thanks_somebody(stage: StageFactory, said: str) -> None:
    room = await stage(plugin)
    for who in ("bo", "dee"):
        assert "say !coterie kudos @name for the review in its room" in (await room.say(who, said, dm=True)).text
    assert "To thank somebody here" in (await room.say("bo", f"!coterie {said}")).text
    assert room.said == ()


async def test_behind_an_exclamation_mark_thanks_may_be_meant_for_another_bot(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!danke")
    assert room.said == room.told("bo") == ()


async def test_without_buttons_a_reaction_or_a_number_joins_in(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.BUTTONS,))
    card = await room.say("ana", "!kudos @bo")
    await room.react("cy", card, "1️⃣")
    await room.say("cy", "me TOO", to=card)
    await room.say("ana", "1")
    await room.wait("friday 16:00")
    assert room.last == "Most thanked: @bo (3 thank-yous in all)"
