"""From a wish to a group, as people in a room see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.founding import plugin

RUST: Mapping[str, str | tuple[str, ...]] = {
    "name": "Rust Workshop",
    "purpose": "Build small tools in Rust and review them every second Thursday.",
    "basis": "interest",
    "about": "rust, tools",
    "for": "Programmers who are new to Rust",
    "not_for": "Recruiters",
    "from": "3",
    "to": "20",
}


async def proposed(room: StageRoom, **changes: str | tuple[str, ...]) -> None:
    """bo writes a draft and proposes it."""
    await room.say("bo", "!propose")
    await room.open_form("bo", room.alone("bo")[-1])
    assert await room.fill("bo", {**RUST, **changes}) == {}
    await room.press("bo", room.alone("bo")[-1], "Propose it so")


async def test_a_group_opens_when_enough_people_are_in(stage: StageFactory) -> None:
    room = await stage(plugin)
    await proposed(room)
    assert "Proposed. You lead it" in room.told("bo")[-1]
    assert "**1 of 3**" in room.last
    await room.press("cy", room.cards[-1], "I'm in")
    assert "**2 of 3**" in room.last
    await room.press("ana", room.cards[-1], "I'm in")
    assert "Rust Workshop is open" in (room.last or "").replace("**", "")
