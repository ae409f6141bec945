"""`coffee` alone: where things stand."""

from __future__ import annotations

from coterie.core.testing import StageFactory
from coterie.plugins.coffee import plugin


async def test_coffee_alone_tells_whether_one_takes_part_and_what_one_can_say(stage: StageFactory) -> None:
    room = await stage(plugin)
    told = (await room.say("bo", "!coffee")).text
    assert "You get a partner when there is coffee." in told and "no rounds by themselves" in told
    assert "!coterie coffee on|off|across|within and !coterie coffee snooze 4w." in told
    assert "now|stop" not in told, "only who leads can say that"
    await room.say("bo", "!coffee off")
    assert "No coffee for you." in (await room.say("bo", "!coffee")).text
    await room.say("cy", "!coffee snooze 4w")
    await room.say("cy", "!coffee-about gardens")
    told = (await room.say("cy", "!coffee")).text
    assert "before Dec 21, 2026" in told and "You like to talk about gardens." in told
    assert room.said == ()


async def test_coffee_alone_tells_how_often_and_when_next(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!coffee every 2w")
    told = (await room.say("ana", "!coffee")).text
    assert "every 14 days, the next one on Dec 7, 2026" in told and "!coterie coffee now|stop" in told
    await room.wait("15d")
    assert "the next one on Dec 21, 2026" in (await room.say("bo", "!coffee")).text
    await room.say("ana", "!coffee stop")
    assert "no rounds by themselves" in (await room.say("bo", "!coffee")).text


async def test_coffee_alone_knows_the_schedule_of_the_playbook(stage: StageFactory) -> None:
    room = await stage(plugin, playbooks=["random-coffee"])
    assert "The next round is on Dec 7, 2026" in (await room.say("bo", "!coffee")).text


async def test_coffee_alone_can_be_said_to_coterie_alone(stage: StageFactory) -> None:
    room = await stage(plugin, locale="de")
    told = (await room.say("bo", "coffee", dm=True)).text
    assert "Wenn es Kaffee gibt, bist du dabei." in told and "Runde" not in told


async def test_coffee_across_alone_tells_a_manager_how_often(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "no rounds by themselves" in (await room.say("ana", "!coffee-across")).text
    await room.say("ana", "!coffee-across every 4w")
    told = (await room.say("ana", "!coffee-across")).text
    assert "every 28 days, the next one on Dec 21, 2026" in told and "!coterie coffee-across now|stop" in told
    assert "manager" in (await room.say("bo", "!coffee-across")).text.casefold()
