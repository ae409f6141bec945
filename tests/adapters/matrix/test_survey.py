"""Rooms as people left them, surveyed on a real homeserver; and what coterie changes of them."""

from __future__ import annotations

import secrets
from urllib.parse import quote

import pytest

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.testing import MatrixPerson
from coterie.core.errors import Refused
from coterie.core.model.community import JoinMode, Visibility
from coterie.core.model.effect import OpenRoom, Rename, Reopen, SetAccess, Survey
from coterie.core.model.event import RoleHeld, RoomSurveyed
from coterie.core.refs import PersonRef, RoomRef


async def survey(adapter: MatrixAdapter, room: str = "", name: str = "") -> RoomSurveyed:
    ref = RoomRef(f"matrix/{room}") if room else None
    effect = Survey(key=secrets.token_hex(4), room=ref, name=name, platform="matrix")
    (found,) = (await adapter.perform(effect)).learned
    assert isinstance(found, RoomSurveyed)
    return found


@pytest.fixture
async def room(ana: MatrixPerson, bot: MatrixPerson) -> str:
    """A room of Ana's in which coterie is."""
    opened = await ana.open_room("Python", invite=[bot.user])
    await bot.join(opened)
    return opened


async def test_who_made_a_room_has_the_highest_rights_in_it(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await ana.open_room("Python", version=version, invite=[bot.user])
    await bot.join(room)
    found = await survey(adapter, room)
    assert found.roles == (RoleHeld(PersonRef(f"matrix/{ana.user}"), "leader"),)
    assert (found.title, found.topic, found.inside) == ("Python", "", True)


async def test_a_room_that_coterie_was_put_out_of_is_gone(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    await ana.expel(room, bot.user)
    assert "not in the room" in ((await survey(adapter, room)).gone or "")


async def test_a_room_is_found_by_its_alias_without_going_in(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    alias = f"den-{secrets.token_hex(4)}"
    room = await ana.open_room("Den", alias=alias)
    found = await survey(adapter, name=alias)
    assert (found.room, found.inside, found.gone) == (RoomRef(f"matrix/{room}"), False, None)
    assert bot.user not in await ana.members(room)


async def test_a_room_for_whoever_is_in_a_space_is_told_as_one_for_the_community(
    ana: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    space = await ana.open_room("All", space=True)
    rule = {"join_rule": "restricted", "allow": [{"type": "m.room_membership", "room_id": space}]}
    await ana.set_state(room, "m.room.join_rules", rule)
    assert (await survey(adapter, room)).join is JoinMode.COMMUNITY


async def test_a_renamed_room_is_found_by_both_names_and_takes_nobodys(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    old, new, taken = (f"{name}-{secrets.token_hex(4)}" for name in ("old", "new", "taken"))
    made = await adapter.perform(OpenRoom(key=secrets.token_hex(4), name=old, title="Old"))
    assert made.native is not None
    ref, server = RoomRef(made.native), bot.user.partition(":")[2]
    await adapter.perform(Rename(key=secrets.token_hex(4), room=ref, name=new, title="New"))
    assert await ana.room_id(f"#{old}:{server}") == await ana.room_id(f"#{new}:{server}") == ref.native
    aliases = await bot.state(ref.native, "m.room.canonical_alias")
    assert (aliases["alias"], aliases["alt_aliases"]) == (f"#{new}:{server}", [f"#{old}:{server}"])
    found = await survey(adapter, ref.native, new)
    assert {new, f"#{old}:{server}"} <= set(found.names) and found.title == "New"
    assert not found.stands_in
    theirs = await ana.open_room("Taken", alias=taken)
    for _ in range(2):
        await adapter.perform(Rename(key=secrets.token_hex(4), room=ref, name=taken, title="Taken"))
    aliases = await bot.state(ref.native, "m.room.canonical_alias")
    assert aliases["alias"] == f"#{taken}-2:{server}"
    assert aliases["alt_aliases"] == [f"#{new}:{server}", f"#{old}:{server}"], "those that it had still lead to it"
    assert (await survey(adapter, ref.native, taken)).stands_in
    await ana.call("DELETE", f"/directory/room/{quote(f'#{taken}:{server}')}")
    found = await survey(adapter, ref.native, taken)
    assert not found.stands_in and taken not in found.names, "to be renamed, now that it is free"
    await adapter.perform(Rename(key=secrets.token_hex(4), room=ref, name=taken, title="Taken"))
    found = await survey(adapter, ref.native, taken)
    assert taken in found.names and not found.stands_in and theirs != ref.native


async def test_without_the_right_to_change_a_room_nothing_is_changed(
    ana: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    ref = RoomRef(f"matrix/{room}")
    for effect in (
        Rename(key="r", room=ref, name="other", title="Other"),
        SetAccess(key="a", room=ref, visibility=Visibility.PRIVATE, join=JoinMode.INVITE),
    ):
        with pytest.raises(Refused):
            await adapter.perform(effect)
    await adapter.perform(Reopen(key="o", room=ref))
    assert (await ana.state(room, "m.room.name"))["name"] == "Python"
