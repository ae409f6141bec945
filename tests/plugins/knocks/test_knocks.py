"""Who knocks is let in by a leader's tap, or not; whoever was told knows how it ended."""

from __future__ import annotations

from coterie.core.api import Context, Knocked, PersonRef, Plugin, RoomRef
from coterie.core.testing import StageFactory, StageRoom
from coterie.plugins.knocks import plugin

leading = Plugin("leading")


@leading.command("lead")
async def lead(ctx: Context, person: PersonRef) -> None:
    """Let somebody lead."""
    await ctx.groups.appoint(person, "leader")


async def knock(room: StageRoom, id: str, *, over: bool = False, reason: str = "") -> None:
    native = room.house.app
    async with native.store.unit() as unit:
        homes = await unit.get("bind:room", "room:python")
    event = Knocked(
        id=f"simulator:{id}", at=room.clock.now(), platform="simulator", room=RoomRef(homes[0]),
        person=PersonRef("simulator/dee"), name="Dee", reason=reason, over=over,
    )  # fmt: skip
    await native.inbox.take([event])
    await room.settled()


async def test_leaders_hear_who_knocks_and_the_first_lets_them_in(stage: StageFactory) -> None:
    room = await stage(plugin, leading)
    await room.say("ana", "!lead @bo")
    await knock(room, "one", reason="I <@slack/U1> **write** Python")
    assert "Dee (dee) knocks at Python" in room.told("ana")[-1] and "write** Python" in room.told("bo")[-1]
    await room.press("bo", room.alone("bo")[-1], "Let them in")
    assert room.told("ana")[-1] == "🚪 Bo let Dee into Python." and not room.alone("ana")[-1].offers
    assert room.said == () and room.told("cy") == ()


async def test_who_is_turned_away_may_knock_again_and_a_second_knock_is_no_second_question(stage: StageFactory) -> None:
    room = await stage(plugin)
    await knock(room, "one")
    await knock(room, "two")
    assert len(room.told("ana")) == 1
    await room.press("ana", room.alone("ana")[-1], "Not this time")
    assert "did not let Dee into Python" in room.told("ana")[-1]
    await knock(room, "three")
    assert len(room.told("ana")) == 2


async def test_who_goes_away_again_waits_no_longer(stage: StageFactory) -> None:
    room = await stage(plugin)
    await knock(room, "one")
    await knock(room, "gone", over=True)
    assert room.told("ana") == ("🚪 Dee no longer waits at Python.",)


async def test_who_leads_no_more_lets_nobody_in(stage: StageFactory) -> None:
    room = await stage(plugin, leading)
    await room.say("ana", "!lead @bo")
    await knock(room, "one")
    card = room.alone("bo")[-1]

    async with room.house.app.store.unit() as unit:
        unit.delete("group", "python")
        unit.put("register", "token", "another")
    await room.press("bo", card, "Let them in")
    assert "takes a leader" in room.told("bo")[-1] and "knocks at Python" in room.told("ana")[-1]
