"""A client that leaves out devices which their owner did not sign reads coterie and is read: matrix-js-sdk in its strict mode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coterie.adapters.matrix.adapter import PASSWORD, MatrixAdapter
from coterie.adapters.matrix.encode import ENCRYPTION
from coterie.adapters.matrix.encryption.home import device_in, folder_of
from coterie.adapters.matrix.testing import MatrixPerson, RecordingInbox, listening
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import MessagePosted, RoomOpened
from coterie.core.refs import RoomRef

from .strict import strict


async def test_it_reads_and_is_read_also_after_a_lost_store(
    ana: MatrixPerson, bot: MatrixPerson, new_sealed: Callable[..., MatrixAdapter], js_sdk: Path, tmp_path: Path
) -> None:
    inbox = RecordingInbox()

    async def hears_and_says(adapter: MatrixAdapter, heard: str, said: str) -> None:
        await her.do("say", room=room, body=heard)
        await inbox.until(MessagePosted, lambda event: event.text == heard)
        await adapter.perform(Post(key=said, to=RoomRef(f"matrix/{room}"), card=Card(said)))
        read = await her.read(said)
        assert (read["encrypted"], read["failure"]) == (True, None)

    async with strict(ana, js_sdk) as her:
        async with listening(adapter := new_sealed(**{PASSWORD: bot.password}), inbox):
            room = await ana.open_room("Python", invite=[bot.user], initial_state=[ENCRYPTION])
            await inbox.until(RoomOpened)
            await hears_and_says(adapter, "one", "two")
        (folder_of(tmp_path / "data", bot.user) / "COTERIE.db").unlink()
        # The store is lost: a new device, signed by the seeds that are kept.
        async with listening(adapter := new_sealed(**{PASSWORD: bot.password}), inbox):
            device = device_in(folder_of(tmp_path / "data", bot.user))
            assert device is not None and (await her.do("trust", who=bot.user, of=device))["signed"]
            await hears_and_says(adapter, "three", "four")
