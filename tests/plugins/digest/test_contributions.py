"""What the plugins of the house tell in digests and briefs."""

from __future__ import annotations

from coterie.core.testing import StageFactory
from coterie.plugins import brief, digest, escort, gatherings, library, prompts, wins


async def test_the_digest_holds_what_comes_what_is_asked_what_was_won_and_kept(stage: StageFactory) -> None:
    room = await stage(digest.plugin, escort.plugin, gatherings.plugin, library.plugin, prompts.plugin, wins.plugin)
    await room.say("ana", "!prompt everyday")
    await room.say("bo", "!win My first decorator!")
    await room.say("bo", "How do I sharpen a *plane*?")
    await room.say("ana", "!keep https://example.org The sharpening page")
    await room.say("cy", "!digest now")
    told = room.told("cy")[-1]
    assert "A question was asked on" in told and "nobody answered yet" in told
    assert "One question waits for an answer" in told and "One win was told" in told
    assert "2 new in the library, such as A win" in told, "a win that was told is kept"
    assert "plane" not in told and "decorator" not in told


async def test_a_leader_plans_a_gathering_by_one_tap(stage: StageFactory) -> None:
    room = await stage(brief.plugin, gatherings.plugin)
    await room.wait("monday 08:30")
    card = room.alone("ana")[-1]
    assert "No gathering is planned." in card.text
    await room.press("ana", card, "Plan a gathering")
    refused = await room.fill("ana", {})
    assert refused, "the form stands open"
