"""What is forgotten when somebody says so, and the limit that can't be gone round by it."""

from __future__ import annotations

from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.profiles import plugin

CROWD = tuple(f"p{number}" for number in range(1, 9))


async def looked(room: StageRoom) -> int:
    """bo looks for somebody, and everybody who is asked would rather not; how many were asked."""
    await room.say("bo", "!introduce-me bees")
    asked, before = 0, -1
    while asked != before:
        before = asked
        for who in CROWD:
            card = room.alone(who)[-1]
            if "Rather not" in [one.label for one in card.offers or ()]:
                await room.press(who, card, "Rather not")
                asked += 1
        await room.wait("5m")
    return asked


async def eight_who_may_be_asked(stage: StageFactory) -> StageRoom:
    room = await stage(plugin, crowd=8)
    for who in CROWD:
        await room.say(who, "!profile topics bees; asked yes")
    return room


async def test_who_lets_everything_be_forgotten_has_no_others_asked_for_them_before_two_weeks_are_over(
    stage: StageFactory,
) -> None:
    room = await eight_who_may_be_asked(stage)
    assert await looked(room) == 5
    told = (await room.say("bo", "!profile forget")).text
    assert told.endswith(
        "for you. Only when I asked others for you stays for two weeks at most, so that the limit holds."
    )
    assert (await room.say("bo", "!profile forget")).text.startswith("👤 There is nothing to forget")
    assert await looked(room) == 0
    await room.say("bo", "!introduce-me stop")
    await room.wait("15d")
    assert await looked(room) == 5


async def test_nor_does_who_leaves_and_comes_back(stage: StageFactory) -> None:
    room = await eight_who_may_be_asked(stage)
    assert await looked(room) == 5
    await room.leave("bo")
    await room.join("bo")
    assert await looked(room) == 0


async def test_nothing_of_it_is_left_after_two_weeks(stage: StageFactory) -> None:
    room = await eight_who_may_be_asked(stage)
    await looked(room)
    await room.say("bo", "!profile forget")
    async with room.house.app.store.unit() as unit:
        ((_, left),) = [one for one in await unit.scan("state", "profiles Past") if one[0].endswith(" bo")]
    assert "p1" not in str(left) and set(left["value"]) >= {"for_them"} and not left["value"]["people"]
    await room.wait("15d")
    async with room.house.app.store.unit() as unit:
        assert not [key for key, _ in await unit.scan("state", "profiles Past") if key.endswith(" bo")]


async def test_where_nobody_was_asked_nothing_stays(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!profile topics bees")
    assert (await room.say("bo", "!profile forget")).text.endswith("whom I thought of for you.")
