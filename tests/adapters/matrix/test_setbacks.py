"""A homeserver that was restored from an old backup, and a second coterie with the same account."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import structlog

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.encode import KEY
from coterie.adapters.matrix.setbacks import went_back
from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, RecordingInbox, listening
from coterie.adapters.matrix.testing.person import call
from coterie.core.clock import SystemClock
from coterie.core.model.event import MessagePosted, RoomOpened


@pytest.mark.parametrize(
    ("since", "now", "back"),
    [("s10_1_2", "s9_1_2", True), ("s9_4", "s10_1", False), ("s9_4", "s9_4", False), ("opaque", "s1_", False), ("s9_", "m1", False)],
)  # fmt: skip
def test_a_place_before_the_one_that_was_read_is_told_by_synapses_count(since: str, now: str, back: bool) -> None:
    assert went_back(since, now) is back


@pytest.mark.asyncio(loop_scope="session")  # the one in which the homeserver was started
async def test_what_is_said_after_a_restore_is_heard_and_nothing_twice(mortal_server: Homeserver) -> None:
    bot, ana = await mortal_server.person("coterie"), await mortal_server.person("Ana")
    room = await ana.open_room("Python", invite=[bot.user])
    inbox = RecordingInbox()

    def adapter() -> MatrixAdapter:
        return MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, SystemClock())

    async with listening(adapter(), inbox):
        await inbox.until(RoomOpened)
        await ana.say(room, "kept")
        await inbox.until(MessagePosted)
        database, backup = mortal_server.folder / "homeserver.db", mortal_server.folder / "backup"
        with closing(sqlite3.connect(database)) as running, closing(sqlite3.connect(backup)) as kept:
            running.backup(kept)
        for number in range(20):
            await ana.say(room, f"lost {number}")
        await inbox.until(MessagePosted, lambda event: event.text == "lost 19")
    await mortal_server.stop(at_once=True)
    for file in mortal_server.folder.glob("homeserver.db*"):
        file.unlink()
    backup.rename(database)
    await mortal_server.start()
    await ana.say(room, "while coterie was away")
    async with listening(adapter(), inbox):
        await ana.say(room, "back")
        await inbox.until(MessagePosted, lambda event: event.text == "back")
    texts = [event.text for event in inbox.of(MessagePosted)]
    assert texts == ["kept", *(f"lost {number}" for number in range(20)), "while coterie was away", "back"]


async def test_another_coterie_with_the_same_account_is_noticed_and_said_once(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", invite=[bot.user])
    wish = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": bot.user}, "password": bot.password}
    token = (await call(bot.url, "POST", "/_matrix/client/v3/login", body=wish))["access_token"]
    with structlog.testing.capture_logs() as logs:
        async with listening(adapter) as inbox:
            await inbox.until(RoomOpened)
            for number in range(3):
                path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/t{number}"
                body = {"msgtype": "m.text", "body": "Hello", KEY: f"k{number}"}
                await call(bot.url, "PUT", path, body=body, headers={"Authorization": f"Bearer {token}"})
            await ana.say(room, "done")
            await inbox.until(MessagePosted)
    said = [entry for entry in logs if "another coterie" in entry["event"]]
    assert [entry["log_level"] for entry in said] == ["error"]
