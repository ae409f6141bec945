"""Spaces, and rooms into which whoever is in one comes by themselves, on a real homeserver."""

from __future__ import annotations

import pytest

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.testing import MatrixPerson
from coterie.adapters.matrix.testing.person import Refusal
from coterie.core.model.community import History, JoinMode, Visibility
from coterie.core.model.effect import OpenRoom, OpenSpace, PlaceInSpace, SetAccess, Survey
from coterie.core.model.event import RoomSurveyed
from coterie.core.refs import RoomRef


async def made(adapter: MatrixAdapter, effect: OpenRoom | OpenSpace) -> RoomRef:
    return RoomRef((await adapter.perform(effect)).native or "")


async def surveyed(adapter: MatrixAdapter, room: RoomRef) -> RoomSurveyed:
    (found,) = (await adapter.perform(Survey(key=f"look {room.id}", room=room))).learned
    assert isinstance(found, RoomSurveyed)
    return found


async def test_a_space_holds_rooms_in_their_order_and_other_spaces(adapter: MatrixAdapter, bot: MatrixPerson) -> None:
    outer, inner = [
        await made(adapter, OpenSpace(key=f"s{name}{bot.user}", name=f"{name}-{bot.localpart}"))
        for name in ("out", "in")
    ]
    room = await made(adapter, OpenRoom(key=f"r{bot.user}", name=f"r-{bot.localpart}"))
    await adapter.perform(PlaceInSpace(key="1", room=room, space=inner, order="0002", suggested=False))
    await adapter.perform(PlaceInSpace(key="2", room=inner, space=outer, order="0001"))
    child = await bot.state(inner.native, "m.space.child", room.native)
    assert child == {"via": ["coterie.test"], "order": "0002", "suggested": False}
    assert (await bot.state(inner.native, "m.space.parent", outer.native))["canonical"] is True
    assert (await surveyed(adapter, outer)).children == (inner,)


@pytest.mark.parametrize("visibility", Visibility)
async def test_whoever_is_in_the_space_comes_in_and_others_ask_where_they_may_know_of_it(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, visibility: Visibility
) -> None:
    space = await made(adapter, OpenSpace(key=f"s{bot.user}", name=f"s-{bot.localpart}"))
    opening = OpenRoom(key=f"r{bot.user}", name=f"r-{bot.localpart}", private=True, history=History.JOINED)
    room = await made(adapter, opening)
    await adapter.perform(SetAccess(key="a", room=room, visibility=visibility, join=JoinMode.COMMUNITY, space=space))
    await ana.join(space.native)
    await ana.join(room.native)
    with pytest.raises(Refusal):
        await bo.join(room.native)
    if visibility is Visibility.PUBLIC:
        await bo.call("POST", f"/knock/{room.native}", {}, query={"server_name": "coterie.test"})
        assert (await bot.members(room.native))[bo.user] == "knock"
    found = await surveyed(adapter, room)
    assert (found.join, found.visibility) == (JoinMode.COMMUNITY, visibility)
    assert await bot.state(room.native, "m.room.history_visibility") == {"history_visibility": "joined"}
