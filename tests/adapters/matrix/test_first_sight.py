"""At its very first start coterie looks for the homes of all groups: the first sync told of most, and nobody is asked again."""

from __future__ import annotations

import pytest

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.core.errors import Refused
from coterie.core.model.effect import OpenRoom
from coterie.core.model.event import RoomClosed, RoomOpened
from coterie.core.ports import Performed


def home(key: str, name: str) -> OpenRoom:
    return OpenRoom(key=key, name=name, create=False)


async def test_a_room_of_which_the_first_sync_told_is_found_without_asking_and_once(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    alias = f"py-{ana.localpart}"
    room = await ana.open_room("Python", alias=alias, invite=[bot.user])
    await bot.join(room)
    async with listening(adapter) as inbox:
        # What was not asked for is not learned a second time.
        assert await adapter.perform(home("alias", f"#{alias}:coterie.test")) == Performed(f"matrix/{room}")
        assert await adapter.perform(home("id", room)) == Performed(f"matrix/{room}")
        later = await adapter.perform(home("later", f"#{alias}:coterie.test"))
    assert later.native == f"matrix/{room}" and [type(event) for event in later.learned] == [RoomOpened]
    (opened,) = inbox.of(RoomOpened)
    assert {f"#{alias}:coterie.test", room} <= set(opened.names)


async def test_a_space_is_no_room_and_one_that_coterie_was_put_out_of_is_not_there(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    space = await ana.open_room("All", space=True, invite=[bot.user])
    room = await ana.open_room("Den", public=False, invite=[bot.user])
    for one in (space, room):
        await bot.join(one)
    async with listening(adapter) as inbox:
        with pytest.raises(Refused, match="is a Space and no room"):
            await adapter.perform(home("space", space))
        await ana.expel(room, bot.user)
        await inbox.until(RoomClosed)
        with pytest.raises(Refused, match="may not enter"):
            await adapter.perform(home("room", room))
