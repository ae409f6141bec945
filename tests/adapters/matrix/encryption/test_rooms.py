"""Encrypted rooms on a real homeserver, with a client that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import MatrixPerson, listening
from coterie.adapters.matrix.testing.sealed_person import sealed
from coterie.core.clock import SystemClock
from coterie.core.model.content import Card
from coterie.core.model.effect import Edit, Post
from coterie.core.model.event import MessagePosted, RoomOpened
from coterie.core.refs import MessageRef, RoomRef


async def test_text_goes_both_ways(ana: MatrixPerson, bot: MatrixPerson, tmp_path: Path) -> None:
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, SystemClock())
    adapter.kept_in(tmp_path / "data")
    (tmp_path / "ana").mkdir()
    async with sealed(ana, tmp_path / "ana") as her, listening(adapter) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        said = await her.say(room, "hello in secret")
        heard = await inbox.until(MessagePosted)
        assert heard.text == "hello in secret" and heard.message == MessageRef(f"matrix/{room}/{said}")
        made = await adapter.perform(Post(key="one", to=RoomRef(f"matrix/{room}"), card=Card("hello back")))
        await her.hear("hello back")
