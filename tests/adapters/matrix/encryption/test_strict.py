"""A client that leaves out devices which their owner did not sign reads coterie and is read: matrix-js-sdk in its strict mode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.matrix.testing import MatrixPerson, RecordingInbox, listening
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.model.event import MessagePosted, RoomOpened
from coterie.core.refs import RoomRef

from .strict import strict

SEALED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


async def test_it_reads_and_is_read(
    ana: MatrixPerson, bot: MatrixPerson, new_sealed: Callable[..., MatrixAdapter], js_sdk: Path
) -> None:
    adapter, inbox = new_sealed(), RecordingInbox()
    async with listening(adapter, inbox), strict(ana, js_sdk) as her:
        room = await ana.open_room("Python", invite=[bot.user], initial_state=[SEALED])
        await inbox.until(RoomOpened)
        await her.do("say", room=room, body="from a strict client")
        await inbox.until(MessagePosted, lambda event: event.text == "from a strict client")
        await adapter.perform(Post(key="one", to=RoomRef(f"matrix/{room}"), card=Card("to a strict client")))
        read = await her.read("to a strict client")
    assert (read["encrypted"], read["failure"]) == (True, None)
