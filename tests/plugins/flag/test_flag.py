"""A quiet word to those who look after a group."""

from __future__ import annotations

import pytest

from coterie.core.api import Capability, Context, PersonRef, Plugin
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.flag import plugin

appointing = Plugin("appointing")


@appointing.command("moderator")
async def moderator(ctx: Context, person: PersonRef) -> None:
    """Let somebody moderate."""
    await ctx.groups.appoint(person, "moderator")


async def flagged(room: StageRoom, by: str, author: str = "cy", why: str = " it is spam") -> None:
    message = await room.say(author, "Buy my thing!")
    await room.say(by, f"!flag{why}", to=message)


async def test_leaders_are_told_who_flags_what_and_why_and_nobody_else(stage: StageFactory) -> None:
    room = await stage(plugin)
    await flagged(room, "bo")
    (told,) = room.told("ana")
    assert "Bo asks you to look at a message in Python by Cy" in told and "it is spam" in told
    assert room.told("bo") == ("Thank you. I tell those who look after this group, and nobody else.",)
    assert room.told("cy") == () and room.said == ()


async def test_who_wrote_it_is_not_told_though_they_lead(stage: StageFactory) -> None:
    room = await stage(plugin, appointing)
    await room.say("ana", "!moderator @bo")
    await flagged(room, "cy", author="ana")
    assert room.told("ana") == () and "by Ana Ruiz" in room.told("bo")[-1]


async def test_one_takes_it_and_the_others_know(stage: StageFactory) -> None:
    room = await stage(plugin, appointing)
    await room.say("ana", "!moderator @bo")
    await flagged(room, "cy", author="cy")
    await room.press("bo", room.alone("bo")[-1], "I look after it")
    assert room.told("ana")[-1] == "🚩 Bo looks after it." and not room.alone("ana")[-1].offers


async def test_who_takes_it_still_reads_which_message_it_is(stage: StageFactory) -> None:
    room = await stage(plugin)
    await flagged(room, "cy", author="cy")
    before = room.told("ana")[-1]
    await room.press("ana", room.alone("ana")[-1], "I look after it")
    after = room.told("ana")[-1]
    assert after.startswith(before) and after.endswith("You look after it.")


async def test_twice_by_one_person_is_told_once(stage: StageFactory) -> None:
    room = await stage(plugin)
    message = await room.say("cy", "Buy my thing!")
    for _ in range(2):
        await room.say("bo", "!flag spam", to=message)
    assert len(room.told("ana")) == 1


async def test_without_a_message_it_says_how(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "in reply to the message" in (await room.say("bo", "!flag")).text


@pytest.mark.parametrize("lacks", [(), (Capability.MODALS,)])
async def test_why_is_asked_and_need_not_be_said(stage: StageFactory, lacks: tuple[Capability, ...]) -> None:
    room = await stage(plugin, lacks=lacks)
    await flagged(room, "bo", why="")
    if lacks:
        await room.say("bo", "skip", dm=True)
    else:
        await room.open_form("bo", room.alone("bo")[-1])
        assert await room.fill("bo", {}) == {}
    assert "Bo asks you to look at a message" in room.told("ana")[-1]
